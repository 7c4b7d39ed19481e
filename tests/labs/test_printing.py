"""Cards for tables and blank cards, with the codes of the boards."""

import pytest
from django.urls import reverse

from dialogwerk.labs.actions.publishing import publish_lab
from dialogwerk.labs.models import Card
from dialogwerk.registrations import printing


@pytest.fixture
def printed(monkeypatch) -> dict:
    """What the printed page is made from."""
    seen: dict = {}
    monkeypatch.setattr(printing, "render_pdf", lambda template, context, accent: seen.update(context) or b"%PDF")
    return seen


def test_the_card_of_a_table_carries_the_code_of_its_board(signed_in, lena, lab, printed, settings) -> None:
    signed_in(lena).get(reverse("labs:table_cards", args=["dialog", lab.pk]))

    boards = {board.table_id: board for board in lab.boards.all()}
    assert len(printed["cards"]) == 2
    for card in printed["cards"]:
        code = boards[card.table.pk].code
        assert (card.join.code, card.join.address) == (code, f"{settings.BASE_URL}/labor/{code}/")
        assert card.qr == printing.qr_picture(card.join.address)


def test_before_the_lab_is_prepared_the_cards_have_no_code(signed_in, lena, event, printed) -> None:
    signed_in(lena).get(reverse("labs:table_cards", args=["dialog", event.pk]))

    assert [card.join for card in printed["cards"]] == [None, None]


def test_the_codes_are_for_those_who_run_the_lab(signed_in, paula, lab) -> None:
    for name in ("labs:table_cards", "labs:blank_cards"):
        assert signed_in(paula).get(reverse(name, args=["dialog", lab.pk])).status_code == 403


def test_blank_cards_of_a_table_lead_to_its_board(signed_in, lena, board, printed, settings) -> None:
    address = reverse("labs:blank_cards", args=["dialog", board.lab_id])

    signed_in(lena).get(address, {"first": 7, "count": 2, "table": board.table_id})

    own = f"{settings.BASE_URL}/labor/{board.code}/?karte="
    assert printed["cards"] == [(number, printing.qr_picture(f"{own}{number}")) for number in (7, 8)]
    assert signed_in(lena).get(address, {"first": 7, "count": 2, "table": 0}).status_code == 404


def test_a_paper_card_is_found_again_by_its_code(client, seat, board, lena, closed) -> None:
    seat(facilitates=True).write("Von Papier", paper=41)
    address = reverse("labs:table", args=[board.code])
    assert client.get(address, {"karte": 41}).status_code == 200

    publish_lab(actor=lena, lab=closed())

    assert client.get(address, {"karte": 41})["Location"] == f"/e/{Card.objects.get().entry_id}"
    for unknown in ("42", "x", "99999999999999999999"):
        assert client.get(address, {"karte": unknown}).status_code == 200
