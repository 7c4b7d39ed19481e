"""A whole lab from registration to documentation: one host, three tables, six phones, a wall, a network that fails."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.axe import faults_of
from tests.journeys.conftest import Demo, OwnDemo
from tests.journeys.rooms import ARRIVED, PHONE, carried, on_wall, says, sit_down, tab_to, write
from tests.pdf import unpacked

pytestmark = pytest.mark.browser
EVENT = "Werkstattgespräch zur Ideenlandkarte"
DESK = {"width": 1280, "height": 900}
MADE_WITHIN = 300  # seconds for a PDF on a busy machine


@pytest.fixture(scope="module")
def demo(own_demo: OwnDemo) -> Iterator[Demo]:
    """A demo of its own: afterwards its coming event has been held, and nobody can register any more."""
    with own_demo("lab") as started:
        yield started


def event_number(host: Page) -> str:
    """Return the number of the event that has no lab yet."""
    host.goto("/nrw/termine/")
    address = host.locator("main").get_by_role("link", name=EVENT).first.get_attribute("href") or ""
    number = re.search(r"/(\d+)-", address)
    assert number, address
    return number[1]


def begin_round(host: Page, name: str) -> None:
    host.reload()
    host.locator("#lab-round label.lab-chip", has_text=name).click()
    host.get_by_role("button", name="Runde beginnen").click()
    expect(host.locator("#lab-round input[name=round]:checked + span")).to_have_text(name)


def test_a_lab_from_registration_to_the_documentation(device, demo: Demo, unique: str) -> None:
    host = device(viewport=DESK).new_page()
    sign_in(host, "leitung@demo.example.org")
    work = f"/werkstatt/nrw/termine/{event_number(host)}/"
    phones = [device(viewport=PHONE, has_touch=True) for _ in range(4)]
    ada, ben, cleo, dora = (phone.new_page() for phone in phones)
    plain = device(viewport=PHONE, java_script_enabled=False).new_page()
    keys = device(viewport=DESK).new_page()

    _make_room(host, work)
    guests = {f"Ada {unique}": ada, f"Grete {unique}": plain}
    codes = {name: _register(page, demo, name) for name, page in guests.items()}
    _let_in(host, device(viewport=PHONE).new_page(), work, codes)

    first, second, third = _open_the_lab(host, work)
    key_link = host.locator(".preview__address").first.text_content() or ""
    wall = device(viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(f"/labor/{first}/wand/")
    for page, code in ((ada, first), (ben, first), (cleo, second), (dora, third)):
        sit_down(page, code)
    write(ada, f"Werkstattbus fährt aufs Land {unique}", "Idee")
    write(ben, f"Bus mit Werkbank kommt ins Dorf {unique}", "Idee")
    write(cleo, f"Nachbarn fragen {unique}")
    write(dora, f"Am dritten Tisch {unique}", "Partner")
    for text in ("Werkstattbus fährt aufs Land", "Bus mit Werkbank kommt ins Dorf"):
        on_wall(wall, f"{text} {unique}")
    expect(wall.locator(".lab-card", has_text=f"Nachbarn fragen {unique}")).to_have_count(0)

    _network_fails(phones[1], ben, wall, first, unique)
    board = device(viewport=DESK).new_page()
    _facilitate_by_keyboard(board, key_link, wall, unique)
    _without_javascript(plain, first, wall, unique)
    _take_part_by_keyboard(keys, first, wall, unique)
    _give_dots(host, ada, keys, wall, unique)
    _pitch(host, board, wall, unique)
    _look_for_barriers(device, {"phone": ada, "board": board, "host": host, "wall": wall}, first)

    begin_round(host, "Schreiben")
    phones[2].set_offline(True)
    write(cleo, f"Zu spät und doch da: Frau Beispiel, 0231 5550100 {unique}")
    host.get_by_role("button", name="Labor schließen").click()
    expect(host.locator(".tag", has_text="geschlossen").first).to_be_visible()
    phones[2].set_offline(False)
    says(cleo, ARRIVED, 30_000)
    _publish(host, unique)
    _read_the_documentation(host, device(viewport=PHONE).new_page(), unique)


def _make_room(host: Page, work: str) -> None:
    """The team opens more seats; who waits moves up by itself."""
    host.goto(f"{work}anmeldung/einrichten/")
    host.get_by_label(re.compile("^Plätze")).fill("60")
    host.get_by_role("button", name="Speichern").click()
    expect(host.get_by_text("Gespeichert. Freie Plätze sind schon denen angeboten")).to_be_visible()
    host.goto(f"{work}anmeldung/plaetze/")
    for field in host.locator("#seats-form fieldset").first.locator("input").all():
        field.fill("20")
    host.get_by_role("button", name="Speichern").click()
    expect(host.locator("main")).to_contain_text("von 60 Plätzen sind vergeben")
    for part in ("", "einrichten/", "einladungen/"):
        host.goto(f"{work}anmeldung/{part}")
        assert (part, faults_of(host)) == (part, [])


def _register(page: Page, demo: Demo, name: str) -> str:
    """Register for a table; return the code for the door."""
    address = f"{name.lower().replace(' ', '.')}@example.org"
    page.goto("/nrw/termine/")
    page.get_by_role("link", name=re.compile(rf"^Anmelden ?: {EVENT}$")).click()
    if name.startswith("Ada"):
        assert faults_of(page) == []
        page.set_viewport_size(PHONE)
    page.get_by_label("Ihr Name").fill(name)
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.get_by_label("Tisch: erste Wahl").select_option(index=1)
    page.get_by_label("vegan").check()
    page.get_by_label("Ich bin einverstanden, dass meine Angaben").check()
    page.get_by_role("button", name="Verbindlich anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, sehen Sie jetzt in Ihr Postfach")
    own = re.search(
        r"http://[^/]+(/\S+/anmeldung/\S+/)", demo.last_mail_to(address, about="Sie sind angemeldet", within=60)
    )
    assert own
    page.goto(own[1])
    expect(page.get_by_text("Sie haben einen Platz")).to_be_visible()
    code = re.search(r"Ihr Code für den Einlass: (\w+)\.", page.locator("main").inner_text())
    assert code
    return code[1]


def _let_in(host: Page, door: Page, work: str, codes: dict[str, str]) -> None:
    """A helper lets them in by their codes; the team sees who is there."""
    host.goto(f"{work}einlass/helfen/")
    door.goto(host.locator(".preview__address a").get_attribute("href") or "")
    expect(door.locator("[data-is-ready=true]")).to_be_attached()
    for name, code in codes.items():
        door.get_by_label("Code oder Name").fill(code)
        door.get_by_role("button", name=f"Einlassen: {name}").click()
        expect(door.locator("[data-told]")).to_contain_text(f"{name}: willkommen!")
    expect(door.locator("[data-state]")).to_have_text("Alles ist gesendet.")
    assert faults_of(door) == []
    for name in codes:
        host.goto(f"{work}anmeldung/?q={name}")
        expect(host.locator("tr", has_text=name)).to_contain_text("anwesend")


def _open_the_lab(host: Page, work: str) -> list[str]:
    """Prepare and open the lab; return the codes of its tables, which stand on their printed cards too."""
    host.goto(f"{work}labor/")
    host.get_by_role("button", name="Labor vorbereiten").click()
    host.get_by_role("button", name="Labor eröffnen").click()
    expect(host.get_by_role("button", name="Labor schließen")).to_be_visible()
    codes = host.locator(".lab-tables .lab-code").all_inner_texts()
    cards = unpacked(host.request.get(f"{work}labor/tischkarten.pdf", timeout=MADE_WITHIN * 1000).body())
    assert all(f"/labor/{code}/)".encode() in cards for code in codes)
    return codes


def _network_fails(phone: BrowserContext, page: Page, wall: Page, code: str, unique: str) -> None:
    """Two cards without network, a reload, a closed tab: both arrive once."""
    carried(page)
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
    """Merge two cards and take it back, merge again, move a card and sum up, with keys alone."""
    board.goto(re.sub(r"^https?://[^/]+", "", key_link))
    says(board, ARRIVED)
    assert "schluessel" not in board.url
    column = board.locator("[data-column=idea]")
    expect(column.locator(".lab-card")).to_have_count(2)
    press = board.keyboard.press
    tab_to(board, column.locator(".lab-card").first)
    for key in ("Space", "ArrowDown", "Space", "m"):
        press(key)
    expect(board.get_by_role("dialog", name="Karten zusammenführen")).to_be_visible()
    press("Control+a")
    board.keyboard.type(f"Werkstattbus für Dörfer {unique}")
    press("Tab")
    press("Enter")
    on_wall(wall, f"Werkstattbus für Dörfer {unique}")
    expect(column.locator(".lab-card")).to_have_count(1)
    press("z")
    expect(column.locator(".lab-card")).to_have_count(2)
    on_wall(wall, f"Werkstattbus fährt aufs Land {unique}")
    press("y")
    expect(column.locator(".lab-card")).to_have_count(1)

    press("n")
    board.keyboard.type(f"Vom Papier getippt {unique}")
    press("Enter")
    beside = board.locator("[data-column=implementation]").locator(".lab-card", has_text=f"Ohne Netz eins {unique}")
    press("Escape")
    tab_to(board, column.locator(".lab-card").first)
    tab_to(board, beside, "ArrowRight", 4)
    press("Shift+ArrowLeft")
    expect(column.locator(".lab-card", has_text=f"Ohne Netz eins {unique}")).to_be_focused()
    press("z")
    expect(beside).to_be_visible()

    tab_to(board, board.get_by_role("button", name="Neues Ergebnis"))
    press("Enter")
    board.keyboard.type(f"Der Werkstattbus {unique}\nEin Bus, drei Werkbänke, jeden Dienstag.")
    press("Tab")
    press("Enter")
    expect(board.locator("[data-board-results] .lab-card")).to_have_count(1)
    says(board, ARRIVED)


def _without_javascript(page: Page, code: str, wall: Page, unique: str) -> None:
    """Sit down, write, take one card back, by plain forms."""
    page.goto("/labor/")
    page.get_by_label("Code vom Tisch oder von der Wand").fill(code.lower())
    page.get_by_role("button", name="Weiter").click()
    for text in ("Von einem alten Telefon", "Vertippt"):
        page.get_by_label("Ihr Gedanke").fill(f"{text} {unique}")
        page.locator("label.lab-chip", has_text="Umsetzung").click()
        page.get_by_role("button", name="An die Tafel").click()
    own = page.locator("[data-lab-own] .lab-card")
    expect(own).to_have_count(2)
    on_wall(wall, f"Von einem alten Telefon {unique}")
    own.filter(has_text=f"Vertippt {unique}").get_by_role("button", name="Zurücknehmen").click()
    expect(own).to_have_count(1)
    expect(wall.locator(".lab-card", has_text=f"Vertippt {unique}")).to_have_count(0)


def _take_part_by_keyboard(page: Page, code: str, wall: Page, unique: str) -> None:
    """Sit down, write in another column, change the card, with keys alone."""
    press = page.keyboard.press
    page.goto("/labor/")
    tab_to(page, page.get_by_label("Code vom Tisch oder von der Wand"))
    page.keyboard.type(code)
    press("Enter")
    says(page, ARRIVED)
    tab_to(page, page.get_by_label("Ihr Gedanke"))
    page.keyboard.type(f"Mit Tasten geschriben {unique}")
    press("Tab")
    press("ArrowRight")
    press("ArrowRight")
    tab_to(page, page.get_by_role("button", name="An die Tafel"))
    press("Enter")
    on_wall(wall, f"Mit Tasten geschriben {unique}")
    tab_to(page, page.locator("[data-lab-own]").get_by_role("button", name="Ändern: Mit Tasten"))
    press("Enter")
    press("Control+a")
    page.keyboard.type(f"Mit Tasten geschrieben {unique}")
    press("Tab")
    press("Enter")
    on_wall(wall, f"Mit Tasten geschrieben {unique}")
    expect(wall.locator("[data-column]").nth(2).locator(".lab-card", has_text="Mit Tasten geschrieben")).to_have_count(
        1
    )
    says(page, ARRIVED)


def _give_dots(host: Page, phone: Page, keys: Page, wall: Page, unique: str) -> None:
    """Nobody sees how the dots fall until the round ends."""
    begin_round(host, "Punkte vergeben")
    name = f"Werkstattbus für Dörfer {unique}"
    give = phone.locator("[data-lab-all] .lab-card", has_text=name).get_by_role("button", name="Punkt geben")
    for left in ("Noch 2 Punkte", "Noch 1 Punkt"):
        give.click()
        expect(phone.locator("[data-lab-dots]")).to_have_text(left)
    tab_to(keys, keys.locator("[data-lab-all] .lab-card", has_text=name).get_by_role("button", name="Punkt geben"))
    keys.keyboard.press("Enter")
    expect(keys.locator("[data-lab-dots]")).to_have_text("Noch 2 Punkte")
    for page in (phone, keys):
        says(page, ARRIVED)
    merged = wall.locator(".lab-card", has_text=name)
    expect(merged).not_to_contain_text("Punkte")
    begin_round(host, "Sortieren")
    expect(merged).to_contain_text("3 Punkte")


def _pitch(host: Page, board: Page, wall: Page, unique: str) -> None:
    host.get_by_role("button", name="Zum Pitch rufen").first.click()
    expect(wall.locator("[data-wall-pitch] h2")).to_have_text(f"Der Werkstattbus {unique}")
    expect(wall.locator("[data-wall-pitch]")).to_contain_text("jeden Dienstag")
    expect(wall.locator(".wall__join .lab-code")).to_be_visible()
    expect(wall.locator("[data-wall-board]")).to_be_hidden()
    host.get_by_role("button", name="Pitch beenden").click()
    expect(wall.locator("[data-wall-board]")).to_be_visible()
    expect(wall.locator("[data-wall-pitch]")).to_be_hidden()


def _look_for_barriers(device, pages: dict[str, Page], code: str) -> None:
    """In the room as it stands, and on the page of a table as browsers without script show it."""
    without = device(viewport={"width": 1280, "height": 720}, service_workers="block")
    without.route("**/*.js", lambda route: route.abort())
    pages["without script"] = without.new_page()
    pages["without script"].goto(f"/labor/{code}/")
    for name, page in pages.items():
        assert (name, faults_of(page)) == (name, [])
    board = pages["board"]
    here = board.url
    for name, address in (("code", "/labor/"), ("photos", f"/labor/{code}/fotos/")):
        board.goto(address)
        assert (name, faults_of(board)) == (name, [])
    board.goto(here)


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
    told = re.compile(r"Veröffentlicht: \d+ Beiträge und 1 Ideen?\.")
    expect(host.locator("main")).to_contain_text(told, timeout=60_000)  # everything in one act


def _read_the_documentation(host: Page, reader: Page, unique: str) -> None:
    """Everybody reads the cards on the page, as PDF and as a file for the office."""
    reader.goto("/nrw/termine/")
    reader.locator("main").get_by_role("link", name=EVENT).first.click()
    main = reader.locator("main")
    texts = [f"{text} {unique}" for text in ("Zu spät und doch da", "Ohne Netz zwei", "Mit Tasten geschrieben")]
    for text in [*texts, f"Der Werkstattbus {unique}", f"Von einem alten Telefon {unique}"]:
        expect(main).to_contain_text(text)
    for text in ("0231", f"Vertippt {unique}"):
        expect(main).not_to_contain_text(text)
    numbers = [_number_of(main, text) for text in texts]
    assert faults_of(reader) == []
    pdf = unpacked(_file(reader, "Als PDF"))
    for number in numbers:
        assert f"/e/{number})".encode() in pdf
    with zipfile.ZipFile(io.BytesIO(_file(reader, "Als Word-Datei"))) as document:
        words = document.read("word/document.xml").decode()
    for text in texts:
        assert text in words
    assert "0231" not in words


def _number_of(main, text: str) -> str:
    """Return the number of a contribution by its link."""
    link = main.locator("li", has_text=text).last.get_by_role("link").first.get_attribute("href") or ""
    number = re.search(r"/(\d+)", link)
    assert number, link
    return number[1]


def _file(page: Page, name: str) -> bytes:
    """Return a file that the page offers, once it is made."""
    address = page.locator("main").get_by_role("link", name=re.compile(name)).first.get_attribute("href") or ""
    answer = page.request.get(address, timeout=MADE_WITHIN * 1000)
    assert answer.ok, answer.status
    return answer.body()
