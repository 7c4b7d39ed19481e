"""Making a survey, changing what is told of it, opening and closing it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions import add_entry, change_state, revise_entry
from dialogwerk.entries.models import Kind, State
from dialogwerk.processes.models import Process
from dialogwerk.surveys.models import Survey
from dialogwerk.surveys.rules import has_ground

CARD_TEXTS = ("title", "summary", "body")


def record(actor: Any, act: str, survey: Survey, **detail: Any) -> None:
    """Write down what the team did with a survey."""
    audit.record(actor=actor, act=act, target=survey.entry, process_slug=survey.entry.process.slug, **detail)


@transaction.atomic
def create_survey(*, actor: Any, process: Process, **fields: Any) -> Survey:
    """Make a survey as a draft. `fields`: title, summary, body and those of `Survey`. Raises `ValidationError`."""
    texts = {name: fields.pop(name) for name in CARD_TEXTS if name in fields}
    entry = add_entry(actor=actor, process=process, kind=Kind.SURVEY, **texts)
    survey = Survey(entry=entry, **fields)
    survey.full_clean(exclude=["entry"])
    survey.save(force_insert=True)
    record(actor, "create_survey", survey)
    return survey


@transaction.atomic
def change_survey(*, actor: Any, survey: Survey, expected_version: int, **fields: Any) -> None:
    """Change what is told of a survey, when it is open, what it asks. The former texts stay as a version.

    The form stays as it is once there are questions. Raises `Conflict` when somebody saved since `expected_version`,
    `NotPossibleNow`, `ValidationError`.
    """
    form = fields.get("form", survey.form)
    if form != survey.form and survey.questions.exists():  # type: ignore[attr-defined]
        raise NotPossibleNow(
            _("Aus dem Fragebogen werden keine Aussagen mehr und umgekehrt: Es gibt schon Fragen."),
            what_to_do=_("Legen Sie ein neues Stimmungsbild an."),
        )
    texts = {name: fields.pop(name) for name in CARD_TEXTS if name in fields}
    for name, value in fields.items():
        setattr(survey, name, value)
    survey.full_clean(exclude=["entry"])
    revise_entry(actor=actor, entry=survey.entry, expected_version=expected_version, texts=texts)
    survey.save()
    record(actor, "change_survey", survey, version=survey.entry.version)


@transaction.atomic
def open_survey(*, actor: Any, survey: Survey) -> None:
    """Publish a survey and let it take answers from now on, if its phase is open. Raises `NotPossibleNow`."""
    if not survey.questions.filter(is_out=False).exists():  # type: ignore[attr-defined]
        raise NotPossibleNow(
            _("Es gibt noch nichts zu beantworten."), what_to_do=_("Fügen Sie zuerst eine Frage oder Aussage hinzu.")
        )
    if not has_ground(survey):
        raise NotPossibleNow(
            _("Keine Phase öffnet dieses Stimmungsbild."),
            what_to_do=_("Wählen Sie unter „Angaben“ eine Phase, in der man an Umfragen teilnehmen kann."),
        )
    now = timezone.now()
    if survey.closes_at and survey.closes_at <= now:
        survey.closes_at = None
    if survey.opens_at and survey.opens_at > now:
        survey.opens_at = None
    survey.save(update_fields=["opens_at", "closes_at"])
    if survey.entry.state != State.PUBLISHED:
        change_state(actor=actor, entry=survey.entry, state=State.PUBLISHED)
    record(actor, "open_survey", survey)


@transaction.atomic
def close_survey(*, actor: Any, survey: Survey) -> None:
    """Take no answers from now on. What was answered stays; it can be opened again."""
    survey.closes_at = timezone.now()
    if survey.opens_at and survey.opens_at >= survey.closes_at:
        survey.opens_at = None
    survey.save(update_fields=["opens_at", "closes_at"])
    record(actor, "close_survey", survey)


@transaction.atomic
def unpublish_survey(*, actor: Any, survey: Survey) -> None:
    """Make a survey a draft again; the public no longer sees it. Answers stay."""
    change_state(actor=actor, entry=survey.entry, state=State.DRAFT)
    record(actor, "unpublish_survey", survey)
