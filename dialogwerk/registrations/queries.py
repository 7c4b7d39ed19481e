"""Reads: seats under the lock, what the public is told, lists for the team and the door."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from dialogwerk.events.models import Event, Table
from dialogwerk.processes.models import Process
from dialogwerk.registrations.models import (
    CheckIn,
    Mode,
    Registration,
    RegistrationForm,
    SeatReservation,
    Status,
    TableSeats,
)
from dialogwerk.registrations.models.people import SEATED
from dialogwerk.registrations.rules import Seats, closing_of, is_open, takes_place


def form_of(process: Process, number: int) -> RegistrationForm | None:
    """Return the registration of an event with event, entry and process. One query."""
    forms = RegistrationForm.objects.filter(pk=number, event__entry__process=process)
    return forms.select_related("event__entry__process__owner", "event__entry__region", "event__organiser").first()


def not_released(moment: Any) -> Q:
    """Reservations that still hold at `moment`."""
    return Q(released_at__isnull=True) | Q(released_at__gt=moment)


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
    kept = dict(form.reservations.filter(not_released(timezone.now())).values_list("group", "seats"))
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
        for form in _with_seats(RegistrationForm.objects.filter(pk__in=rest), timezone.now()):
            form.event = wanted[form.pk]
            states[form.pk] = _state(form, form)
    return states


def form_with_seats(event: Event) -> RegistrationForm | None:
    """Return how people register for an event, with what `state_of` needs. One query."""
    rows = _with_seats(RegistrationForm.objects.filter(pk=event.pk), timezone.now())
    form: RegistrationForm | None = rows.first()
    if form is not None:
        form.event = event
    return form


def state_of(form: RegistrationForm) -> State | None:
    """Return what the public is told, None where the event does not take place; `form` came `form_with_seats`."""
    return _state(form, form) if takes_place(form.event) else None


def with_registration(events: QuerySet[Event], moment: Any) -> QuerySet[Event]:
    """Load events together with what `states_of` needs."""
    found: QuerySet[Event] = _with_seats(events.select_related("registration_form"), moment)
    return found


def _has_form(event: Event) -> bool:
    return hasattr(event, "registration_form")


def _with_seats(rows: QuerySet[Any], moment: Any) -> QuerySet[Any]:
    """Add what `State` is made of to events or forms: seats taken, seats still kept for groups, seats at tables."""
    seated = Registration.objects.filter(form=OuterRef("pk"), status__in=SEATED).order_by().values("form")
    of_group = Registration.objects.filter(form=OuterRef("form"), group=OuterRef("group"), status__in=SEATED)
    of_group_count = of_group.order_by().values("form").annotate(n=Count("pk")).values("n")
    open_seats = Greatest(F("seats") - _number(of_group_count), 0)
    kept = SeatReservation.objects.filter(not_released(moment), form=OuterRef("pk")).order_by()
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


def registrations_of(form: RegistrationForm) -> QuerySet[Registration]:
    """Return all registrations with tables and whether somebody is there. One query."""
    there = CheckIn.objects.filter(registration=OuterRef("pk"), undone_at=None)
    found: QuerySet[Registration] = form.registrations.select_related(  # type: ignore[attr-defined]
        "table", "first_wish", "second_wish"
    ).annotate(is_present=Exists(there))
    return found


@dataclass(frozen=True)
class Figures:
    """How many stand where; `expected` are those with a seat."""

    confirmed: int
    offered: int
    waiting: int
    present: int

    @property
    def expected(self) -> int:
        """How many have a seat, or somebody let them in without one."""
        return self.confirmed + self.offered


def figures_of(form: RegistrationForm) -> Figures:
    """Count registrations. One query."""
    there = CheckIn.objects.filter(registration=OuterRef("pk"), undone_at=None)
    marked = form.registrations.annotate(is_present=Exists(there))  # type: ignore[attr-defined]
    counts = marked.aggregate(
        confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
        offered=Count("pk", filter=Q(status=Status.OFFERED)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
        present=Count("pk", filter=Q(is_present=True)),
    )
    return Figures(**counts)


def at_the_door(form: RegistrationForm, words: str = "") -> QuerySet[Registration]:
    """Return those who want to come, with their check-ins as `arrivals`; `words` narrow by code or name. 2 queries."""
    arrivals = Prefetch("check_ins", CheckIn.objects.filter(undone_at=None), to_attr="arrivals")
    people = form.registrations.alive().select_related("table").prefetch_related(arrivals)  # type: ignore[attr-defined]
    for word in words.split():
        fits = Q(name__icontains=word) | Q(organisation__icontains=word) | Q(code__iexact=word)
        people = people.filter(fits)
    found: QuerySet[Registration] = people
    return found


def door_list(form: RegistrationForm) -> list[dict[str, Any]]:
    """Return whom the door may meet, with no more than it needs to recognise them. Two queries."""
    return [
        {
            "id": str(one.pk),
            "name": one.name,
            "organisation": one.organisation,
            "table": one.table.number if one.table else None,
            "code": one.code,
            "waits": one.status == Status.WAITING,
            "here": [str(arrival.pk) for arrival in one.arrivals],  # type: ignore[attr-defined]
        }
        for one in at_the_door(form)
    ]
