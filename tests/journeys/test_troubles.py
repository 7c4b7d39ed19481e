"""When something goes wrong nothing is lost, and the page says in German what is the matter."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.acts import find_entry, sign_in, submit_as_member
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser

EDITOR, MEMBER = "redaktion@demo.example.org", "mitmachen@demo.example.org"


def test_who_edits_what_somebody_else_saved_meanwhile_is_told_and_loses_nothing(
    visitor: Page, another: Page, unique: str
) -> None:
    sign_in(another, MEMBER)
    address = submit_as_member(another, title=f"Offene Lehrwerkstatt {unique}")
    sign_in(visitor, EDITOR)
    for page in (visitor, another):
        page.goto(address)
        page.get_by_role("link", name="Bearbeiten").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bearbeiten")
    visitor.get_by_label("Worum geht es?").fill("Samstags öffnet die Lehrwerkstatt für alle.")
    visitor.get_by_role("button", name="Speichern").click()
    expect(visitor.locator("main")).to_contain_text("Gespeichert.")

    another.get_by_label("Worum geht es?").fill("Freitags öffnet die Lehrwerkstatt für Familien.")
    another.get_by_role("button", name="Speichern").click()

    expect(another.locator(".conflict")).to_contain_text("Ihre Fassung im Vergleich zur gespeicherten")
    expect(another.locator(".conflict")).to_contain_text("Samstags")
    expect(another.get_by_label("Worum geht es?")).to_have_value("Freitags öffnet die Lehrwerkstatt für Familien.")
    another.get_by_role("button", name="Meine Fassung speichern").click()
    expect(another.locator("main")).to_contain_text("Freitags öffnet die Lehrwerkstatt für Familien.")
    another.get_by_role("link", name=re.compile("^Fassung")).click()
    expect(another.locator("main")).to_contain_text("Samstags")


def test_an_idea_survives_a_lost_connection(page: Page, unique: str) -> None:
    sign_in(page, MEMBER)
    page.goto("/nrw/ideen/neu/")
    page.get_by_label("Titel").fill(f"Funkloch-Karte {unique}")
    page.get_by_label("Worum geht es?").fill("Wo die Maschine nicht ins Netz kommt.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.locator(".resend")).to_contain_text("Die Verbindung ist unterbrochen. Ihr Text ist noch da.")
    expect(page.get_by_label("Titel")).to_have_value(f"Funkloch-Karte {unique}")
    page.context.set_offline(False)
    page.get_by_role("button", name="Noch einmal senden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau")
    expect(page.locator("main")).to_contain_text("Wo die Maschine nicht ins Netz kommt.")


def test_what_a_lost_connection_kept_from_loading_comes_when_it_is_back(page: Page) -> None:
    """The parts of a page that scripts add are loaded once more; until then its form works as it is."""
    sign_in(page, MEMBER)
    held = re.compile(r"/(markdown-toolbar/index|point-picker)\.[^/]*js")
    page.route(held, lambda route: route.abort("internetdisconnected"))
    with page.expect_event("requestfailed", lambda request: "point-picker" in request.url):
        page.goto("/nrw/ideen/neu/")
    expect(page.get_by_label("Titel")).to_be_editable()
    expect(page.locator(".point-picker details")).to_be_hidden()

    page.unroute(held)
    page.context.set_offline(True)
    page.context.set_offline(False)

    expect(page.locator(".point-picker details")).to_be_visible()
    expect(page.locator(".markdown__bar").first).to_be_visible()


def test_a_map_that_does_not_load_says_so_and_can_be_opened_later(page: Page) -> None:
    sign_in(page, MEMBER)
    page.goto("/nrw/ideen/neu/")
    picker = page.locator(".point-picker")
    held = re.compile(r"umrisse/|vendor/leaflet/")
    page.route(held, lambda route: route.abort("internetdisconnected"))
    picker.locator("summary").click()

    expect(picker).to_contain_text("Die Karte konnte nicht geladen werden.")
    expect(picker.locator("details")).not_to_have_attribute("open", "")
    page.unroute(held)
    picker.locator("summary").click()

    expect(picker.locator(".leaflet-marker-icon").first).to_be_attached()
    assert picker.locator(".leaflet-pane").first.evaluate("pane => getComputedStyle(pane).position") == "absolute"


def test_a_comment_survives_a_lost_connection(page: Page, unique: str) -> None:
    text = f"Bei uns im Keller reißt das Netz ab. {unique}"
    sign_in(page, MEMBER)
    find_entry(page, "Schachtzeichen 4.0")
    page.get_by_label("Ihr Kommentar").fill(text)
    page.context.set_offline(True)
    page.get_by_role("button", name="Kommentieren").click()

    expect(page.locator(".resend")).to_contain_text("Ihr Text ist noch da.")
    expect(page.get_by_label("Ihr Kommentar")).to_have_value(text)
    page.context.set_offline(False)
    page.get_by_role("button", name="Noch einmal senden").click()

    expect(page.locator("article.comment", has_text=text)).to_have_count(1)


def test_a_closed_window_loses_no_text(page: Page, unique: str) -> None:
    page.goto("/nrw/ideen/neu/")
    page.get_by_label("Titel").fill(f"Halb getippt {unique}")
    expect(page.locator("#draft-status")).to_contain_text("Zwischengespeichert", timeout=15_000)

    page.goto("/")
    page.goto("/nrw/ideen/neu/")

    expect(page.get_by_label("Titel")).to_have_value(f"Halb getippt {unique}")


def test_an_empty_idea_is_asked_for_title_and_summary(visitor: Page) -> None:
    visitor.goto("/nrw/ideen/neu/")
    visitor.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(visitor.locator("main")).to_contain_text("Titel")
    expect(visitor.locator("[aria-invalid=true]")).to_have_count(2)
    assert_german(visitor.locator(".kern-error").all_inner_texts())


def test_an_idea_that_is_too_long_keeps_its_text(page: Page) -> None:
    page.goto("/nrw/ideen/neu/")
    page.evaluate("document.querySelectorAll('[maxlength]').forEach((field) => field.removeAttribute('maxlength'))")
    page.get_by_label("Titel").fill("Wort " * 100)
    page.get_by_label("Worum geht es?").fill("Satz. " * 2000)
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    assert_german(page.locator(".kern-error").all_inner_texts())
    assert len(page.get_by_label("Worum geht es?").input_value()) > 11_000


def test_markup_is_shown_as_it_was_typed(visitor: Page, unique: str) -> None:
    sign_in(visitor, MEMBER)
    address = submit_as_member(visitor, title=f"<b>Fett</b> <script>alert(1)</script> {unique}")
    visitor.goto(address)

    expect(visitor.get_by_role("heading", level=1)).to_have_text(f"<b>Fett</b> <script>alert(1)</script> {unique}")


def test_an_unknown_place_is_named(visitor: Page) -> None:
    visitor.goto("/nrw/ideen/neu/")
    visitor.get_by_label("Titel").fill("Nirgendwo")
    visitor.get_by_label("Worum geht es?").fill("Ein Ort, den es nicht gibt.")
    visitor.locator("#id_place_0").fill("Xyzzstadt")
    visitor.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(visitor.locator(".kern-error").last).to_contain_text("Xyzzstadt")


@pytest.mark.parametrize(("size", "said"), [(20_000_000, "10 MB"), (2_000, "Bild")])
def test_a_picture_that_is_too_large_or_none_is_refused(
    visitor: Page, tmp_path: Path, size: int, said: str, unique: str
) -> None:
    file = tmp_path / "bild.jpg"
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "JPEG")
    file.write_bytes((picture.getvalue() if size > 10_000_000 else b"kein Bild").ljust(size, b"\0"))
    visitor.goto("/nrw/ideen/neu/")
    visitor.get_by_label("Titel").fill(f"Mit Bild {unique}")
    visitor.get_by_label("Worum geht es?").fill("Zu groß oder keines.")
    visitor.get_by_label("Bild (freiwillig)").set_input_files(file)
    visitor.get_by_label("Was ist auf dem Bild zu sehen?").fill("Nichts")
    visitor.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(visitor.locator(".kern-error").last).to_contain_text(said)
    expect(visitor.get_by_label("Titel")).to_have_value(f"Mit Bild {unique}")


def test_a_date_that_is_none_or_lies_ahead_is_refused(page: Page, unique: str) -> None:
    sign_in(page, EDITOR)
    address = submit_as_member(page, title=f"Datumsgrenze {unique}")
    number = re.search(r"/ideen/(\d+)-", address)
    assert number
    for typed, said in (("2099-01-01", "Das Datum liegt in der Zukunft."), ("31.02.2020", "Das ist kein Datum.")):
        page.goto(f"/werkstatt/nrw/ideen/{number[1]}/")
        page.get_by_label("Erreicht am").evaluate("(field) => (field.type = 'text')")
        page.get_by_label("Erreicht am").fill(typed)
        page.locator("#reifegrad").get_by_label("Begründung").fill("Das Team hat es geprüft.")
        page.get_by_role("button", name="Reifegrad setzen").click()

        expect(page.locator("#reifegrad .kern-error")).to_contain_text(said)
        expect(page.locator("#reifegrad").get_by_label("Begründung")).to_have_value("Das Team hat es geprüft.")


def test_an_event_cannot_end_before_it_begins(visitor: Page) -> None:
    sign_in(visitor, EDITOR)
    visitor.goto("/werkstatt/nrw/termine/neu/")
    visitor.get_by_label("Titel").first.fill("Rückwärts")
    visitor.locator("[name=on]").fill("2027-03-02")
    visitor.locator("[name=starts]").fill("14:00")
    visitor.locator("[name=ends]").fill("12:00")
    visitor.locator("main form").get_by_role("button").last.click()

    expect(visitor.locator("main")).to_contain_text("Das Ende liegt vor dem Beginn.")
    expect(visitor.get_by_label("Titel").first).to_have_value("Rückwärts")


def test_a_guest_is_told_what_is_wrong_with_address_and_code(visitor: Page, demo: Demo, unique: str) -> None:
    find_entry(visitor, "Skills-Plattform")
    visitor.get_by_label("Ihr Kommentar").fill("Wo finde ich die Plattform?")
    visitor.get_by_role("button", name="Kommentieren").click()
    form = visitor.locator("main form", has=visitor.get_by_role("button", name="Code schicken"))
    form.get_by_label("Name, unter dem andere Sie lesen").fill("Fragende")
    form.get_by_label("E-Mail-Adresse").evaluate("(field) => (field.type = 'text')")
    form.get_by_label("E-Mail-Adresse").fill("keine Adresse")
    form.get_by_role("button", name="Code schicken").click()
    expect(visitor.locator(".kern-error").first).to_contain_text("Das ist keine vollständige E-Mail-Adresse.")

    address = f"frage-{unique}@example.org"
    visitor.get_by_label("E-Mail-Adresse").fill(address)
    visitor.get_by_role("button", name="Code schicken").click()
    assert demo.code_for(address)
    visitor.get_by_label("Code aus der Mail").fill("AAAAAA")
    visitor.get_by_role("button", name="Bestätigen und absenden").click()

    expect(visitor.locator("main")).to_contain_text("Der Code stimmt nicht.")
    expect(visitor.locator("blockquote")).to_contain_text("Wo finde ich die Plattform?")


def test_pages_that_are_not_there_or_not_open_say_so(visitor: Page) -> None:
    visitor.goto("/nrw/ideen/999999-gibt-es-nicht/")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.locator("html")).to_have_attribute("lang", "de")

    visitor.goto("/allianz/ideen/neu/")
    expect(visitor.locator("main")).to_contain_text(re.compile("nicht|geschlossen|abgeschlossen"))


ENGLISH = re.compile(r"\b(this|field|required|ensure|please|enter|valid)\b", re.IGNORECASE)


def assert_german(texts: list[str]) -> None:
    assert texts
    assert [text for text in texts if not text.strip() or ENGLISH.search(text)] == []
