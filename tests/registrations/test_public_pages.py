"""The pages people register on: all as plain forms, without an account."""

import datetime
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogwerk.core.limits import RATES
from dialogwerk.entries.models import State
from dialogwerk.events.actions import cancel_event
from dialogwerk.registrations.links import invitation_token, personal_path
from dialogwerk.registrations.models import (
    Invitation,
    Mode,
    Question,
    QuestionKind,
    Registration,
    SeatReservation,
    Status,
)
from tests.registrations.people import move_event, sign_up

GIVEN = {"name": "Paula", "email": "paula@example.org", "accepts_privacy": "on"}


@pytest.fixture
def address(form) -> str:
    return f"/dialog/termine/{form.pk}-ideenlabor-siegen/anmelden/"


def text_of(response) -> str:
    return response.content.decode()


def test_somebody_registers_without_an_account(client, form, address, tables) -> None:
    question = Question.objects.create(form=form, label="Anreise?", kind=QuestionKind.SEVERAL, options="Bahn\nRad")
    page = text_of(client.get(address))
    assert "noch 4 Plätze" in page
    assert "30 Tage nach der Veranstaltung" in page
    fields = GIVEN | {"first_wish": tables[1].pk, "second_wish": tables[1].pk, "needs": "Rampe",
                      f"question_{question.pk}": ["Bahn", "Rad"], "group": "kammer"}  # fmt: skip

    response = client.post(address, fields)

    registration = Registration.objects.get()
    assert (response.status_code, response.url) == (302, address + "danke/")
    assert (registration.table, registration.second_wish, registration.needs) == (tables[1], None, "Rampe")
    assert registration.answers.get().text == "Bahn\nRad"
    assert "paula@example.org" in text_of(client.get(response.url))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "paula"}, "keine vollständige E-Mail-Adresse"),
        ({"name": ""}, "nennen Sie Ihren Namen"),
        ({"accepts_privacy": ""}, "Ohne Ihr Einverständnis"),
        ({"question": ""}, "beantworten Sie diese Frage"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, form, address, changes, words) -> None:
    question = Question.objects.create(form=form, label="Warum?", is_required=True)
    given = {"question": "darum", **changes}
    fields = GIVEN | given | {f"question_{question.pk}": given["question"]}

    response = client.post(address, fields)

    assert response.status_code == 422
    assert words in text_of(response)
    assert not Registration.objects.exists()


def test_known_and_new_addresses_see_the_same(client, form, address) -> None:
    sign_up(form, "Paula")

    known = client.post(address, GIVEN, follow=True)
    new = client.post(address, GIVEN | {"email": "neu@example.org"}, follow=True)

    def without(response, word: str) -> str:
        return text_of(response).replace(word, "").partition("<main")[2]

    assert without(known, "paula@example.org") == without(new, "neu@example.org")


def test_programs_that_fill_in_everything_are_not_registered(client, form, address) -> None:
    response = client.post(address, GIVEN | {"website": "http://spam.example"})

    assert response.url == address + "danke/"
    assert (Registration.objects.count(), mail.outbox) == (0, [])


def test_too_many_from_one_device(client, form, address, monkeypatch) -> None:
    monkeypatch.setitem(RATES, "register", "2/10m")
    answers = [client.post(address, GIVEN | {"email": f"p{n}@example.org"}).status_code for n in range(3)]

    assert answers == [302, 302, 429]


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        ({}, "Anmeldung offen, noch 4 Plätze"),
        ({"capacity": None}, "Anmeldung offen"),
        ({"capacity": 1}, "Anmeldung offen, noch 1 Platz"),
        ({"capacity": 0}, "ausgebucht, Warteliste offen"),
        ({"capacity": 0, "has_waiting_list": False}, "ausgebucht"),
        ({"mode": Mode.INVITED}, "nur auf Einladung"),
        ({"mode": Mode.CLOSED}, "Anmeldung geschlossen"),
        ({"opens_at": 2}, "Anmeldung ab "),
        ({"closes_at": -2}, "Anmeldung geschlossen"),
    ],
    ids=str,
)
def test_the_state_stands_on_all_pages(client, form, address, setup, words) -> None:
    for name, value in setup.items():
        is_days = name.endswith("_at")
        setattr(form, name, timezone.now() + datetime.timedelta(days=value) if is_days else value)
    form.save()
    pages = [text_of(client.get(path)) for path in ("/dialog/", "/dialog/termine/", address.removesuffix("anmelden/"))]

    assert [words in page for page in pages] == [True] * 3
    is_open = "offen" in words
    assert [f'href="{address}"' in page for page in pages] == [is_open] * 3
    assert words in text_of(client.get(address)) or setup.get("capacity") == 0


def test_kept_seats_are_told(client, form, address) -> None:
    SeatReservation.objects.create(form=form, group="gewerkschaft", seats=4)

    assert "Noch 4 Plätze für bestimmte Gruppen, sonst Warteliste" in text_of(client.get("/dialog/termine/"))
    client.post(address, GIVEN | {"group": "gewerkschaft"})
    assert Registration.objects.get().status == Status.CONFIRMED


def test_an_event_without_registration_says_nothing(client, lab) -> None:
    assert "Anmeldung" not in text_of(client.get("/dialog/termine/"))
    assert client.get(f"/dialog/termine/{lab.pk}-ideenlabor-siegen/anmelden/").status_code == 404


def test_a_draft_has_no_form(client, form, address) -> None:
    form.event.entry.state = State.DRAFT
    form.event.entry.save()

    assert client.get(address).status_code == 404


def test_a_cancelled_event_takes_nobody(client, form, address, edith) -> None:
    cancel_event(actor=edith, event=form.event, reason="Raum gesperrt")

    page = text_of(client.get(address))

    assert "Diese Veranstaltung ist abgesagt." in page
    client.post(address, GIVEN)
    assert not Registration.objects.exists()


def test_the_personal_page_shows_everything_that_is_stored(client, form, tables) -> None:
    question = Question.objects.create(form=form, label="Essen?")
    paula = sign_up(form, "Paula", organisation="Betrieb", needs="Rampe", group="kammer", first_wish=tables[0],
                    second_wish=tables[1], answers={question.pk: "vegan"})  # fmt: skip

    response = client.get(personal_path(paula))

    page = text_of(response)
    for word in ("Paula", "paula@example.org", "Betrieb", "Rampe", "Kammer", "Tisch 1: Pflege", "Tisch 2: Handwerk",
                 "vegan", paula.code, "von selbst gelöscht"):  # fmt: skip
        assert word in page, word
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_changing_and_cancelling_by_the_personal_link(client, form, tables) -> None:
    paula = sign_up(form, "Paula", first_wish=tables[0])
    own = personal_path(paula)
    assert 'value="Paula"' in text_of(client.get(own + "aendern/"))

    client.post(own + "aendern/", {"name": "Paula Neu", "first_wish": tables[2].pk, "group": "kammer"})
    paula.refresh_from_db()
    assert (paula.name, paula.table, paula.group) == ("Paula Neu", tables[2], "kammer")

    assert "Ja, absagen" in text_of(client.get(own + "absagen/"))
    page = client.post(own + "absagen/", follow=True)
    paula.refresh_from_db()
    assert paula.status == Status.CANCELLED
    assert "Sie haben abgesagt" in text_of(page)


def test_accepting_an_offered_seat(client, form) -> None:
    people = [sign_up(form, name) for name in ("Anna", "Bea", "Cem", "Dora", "Emil")]
    own = personal_path(people[-1])
    assert "Sie stehen auf der Warteliste" in text_of(client.get(own))
    client.post(personal_path(people[0]) + "absagen/")

    assert "Platz annehmen" in text_of(client.get(own))
    page = client.post(own + "annehmen/", follow=True)

    assert "Sie haben einen Platz" in text_of(page)
    assert client.get(own + "annehmen/").status_code == 405


@pytest.mark.parametrize("page", ["", "aendern/", "absagen/", "annehmen/", "termin.ics"])
def test_a_wrong_or_foreign_link_opens_nothing(client, form, page) -> None:
    paula = sign_up(form, "Paula")
    own = personal_path(paula)
    for wrong in (own[:-2] + "x/", "/dialog/anmeldung/abc/", own.replace(paula.pk.hex, "0" * 32)):
        answer = client.post(wrong + page) if page == "annehmen/" else client.get(wrong + page)
        assert answer.status_code == 404


def test_after_the_event_the_page_only_shows(client, form) -> None:
    paula = sign_up(form, "Paula")
    move_event(form.event, days=-1)

    page = text_of(client.get(personal_path(paula)))

    assert "Angaben ändern" not in page
    assert client.post(personal_path(paula) + "absagen/").status_code == 409


def test_the_calendar_file_of_ones_own(client, form) -> None:
    response = client.get(personal_path(sign_up(form, "Paula")) + "termin.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"METHOD:REQUEST" in response.content


def test_an_invitation_leads_to_the_form(client, form, address) -> None:
    form.mode = Mode.INVITED
    form.save()
    invitation = Invitation.objects.create(form=form, email="paula@example.org", name="Paula")
    token = invitation_token(invitation)

    page = client.get(f"/dialog/einladung/{token}/", follow=True)
    assert 'value="paula@example.org"' in text_of(page)
    client.post(f"{address}?einladung={token}", GIVEN)

    assert Registration.objects.get().invitation == invitation
    assert client.get("/dialog/einladung/falsch/").status_code == 404
    assert "nur auf Einladung" in text_of(client.get(f"{address}?einladung=falsch"))


def test_the_link_is_sent_again_without_telling_who_is_registered(client, form, address) -> None:
    sign_up(form, "Paula")
    pages = [
        client.post(address + "link/", {"email": email}, follow=True)
        for email in ("paula@example.org", "x@example.org")
    ]

    assert "Ist die Adresse angemeldet" in text_of(pages[0])
    tokens = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
    assert len({tokens.sub("", text_of(one).partition("<main")[2]) for one in pages}) == 1
    assert len(mail.outbox) == 2
    assert client.post(address + "link/", {"email": "x"}).status_code == 422


def test_pages_stay_within_their_queries(client, form, address, tables, table_seats) -> None:
    Question.objects.create(form=form, label="Essen?")
    paula = sign_up(form, "Paula")
    for path in ("/dialog/", "/dialog/termine/", address.removesuffix("anmelden/"), address, personal_path(paula),
                 personal_path(paula) + "aendern/"):  # fmt: skip
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= 12, (path, len(queries))
