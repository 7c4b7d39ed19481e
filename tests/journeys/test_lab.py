"""A whole lab, with a device of her own for everybody in the room, and a network that fails in the middle."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.axe import faults_of
from tests.journeys.conftest import Demo, own_demo
from tests.journeys.rooms import ARRIVED, PHONE, carried, on_wall, says, write

pytestmark = pytest.mark.browser
EVENT = "Werkstattgespräch zur Ideenlandkarte"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own: afterwards its coming event has been held, and nobody can register any more."""
    with own_demo(tmp_path_factory.mktemp("lab")) as started:
        yield started


@pytest.fixture
def context(browser: Browser, demo: Demo) -> Iterator:
    """Return a function that makes a device; all of them must end without a script error."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(**more) -> BrowserContext:
        made = browser.new_context(base_url=demo.url, locale="de-DE", reduced_motion="reduce", **more)
        made.on("weberror", lambda error: troubles.append(str(error.error)))
        contexts.append(made)
        return made

    yield make
    for made in contexts:
        made.close()
    assert troubles == []


def open_the_lab(host: Page) -> list[str]:
    """Prepare and open the lab of an event that has none yet; return the codes of its tables."""
    sign_in(host, "leitung@demo.example.org")
    host.goto("/nrw/termine/")
    address = host.locator("main").get_by_role("link", name=EVENT).first.get_attribute("href") or ""
    number = re.search(r"/(\d+)-", address)
    assert number, address
    host.goto(f"/werkstatt/nrw/termine/{number[1]}/labor/")
    host.get_by_role("button", name="Labor vorbereiten").click()
    host.get_by_role("button", name="Labor eröffnen").click()
    expect(host.get_by_role("button", name="Labor schließen")).to_be_visible()
    return host.locator(".lab-tables .lab-code").all_inner_texts()


def begin_round(host: Page, name: str) -> None:
    host.reload()
    host.locator("#lab-round label.lab-chip", has_text=name).click()
    host.get_by_role("button", name="Runde beginnen").click()
    expect(host.locator("#lab-round input[name=round]:checked + span")).to_have_text(name)


def test_a_lab_from_the_first_card_to_the_published_contribution(context, unique: str) -> None:
    desk = context(viewport={"width": 1280, "height": 900})
    host = desk.new_page()
    first, second, _third = open_the_lab(host)
    key_link = host.locator(".preview__address").first.text_content() or ""
    wall = context(viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(f"/labor/{first}/wand/")
    phones = [context(viewport=PHONE, has_touch=True) for _ in range(3)]
    ada, ben, cleo = (phone.new_page() for phone in phones)
    for page, code in ((ada, first), (ben, first), (cleo, second)):
        page.goto("/labor/")
        page.get_by_label("Code vom Tisch oder von der Wand").fill(code.lower())
        page.get_by_role("button", name="Weiter").click()
        says(page, ARRIVED)

    write(ada, f"Werkstattbus fährt aufs Land {unique}", "Idee")
    write(ben, f"Bus mit Werkbank kommt ins Dorf {unique}", "Idee")
    write(cleo, f"Nachbarn fragen {unique}")
    for text in ("Werkstattbus fährt aufs Land", "Bus mit Werkbank kommt ins Dorf"):
        on_wall(wall, f"{text} {unique}")
    expect(wall.locator(".lab-card", has_text=f"Nachbarn fragen {unique}")).to_have_count(0)

    _network_fails(phones[1], ben, wall, first, unique)
    board = context(viewport={"width": 1280, "height": 900}).new_page()
    _facilitate_by_keyboard(board, key_link, wall, unique)
    _without_javascript(context(viewport=PHONE, java_script_enabled=False).new_page(), first, wall, unique)
    _give_dots(host, ada, wall, unique)
    _pitch(host, board, wall, unique)

    for page, name in ((ada, "phone"), (board, "board"), (host, "host"), (wall, "wall")):
        assert (name, faults_of(page)) == (name, [])
    begin_round(host, "Schreiben")
    phones[2].set_offline(True)
    write(cleo, f"Zu spät und doch da: Frau Beispiel, 0231 5550100 {unique}")
    host.get_by_role("button", name="Labor schließen").click()
    expect(host.locator(".tag", has_text="geschlossen").first).to_be_visible()
    phones[2].set_offline(False)
    says(cleo, ARRIVED, 30_000)

    _publish(host, unique)


def _network_fails(phone: BrowserContext, page: Page, wall: Page, code: str, unique: str) -> None:
    """Two cards without network, a reload, a closed tab: both arrive once."""
    carried(phone, page)
    phone.set_offline(True)
    write(page, f"Ohne Netz eins {unique}", "Umsetzung")
    write(page, f"Ohne Netz zwei {unique}", "Partner")
    says(page, "Ohne Netz: 2 Einträge auf diesem Gerät gesichert")
    page.reload()
    expect(page.locator("[data-lab-own] .lab-card", has_text="Ohne Netz")).to_have_count(2)
    page.close()
    again = phone.new_page()
    again.goto(f"/labor/{code}/")
    says(again, "Ohne Netz: 2 Einträge auf diesem Gerät gesichert")
    phone.set_offline(False)
    says(again, ARRIVED, 30_000)
    on_wall(wall, f"Ohne Netz eins {unique}")
    on_wall(wall, f"Ohne Netz zwei {unique}")
    again.close()


def _facilitate_by_keyboard(board: Page, key_link: str, wall: Page, unique: str) -> None:
    """Merge two cards and take it back, then merge again, with keys alone."""
    board.goto(re.sub(r"^https?://[^/]+", "", key_link))
    says(board, ARRIVED)
    assert "schluessel" not in board.url
    column = board.locator("[data-column=idea]")
    expect(column.locator(".lab-card")).to_have_count(2)
    column.locator(".lab-card").first.focus()
    board.keyboard.press("Space")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Space")
    board.keyboard.press("m")
    expect(board.get_by_role("dialog", name="Karten zusammenführen")).to_be_visible()
    board.keyboard.press("Control+a")
    board.keyboard.type(f"Werkstattbus für Dörfer {unique}")
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    on_wall(wall, f"Werkstattbus für Dörfer {unique}")
    expect(column.locator(".lab-card")).to_have_count(1)
    board.keyboard.press("z")
    expect(column.locator(".lab-card")).to_have_count(2)
    on_wall(wall, f"Werkstattbus fährt aufs Land {unique}")
    board.keyboard.press("y")
    expect(column.locator(".lab-card")).to_have_count(1)
    says(board, ARRIVED)


def _without_javascript(page: Page, code: str, wall: Page, unique: str) -> None:
    page.goto(f"/labor/{code}/")
    page.get_by_label("Ihr Gedanke").fill(f"Von einem alten Telefon {unique}")
    page.locator("label.lab-chip", has_text="Umsetzung").click()
    page.get_by_role("button", name="An die Tafel").click()
    expect(page.locator("[data-lab-own] .lab-card")).to_have_count(1)
    on_wall(wall, f"Von einem alten Telefon {unique}")


def _give_dots(host: Page, phone: Page, wall: Page, unique: str) -> None:
    """Nobody sees how the dots fall until the round ends."""
    begin_round(host, "Punkte vergeben")
    card = phone.locator("[data-lab-all] .lab-card", has_text=f"Werkstattbus für Dörfer {unique}")
    give = card.get_by_role("button", name="Punkt geben")
    for left in ("Noch 2 Punkte", "Noch 1 Punkt"):
        give.click()
        expect(phone.locator("[data-lab-dots]")).to_have_text(left)
    says(phone, ARRIVED)
    merged = wall.locator(".lab-card", has_text=f"Werkstattbus für Dörfer {unique}")
    expect(merged).not_to_contain_text("Punkte")
    begin_round(host, "Sortieren")
    expect(merged).to_contain_text("2 Punkte")


def _pitch(host: Page, board: Page, wall: Page, unique: str) -> None:
    board.get_by_role("button", name="Neues Ergebnis").click()
    board.get_by_label("Text", exact=True).fill(f"Der Werkstattbus {unique}\nEin Bus, drei Werkbänke, jeden Dienstag.")
    board.get_by_role("button", name="Übernehmen").click()
    says(board, ARRIVED)
    host.get_by_role("button", name="Zum Pitch rufen").first.click()
    expect(wall.locator("[data-wall-pitch] h2")).to_have_text(f"Der Werkstattbus {unique}")
    expect(wall.locator("[data-wall-pitch]")).to_contain_text("jeden Dienstag")
    expect(wall.locator(".wall__join .lab-code")).to_be_visible()
    expect(wall.locator("[data-wall-board]")).to_be_hidden()
    host.get_by_role("button", name="Pitch beenden").click()
    expect(wall.locator("[data-wall-board]")).to_be_visible()
    expect(wall.locator("[data-wall-pitch]")).to_be_hidden()


def _publish(host: Page, unique: str) -> None:
    """The marked card must be decided first; then everything is public, with one click."""
    host.get_by_role("link", name="Karten durchsehen").click()
    expect(host.get_by_role("button", name="Alles veröffentlichen")).to_be_disabled()
    assert faults_of(host) == []
    marked = host.locator(".lab-review__card").first
    expect(marked).to_contain_text("Telefonnummer")
    expect(marked).to_contain_text("kam nach dem Schluss")
    marked.get_by_role("link", name="Wortlaut ändern").click()
    assert faults_of(host) == []
    host.get_by_label("Wortlaut für die Veröffentlichung").fill(f"Zu spät und doch da {unique}")
    host.get_by_role("button", name="Speichern").click()
    host.get_by_role("button", name="Alles veröffentlichen").click()
    expect(host.locator("main")).to_contain_text(re.compile(r"Veröffentlicht: \d+ Beiträge und 1 Ideen?\."))
    host.goto("/nrw/termine/")
    host.locator("main").get_by_role("link", name=EVENT).first.click()
    for text in (f"Zu spät und doch da {unique}", f"Ohne Netz zwei {unique}", f"Der Werkstattbus {unique}"):
        expect(host.locator("main")).to_contain_text(text)
    expect(host.locator("main")).not_to_contain_text("0231")
