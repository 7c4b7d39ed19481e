"""Mails and the calendar entries in them: complete, in order, never twice."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from dialogwerk.core.jobs import run_due
from dialogwerk.core.retention import enforce_retention
from dialogwerk.events.actions import cancel_event, change_event, reinstate_event
from dialogwerk.events.models import EventGroupCount
from dialogwerk.registrations import actions
from dialogwerk.registrations.actions import periodic
from dialogwerk.registrations.links import personal_path
from dialogwerk.registrations.models import CheckIn, Registration, Status
from tests import factories
from tests.registrations.people import calendar_in, move_event, sign_up, subjects_to


def test_the_calendar_entry_is_complete(form, settings) -> None:
    paula = sign_up(form, "Paula")

    (message,) = mail.outbox
    calendar = calendar_in(message)
    (entry,) = calendar.events
    assert message.attachments[0].get_content_type() == "text/calendar"
    assert message.attachments[0].get_param("method") == "REQUEST"
    assert message.reply_to == ["agentur@example.org"]
    assert (calendar["method"], entry["status"], entry["uid"]) == ("REQUEST", "CONFIRMED", str(paula.pk))
    assert entry["organizer"] == "mailto:agentur@example.org"
    assert entry["attendee"] == "mailto:paula@example.org"
    assert entry["dtstart"].params["TZID"] == "Europe/Berlin"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Berlin"]
    assert entry["url"] == settings.BASE_URL + personal_path(paula)
    assert settings.BASE_URL + personal_path(paula) in message.body
    assert paula.code in message.body


def test_the_sequence_grows_and_a_cancellation_strikes_it_out(form) -> None:
    paula = sign_up(form, "Paula")
    actions.change_registration(actor=None, registration=paula, answers={}, name="Paula")
    actions.cancel_registration(actor=None, registration=paula)

    entries = [calendar_in(message) for message in mail.outbox]
    assert [entry.events[0]["sequence"] for entry in entries] == [1, 2, 3]
    assert [str(entry["method"]) for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(entry.events[0]["uid"]) for entry in entries}) == 1
    assert entries[-1].events[0]["status"] == "CANCELLED"


def test_who_waits_has_a_tentative_date(form) -> None:
    for name in ("Anna", "Bea", "Cem", "Dora", "Emil"):
        sign_up(form, name)

    assert calendar_in(mail.outbox[-1]).events[0]["status"] == "TENTATIVE"


def test_everybody_is_told_once_when_the_event_moves(form, edith) -> None:
    sign_up(form, "Paula")
    gone = sign_up(form, "Anna")
    actions.cancel_registration(actor=None, registration=gone)
    mail.outbox.clear()

    change_event(actor=edith, event=form.event, expected_version=1, venue_city="Olpe")
    form.event.entry.refresh_from_db()
    change_event(actor=edith, event=form.event, expected_version=2, venue_name="Rathaus")
    periodic.tell_event_changes()
    periodic.tell_event_changes()

    (message,) = mail.outbox
    assert message.subject == "Geändert: Ideenlabor Siegen"
    assert "Rathaus, Olpe" in message.body
    assert calendar_in(message).events[0]["sequence"] == 2


def test_a_cancelled_event_strikes_the_date_out_and_back_again(form, edith) -> None:
    sign_up(form, "Paula")
    cancel_event(actor=edith, event=form.event, reason="Raum gesperrt")
    periodic.tell_event_changes()
    form.event.refresh_from_db()
    reinstate_event(actor=edith, event=form.event)
    periodic.tell_event_changes()

    assert subjects_to("paula")[1:] == ["Fällt aus: Ideenlabor Siegen", "Geändert: Ideenlabor Siegen"]
    assert "Raum gesperrt" in mail.outbox[1].body
    assert [str(calendar_in(message)["method"]) for message in mail.outbox] == ["REQUEST", "CANCEL", "REQUEST"]


def test_reminders_come_once_and_only_to_those_who_have_a_seat(form) -> None:
    form.reminder_hours, form.capacity = [168, 24], 1
    form.save()
    sign_up(form, "Paula")
    sign_up(form, "Emil")
    mail.outbox.clear()

    for days_before in (8, 6.9, 6.8, 0.9, 0.8):
        with time_machine.travel(form.event.starts_at - datetime.timedelta(days=days_before)):
            periodic.send_reminders()

    assert [(message.to, message.subject[:11]) for message in mail.outbox] == [
        (["paula@example.org"], "Erinnerung:")
    ] * 2


def test_after_a_long_standstill_only_the_nearest_reminder_comes(form) -> None:
    form.reminder_hours = [168, 24]
    form.save()
    sign_up(form, "Paula")

    with time_machine.travel(form.event.starts_at - datetime.timedelta(hours=20)):
        periodic.send_reminders()
        periodic.send_reminders()

    assert len(subjects_to("paula")) == 2


def test_whoever_registers_the_day_before_needs_no_reminder(form) -> None:
    form.reminder_hours = [168, 24]
    form.save()
    move_event(form.event, hours=20)
    sign_up(form, "Paula")

    periodic.send_reminders()

    assert len(subjects_to("paula")) == 1


def test_an_event_that_is_called_off_reminds_nobody(form, edith) -> None:
    form.reminder_hours = [24]
    form.save()
    sign_up(form, "Paula")
    cancel_event(actor=edith, event=form.event, reason="Krank")

    with time_machine.travel(form.event.starts_at - datetime.timedelta(hours=3)):
        periodic.send_reminders()

    assert len(subjects_to("paula")) == 1


def test_mails_speak_the_language_of_the_reader(form) -> None:
    sign_up(form, "Paula", language="en")

    assert mail.outbox[0].subject == "You are registered: Ideenlabor Siegen"


def test_numbers_stay_when_names_go(form) -> None:
    for number, group in enumerate(["unternehmen", "unternehmen", "gewerkschaft", ""]):
        came = factories.RegistrationFactory(form=form, group=group, code=f"B{number}")
        CheckIn.objects.create(registration=came, at=timezone.now())
        CheckIn.objects.create(registration=came, at=timezone.now())
    factories.RegistrationFactory(form=form, group="kammer")
    move_event(form.event, days=-40)

    run_due()
    assert Registration.objects.count() == 5
    enforce_retention()

    form.event.refresh_from_db()
    assert form.event.participant_count == 4
    assert dict(EventGroupCount.objects.values_list("group", "count")) == {"unternehmen": 2, "gewerkschaft": 1}
    assert Registration.objects.count() == 0


def test_numbers_the_team_wrote_stay(form) -> None:
    came = factories.RegistrationFactory(form=form)
    CheckIn.objects.create(registration=came, at=timezone.now())
    form.event.participant_count = 70
    form.event.save()
    move_event(form.event, days=-2)

    periodic.keep_numbers_of_past_events()

    form.event.refresh_from_db()
    assert form.event.participant_count == 70
    assert Registration.objects.count() == 1


def test_where_nobody_was_checked_in_nothing_is_claimed(form) -> None:
    factories.RegistrationFactory(form=form, status=Status.CONFIRMED)
    move_event(form.event, days=-2)

    periodic.keep_numbers_of_past_events()

    form.event.refresh_from_db()
    assert form.event.participant_count is None


@pytest.mark.usefixtures("form")
def test_the_periodic_jobs_are_known_to_the_worker() -> None:
    names = {name.rpartition(".")[2] for name in run_due()}

    assert {"move_up", "tell_event_changes", "send_reminders", "keep_numbers_of_past_events"} <= names
