"""What people do themselves: acts, refusals, audit, rollback."""

import datetime
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.registrations import actions
from dialogwerk.registrations.actions import periodic
from dialogwerk.registrations.models import (
    Answer,
    Invitation,
    Mode,
    Question,
    Registration,
    SeatReservation,
    SentMail,
    Status,
)
from tests.registrations.people import acts, move_event, sign_up, standing, subjects_to


def fill(form, *names: str) -> list[Registration]:
    return [sign_up(form, name) for name in names]


def test_a_seat_is_confirmed_and_told(form) -> None:
    registration = sign_up(form, "Paula", email="Paula@Example.org", group="unternehmen", needs="Rampe")

    registration.refresh_from_db()
    assert (registration.status, registration.email) == (Status.CONFIRMED, "paula@example.org")
    assert registration.privacy_accepted_at is not None
    assert len(registration.code) == 4
    assert subjects_to("paula") == ["Sie sind angemeldet: Ideenlabor Siegen"]
    assert acts() == ["register"]


def test_whoever_comes_late_waits_and_moves_up_when_somebody_cancels(form) -> None:
    first, *_rest = fill(form, "Anna", "Bea", "Cem", "Dora")
    fill(form, "Emil", "Fritz")
    assert standing(form)["Emil"] == Status.WAITING

    actions.cancel_registration(actor=None, registration=first)

    assert standing(form) == {
        "Anna": Status.CANCELLED, "Bea": Status.CONFIRMED, "Cem": Status.CONFIRMED, "Dora": Status.CONFIRMED,
        "Emil": Status.OFFERED, "Fritz": Status.WAITING,
    }  # fmt: skip
    assert subjects_to("emil") == [
        "Sie stehen auf der Warteliste: Ideenlabor Siegen",
        "Ein Platz ist frei: Ideenlabor Siegen",
    ]
    emil = form.registrations.get(name="Emil")
    assert emil.offered_until - timezone.now() > datetime.timedelta(hours=47)


def test_an_offer_is_accepted_once(form) -> None:
    first, *_rest = fill(form, "Anna", "Bea", "Cem", "Dora", "Emil")
    actions.cancel_registration(actor=None, registration=first)
    emil = form.registrations.get(name="Emil")

    actions.accept_offer(actor=None, registration=emil)
    actions.accept_offer(actor=None, registration=emil)

    assert standing(form)["Emil"] == Status.CONFIRMED
    assert subjects_to("emil")[2:] == ["Sie sind angemeldet: Ideenlabor Siegen"]


def test_after_the_deadline_the_next_one_gets_the_seat(form) -> None:
    first, *_rest = fill(form, "Anna", "Bea", "Cem", "Dora", "Emil", "Fritz")
    actions.cancel_registration(actor=None, registration=first)
    emil = form.registrations.get(name="Emil")

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=49)):
        with pytest.raises(NotPossibleNow, match="Frist"):
            actions.accept_offer(actor=None, registration=emil)
        periodic.move_up()
        periodic.move_up()

    assert (standing(form)["Emil"], standing(form)["Fritz"]) == (Status.EXPIRED, Status.OFFERED)
    assert subjects_to("emil")[-1] == "Ihr Angebot ist verfallen: Ideenlabor Siegen"
    assert subjects_to("fritz").count("Ein Platz ist frei: Ideenlabor Siegen") == 1


def test_nobody_jumps_the_queue_between_two_runs_of_the_job(form) -> None:
    first, *_rest = fill(form, "Anna", "Bea", "Cem", "Dora", "Emil", "Fritz")
    actions.cancel_registration(actor=None, registration=first)

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=49)):
        late = sign_up(form, "Greta")

    assert late.status == Status.WAITING
    assert standing(form)["Fritz"] == Status.OFFERED


def test_the_same_address_is_told_by_mail_and_nothing_changes(form) -> None:
    before = sign_up(form, "Paula", group="unternehmen")

    again = sign_up(form, "Petra", email="PAULA@example.org", group="gewerkschaft")
    sign_up(form, "Petra", email="paula@example.org")

    before.refresh_from_db()
    assert again == before
    assert (before.name, before.group) == ("Paula", "unternehmen")
    assert subjects_to("paula")[1:] == ["Sie sind schon angemeldet: Ideenlabor Siegen"]
    assert Registration.objects.count() == 1


def test_whoever_cancelled_may_come_back(form) -> None:
    actions.cancel_registration(actor=None, registration=sign_up(form, "Paula"))

    sign_up(form, "Paula", group="kammer")

    assert Registration.objects.get().status == Status.CONFIRMED
    assert Registration.objects.get().group == "kammer"


@pytest.mark.parametrize(
    "closed",
    [{"mode": Mode.CLOSED}, {"mode": Mode.INVITED}, {"opens_at": 1}, {"closes_at": -1}],
    ids=["closed", "for the invited", "not yet", "no more"],
)
def test_nobody_registers_where_it_is_not_open(form, closed) -> None:
    for name, value in closed.items():
        moment = timezone.now() + datetime.timedelta(days=value) if isinstance(value, int) else value
        setattr(form, name, moment)
    form.save()

    with pytest.raises(NotPossibleNow):
        sign_up(form, "Paula")

    assert (Registration.objects.count(), acts(), mail.outbox) == (0, [], [])


def test_without_a_waiting_list_the_house_is_full(form) -> None:
    form.has_waiting_list = False
    form.save()
    fill(form, "Anna", "Bea", "Cem", "Dora")

    with pytest.raises(NotPossibleNow, match="vergeben"):
        sign_up(form, "Emil")


def test_an_invitation_opens_the_form_once(form) -> None:
    form.mode = Mode.INVITED
    form.save()
    invitation = Invitation.objects.create(form=form, email="paula@example.org")

    first = sign_up(form, "Paula", invitation=invitation)
    second = sign_up(form, "Peter", invitation=invitation)

    assert first == second
    assert first.source == "einladung"


def test_the_second_wish_counts_when_the_first_table_is_full(form, tables, table_seats) -> None:
    wish = {"first_wish": tables[0], "second_wish": tables[1]}

    taken = [sign_up(form, name, **wish).table for name in ("Anna", "Bea", "Cem")]

    assert taken == [tables[0], tables[0], tables[1]]


def test_whoever_got_no_wished_table_gets_one_when_there_is_room(form, tables, table_seats) -> None:
    for name in ("Anna", "Bea"):
        sign_up(form, name, first_wish=tables[0])
    cem = sign_up(form, "Cem", first_wish=tables[0])
    assert (cem.status, cem.table) == (Status.CONFIRMED, None)

    actions.cancel_registration(actor=None, registration=form.registrations.get(name="Anna"))

    cem.refresh_from_db()
    assert cem.table == tables[0]
    assert subjects_to("cem")[-1] == "Ihre Anmeldung ist geändert: Ideenlabor Siegen"


def test_changing_wishes_moves_to_another_table(form, tables, table_seats) -> None:
    paula = sign_up(form, "Paula", first_wish=tables[0])

    actions.change_registration(
        actor=None, registration=paula, answers={}, name="Paula P.", first_wish=tables[2], second_wish=None
    )

    paula.refresh_from_db()
    assert (paula.table, paula.name) == (tables[2], "Paula P.")
    assert acts() == ["register", "change_registration"]


def test_a_group_without_seats_cannot_be_changed_into(form) -> None:
    SeatReservation.objects.create(form=form, group="gewerkschaft", seats=1)
    fill(form, "Anna", "Bea")
    sign_up(form, "Cem")
    gitte = sign_up(form, "Gitte", group="gewerkschaft")

    with pytest.raises(NotPossibleNow, match="Gruppe"):
        actions.change_registration(actor=None, registration=gitte, answers={}, group="unternehmen", needs="x")

    gitte.refresh_from_db()
    assert (gitte.group, gitte.needs) == ("gewerkschaft", "")


def test_answers_are_kept_and_replaced(form) -> None:
    question = Question.objects.create(form=form, label="Vegetarisch?")
    paula = sign_up(form, "Paula", answers={question.pk: " ja ", 999999: "fremd"})

    actions.change_registration(actor=None, registration=paula, answers={question.pk: "nein"}, name="Paula")

    assert list(Answer.objects.values_list("text", flat=True)) == ["nein"]


def test_after_the_beginning_nothing_is_changed_or_cancelled(form) -> None:
    paula = sign_up(form, "Paula")
    move_event(form.event, hours=-1)

    for act in (
        lambda: actions.cancel_registration(actor=None, registration=paula),
        lambda: actions.change_registration(actor=None, registration=paula, answers={}, name="P"),
    ):
        with pytest.raises(NotPossibleNow):
            act()


def test_whoever_cancelled_has_nothing_to_cancel_or_change(form) -> None:
    paula = actions.cancel_registration(actor=None, registration=sign_up(form, "Paula"))

    with pytest.raises(NotPossibleNow):
        actions.cancel_registration(actor=None, registration=paula)
    with pytest.raises(NotPossibleNow):
        actions.change_registration(actor=None, registration=paula, answers={}, name="P")


def test_what_fails_leaves_no_trace(form) -> None:
    with (
        patch("dialogwerk.registrations.actions.registering.record", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        sign_up(form, "Paula")

    assert (Registration.objects.count(), SentMail.objects.count(), acts()) == (0, 0, [])


def test_the_link_goes_again_once_an_hour_and_only_to_the_registered(form) -> None:
    sign_up(form, "Paula")

    for _ in range(2):
        actions.send_link_again(form=form, email="Paula@example.org")
        actions.send_link_again(form=form, email="fremd@example.org")

    assert subjects_to("paula")[1:] == ["Sie sind schon angemeldet: Ideenlabor Siegen"]
    assert subjects_to("fremd") == []
