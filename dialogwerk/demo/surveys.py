"""Surveys of the demonstration. Who answered is invented, drawn from fixed seeds: the same at every loading."""

import datetime
import random
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.rows import insert_rows
from dialogwerk.demo.reading import Dialogue, Record, moment, paragraphs
from dialogwerk.demo.trail import find
from dialogwerk.entries.actions import add_entry
from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.ideas.models import Contribution
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process
from dialogwerk.surveys.models import (
    Answer,
    Block,
    Form,
    Option,
    Participation,
    Proposal,
    Question,
    QuestionKind,
    Showing,
    Survey,
    Vote,
)

COLUMNS = ["participation", "question", "option", "value", "text", "answered_at"]
ANSWERED = 0.93  # so many of those who take part answer a question that need not be answered
PASSES = 0.12
SEEN = (0.6, 1.0)  # the share of statements somebody votes on
Cell = tuple[int | None, int | None, str]  # option, value, text


def load_surveys(process: Process, dialogue: Dialogue, entries: dict[str, Entry]) -> None:
    """Load the surveys of a dialogue with their answers."""
    for told in dialogue.surveys:
        survey = _survey(process, dialogue, told, entries)
        chance = random.Random(told["title"])  # noqa: S311  # nosec: invented answers, no secret
        if survey.has_statements:
            _load_statements(survey, dialogue.slug, told, entries, chance)
        else:
            _load_questionnaire(survey, told, chance)


def _survey(process: Process, dialogue: Dialogue, told: Record, entries: dict[str, Entry]) -> Survey:
    at = moment(told["on"], "09:00")
    entry = Entry.objects.create(
        process=process,
        kind=Kind.SURVEY,
        state=State.PUBLISHED,
        title=told["title"],
        slug=told["slug"],
        summary=told["summary"],
        body=paragraphs(told.get("body", "")),
        licence=process.licence,
        is_invented=True,
        created_at=at,
        changed_at=at,
        published_at=at,
    )
    return Survey.objects.create(
        entry=entry,
        form=told["form"],
        phase=process.phases.get(title=told["phase"]),  # type: ignore[attr-defined]
        event=find(entries, dialogue.slug, told["event"]).event if "event" in told else None,
        showing=told.get("showing", Showing.AFTER_ANSWER),
        asks_group="gruppe" in told.get("asks", ()),
        asks_region="region" in told.get("asks", ()),
        takes_proposals=told["form"] == Form.STATEMENTS,
    )


def _people(survey: Survey, told: Record, chance: random.Random) -> list[Participation]:
    begins, ends = moment(told["on"], "09:00"), moment(told["until"], "20:00")
    regions: list[Any] = [None]
    if survey.asks_region:
        regions += Region.objects.filter(region_set=survey.entry.process.region_set_id).values_list("pk", flat=True)
    groups: list[Any] = ["", *StakeholderGroup.values] if survey.asks_group else [""]
    people = []
    for _number in range(told["people"]):
        at = begins + (ends - begins) * chance.random()
        people.append(
            Participation(
                id=uuid.UUID(int=chance.getrandbits(128), version=4),
                survey=survey,
                group=chance.choices(groups, [told.get("groups", {}).get(group, 1) for group in groups])[0],
                region_id=chance.choice(regions),
                started_at=at,
                changed_at=at + datetime.timedelta(minutes=6),
                finished_at=at + datetime.timedelta(minutes=6),
            )
        )
    return Participation.objects.bulk_create(people)


def _load_questionnaire(survey: Survey, told: Record, chance: random.Random) -> None:
    people = _people(survey, told, chance)
    rows: list[tuple[Any, ...]] = []
    position = 0
    for place, part in enumerate(told["blocks"], start=1):
        block = Block.objects.create(survey=survey, position=place, title=part["title"], text=part.get("text", ""))
        for asked in part["questions"]:
            position += 1
            question = _question(survey, block, position, asked)
            options = _options(question, asked)
            for person in _who(question, asked, people, chance):
                rows += [
                    (person.pk, question.pk, *cell, person.changed_at)
                    for cell in _cells(question, asked, options, person, chance)
                ]
            rows += _texts(question, asked, people, chance)
    insert_rows(Answer, COLUMNS, rows)
    _make_contributions(survey, told)


def _question(survey: Survey, block: Block, position: int, asked: Record) -> Question:
    return Question.objects.create(
        survey=survey,
        block=block,
        position=position,
        kind=asked["kind"],
        text=asked["text"],
        hint=asked.get("hint", ""),
        is_required=asked.get("required", False),
        most=asked.get("most"),
        low_label=asked.get("low", ""),
        high_label=asked.get("high", ""),
        allows_none=asked.get("none", False),
    )


def _options(question: Question, asked: Record) -> list[Option]:
    return Option.objects.bulk_create(
        Option(question=question, position=place, text=text)
        for place, text in enumerate(asked.get("options", ()), start=1)
    )


def _who(
    question: Question, asked: Record, people: Sequence[Participation], chance: random.Random
) -> list[Participation]:
    if question.kind == QuestionKind.TEXT:
        return []
    return [person for person in people if question.is_required or chance.random() < ANSWERED]


def _cells(
    question: Question, asked: Record, options: Sequence[Option], person: Participation, chance: random.Random
) -> list[Cell]:
    weights = asked["weights"]
    if question.kind == QuestionKind.SCALE:
        if question.allows_none and chance.random() < 0.05:
            return [(None, None, "")]
        step = chance.choices(question.scale, weights)[0] + asked.get("lean", {}).get(person.group, 0)
        return [(None, min(max(step, 1), question.steps), "")]
    if question.kind == QuestionKind.ONE:
        return [(chance.choices(options, weights)[0].pk, None, "")]
    chosen = [option for option, weight in zip(options, weights, strict=True) if chance.random() < weight]
    chosen = chosen or [chance.choice(options)]
    return [(option.pk, None, "") for option in chance.sample(chosen, min(len(chosen), question.most or len(chosen)))]


def _texts(
    question: Question, asked: Record, people: Sequence[Participation], chance: random.Random
) -> list[tuple[Any, ...]]:
    texts = [text if isinstance(text, str) else text["text"] for text in asked.get("answers", ())]
    who = chance.sample(people, len(texts))
    return [
        (person.pk, question.pk, None, None, text, person.changed_at) for person, text in zip(who, texts, strict=True)
    ]


def _make_contributions(survey: Survey, told: Record) -> None:
    """Make contributions of the texts that say so, as the team did after the end."""
    marked = {
        text["text"]: text["published"]
        for part in told["blocks"]
        for asked in part["questions"]
        for text in asked.get("answers", ())
        if isinstance(text, dict)
    }
    for answer in Answer.objects.filter(question__survey=survey, text__in=list(marked)).order_by("pk"):
        at = moment(marked[answer.text], "10:00")
        entry = add_entry(
            actor=None, process=survey.entry.process, kind=Kind.CONTRIBUTION, state=State.PUBLISHED,
            title=answer.text[:90], summary=answer.text, origin=survey.entry, is_invented=True,
            created_at=at, changed_at=at, published_at=at,
        )  # fmt: skip
        Contribution.objects.create(entry=entry)
        Answer.objects.filter(pk=answer.pk).update(became=entry)


def _load_statements(survey: Survey, slug: str, told: Record, entries: dict[str, Entry], chance: random.Random) -> None:
    people = _people(survey, told, chance)
    statements = []
    for place, one in enumerate(told["statements"], start=1):
        source = find(entries, slug, one["from"]) if "from" in one else None
        statements.append(
            Question(survey=survey, position=place, kind=QuestionKind.STATEMENT, text=one["text"], source=source)
        )
        if source is not None:
            Link.objects.create(
                source=source, target=survey.entry, relation=Relation.CITED_IN, made_at=survey.entry.created_at,
                actor_office=survey.entry.process.owner.short_name, reason=told["why"],
            )  # fmt: skip
    Question.objects.bulk_create(statements)
    rows = []
    for person in people:
        camp = chance.choices(range(len(told["camps"])), told["camps"])[0]
        for statement, one in zip(statements, told["statements"], strict=True):
            if chance.random() < chance.uniform(*SEEN):
                agrees = chance.random() < one["votes"][camp]
                vote = Vote.PASS if chance.random() < PASSES else Vote.AGREE if agrees else Vote.DISAGREE
                rows.append((person.pk, statement.pk, None, int(vote), "", person.changed_at))
    insert_rows(Answer, COLUMNS, rows)
    Proposal.objects.bulk_create(
        Proposal(survey=survey, text=one["text"], made_at=min(moment(one["on"]), timezone.now()))
        for one in told.get("proposals", ())
    )
