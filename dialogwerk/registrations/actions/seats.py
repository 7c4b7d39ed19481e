"""Giving seats away and taking them back. Everything here runs under the lock of one form."""

from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from dialogwerk.core import audit
from dialogwerk.core.rows import move_row
from dialogwerk.registrations.actions.telling import tell
from dialogwerk.registrations.models import Registration, RegistrationForm, Status
from dialogwerk.registrations.queries import seats_of
from dialogwerk.registrations.rules import Seats, offer_deadline, takes_place

CODE_SIGNS = "ACDEFGHJKMNPQRTWXY34679"


def lock_form(number: int) -> RegistrationForm:
    """Return the form with event, entry and process, and keep others away from its seats until the transaction ends."""
    forms = RegistrationForm.objects.select_for_update(of=("self",))
    return forms.select_related("event__entry__process__owner__organisation", "event__organiser").get(pk=number)


def seat(form: RegistrationForm, registration: Registration, seats: Seats) -> None:
    """Confirm a registration, at the first wished table with room. The caller saves and has made sure of room."""
    registration.status, registration.offered_until = Status.CONFIRMED, None
    registration.confirmed_at = timezone.now()
    registration.table_id = seats.table_for(registration.first_wish_id, registration.second_wish_id)
    seats.take(registration.group, registration.table_id)


def wait(form: RegistrationForm, registration: Registration) -> None:
    """Put a registration at the end of the waiting list. The caller saves."""
    last = form.registrations.aggregate(last=Max("waiting_number"))["last"] or 0
    registration.status, registration.offered_until = Status.WAITING, None
    registration.table_id, registration.confirmed_at = None, None
    registration.waiting_number = last + 1


def place(form: RegistrationForm, registration: Registration, seats: Seats) -> None:
    """Confirm a registration where there is room for its group, else put it on the waiting list. The caller saves."""
    if seats.admits(registration.group):
        seat(form, registration, seats)
    else:
        wait(form, registration)


def give_back(registration: Registration, status: Status, seats: Seats | None = None) -> None:
    """Take the seat away. The caller saves."""
    if seats is not None and registration.is_seated:
        seats.take(registration.group, registration.table_id, by=-1)
    registration.status, registration.table_id = status, None
    registration.offered_until = registration.confirmed_at = None


def settle(form: RegistrationForm) -> Seats:
    """Do what follows by itself: offers run out, free seats are offered to those who wait, tables are filled.

    Whoever is concerned is told. Does nothing twice. Returns the seats as they are then.
    """
    seats = seats_of(form)
    if not takes_place(form.event) or form.event.starts_at <= timezone.now():
        return seats
    _expire_offers(form, seats)
    _offer_seats(form, seats)
    _fill_tables(form, seats)
    return seats


def _expire_offers(form: RegistrationForm, seats: Seats) -> None:
    for registration in form.registrations.filter(status=Status.OFFERED, offered_until__lte=timezone.now()):
        registration.form = form
        give_back(registration, Status.EXPIRED, seats)
        registration.save()
        tell(registration, "expired")
        record(None, "expire_offer", registration)


def _offer_seats(form: RegistrationForm, seats: Seats) -> None:
    for registration in form.registrations.filter(status=Status.WAITING).order_by("waiting_number", "made_at"):
        if seats.admits(registration.group):
            registration.form = form
            registration.status, registration.offered_until = Status.OFFERED, offer_deadline(form)
            registration.table_id = seats.table_for(registration.first_wish_id, registration.second_wish_id)
            seats.take(registration.group, registration.table_id)
            registration.save()
            tell(registration, "offer")
            record(None, "offer_seat", registration)


def _fill_tables(form: RegistrationForm, seats: Seats) -> None:
    """Give those who hold a seat but no table one of their wishes, where there is room now."""
    wished = Q(first_wish__isnull=False) | Q(second_wish__isnull=False)
    without = form.registrations.filter(wished, status=Status.CONFIRMED, table__isnull=True)
    for registration in without.order_by("made_at"):
        table = seats.table_for(registration.first_wish_id, registration.second_wish_id)
        if table is not None:
            registration.form = form
            registration.table_id = table
            seats.taken_by_table[table] = seats.taken_by_table.get(table, 0) + 1
            registration.save(update_fields=["table"])
            tell(registration, "changed")


def move_in_line(form: RegistrationForm, registration: Registration, *, to: str) -> None:
    """Move a waiting registration `first`, `up` or `down`. The caller has the lock."""
    line = form.registrations.filter(status=Status.WAITING)
    if to == "first":
        registration.waiting_number = (line.aggregate(first=Min("waiting_number"))["first"] or 0) - 1
        registration.save(update_fields=["waiting_number"])
        return
    move_row(line.order_by("waiting_number", "made_at"), registration, up=to != "down", name="waiting_number")


def free_code(form: RegistrationForm, taken: set[str] | None = None) -> str:
    """Return a code that nobody else has at this event: four signs that are not mixed up, more when it gets crowded."""
    used = taken if taken is not None else set(form.registrations.values_list("code", flat=True))
    for attempt in range(100):
        code = get_random_string(4 + attempt // 10, CODE_SIGNS)
        if code not in used:
            return code
    raise RuntimeError("no free code")


def record(actor: Any, act: str, registration: Registration, **detail: Any) -> None:
    """Write the audit record of an act on one registration: its number, no name."""
    entry = registration.form.event.entry
    audit.record(
        actor=actor, act=act, target=entry, process_slug=entry.process.slug, registration=str(registration.pk), **detail
    )


def record_for_all(actor: Any, act: str, form: RegistrationForm, **detail: Any) -> None:
    """Write the audit record of an act on the registration as a whole."""
    entry = form.event.entry
    audit.record(actor=actor, act=act, target=entry, process_slug=entry.process.slug, **detail)
