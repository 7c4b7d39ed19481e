"""Surveys in lists, their questions, and what one reader answered."""

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.events.models import Event
from dialogwerk.processes.models import Process, ProcessStatus
from dialogwerk.surveys.models import (
    Answer,
    Block,
    Participation,
    Proposal,
    ProposalState,
    Question,
    QuestionKind,
    Survey,
)
from dialogwerk.surveys.rules import Stage, begins_at, stage_of, told_end


@dataclass(frozen=True)
class Listed:
    """A survey in a list."""

    survey: Survey
    stage: Stage
    people: int = 0
    waiting: int = 0

    @property
    def begins_at(self) -> datetime.datetime | None:
        """From when on it takes answers."""
        return begins_at(self.survey)

    @property
    def ends_at(self) -> datetime.datetime | None:
        """Until when it takes answers, or since when no longer."""
        return told_end(self.survey, self.stage)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.filter(survey=OuterRef("pk")).order_by().values("survey").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


def surveys_of(process: Process, person: Any) -> list[Listed]:
    """Return the surveys of a process that `person` may see: open ones, those to come, closed ones. One query."""
    visible = Entry.objects.visible_to(person).filter(process=process, kind=Kind.SURVEY)
    found = Survey.objects.filter(entry__in=visible.values("pk")).select_related("entry", "phase", "event__entry")
    found = found.annotate(
        people=_counted(Participation.objects.all()),
        waiting=_counted(Proposal.objects.filter(state=ProposalState.WAITING)),
    )
    listed = []
    for survey in found:
        survey.entry.process = process
        listed.append(Listed(survey, stage_of(survey), survey.people, survey.waiting))
    return _in_order(listed)


def open_surveys(processes: Iterable[Process]) -> dict[int, list[Listed]]:
    """Return by process what the public can answer now, the one that ends first at first. One query."""
    by_number = {process.pk: process for process in processes}
    running = [number for number, process in by_number.items() if process.status == ProcessStatus.OPEN]
    found: dict[int, list[Listed]] = {number: [] for number in by_number}
    for survey in _PUBLIC.all(processes=running) if running else ():
        survey.entry.process = by_number[survey.entry.process_id]
        if stage_of(survey) == Stage.OPEN:
            found[survey.entry.process_id].append(Listed(survey, Stage.OPEN))
    for listed in found.values():
        listed.sort(key=lambda one: (one.ends_at is None, one.ends_at, one.survey.pk))
    return found


def _public() -> QuerySet[Survey]:
    public = Entry.objects.public().filter(process__pk__in=[Given("processes", BigIntegerField())], kind=Kind.SURVEY)
    return Survey.objects.filter(entry__in=public.values("pk")).select_related("entry", "phase")


_PUBLIC = Prepared(_public)


def surveys_of_event(event: Event) -> list[Listed]:
    """Return what everybody may see of the surveys of an event, open ones first. One query."""
    public = Entry.objects.public().filter(process=event.entry.process_id, kind=Kind.SURVEY)
    found = Survey.objects.filter(event=event, entry__in=public.values("pk")).select_related("entry", "phase")
    for survey in found:
        survey.entry.process = event.entry.process
    return _in_order(Listed(survey, stage_of(survey)) for survey in found)


def _in_order(listed: Iterable[Listed]) -> list[Listed]:
    """Open ones, those to come, drafts, closed ones; the newest first."""
    order = (Stage.OPEN, Stage.AHEAD, Stage.DRAFT, Stage.CLOSED)
    return sorted(listed, key=lambda one: (order.index(one.stage), -one.survey.pk))


@dataclass(frozen=True)
class Part:
    """A page of a questionnaire: a block with its questions, or the questions that stand in none."""

    number: int
    block: Block | None
    questions: list[Question]


def questions_of(survey: Survey, *, with_answered: bool = False) -> list[Question]:
    """Return what is asked, block by block, with options and former wordings. Three queries."""
    found = survey.questions.filter(is_out=False).select_related("block")  # type: ignore[attr-defined]
    if with_answered:
        found = survey.questions.select_related("block")  # type: ignore[attr-defined]
        found = found.annotate(is_answered=Exists(Answer.objects.filter(question=OuterRef("pk"))))
    questions = list(found.prefetch_related("options", "former_wordings"))
    for question in questions:
        question.survey = survey
    return sorted(questions, key=_place)


def _place(question: Question) -> tuple[Any, ...]:
    block = question.block
    return (block is not None, block.position if block else 0, block.pk if block else 0, question.position, question.pk)


def parts_of(questions: Iterable[Question]) -> list[Part]:
    """Return the pages of a questionnaire; empty blocks make none. No query."""
    parts: list[Part] = []
    for question in questions:
        if not parts or parts[-1].block != question.block:
            parts.append(Part(len(parts) + 1, question.block, []))
        parts[-1].questions.append(question)
    return parts


def answers_of(participation: Participation | None) -> dict[int, list[Answer]]:
    """Return the answers of one participation by question. One query, none without a participation."""
    found: dict[int, list[Answer]] = {}
    if participation is not None:
        for answer in participation.answers.order_by("pk"):  # type: ignore[attr-defined]
            found.setdefault(answer.question_id, []).append(answer)
    return found


def answered_by(participation: Participation | None) -> int:
    """Return how many of the questions asked now somebody answered. One query, none without a participation."""
    if participation is None:
        return 0
    found = participation.answers.filter(question__is_out=False)  # type: ignore[attr-defined]
    return int(found.order_by().values("question").distinct().count())


@dataclass(frozen=True)
class Progress:
    """How far somebody is with the statements: the one to show, what she said to it, how many she voted on."""

    statement: Question | None
    own: Answer | None
    done: int
    total: int
    before: int | None

    @property
    def place(self) -> int:
        """The number of the statement shown."""
        return min(self.done + (self.own is None), self.total)


def progress_of(survey: Survey, participation: Participation | None, wanted: int | None = None) -> Progress:
    """Return the statement `wanted`, or the next one without a vote. Two queries at most.

    Everybody has an order of her own, so that all statements get votes and not the first ones only.
    """
    statements = list(survey.questions.filter(kind=QuestionKind.STATEMENT, is_out=False))  # type: ignore[attr-defined]
    numbers = {statement.pk for statement in statements}
    answers = [rows[-1] for number, rows in answers_of(participation).items() if number in numbers]
    votes = {answer.question_id: answer for answer in answers}
    if participation is not None:
        random.Random(participation.pk.int).shuffle(statements)  # noqa: S311  # nosec: an order, no secret
    by_number = {statement.pk: statement for statement in statements}
    shown = by_number.get(wanted or 0) or next((one for one in statements if one.pk not in votes), None)
    latest = sorted(answers, key=lambda answer: (answer.answered_at, answer.pk))
    earlier = [answer.question_id for answer in latest if shown is None or answer.question_id != shown.pk]
    own = votes.get(shown.pk) if shown else None
    return Progress(shown, own, len(votes), len(statements), earlier[-1] if earlier else None)


def texts_of(survey: Survey) -> QuerySet[Answer]:
    """Return the free texts, the newest last. One query."""
    found = Answer.objects.filter(question__survey=survey, question__kind=QuestionKind.TEXT).exclude(text="")
    return found.select_related("question", "became__process").order_by("question__position", "question", "pk")


def waiting_proposals(process: Process) -> QuerySet[Proposal]:
    """Return the proposed statements of a process that nobody decided about."""
    return Proposal.objects.filter(state=ProposalState.WAITING, survey__entry__process=process)
