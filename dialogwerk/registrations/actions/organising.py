"""What the team does with registrations, one or many at once."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.events.models import Table
from dialogwerk.registrations.actions.seats import (
    give_back,
    lock_form,
    move_in_line,
    place,
    record_for_all,
    seat,
    settle,
)
from dialogwerk.registrations.actions.telling import tell
from dialogwerk.registrations.models import CheckIn, Registration, RegistrationForm, Status
from dialogwerk.registrations.queries import seats_of

Numbers = Iterable[uuid.UUID | str]


@transaction.atomic
def confirm_registrations(*, actor: Any, form: RegistrationForm, numbers: Numbers) -> tuple[int, int]:
    """Give a seat to those who wait or were offered one; return how many got one and for how many there was none.

    Each is told. Nobody is confirmed beyond the seats there are.
    """
    form, chosen = _chosen(form, numbers)
    seats = seats_of(form)
    done = full = 0
    for registration in chosen:
        if registration.status == Status.OFFERED:
            registration.status, registration.offered_until = Status.CONFIRMED, None
            registration.confirmed_at = timezone.now()
        elif registration.status == Status.WAITING and seats.admits(registration.group):
            seat(form, registration, seats)
        else:
            full += registration.status == Status.WAITING
            continue
        registration.save()
        tell(registration, "confirmed")
        done += 1
    record_for_all(actor, "confirm_registrations", form, count=done)
    return done, full


@transaction.atomic
def cancel_registrations(*, actor: Any, form: RegistrationForm, numbers: Numbers) -> int:
    """Cancel; each is told, and those who wait move up. Return how many. `restore_registrations` takes it back."""
    form, chosen = _chosen(form, numbers)
    alive = [registration for registration in chosen if registration.is_alive]
    for registration in alive:
        give_back(registration, Status.CANCELLED)
        registration.save()
        tell(registration, "cancelled")
    record_for_all(actor, "cancel_registrations", form, count=len(alive))
    settle(form)
    return len(alive)


@transaction.atomic
def restore_registrations(*, actor: Any, form: RegistrationForm, numbers: Numbers) -> tuple[int, int]:
    """Take cancellations back; return how many have a seat again and how many now wait. Each is told."""
    form, chosen = _chosen(form, numbers)
    seats = seats_of(form)
    gone = [registration for registration in chosen if not registration.is_alive]
    for registration in gone:
        place(form, registration, seats)
        registration.save()
        tell(registration, "confirmed" if registration.is_seated else "waiting")
    seated = sum(registration.is_seated for registration in gone)
    record_for_all(actor, "restore_registrations", form, count=len(gone))
    return seated, len(gone) - seated


@transaction.atomic
def move_to_table(*, actor: Any, form: RegistrationForm, numbers: Numbers, table: Table | None) -> int:
    """Give those who hold a seat another table; each whose table changes is told. Return how many.

    Raises `NotPossibleNow` where not all fit; then nobody is moved.
    """
    form, chosen = _chosen(form, numbers)
    moving = [one for one in chosen if one.is_seated and one.table_id != (table.pk if table else None)]
    seats = seats_of(form)
    if table and table.pk in seats.table_limits:
        free = seats.table_limits[table.pk] - seats.taken_by_table.get(table.pk, 0)
        if len(moving) > free:
            words = ngettext(
                "An Tisch %(number)s ist noch %(free)s Platz frei.",
                "An Tisch %(number)s sind noch %(free)s Plätze frei.",
                free,
            )
            raise NotPossibleNow(
                words % {"number": table.number, "free": max(0, free)},
                what_to_do=_(
                    "Wählen Sie weniger Personen oder einen anderen Tisch, oder geben Sie dem Tisch mehr Plätze."
                ),
            )
    for registration in moving:
        registration.table = table
        registration.save(update_fields=["table"])
        tell(registration, "changed")
    record_for_all(actor, "move_to_table", form, count=len(moving), table=table.number if table else None)
    return len(moving)


@transaction.atomic
def mark_present(*, actor: Any, form: RegistrationForm, numbers: Numbers, is_present: bool = True) -> int:
    """Note that people are there, or that they are not after all. Return for how many that is new."""
    form, chosen = _chosen(form, numbers)
    there = set(form.registrations.present().values_list("pk", flat=True))  # type: ignore[attr-defined]
    if is_present:
        new = [one for one in chosen if one.pk not in there and one.is_alive]
        CheckIn.objects.bulk_create(CheckIn(registration=one, at=timezone.now(), device="Werkstatt") for one in new)
    else:
        new = [one for one in chosen if one.pk in there]
        CheckIn.objects.filter(registration__in=new, undone_at=None).update(undone_at=timezone.now())
    record_for_all(actor, "mark_present" if is_present else "mark_absent", form, count=len(new))
    return len(new)


@transaction.atomic
def move_on_waiting_list(*, actor: Any, registration: Registration, to: str) -> None:
    """Move somebody on the waiting list: `first`, `up` or `down`. Raises `NotPossibleNow` for who does not wait."""
    form = lock_form(registration.form_id)
    registration.refresh_from_db()
    if registration.status != Status.WAITING:
        raise NotPossibleNow(_("Diese Person steht nicht mehr auf der Warteliste."))
    move_in_line(form, registration, to=to)
    record_for_all(actor, "move_on_waiting_list", form, to=to)


@transaction.atomic
def record_export(*, actor: Any, form: RegistrationForm, kind: str) -> None:
    """Note that somebody took the list out as a file."""
    record_for_all(actor, "export_registrations", form, kind=kind)


def _chosen(form: RegistrationForm, numbers: Numbers) -> tuple[RegistrationForm, list[Registration]]:
    """Return the form under its lock and the chosen registrations, those who came first at the front."""
    form = lock_form(form.pk)
    chosen = list(
        form.registrations.filter(pk__in=list(numbers)).order_by("waiting_number", "made_at")  # type: ignore[attr-defined]
    )
    for registration in chosen:
        registration.form = form
    return form, chosen
