"""The maturity ladder of an idea: each step has a public reason."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions.telling import tell_authors
from dialogwerk.entries.models import Entry, Stage, StageStep
from dialogwerk.entries.search import index_entry

# from stage -> stages it may change to: any step up, one down to mend a mistake, and the two exits
TRANSITIONS: dict[int, set[Stage]] = {
    Stage.NONE: {
        Stage.COLLECTED,
        Stage.CONCRETISED,
        Stage.DECIDED,
        Stage.IMPLEMENTING,
        Stage.IMPLEMENTED,
        Stage.TRANSFERRED,
    },
    Stage.COLLECTED: {
        Stage.CONCRETISED,
        Stage.DECIDED,
        Stage.IMPLEMENTING,
        Stage.IMPLEMENTED,
        Stage.PARKED,
        Stage.NOT_PURSUED,
    },
    Stage.CONCRETISED: {
        Stage.COLLECTED,
        Stage.DECIDED,
        Stage.IMPLEMENTING,
        Stage.IMPLEMENTED,
        Stage.PARKED,
        Stage.NOT_PURSUED,
    },
    Stage.DECIDED: {
        Stage.CONCRETISED,
        Stage.IMPLEMENTING,
        Stage.IMPLEMENTED,
        Stage.PARKED,
        Stage.NOT_PURSUED,
    },
    Stage.IMPLEMENTING: {Stage.DECIDED, Stage.IMPLEMENTED, Stage.TRANSFERRED, Stage.PARKED, Stage.NOT_PURSUED},
    Stage.IMPLEMENTED: {Stage.IMPLEMENTING, Stage.TRANSFERRED},
    Stage.TRANSFERRED: {Stage.IMPLEMENTED},
    Stage.PARKED: {Stage.COLLECTED, Stage.CONCRETISED, Stage.DECIDED, Stage.IMPLEMENTING, Stage.NOT_PURSUED},
    Stage.NOT_PURSUED: {Stage.COLLECTED, Stage.CONCRETISED, Stage.PARKED},
}


@transaction.atomic
def set_stage(
    *,
    actor: Any,
    entry: Entry,
    stage: Stage,
    reason: str,
    reached_at: datetime.datetime | None = None,
) -> StageStep:
    """Set the maturity of an entry, with a reason everybody can read; its author is told.

    Raises `NotPossibleNow` for a step that the ladder does not have, or without a reason.
    """
    current = Entry.objects.select_for_update(of=("self",)).select_related("process", "author").get(pk=entry.pk)
    stage = Stage(stage)
    if stage not in TRANSITIONS[current.stage]:
        raise NotPossibleNow(
            _("Von „%(old)s“ geht es nicht zu „%(new)s“.") % {"old": current.get_stage_display(), "new": stage.label}
        )
    if not reason.strip():
        raise NotPossibleNow(
            _("Der Schritt braucht eine Begründung."), what_to_do=_("Schreiben Sie in einem Satz, warum.")
        )
    before = current.stage
    step = StageStep(
        entry=current, stage=stage, reason=reason.strip(), actor=actor, reached_at=reached_at or timezone.now()
    )
    step.full_clean()
    step.save()
    current.stage = stage
    current.save(update_fields=["stage"])
    entry.stage = stage
    index_entry(current)
    audit.record(
        actor=actor,
        act="set_stage",
        target=current,
        process_slug=current.process.slug,
        before=int(before),
        after=int(stage),
    )
    tell_authors("entries/mail/stage.txt", [current], actor=actor, stage=stage.label, reason=step.reason)
    return step


@transaction.atomic
def take_stage_back(*, actor: Any, entry: Entry, step: int, before: int) -> None:
    """Remove a step that was set by mistake and bring the maturity from before it back.

    Raises `NotPossibleNow` when the step is not the last one any more.
    """
    current = Entry.objects.select_for_update(of=("self",)).select_related("process").get(pk=entry.pk)
    newest = StageStep.objects.filter(entry=current).order_by("-pk").first()
    if newest is None or newest.pk != step or newest.stage != current.stage:
        raise NotPossibleNow(_("Inzwischen ist etwas anderes geschehen: Es bleibt, wie es ist."))
    after = current.stage
    newest.delete()
    current.stage = entry.stage = Stage(before)
    current.save(update_fields=["stage"])
    index_entry(current)
    audit.record(
        actor=actor,
        act="take_stage_back",
        target=current,
        process_slug=current.process.slug,
        before=int(after),
        after=int(before),
    )
