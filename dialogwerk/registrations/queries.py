"""Reads: seats under the lock, what the public is told, lists for the team and the door."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from dialogwerk.events.models import Event, Table
from dialogwerk.processes.models import Process
from dialogwerk.registrations.models import (
    Mode,
    Registration,
    RegistrationForm,
    SeatReservation,
    TableSeats,
)
from dialogwerk.registrations.models.people import SEATED
from dialogwerk.registrations.rules import Seats, closing_of, is_open, takes_place


def form_of(process: Process, number: int) -> RegistrationForm | None:
    """Return the registration of an event with event, entry and process. One query."""
    forms = RegistrationForm.objects.filter(pk=number, event__entry__process=process)
    return forms.select_related("event__entry__process__owner", "event__entry__region", "event__organiser").first()


def not_released() -> Q:
    """Reservations that still hold."""
    return Q(released_at__isnull=True) | Q(released_at__gt=timezone.now())


def seats_of(form: RegistrationForm) -> Seats:
    """Return the seats of an event. Four queries; take the lock of the form first if you want to give one away."""
    seated = form.registrations.seated().order_by()  # type: ignore[attr-defined]
    pairs = seated.values_list("group", "table").annotate(n=Count("pk"))
    by_group, by_table = Counter[str](), Counter[int]()
    for group, table, count in pairs:
        by_group[group] += count
        if table is not None:
            by_table[table] += count
    limits = dict(TableSeats.objects.filter(table__event=form.pk).values_list("table", "seats"))
    kept = dict(form.reservations.filter(not_released()).values_list("group", "seats"))
    return Seats(
        limit=_limit(form.capacity, limits, Table.objects.filter(event=form.pk).count() if limits else 0),
        taken=sum(by_group.values()),
        kept=kept,
        taken_by_group=dict(by_group),
        table_limits=limits,
        taken_by_table=dict(by_table),
    )


def _limit(capacity: int | None, limits: dict[int, int], tables: int) -> int | None:
    """The smaller of the event's seats and, where every table has a limit, all seats at tables."""
    if limits and len(limits) == tables:
        return min(sum(limits.values()), capacity if capacity is not None else sum(limits.values()))
    return capacity


@dataclass(frozen=True)
class State:
    """What the public is told about the registration for an event.

    `key`: offen, warteliste, ausgebucht, vorher, einladung, geschlossen. `free`: seats for anybody, None for no limit.
    """

    form: RegistrationForm
    key: str
    free: int | None
    kept: int

    @property
    def is_open(self) -> bool:
        """Whether the form can be filled in now."""
        return self.key in ("offen", "warteliste")


def states_of(events: Iterable[Event]) -> dict[int, State]:
    """Return the state of registration by number of the event, for those that take registrations.

    The entries and their process must be loaded. One query, none for events that came `with_registration`.
    """
    wanted = {event.pk: event for event in events if takes_place(event)}
    known = {number: event for number, event in wanted.items() if hasattr(event, "kept_seats")}
    states = {number: _state(event.registration_form, event) for number, event in known.items() if _has_form(event)}
    if rest := wanted.keys() - known.keys():
        for form in _with_seats(RegistrationForm.objects.filter(pk__in=rest)):
            form.event = wanted[form.pk]
            states[form.pk] = _state(form, form)
    return states


def with_registration(events: QuerySet[Event]) -> QuerySet[Event]:
    """Load events together with what `states_of` needs."""
    found: QuerySet[Event] = _with_seats(events.select_related("registration_form"))
    return found


def _has_form(event: Event) -> bool:
    return hasattr(event, "registration_form")


def _with_seats(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what `State` is made of to events or forms: seats taken, seats still kept for groups, seats at tables."""
    seated = Registration.objects.filter(form=OuterRef("pk"), status__in=SEATED).order_by().values("form")
    of_group = Registration.objects.filter(form=OuterRef("form"), group=OuterRef("group"), status__in=SEATED)
    of_group_count = of_group.order_by().values("form").annotate(n=Count("pk")).values("n")
    open_seats = Greatest(F("seats") - _number(of_group_count), 0)
    kept = SeatReservation.objects.filter(not_released(), form=OuterRef("pk")).order_by()
    kept_seats = kept.annotate(open=open_seats).values("form").annotate(n=Sum("open")).values("n")
    tables = Table.objects.filter(event=OuterRef("pk")).order_by().values("event")
    annotated: QuerySet[Any] = rows.annotate(
        taken=_number(seated.annotate(n=Count("pk")).values("n")),
        kept_seats=_number(kept_seats),
        table_seats=_number(tables.annotate(n=Sum("seat_limit__seats")).values("n")),
        boundless_tables=_number(tables.annotate(n=Count("pk", filter=Q(seat_limit__isnull=True))).values("n")),
    )
    return annotated


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _state(form: RegistrationForm, seats: Any) -> State:
    limit = form.capacity
    if seats.table_seats and not seats.boundless_tables:
        limit = seats.table_seats if limit is None else min(limit, seats.table_seats)
    free = None if limit is None else max(0, limit - seats.taken - seats.kept_seats)
    return State(form, _key(form, free), free, seats.kept_seats)


def _key(form: RegistrationForm, free: int | None) -> str:
    now = timezone.now()
    if form.mode == Mode.CLOSED or now >= closing_of(form):
        return "geschlossen"
    if form.opens_at and form.opens_at > now:
        return "vorher"
    if not is_open(form):
        return "geschlossen"
    if form.mode == Mode.INVITED:
        return "einladung"
    if free is None or free > 0:
        return "offen"
    return "warteliste" if form.has_waiting_list else "ausgebucht"
