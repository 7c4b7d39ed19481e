"""The pages of people in the room, with plain forms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogwerk.labs.actions import close_lab, set_round
from dialogwerk.labs.models import Card, Device, Life, Round


@pytest.fixture
def address(board) -> str:
    return reverse("labs:table", args=[board.code])


def test_the_code_leads_to_the_table_however_it_is_typed(client, board) -> None:
    typed = f"{board.code[:3].lower()} {board.code[3:].lower()}"

    assert client.get("/labor/", {"code": typed})["Location"] == f"/labor/{board.code}/"


@pytest.mark.parametrize("code", ["ABC", "ABCDE0", "", "ABCDEF"])
def test_a_wrong_code_says_what_to_do(client, board, code) -> None:
    answer = client.get("/labor/", {"code": code})

    assert answer.status_code == 422
    assert "kern-error" in answer.content.decode() or "Code" in answer.content.decode()


def test_a_card_by_plain_form(client, address) -> None:
    client.post(address, {"text": "Sprechstunde im Betrieb", "column": "idea"})
    answer = client.get(address)

    card = Card.objects.get()
    assert (card.text, card.column, card.position) == ("Sprechstunde im Betrieb", "idea", "a0")
    assert "Meine Karten" in answer.content.decode()
    assert answer.content.decode().count("Sprechstunde im Betrieb") == 2  # among the own ones and on the board


def test_an_empty_card_stays_in_the_form(client, address) -> None:
    answer = client.post(address, {"text": " ", "column": "idea"})

    assert answer.status_code == 422
    assert not Card.objects.exists()


def test_taking_a_card_back_by_plain_form(client, address, board) -> None:
    client.post(address, {"text": "Doch nicht", "column": "idea"})
    card = Card.objects.get()

    client.post(reverse("labs:card", args=[board.code, card.pk]), {"act": "withdraw"})

    card.refresh_from_db()
    assert card.life == Life.WITHDRAWN
    assert "Doch nicht" not in client.get(address).content.decode()


def test_nobody_takes_back_somebody_elses_card(client, seat, board) -> None:
    card = seat().write("Nicht deine")

    answer = client.post(reverse("labs:card", args=[board.code, card]), {"act": "withdraw"}, follow=True)

    assert "Das darf nur die Moderation des Tisches." in answer.content.decode()
    assert Card.objects.get().life == Life.LIVE


def test_dots_by_plain_form(client, seat, board, lab, lena, address) -> None:
    card = seat().write("Gute Idee")
    set_round(actor=lena, lab=lab, round=Round.DOTS, dots_each=1)
    act = reverse("labs:card", args=[board.code, card])

    client.post(act, {"act": "dot"})
    second = client.post(act, {"act": "dot"}, follow=True)

    assert Card.objects.get().dots == {"1": 1}
    assert "Sie haben in dieser Runde keinen Punkt mehr." in second.content.decode()

    client.post(act, {"act": "undot"})

    assert Card.objects.get().dots == {}


def test_group_and_address(client, board, address) -> None:
    about_me = reverse("labs:about_me", args=[board.code])

    client.post(about_me, {"group": "kammer"})
    client.post(about_me, {"email": "paula@example.org"})
    wrong = client.post(about_me, {"email": "keine Adresse"})

    device = Device.objects.get()
    assert (device.group, device.email) == ("kammer", "paula@example.org")
    assert wrong.status_code == 422


def test_the_address_goes_to_the_device_that_names_itself(client, seat, board) -> None:
    device = seat().device

    client.post(
        reverse("labs:about_me", args=[board.code]),
        {"email": "paula@example.org", "device": str(device.pk), "secret": "s" * 32},
    )

    device.refresh_from_db()
    assert device.email == "paula@example.org"


def test_a_closed_lab_says_so(client, lab, lena, address) -> None:
    close_lab(actor=lena, lab=lab)

    assert "Das Labor ist zu Ende." in client.get(address).content.decode()


def test_the_page_costs_the_same_for_one_and_for_a_hundred_cards(client, seat, address) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    phone = seat()
    phone.write("eins")
    for_one = cost()
    for number in range(99):
        phone.write(f"Karte {number}")

    assert cost() == for_one <= 12


def test_the_worker_names_the_files_of_the_room(client) -> None:
    answer = client.get("/labor/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "js/lab-table" in answer.content.decode()
    assert "&quot;" not in answer.content.decode()
