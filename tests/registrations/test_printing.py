"""Name tags, table cards, door list and blank cards as PDF."""

import re

import pytest

from dialogwerk.registrations import printing
from dialogwerk.registrations.models import Status
from dialogwerk.registrations.printing import Join, table_cards
from tests import factories
from tests.pdf import unpacked
from tests.registrations.people import sign_up


@pytest.fixture
def base(lab) -> str:
    return f"/werkstatt/dialog/termine/{lab.pk}/"


@pytest.mark.parametrize(
    "kind", ["drucken/namensschilder", "drucken/einlassliste", "labor/tischkarten", "labor/leere-karten"]
)
def test_each_document_is_a_tagged_pdf(signed_in, base, form, tables, edith, paula, kind) -> None:
    sign_up(form, "Paula", first_wish=tables[0])
    address = f"{base}{kind}.pdf" + ("?first=41&count=6" if kind == "labor/leere-karten" else "")

    answer = signed_in(edith).get(address)

    assert answer["Content-Type"] == "application/pdf"
    inside = unpacked(answer.content)
    assert b"pdfuaid:part" in inside
    assert b"/Lang (de)" in inside
    assert signed_in(paula).get(address).status_code == 403


def test_eight_tags_fill_a_page(form) -> None:
    for number in range(9):
        factories.RegistrationFactory(form=form, name=f"Gast {number} mit einem wirklich langen Namen")

    assert len(re.findall(rb"/Type\s*/Page\b", unpacked(printing.name_tags(form)))) == 2


def test_the_live_room_adds_its_codes(lab, tables) -> None:
    joins = {tables[0].pk: Join("K7QX3M", "https://dialog.example.org/l/K7QX3M")}

    with_codes, without = table_cards(lab, joins), table_cards(lab)

    assert len(with_codes) > len(without)


def test_tags_are_for_those_with_a_seat(form, monkeypatch) -> None:
    seen = {}
    monkeypatch.setattr(printing, "render_pdf", lambda template, context, accent: seen.update(context) or b"")
    for name, status in (("Anna", Status.CONFIRMED), ("Bea", Status.WAITING), ("Cem", Status.CANCELLED)):
        factories.RegistrationFactory(form=form, name=name, status=status)

    printing.name_tags(form)
    printing.door_list(form)

    assert [tag.registration.name for tag in seen["tags"]] == ["Anna"]
    assert [one.name for one in seen["people"]] == ["Anna", "Bea"]


def test_the_page_offers_what_there_is(signed_in, base, lab, edith) -> None:
    page = signed_in(edith).get(base + "drucken/").content.decode()

    assert "sobald die Anmeldung eingerichtet ist" in page
    assert "Namensschilder (PDF)" not in page
    assert signed_in(edith).get(base + "drucken/namensschilder.pdf").status_code == 404
    assert signed_in(edith).get(base + "drucken/unsinn.pdf").status_code == 404
    assert signed_in(edith).get(base + "labor/leere-karten.pdf?count=0").status_code == 404


def test_blank_cards_are_printed_before_registration_is_set_up(signed_in, base, lab, edith) -> None:
    assert signed_in(edith).get(base + "labor/leere-karten.pdf?first=1&count=4").content.startswith(b"%PDF")
