"""Calendar files and feeds."""

import icalendar
import pytest

from dialogwerk.entries.models import State
from dialogwerk.events.actions import cancel_event, change_event
from tests import factories


def read(response) -> icalendar.Calendar:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def test_the_file_of_an_event_is_complete(client, lab, settings) -> None:
    lab.entry.region = factories.ProcessRegionFactory(process=lab.entry.process).region
    lab.entry.save()

    calendar = read(client.get(f"/dialog/termine/{lab.pk}.ics"))

    (event,) = calendar.events
    assert event["uid"] == str(lab.entry.uuid)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Berlin"]
    assert event["dtstart"].dt.hour == 16
    assert event["dtstamp"] is not None
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["location"] == "Scoutopia, Siegen"
    address = f"{settings.BASE_URL}/dialog/termine/{lab.pk}-ideenlabor-siegen/"
    assert event["url"] == address
    assert address in event["description"]
    assert "Aufzug vorhanden" in event["description"]
    assert event["organizer"] == "mailto:buero@example.org"


def test_without_an_office_nobody_is_named_as_organiser(client, lab) -> None:
    (event,) = read(client.get(f"/dialog/termine/{lab.pk}.ics")).events

    assert "organizer" not in event


def test_a_cancellation_goes_to_the_calendars(client, coming, edith) -> None:
    cancel_event(actor=edith, event=coming, reason="Raum gesperrt")

    (event,) = read(client.get("/dialog/termine/kalender.ics")).events

    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert "Raum gesperrt" in event["description"]
    assert event["summary"].startswith("Abgesagt: ")


def test_the_uid_stays_when_the_event_moves(client, coming, edith) -> None:
    address = f"/dialog/termine/{coming.pk}.ics"
    (before,) = read(client.get(address)).events

    change_event(actor=edith, event=coming, expected_version=1, title="Anders", venue_city="Hagen")

    (after,) = read(client.get(address)).events
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1


@pytest.mark.parametrize(("query", "count"), [("", 2), ("?region=siegen", 1), ("?reihe=ideenlabore", 1)])
def test_feeds_of_process_region_and_series(client, lab, coming, query, count) -> None:
    lab.entry.region = factories.RegionFactory(slug="siegen")
    lab.entry.save()

    assert len(read(client.get(f"/dialog/termine/kalender.ics{query}")).events) == count


def test_feeds_hold_no_drafts_and_know_no_unknown_region(client, signed_in, coming, edith) -> None:
    coming.entry.state = State.DRAFT
    coming.entry.save()

    assert read(signed_in(edith).get("/dialog/termine/kalender.ics")).events == []
    assert client.get("/dialog/termine/kalender.ics?region=nirgends").status_code == 404


def test_a_feed_costs_the_same_for_one_and_many(client, process, coming, django_assert_num_queries) -> None:
    for _number in range(5):
        factories.EventFactory(entry__process=process)

    with django_assert_num_queries(2):
        client.get("/dialog/termine/kalender.ics")
