"""Answering. Not audited: the record would tell who answered what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.surveys.models import (
    Answer,
    Participation,
    ParticipationKey,
    Proposal,
    Question,
    QuestionKind,
    Survey,
    Vote,
)
from dialogwerk.surveys.rules import Stage, stage_of

MOST_PROPOSALS = 5


@dataclass(frozen=True)
class Given:
    """What somebody said to a question: options, a step or a vote, a text; nothing of it is „keine Angabe“."""

    options: tuple[int, ...] = ()
    value: int | None = None
    text: str = ""

    @property
    def cells(self) -> set[tuple[int | None, int | None]]:
        """The rows that keep it: option and value."""
        return {(option, None) for option in self.options} or {(None, self.value)}


def _take_part(survey: Survey, participation: Participation | None, key: str) -> Participation:
    """Return the answer set, locked; a new one under the hash `key`. Raises `NotPossibleNow` unless it is open."""
    if stage_of(survey) != Stage.OPEN:
        raise NotPossibleNow(
            _("Dieses Stimmungsbild nimmt zurzeit keine Antworten an."),
            what_to_do=_("Seine Seite sagt, ab wann oder bis wann es offen war und was herauskam."),
        )
    if participation is None:
        participation = _new(survey, key)
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    locked.survey, locked.changed_at = survey, timezone.now()
    ParticipationKey.objects.filter(participation=locked).update(used_at=locked.changed_at)
    return locked


def _new(survey: Survey, key: str) -> Participation:
    try:
        with transaction.atomic():
            made = Participation.objects.create(survey=survey)
            ParticipationKey.objects.create(participation=made, survey=survey, hash=key)
    except IntegrityError:  # two sendings of one device at once: both mean the same answers
        return Participation.objects.get(survey=survey, key__hash=key)
    return made


@transaction.atomic
def save_answers(
    *,
    survey: Survey,
    participation: Participation | None,
    key: str,
    answers: Mapping[Question, Given | None],
    about: Mapping[str, Any] | None = None,
    finishes: bool = False,
) -> Participation:
    """Keep what somebody answered; None takes an answer back, questions that are not named stay as they are.

    `about`: group and region, where they are asked. `finishes`: she reached the end. Raises `NotPossibleNow`.
    """
    mine = _take_part(survey, participation, key)
    there: dict[int, list[Answer]] = {}
    for row in mine.answers.filter(question__in=list(answers)):  # type: ignore[attr-defined]
        there.setdefault(row.question_id, []).append(row)
    new: list[Answer] = []
    for question, given in answers.items():
        new += _replace(mine, question, there.get(question.pk, []), given)
    Answer.objects.bulk_create(new)
    for name, value in (about or {}).items():
        setattr(mine, name, value)
    if finishes and mine.finished_at is None:
        mine.finished_at = mine.changed_at
    mine.save(update_fields=["changed_at", "finished_at", *(about or {})])
    return mine


def _replace(mine: Participation, question: Question, there: Sequence[Answer], given: Given | None) -> list[Answer]:
    """Delete what no longer holds, change a text in place (it may have become something), return what is new."""
    if given is not None and question.kind == QuestionKind.TEXT and there:
        Answer.objects.filter(pk=there[0].pk).exclude(text=given.text).update(
            text=given.text, answered_at=mine.changed_at
        )
        return []
    wanted = given.cells if given is not None else set()
    gone = [row.pk for row in there if (row.option_id, row.value) not in wanted]
    if gone:
        Answer.objects.filter(pk__in=gone).delete()
    known = {(row.option_id, row.value) for row in there}
    text = given.text if given is not None else ""
    return [
        Answer(participation=mine, question=question, option_id=option, value=value, text=text,
               answered_at=mine.changed_at)
        for option, value in sorted(wanted - known, key=str)
    ]  # fmt: skip


def vote(
    *, survey: Survey, participation: Participation | None, key: str, statement: Question, value: Vote
) -> Participation:
    """Agree, disagree or pass; a later vote replaces the earlier one. Raises `NotPossibleNow`."""
    if statement.is_out or statement.kind != QuestionKind.STATEMENT:
        raise NotPossibleNow(
            _("Diese Aussage steht nicht mehr zur Abstimmung."), what_to_do=_("Machen Sie mit der nächsten weiter.")
        )
    return save_answers(
        survey=survey, participation=participation, key=key, answers={statement: Given(value=int(value))}
    )


@transaction.atomic
def propose_statement(*, survey: Survey, participation: Participation | None, key: str, text: str) -> Proposal:
    """Propose a statement; the team reads it before others can vote on it. Raises `NotPossibleNow`."""
    if not (survey.has_statements and survey.takes_proposals):
        raise NotPossibleNow(_("Hier lassen sich keine Aussagen vorschlagen."))
    mine = _take_part(survey, participation, key)
    if mine.proposals.count() >= MOST_PROPOSALS:  # type: ignore[attr-defined]
        raise NotPossibleNow(
            _("Sie haben schon %d Aussagen vorgeschlagen.") % MOST_PROPOSALS,
            what_to_do=_("Danke dafür! Stimmen Sie über die anderen ab."),
        )
    mine.save(update_fields=["changed_at"])
    proposal = Proposal(survey=survey, participation=mine, text=text)
    proposal.full_clean()
    proposal.save()
    return proposal
