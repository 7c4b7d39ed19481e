"""The arithmetic of seats, and that the two ways to count them agree."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.registrations import actions, queries
from dialogwerk.registrations.models import SeatReservation, Status, TableSeats
from dialogwerk.registrations.models.people import SEATED
from dialogwerk.registrations.rules import Seats
from tests import factories
from tests.registrations.people import sign_up

GROUPS = ("unternehmen", "gewerkschaft", "")


def test_seats_kept_for_a_group_are_for_nobody_else() -> None:
    seats = Seats(limit=5, taken=3, kept={"gewerkschaft": 2}, taken_by_group={"unternehmen": 3})

    assert seats.free_for("unternehmen") == 0
    assert seats.free_for("gewerkschaft") == 2


def test_a_group_beyond_its_kept_seats_takes_from_the_others() -> None:
    seats = Seats(limit=5, taken=3, kept={"gewerkschaft": 2}, taken_by_group={"gewerkschaft": 3})

    assert (seats.free_for("gewerkschaft"), seats.free_for("unternehmen")) == (2, 2)


def test_without_a_limit_everybody_fits() -> None:
    assert Seats(limit=None, taken=4000, kept={"gewerkschaft": 9}).admits("unternehmen")


@given(
    st.integers(0, 12),
    st.dictionaries(st.sampled_from(GROUPS[:2]), st.integers(0, 5), max_size=2),
    st.lists(st.sampled_from(GROUPS), max_size=30),
)
def test_no_order_of_people_overbooks_or_takes_kept_seats(limit, kept, line) -> None:
    seats, inside = Seats(limit=limit, kept=kept), Counter()
    for group in line:
        if seats.admits(group):
            seats.take(group, None)
            inside[group] += 1

    assert seats.taken <= limit
    for group, count in kept.items():
        if sum(kept.values()) <= limit and line.count(group) >= count:
            assert inside[group] >= count


ACT = st.tuples(
    st.sampled_from(["register", "cancel", "accept", "regroup"]), st.integers(0, 9), st.sampled_from(GROUPS)
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, min_size=5, max_size=18), capacity=st.integers(1, 5), kept=st.integers(0, 2))
def test_whatever_people_do_nothing_is_overbooked_and_nobody_waits_beside_a_free_seat(
    process, acts, capacity, kept
) -> None:
    form = factories.RegistrationFormFactory(event__entry__process=process, capacity=capacity)
    tables = [factories.TableFactory(event=form.event, number=number) for number in (1, 2)]
    TableSeats.objects.create(table=tables[0], seats=2)
    if kept:
        SeatReservation.objects.create(form=form, group="gewerkschaft", seats=min(kept, capacity))
    for act, who, group in acts:
        found = form.registrations.filter(email=f"p{who}@example.org").first()
        try:
            if act == "register":
                sign_up(form, f"P{who}", group=group, first_wish=tables[who % 2], second_wish=tables[1 - who % 2])
            elif found and act == "cancel":
                actions.cancel_registration(actor=None, registration=found)
            elif found and act == "accept":
                actions.accept_offer(actor=None, registration=found)
            elif found:
                actions.change_registration(actor=None, registration=found, answers={}, group=group, name="Anders")
        except NotPossibleNow:
            pass

    seats = queries.seats_of(form)
    assert form.registrations.filter(status__in=SEATED).count() == seats.taken <= capacity
    assert seats.taken_by_table.get(tables[0].pk, 0) <= 2
    assert not any(seats.admits(one.group) for one in form.registrations.filter(status=Status.WAITING))
    state = queries.states_of([form.event])[form.pk]
    assert state.free == seats.free_for("")
    assert state.kept == seats.still_kept()


def test_released_seats_are_for_everybody(form) -> None:
    now = timezone.now()
    SeatReservation.objects.create(
        form=form, group="gewerkschaft", seats=4, released_at=now - datetime.timedelta(minutes=1)
    )

    assert sign_up(form, "Paul", group="unternehmen").status == Status.CONFIRMED


def test_seats_at_tables_limit_the_event_where_every_table_has_a_limit(form, tables, table_seats) -> None:
    form.capacity = None
    form.save()

    assert queries.seats_of(form).limit == 6
    assert queries.states_of([form.event])[form.pk].free == 6


def test_a_table_without_a_limit_takes_any_number(form, tables) -> None:
    TableSeats.objects.create(table=tables[0], seats=1)

    assert queries.seats_of(form).limit == 4
