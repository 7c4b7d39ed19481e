"""Opinion groups: asking for a calculation, keeping what came out."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from dialogwerk.core.rows import insert_rows
from dialogwerk.surveys.actions.setup import record
from dialogwerk.surveys.models import Analysis, Standing, Survey

Place = tuple[Any, str, float | None, float | None]  # participation, group, x, y


@transaction.atomic
def ask_for_groups(*, actor: Any, survey: Survey) -> None:
    """Let the worker calculate the groups anew."""
    from dialogwerk.surveys.jobs import find_groups  # the job calls an action of this module

    record(actor, "ask_for_groups", survey)
    transaction.on_commit(partial(find_groups.enqueue, survey.pk))


@transaction.atomic
def keep_analysis(*, survey: Survey, places: Sequence[Place], **facts: Any) -> Analysis:
    """Keep a calculation; where people stand is kept of the newest only."""
    Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    Standing.objects.filter(analysis__survey=survey).delete()
    analysis = Analysis.objects.create(survey=survey, **facts)
    rows = [(analysis.pk, participation, group, x, y) for participation, group, x, y in places]
    insert_rows(Standing, ["analysis", "participation", "group", "x", "y"], rows)
    return analysis
