"""The back office: set-up, questions, seats, invitations, list, bulk acts, export."""

import io
import re

import openpyxl
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.events.models import EventGroupCount
from dialogwerk.registrations import actions
from dialogwerk.registrations.forms.workshop import read_addresses
from dialogwerk.registrations.models import (
    Answer,
    CheckIn,
    Invitation,
    Mode,
    Question,
    Registration,
    RegistrationForm,
    SeatReservation,
    Status,
    TableSeats,
)
from tests import factories
from tests.registrations.people import acts, move_event, sign_up, standing, subjects_to


@pytest.fixture
def base(lab) -> str:
    return f"/werkstatt/dialog/termine/{lab.pk}/"


def text_of(response) -> str:
    return response.content.decode()


def set_up_fields(**changes: object) -> dict[str, object]:
    fields = {"mode": "offen", "capacity": "40", "offer_hours": "48", "reminders": "24, 168", "has_waiting_list": "on",
              "expected_version": "0"}  # fmt: skip
    return fields | changes


def test_pages_open_for_editors_and_stay_shut_for_others(
    client, signed_in, base, form, tables, edith, mo, paula
) -> None:
    registration = sign_up(form, "Paula")
    question = Question.objects.create(form=form, label="Essen?")
    parts = ("anmeldung/", "anmeldung/einrichten/", "anmeldung/fragen/", f"anmeldung/fragen/{question.pk}/",
             f"anmeldung/fragen/{question.pk}/entfernen/", "anmeldung/plaetze/", "anmeldung/einladungen/",
             "anmeldung/liste.csv", "anmeldung/liste.xlsx", f"anmeldung/{registration.pk}/", "drucken/",
             "einlass/helfen/")  # fmt: skip
    for person, status in ((edith, 200), (mo, 403), (paula, 403)):
        for part in parts:
            assert signed_in(person).get(base + part).status_code == status, part
    posts = ("anmeldung/einladungen/senden/", "anmeldung/zahlen/", f"anmeldung/{registration.pk}/reihe/",
             f"anmeldung/fragen/{question.pk}/ordnen/", "anmeldung/")  # fmt: skip
    for part in posts:
        assert signed_in(paula).post(base + part).status_code == 403, part
    client.logout()
    assert client.get(base + "anmeldung/").status_code == 403


def test_without_a_set_up_the_team_is_led_there(signed_in, base, lab, edith) -> None:
    response = signed_in(edith).get(base + "anmeldung/")
    assert response.url == base + "anmeldung/einrichten/"
    assert signed_in(edith).get(base + "anmeldung/fragen/").status_code == 404

    response = signed_in(edith).post(response.url, set_up_fields(opens_at="2026-01-01T10:00", photo_consent="Fotos?"))

    form = RegistrationForm.objects.get()
    assert response.url == base + "anmeldung/"
    assert (form.capacity, form.reminder_hours, form.version, form.photo_consent) == (40, [168, 24], 1, "Fotos?")
    assert acts() == ["set_up_registration"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"offer_hours": "0"}, "zwischen 1 und 672"),
        ({"reminders": "bald"}, "ganze Stunden"),
        ({"opens_at": "irgendwann"}, "kein Zeitpunkt"),
        ({"opens_at": "2026-02-01 10:00", "closes_at": "2026-01-01 10:00"}, "schließt, bevor sie öffnet"),
        ({"capacity": "-1"}, "größer"),
        ({"contact_email": "x"}, "E-Mail"),
    ],
)
def test_wrong_set_up_is_told_in_words(signed_in, base, lab, edith, changes, words) -> None:
    response = signed_in(edith).post(base + "anmeldung/einrichten/", set_up_fields(**changes))

    assert response.status_code == 422
    assert words in text_of(response)
    assert not RegistrationForm.objects.exists()


def test_two_people_setting_up_at_once(signed_in, base, form, edith, lena) -> None:
    actions.set_up_registration(actor=lena, event=form.event, expected_version=1, capacity=12)

    response = signed_in(edith).post(base + "anmeldung/einrichten/", set_up_fields(expected_version="1"))

    assert response.status_code == 409
    assert "12" in text_of(response)
    assert RegistrationForm.objects.get().capacity == 12
    again = signed_in(edith).post(base + "anmeldung/einrichten/", set_up_fields(expected_version="2"))
    assert again.status_code == 302
    with pytest.raises(Conflict):
        actions.set_up_registration(actor=lena, event=form.event, expected_version=0)


def test_more_seats_are_offered_at_once_to_those_who_wait(form, edith) -> None:
    for name in ("Anna", "Bea", "Cem", "Dora", "Emil", "Fritz"):
        sign_up(form, name)

    actions.set_up_registration(actor=edith, event=form.event, expected_version=1, capacity=5)

    assert (standing(form)["Emil"], standing(form)["Fritz"]) == (Status.OFFERED, Status.WAITING)


def test_questions_are_added_ordered_changed_and_removed(signed_in, base, form, edith) -> None:
    client, address = signed_in(edith), base + "anmeldung/fragen/"
    client.post(address, {"label": "Essen?", "kind": "eine", "options": "vegan\nalles"})
    client.post(address, {"label": "Anreise?", "kind": "kurz"})
    essen, anreise = Question.objects.all()
    assert client.post(address, {"label": "x", "kind": "mehrere", "options": "nur eine"}).status_code == 422

    client.post(f"{address}{anreise.pk}/ordnen/", {"to": "up"})
    client.post(f"{address}{anreise.pk}/ordnen/", {"to": "up"})
    client.post(f"{address}{essen.pk}/", {"label": "Essen Sie vegan?", "kind": "kurz", "is_required": "on"})

    assert [str(one) for one in Question.objects.all()] == ["Anreise?", "Essen Sie vegan?"]
    paula = sign_up(form, "Paula", answers={anreise.pk: "Bahn"})
    assert "1 Antwort darauf geht verloren" in text_of(client.get(f"{address}{anreise.pk}/entfernen/"))
    client.post(f"{address}{anreise.pk}/entfernen/")
    assert not Answer.objects.filter(registration=paula).exists()
    assert acts().count("add_question") == 2
    assert {"move_question", "change_question", "remove_question"} <= set(acts())


def test_seats_are_planned(signed_in, base, form, tables, edith) -> None:
    response = signed_in(edith).post(
        base + "anmeldung/plaetze/",
        {"seats_gewerkschaft": "2", "released_gewerkschaft": "2027-01-01 12:00", f"table_{tables[0].pk}": "8"},
    )

    assert response.status_code == 302
    assert list(SeatReservation.objects.values_list("group", "seats")) == [("gewerkschaft", 2)]
    assert dict(TableSeats.objects.values_list("table", "seats")) == {tables[0].pk: 8}
    signed_in(edith).post(base + "anmeldung/plaetze/", {"seats_kammer": ""})
    assert (SeatReservation.objects.count(), TableSeats.objects.count()) == (0, 0)


def test_more_kept_than_there_is_is_refused(signed_in, base, form, edith) -> None:
    response = signed_in(edith).post(base + "anmeldung/plaetze/", {"seats_kammer": "5"})

    assert response.status_code == 422
    assert "mehr Plätze freigehalten, als es gibt" in text_of(response)
    assert not SeatReservation.objects.exists()


def test_addresses_are_read_as_people_paste_them() -> None:
    pasted = read_addresses(
        'Petra Muster <Petra@Beispiel.de>\n"K. Lang"; k@example.org\n\nx@example.org\nX@example.org\nkeine'
    )

    assert pasted.people == [("petra@beispiel.de", "Petra Muster"), ("k@example.org", "K. Lang"), ("x@example.org", "")]
    assert (pasted.wrong, pasted.twice) == (["keine"], 1)


def test_invitations_are_checked_then_sent_once(signed_in, base, form, edith, settings) -> None:
    client, address = signed_in(edith), base + "anmeldung/einladungen/"
    wrong = client.post(address, {"addresses": "a@example.org\nkeine Adresse"})
    assert wrong.status_code == 422
    assert "Keine Adresse steht in: keine Adresse" in text_of(wrong)
    assert not Invitation.objects.exists()

    client.post(address, {"addresses": "Anna <a@example.org>\nb@example.org"})
    client.post(address, {"addresses": "A@example.org\nc@example.org"})
    assert mail.outbox == []
    client.post(address + "senden/")
    client.post(address + "senden/")

    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.org", "b@example.org", "c@example.org"]
    message = next(message for message in mail.outbox if message.to == ["a@example.org"])
    assert message.subject == "Einladung: Ideenlabor Siegen"
    assert f"{settings.BASE_URL}/dialog/einladung/" in message.body
    assert "Guten Tag Anna," in message.body
    first = Invitation.objects.first()
    client.post(f"{address}{first.pk}/zuruecknehmen/")
    assert Invitation.objects.count() == 2
    assert acts().count("send_invitations") == 2


def chosen(*registrations: Registration, **more: object) -> dict[str, object]:
    return {"chosen": [str(one.pk) for one in registrations], **more}


def test_bulk_acts(signed_in, base, form, tables, table_seats, edith) -> None:
    client, address = signed_in(edith), base + "anmeldung/"
    anna, bea, cem, dora, emil = (sign_up(form, name) for name in ("Anna", "Bea", "Cem", "Dora", "Emil"))

    page = client.post(address, chosen(emil, act="confirm"), follow=True)
    assert "Für 1 ist kein Platz frei" in text_of(page)
    client.post(address, chosen(anna, bea, act="table", to_table=tables[0].pk))
    full = client.post(address, chosen(cem, act="table", to_table=tables[0].pk))
    assert full.status_code == 409
    client.post(address, chosen(cem, act="present"))
    client.post(address, chosen(cem, dora, act="present"))
    client.post(address, chosen(dora, act="absent"))
    client.post(address, chosen(anna, act="cancel"))

    assert standing(form)["Anna"] == Status.CANCELLED
    assert standing(form)["Emil"] == Status.OFFERED
    assert [one.name for one in form.registrations.present()] == ["Cem"]
    assert CheckIn.objects.filter(registration=cem).count() == 1
    assert subjects_to("bea")[-1] == "Ihre Anmeldung ist geändert: Ideenlabor Siegen"
    client.post(address, chosen(emil, act="confirm"))
    page = client.post(address, chosen(anna, act="restore"), follow=True)
    assert (standing(form)["Emil"], standing(form)["Anna"]) == (Status.CONFIRMED, Status.WAITING)
    assert "0 haben wieder einen Platz, 1 stehen auf der Warteliste" in text_of(page)
    assert {"confirm_registrations", "move_to_table", "mark_present", "mark_absent", "cancel_registrations",
            "restore_registrations"} <= set(acts())  # fmt: skip


def test_nothing_chosen_is_said(signed_in, base, form, edith) -> None:
    sign_up(form, "Paula")

    response = signed_in(edith).post(base + "anmeldung/", {"act": "cancel"})

    assert response.status_code == 422
    assert "mindestens eine Anmeldung" in text_of(response)


def test_registrations_of_another_event_are_left_alone(signed_in, base, form, edith) -> None:
    stranger = factories.RegistrationFactory(form__event__entry__process=form.event.entry.process)

    signed_in(edith).post(base + "anmeldung/", chosen(stranger, act="cancel"))

    stranger.refresh_from_db()
    assert stranger.status == Status.CONFIRMED
    assert signed_in(edith).get(f"{base}anmeldung/{stranger.pk}/").status_code == 404


def test_the_waiting_list_is_moved_by_hand(signed_in, base, form, edith) -> None:
    people = [sign_up(form, f"P{number}") for number in range(7)]
    client = signed_in(edith)

    client.post(f"{base}anmeldung/{people[6].pk}/reihe/", {"to": "first"})
    client.post(f"{base}anmeldung/{people[4].pk}/reihe/", {"to": "down"})
    client.post(f"{base}anmeldung/{people[6].pk}/reihe/", {"to": "up"})

    line = form.registrations.filter(status=Status.WAITING).order_by("waiting_number")
    assert [one.name for one in line] == ["P6", "P5", "P4"]
    with pytest.raises(NotPossibleNow):
        actions.move_on_waiting_list(actor=edith, registration=people[0], to="first")


def test_the_list_is_narrowed_down(signed_in, base, form, tables, edith) -> None:
    sign_up(form, "Anna", group="kammer", first_wish=tables[0], needs="Rampe")
    sign_up(form, "Bernd", organisation="Stahlwerk")
    client = signed_in(edith)

    def names(query: str) -> list[str]:
        page = text_of(client.get(f"{base}anmeldung/?{query}"))
        return [name for name in ("Anna", "Bernd") if f">{name}<" in page]

    assert names("q=stahl") == ["Bernd"]
    assert names("group=kammer") == ["Anna"]
    assert names(f"table={tables[0].pk}") == ["Anna"]
    assert names("table=ohne") == ["Bernd"]
    assert names("needs=on") == ["Anna"]
    assert names("status=wartet") == []
    assert names("table=unsinn") == ["Anna", "Bernd"]


def test_the_export_holds_everything_and_no_formulas(signed_in, base, form, edith) -> None:
    question = Question.objects.create(form=form, label="Essen?")
    sign_up(form, "Paula", organisation="=1+1", answers={question.pk: "vegan"})
    client = signed_in(edith)

    csv = client.get(base + "anmeldung/liste.csv").content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get(base + "anmeldung/liste.xlsx").content))

    rows = list(book.active.values)
    assert rows[0][0] == "Name"
    assert rows[0][-1] == "Essen?"
    assert rows[1][0] == "Paula"
    assert rows[1][2] == "'=1+1"
    assert rows[1][-1] == "vegan"
    assert csv.splitlines()[0].split(";")[0] == "Name"
    assert "'=1+1" in csv
    assert acts()[-2:] == ["export_registrations"] * 2
    assert client.get(base + "anmeldung/liste.exe").status_code == 404


def test_numbers_are_taken_into_the_review(signed_in, base, form, edith) -> None:
    paula = sign_up(form, "Paula", group="kammer")
    move_event(form.event, days=-1)
    client = signed_in(edith)
    page = client.post(base + "anmeldung/zahlen/", follow=True)
    assert "Noch ist niemand als anwesend eingetragen" in text_of(page)
    client.post(base + "anmeldung/", chosen(paula, act="present"))

    client.post(base + "anmeldung/zahlen/")

    assert EventGroupCount.objects.get(event=form.event).count == 1


def test_one_registration_shows_needs_answers_and_mails(signed_in, base, form, edith) -> None:
    paula = sign_up(form, "Paula", needs="Gebärdensprache")

    page = text_of(signed_in(edith).get(f"{base}anmeldung/{paula.pk}/"))

    for words in ("Gebärdensprache", "paula@example.org", paula.code, "Bestätigung"):
        assert words in page


@pytest.mark.parametrize("part", ["anmeldung/", "anmeldung/einladungen/", "anmeldung/plaetze/", "einlass/liste.json"])
def test_lists_cost_the_same_for_few_and_many(signed_in, base, form, edith, part) -> None:
    client = signed_in(edith)

    def cost() -> int:
        client.get(base + part)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(base + part).status_code == 200
        return len(queries)

    def make(count: int) -> None:
        for status in (Status.CONFIRMED, Status.WAITING):
            for one in factories.RegistrationFactory.create_batch(count, form=form, status=status):
                Invitation.objects.create(form=form, email=one.email)

    make(1)
    for_one = cost()
    make(20)
    assert cost() == for_one <= 12


def test_a_closed_registration_warns_before_inviting(signed_in, base, form, edith) -> None:
    form.mode = Mode.CLOSED
    form.save()
    Invitation.objects.create(form=form, email="a@example.org")

    assert "Öffnen Sie sie zuerst" in text_of(signed_in(edith).get(base + "anmeldung/einladungen/"))


def undo_address(page: str) -> str:
    match = re.search(r'action="([^"]*\?kept=[^"]+)"', page)
    assert match, "the page offers no undo"
    return match[1]


def test_a_removed_question_comes_back_with_its_answers(signed_in, base, form, edith) -> None:
    question = Question.objects.create(form=form, label="Essen?")
    sign_up(form, "Paula", answers={question.pk: "vegan"})
    client = signed_in(edith)
    page = client.post(f"{base}anmeldung/fragen/{question.pk}/entfernen/", follow=True)
    assert not Answer.objects.exists()

    client.post(undo_address(text_of(page)))

    assert Answer.objects.get().question.label == "Essen?"
    assert "bring_question_back" in acts()


def test_cancelling_many_is_undone_with_one_button(signed_in, base, form, edith) -> None:
    people = [sign_up(form, name) for name in ("Anna", "Bea")]
    client = signed_in(edith)
    page = client.post(base + "anmeldung/", chosen(*people, act="cancel"), follow=True)
    assert set(standing(form).values()) == {Status.CANCELLED}

    again = client.post(undo_address(text_of(page)), follow=True)

    assert set(standing(form).values()) == {Status.CONFIRMED}
    assert "2 haben wieder einen Platz" in text_of(again)
    assert client.post(undo_address(text_of(page))).status_code == 409
