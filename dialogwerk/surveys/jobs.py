"""Opinion groups, calculated by the worker: on the team's wish, after enough new votes, and once after the end."""

import datetime
import logging

from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from dialogwerk.core.jobs import periodic
from dialogwerk.entries.models import State
from dialogwerk.surveys.actions.groups import keep_analysis
from dialogwerk.surveys.machine import opinions_of
from dialogwerk.surveys.models import Answer, Form, QuestionKind, Survey
from dialogwerk.surveys.rules import Stage, stage_of

logger = logging.getLogger("dialogwerk.surveys")
NEW_VOTES, NEW_SHARE = 20, 0.02  # so many new votes, and this share of all, are worth a new calculation


@task()
def find_groups(number: int) -> None:
    """Calculate the opinion groups of a survey from its votes."""
    survey = Survey.objects.select_related("entry").filter(pk=number, form=Form.STATEMENTS).first()
    if survey is not None:
        found = opinions_of(survey)
        keep_analysis(survey=survey, places=found.places, **found.facts)


@periodic(every=datetime.timedelta(minutes=3))
def renew_groups() -> None:
    """Calculate anew where enough happened since; a calculation that broke off is made up for here."""
    found = Survey.objects.filter(form=Form.STATEMENTS, entry__state=State.PUBLISHED)
    for survey in found.select_related("entry__process", "phase"):
        if is_due(survey):
            find_groups.enqueue(survey.pk)


def is_due(survey: Survey) -> bool:
    """Say whether the votes since the last calculation are worth a new one. Three queries."""
    last = survey.analyses.first()  # type: ignore[attr-defined]
    votes = Answer.objects.filter(question__survey=survey, question__kind=QuestionKind.STATEMENT)
    latest = votes.aggregate(latest=Max("answered_at"))["latest"]
    if latest is None or (last is not None and latest <= last.made_at):
        return False
    if last is None or stage_of(survey) == Stage.CLOSED:
        return True
    new = votes.filter(answered_at__gt=last.made_at).count()
    return new >= max(NEW_VOTES, last.votes * NEW_SHARE) or timezone.now() - last.made_at > datetime.timedelta(days=1)
