"""How many came: kept with the event, so that the names can go."""

from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from dialogwerk.events.models import EventGroupCount
from dialogwerk.registrations.actions.seats import record_for_all
from dialogwerk.registrations.models import RegistrationForm


@transaction.atomic
def keep_numbers(*, actor: Any, form: RegistrationForm, replace: bool = False) -> int | None:
    """Write how many people of each group were checked in to the event; return how many in all.

    Numbers the team has written stay, unless `replace`. Where nobody was checked in, nothing is known: None.
    """
    present = form.registrations.present()  # type: ignore[attr-defined]
    counts = dict(present.order_by().values_list("group").annotate(n=Count("pk")))
    total = sum(counts.values())
    form.numbers_kept_at = timezone.now()
    form.save(update_fields=["numbers_kept_at"])
    event = form.event
    if not total or (event.participant_count is not None and not replace):
        return total or None
    event.participant_count = total
    event.save(update_fields=["participant_count"])
    if replace or not event.group_counts.exists():
        event.group_counts.all().delete()
        EventGroupCount.objects.bulk_create(
            EventGroupCount(event=event, group=group, count=count) for group, count in counts.items() if group
        )
    record_for_all(actor, "keep_numbers", form, count=total)
    return total
