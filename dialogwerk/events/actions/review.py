"""The review of an event that is over."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions import revise_entry
from dialogwerk.events.documentation.jobs import make_files
from dialogwerk.events.models import Event, EventGroupCount, EventStatus


@transaction.atomic
def publish_review(
    *,
    actor: Any,
    event: Event,
    expected_version: int,
    review: str,
    participant_count: int | None = None,
    groups: Mapping[str, int | None] | None = None,
) -> None:
    """Tell what happened and who came; with a text the event counts as documented and its files are made.

    `groups`: stakeholder group -> number of people. Raises `Conflict` and, before the end, `NotPossibleNow`.
    """
    if not event.is_over:
        raise NotPossibleNow(
            _("Die Veranstaltung ist noch nicht vorbei."),
            what_to_do=_("Der Rückblick lässt sich ab dem Ende der Veranstaltung schreiben."),
        )
    if event.is_cancelled:
        raise NotPossibleNow(_("Eine abgesagte Veranstaltung hat keinen Rückblick."))
    event.participant_count = participant_count
    event.status = EventStatus.DOCUMENTED if review.strip() else EventStatus.HELD
    revise_entry(
        actor=actor,
        entry=event.entry,
        expected_version=expected_version,
        texts={"review": review.strip()},
        detail=event,
        reason=_("Rückblick"),
    )
    event.group_counts.all().delete()
    EventGroupCount.objects.bulk_create(
        EventGroupCount(event=event, group=group, count=count) for group, count in (groups or {}).items() if count
    )
    if event.status == EventStatus.DOCUMENTED:
        transaction.on_commit(partial(make_files.enqueue, event.pk))
    audit.record(
        actor=actor,
        act="publish_review",
        target=event.entry,
        process_slug=event.entry.process.slug,
        version=event.entry.version,
    )
