"""Header, navigation and footer."""

import pytest
from django.test import Client

from dialogwerk.processes.models import ProcessStatus


def test_navigation_marks_where_one_is(client, process) -> None:
    page = client.get("/dialog/ergebnisse/").content.decode()

    assert page.count('aria-current="page">Ergebnisse') == 2  # wide bar and phone menu


def test_member_of_the_team_finds_the_workshop_in_her_menu(signed_in, edith) -> None:
    page = signed_in(edith).get("/suche/").content.decode()

    assert "Werkstatt: Gute Arbeit" in page


def test_participant_has_no_workshop(signed_in, process, paula) -> None:
    page = signed_in(paula).get("/dialog/").content.decode()

    assert "Paula" in page
    assert "Werkstatt" not in page


def test_draft_says_that_it_is_not_public(signed_in, process, edith) -> None:
    process.status = ProcessStatus.DRAFT
    process.save()

    page = signed_in(edith).get("/dialog/").content.decode()

    assert "Dieser Dialog ist noch nicht öffentlich" in page


def test_who_is_no_longer_signed_in_gets_her_text_back(client, process) -> None:
    typed = {"motto": "Ein Leitgedanke, an dem ich lange saß <b>", "password": "streng geheim und lang"}

    answer = client.post("/werkstatt/dialog/einrichten/grunddaten/", typed)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Ein Leitgedanke, an dem ich lange saß &lt;b&gt;</textarea>" in page
    assert "Melden Sie sich in einem neuen Fenster an" in page
    assert "streng geheim" not in page


def test_form_that_was_open_too_long_gives_the_text_back(process) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sprache/setlang/", {"text": "Ein langer Text von gestern"})

    assert answer.status_code == 403
    assert "Ein langer Text von gestern</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/dialog/gibt-es-nicht/", 404), ("/dialog/ideen/999999-x/", 404), ("/werkstatt/dialog/", 403)],
)
def test_an_error_within_a_dialogue_keeps_its_navigation(address, status, process, client) -> None:
    answer = client.get(address)
    html = answer.content.decode()

    assert answer.status_code == status
    assert f'class="owner-{process.owner_id}"' in html
    assert 'href="/dialog/karte/"' in html


@pytest.mark.parametrize(
    "address", ["/gibt-es-nicht/", "/e/999999", "/werkstatt/gibt-es-nicht/", "/konto/gibt-es-nicht/"]
)
def test_an_error_elsewhere_names_no_dialogue(address, process, client) -> None:
    html = client.get(address).content.decode()

    assert "owner-" not in html.partition("<body>")[0]


def test_an_error_does_not_tell_that_a_draft_is_there(process, client) -> None:
    process.status = ProcessStatus.DRAFT
    process.save()

    assert process.title not in client.get("/dialog/gibt-es-nicht/").content.decode()
