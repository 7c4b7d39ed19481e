"""When a survey takes answers and who sees what came out."""

import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.entries.models import State
from dialogwerk.processes.models import Act, ProcessStatus
from dialogwerk.surveys.models import Showing, Survey

# Nothing is told of fewer people than this; the same number below which `sensemaking.opinion` draws no group.
FEWEST = 5


class Stage(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"


def begins_at(survey: Survey) -> datetime.datetime | None:
    """Return from when on it takes answers, None for always."""
    dates = [survey.opens_at, survey.phase.opens_at if survey.phase else None]
    return max((date for date in dates if date), default=None)


def ends_at(survey: Survey) -> datetime.datetime | None:
    """Return until when it takes answers, None for always."""
    dates = [survey.closes_at, survey.phase.closes_at if survey.phase else None]
    return min((date for date in dates if date), default=None)


def told_end(survey: Survey, stage: Stage) -> datetime.datetime | None:
    """Return the date to tell: until when it is open, or since when it is closed, if a date closed it."""
    ends = ends_at(survey)
    return ends if stage != Stage.CLOSED or (ends and ends <= timezone.now()) else None


def has_ground(survey: Survey) -> bool:
    """Say whether something opens it: a phase with the act „survey“, or an event."""
    return survey.event_id is not None or (survey.phase is not None and Act.SURVEY in survey.phase.acts)


def stage_of(survey: Survey) -> Stage:
    """Return where it stands now. No query where entry, process and phase were read with it."""
    if survey.entry.state != State.PUBLISHED:
        return Stage.DRAFT
    now, begins, ends = timezone.now(), begins_at(survey), ends_at(survey)
    if survey.entry.process.status not in (ProcessStatus.OPEN, ProcessStatus.DRAFT) or (ends and ends <= now):
        return Stage.CLOSED
    if (begins and begins > now) or survey.entry.process.status == ProcessStatus.DRAFT:
        return Stage.AHEAD
    return Stage.OPEN if has_ground(survey) else Stage.CLOSED


def what_keeps_it_shut(survey: Survey) -> str:
    """Return why it takes no answers though the team would open it; empty where its own dates alone decide."""
    process, phase, now = survey.entry.process, survey.phase, timezone.now()
    if process.status == ProcessStatus.DRAFT:
        return _("Antworten nimmt es erst an, wenn der Dialog eröffnet ist.")
    if process.status != ProcessStatus.OPEN:
        return _("Antworten nimmt es nicht mehr an: Der Dialog ist abgeschlossen.")
    if not has_ground(survey):
        return _(
            "Keine Phase öffnet dieses Stimmungsbild. Wählen Sie unter „Angaben“ eine Phase, in der man an Umfragen "
            "teilnehmen kann."
        )
    if phase and phase.opens_at and phase.opens_at > now:
        return _("Antworten nimmt es erst an, wenn die Phase „%s“ beginnt.") % phase.title
    if phase and phase.closes_at and phase.closes_at <= now:
        return (
            _("Die Phase „%s“ ist zu Ende. Soll es weitergehen, wählen Sie unter „Angaben“ eine andere.") % phase.title
        )
    return ""


def shows_results(survey: Survey, *, has_answered: bool, is_team: bool) -> bool:
    """Say whether the reader may see the results."""
    if is_team or survey.showing == Showing.ALWAYS or stage_of(survey) == Stage.CLOSED:
        return True
    return survey.showing == Showing.AFTER_ANSWER and has_answered


def why_no_results(survey: Survey) -> str:
    """Return why the results are not shown yet."""
    if survey.showing == Showing.AFTER_ANSWER:
        return _("Die Ergebnisse sehen Sie, sobald Sie mitgemacht haben, alle anderen nach dem Schluss.")
    return _("Die Ergebnisse stehen hier, sobald das Stimmungsbild geschlossen ist.")
