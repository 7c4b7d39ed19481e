"""From the form to the door: registered, on the waiting list, moved up, let in without network by two devices."""

import datetime
import json
import re
from collections.abc import Iterator

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.axe import faults_of
from tests.journeys.conftest import Demo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
EVENT = "Werkstattgespräch zur Ideenlandkarte"
LINK = re.compile(r"http://\S+/anmeldung/\S+/")


@pytest.fixture
def team(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The team's laptop."""
    context = browser.new_context(base_url=demo.url, locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, "leitung@demo.example.org")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """A helper's phone, without an account."""
    context = browser.new_context(base_url=demo.url, locale="de-DE", viewport={"width": 360, "height": 740})
    yield context
    context.close()


def of(act: str, what: str) -> re.Pattern[str]:
    """Return the name of a link or button whose second half is for screen readers."""
    return re.compile(rf"^{re.escape(act)} ?: {re.escape(what)}$")


def register(page: Page, *, name: str, address: str) -> None:
    page.goto("/nrw/termine/")
    page.get_by_role("link", name=of("Auf die Warteliste", EVENT)).click()
    page.get_by_label("Ihr Name").fill(name)
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.get_by_label("Tisch: erste Wahl").select_option(label="Tisch 2: Beschäftigte fragen zuerst")
    page.get_by_label("vegan").check()
    page.get_by_label("Ich bin einverstanden, dass meine Angaben").check()
    page.get_by_role("button", name="Auf die Warteliste setzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, sehen Sie jetzt in Ihr Postfach")


def path_in(mail: str) -> str:
    """Return the personal link of a mail, without the host."""
    match = LINK.search(mail)
    assert match, mail
    return match[0].partition("/nrw/")[1] + match[0].partition("/nrw/")[2]


def open_list(team: Page) -> str:
    """Open the list of registrations; return the address of the event in the back office."""
    team.goto("/werkstatt/nrw/termine/")
    team.get_by_role("link", name=EVENT).click()
    address = team.url
    team.get_by_role("navigation", name="Teile dieses Termins").get_by_role("link", name="Anmeldung").click()
    return address


def give_seat(team: Page, name: str) -> None:
    """Put somebody first in line and cancel somebody who has a seat."""
    open_list(team)
    team.get_by_role("button", name=of("an den Anfang", name)).click()
    expect(team.get_by_text("Die Warteliste ist umgestellt.")).to_be_visible()
    taken = team.locator("tr", has=team.get_by_text("bestätigt", exact=True)).last
    taken.get_by_role("checkbox").check()
    team.get_by_label("Mit den ausgewählten").select_option(label="absagen")
    team.get_by_role("button", name="Ausführen").click()
    expect(team.get_by_text("1 abgesagt und benachrichtigt.")).to_be_visible()


def test_registered_moved_up_and_accepted(visitor: Page, team: Page, demo: Demo, unique: str) -> None:
    name, address = f"Wanda {unique}", f"wanda.{unique}@example.org"
    register(visitor, name=name, address=address)
    own = path_in(demo.last_mail_to(address, about="Sie stehen auf der Warteliste", within=60))
    visitor.goto(own)
    expect(visitor.get_by_text("Sie stehen auf der Warteliste")).to_be_visible()

    give_seat(team, name)

    assert path_in(demo.last_mail_to(address, about="Ein Platz ist frei")) == own
    visitor.reload()
    visitor.get_by_role("button", name="Platz annehmen").click()
    expect(visitor.get_by_text("Sie haben einen Platz")).to_be_visible()
    demo.last_mail_to(address, about="Sie sind angemeldet")
    visitor.get_by_role("link", name="Absagen").click()
    visitor.get_by_role("button", name="Ja, absagen").click()
    expect(visitor.get_by_text("Sie haben abgesagt", exact=True)).to_be_visible()
    demo.last_mail_to(address, about="Ihre Anmeldung ist abgesagt")


def ready(page: Page) -> None:
    """Wait until page and list lie on the device."""
    expect(page.locator("[data-is-ready=true]")).to_be_attached(timeout=20_000)


def let_in(page: Page, words: str) -> None:
    page.get_by_label("Code oder Name").fill(words)
    page.get_by_role("button", name=f"Einlassen: {words}").click()
    expect(page.locator("[data-told]")).to_contain_text(f"{words}: willkommen!")


def test_two_devices_at_the_door_without_network(team: Page, phone: BrowserContext, unique: str) -> None:
    address = open_list(team)
    team.get_by_role("navigation", name="Teile dieses Termins").get_by_role("link", name="Einlass").click()
    link = team.locator(".preview__address a").get_attribute("href") or ""
    team.get_by_role("link", name="Einlass öffnen").click()
    helper = phone.new_page()
    helper.goto(link)
    for page in (team, helper):
        ready(page)
    before = int(re.findall(r"\d+", team.locator("[data-count]").inner_text())[0])

    for context in (team.context, phone):
        context.set_offline(True)
    let_in(team, "Ayla Sommerfeld")
    let_in(helper, "Ayla Sommerfeld")
    let_in(helper, "Elif Rosenhain")
    helper.get_by_text("Steht nicht auf der Liste").click()
    helper.get_by_label("Name", exact=True).fill(f"Willi {unique}")
    helper.get_by_role("button", name="Eintragen und einlassen").click()
    expect(helper.locator("[data-state]")).to_contain_text("3 noch nicht gesendet")
    expect(helper.locator("[data-state]")).to_contain_text("Kein Netz")

    helper.reload()
    expect(helper.locator("[data-state]")).to_contain_text("3 noch nicht gesendet")
    expect(helper.locator("[data-queue] li")).to_have_count(3)
    helper.close()
    helper = phone.new_page()
    helper.goto(re.sub(r"helfen/.*", "", link))
    expect(helper.locator("[data-state]")).to_contain_text("3 noch nicht gesendet")

    for context in (team.context, phone):
        context.set_offline(False)
    for page in (helper, team):
        page.get_by_role("button", name="Jetzt senden").click()
        expect(page.locator("[data-state]")).to_have_text("Alles ist gesendet.", timeout=20_000)
    team.get_by_role("button", name="Jetzt senden").click()
    expect(team.locator("[data-count]")).to_contain_text(f"{before + 3} von")
    assert faults_of(helper) == []

    team.goto(f"{address}anmeldung/?q=Ayla")
    expect(team.locator("tr", has_text="Ayla Sommerfeld")).to_contain_text("anwesend")
    team.goto(f"{address}anmeldung/?q={unique}")
    expect(team.locator("tr", has_text=f"Willi {unique}")).to_contain_text("anwesend")


# A camera that shows nothing and a reader of codes that finds one in it: browsers on Linux bring none.
SCANNER = """
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement("canvas");
        canvas.getContext("2d").fillRect(0, 0, 300, 150);
        return canvas.captureStream(10);
    };
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(video) { return video.videoWidth ? [{ rawValue: "%s" }] : []; }
    };
"""


def test_a_scanned_code_lets_in_once(team: Page) -> None:
    address = open_list(team)
    team.goto(f"{address}anmeldung/?q=Cosima")
    team.get_by_role("link", name="Cosima Waldheim").click()
    code = re.search(r"Einlasscode\s+(\w+)", team.locator("main").inner_text())
    assert code
    team.add_init_script(SCANNER % code[1])
    team.goto(f"{address}einlass/")
    ready(team)

    team.get_by_role("button", name="QR-Code scannen").click()

    expect(team.locator("[data-told]")).to_contain_text("Cosima Waldheim: willkommen!")
    expect(team.locator("[data-told]")).to_contain_text("Cosima Waldheim war schon da.")
    team.get_by_role("button", name="QR-Code scannen").click()
    expect(team.locator("[data-video]")).to_be_hidden()


# A camera before which a code is held; the browser itself cannot read it.
CAMERA = """
    delete window.BarcodeDetector;
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
        const context = canvas.getContext("2d");
        const draw = () => {
            context.fillStyle = "#ccc";
            context.fillRect(0, 0, 640, 480);
            context.setTransform(7, 1, -1, 7, 210, 120);
            %s.forEach((row, y) => row.forEach((dark, x) => {
                context.fillStyle = dark ? "#222" : "#eee";
                context.fillRect(x, y, 1.05, 1.05);
            }));
            context.resetTransform();
        };
        setInterval(draw, 100);
        return canvas.captureStream(10);
    };
"""


def test_a_browser_without_a_reader_of_its_own_is_lent_one(team: Page) -> None:
    """As on an iPhone or in Firefox: the reader comes with the page, under the same rules, also without network."""
    address = open_list(team)
    team.goto(f"{address}anmeldung/?q=Dariusz")
    team.locator("main table a").first.click()
    code = re.search(r"Einlasscode\s+(\w+)", team.locator("main").inner_text())
    assert code
    matrix = [list(row) for row in segno.make_qr(code[1], error="m").matrix_iter(border=4)]
    team.add_init_script(CAMERA % json.dumps(matrix))
    team.goto(f"{address}einlass/")
    ready(team)
    team.context.set_offline(True)
    team.reload()

    team.get_by_role("button", name="QR-Code scannen").click()

    expect(team.locator("[data-told]")).to_contain_text("willkommen!")
    team.get_by_role("button", name="QR-Code scannen").click()
    expect(team.locator("[data-video]")).to_be_hidden()
    team.context.set_offline(False)
    assert faults_of(team) == []


def test_a_device_without_camera_says_so(team: Page) -> None:
    address = open_list(team)
    team.add_init_script("delete MediaDevices.prototype.getUserMedia")
    team.goto(f"{address}einlass/")

    expect(team.get_by_text("Hier ist keine Kamera, die QR-Codes lesen kann.")).to_be_visible()
    expect(team.get_by_role("button", name="QR-Code scannen")).to_be_hidden()


def test_the_device_is_cleared(team: Page) -> None:
    open_list(team)
    team.goto(re.sub(r"anmeldung/$", "einlass/", team.url))
    ready(team)

    team.get_by_role("button", name="Von diesem Gerät löschen").click()

    expect(team.get_by_text("Von diesem Gerät ist alles gelöscht.")).to_be_visible()
    assert people_on(team) == 0


def test_after_the_event_the_device_clears_itself(team: Page) -> None:
    open_list(team)
    team.goto(re.sub(r"anmeldung/$", "einlass/", team.url))
    ready(team)
    assert people_on(team) > 20
    ends_at = datetime.datetime.fromisoformat(team.locator("[data-ends-at]").get_attribute("data-ends-at") or "")

    team.clock.set_fixed_time(ends_at + datetime.timedelta(hours=13))
    team.reload()

    expect(team.locator("[data-device]")).to_be_hidden()
    team.wait_for_function("navigator.serviceWorker.getRegistrations().then((found) => found.length === 0)")
    assert people_on(team) == 0


def people_on(page: Page) -> int:
    """Return how many people the device keeps."""
    count: int = page.evaluate(
        """async () => {
            const databases = await indexedDB.databases();
            const counts = await Promise.all(databases.map(({ name }) => new Promise((done) => {
                const request = indexedDB.open(name);
                request.onsuccess = () => {
                    const all = request.result.transaction("people").objectStore("people").count();
                    all.onsuccess = () => { request.result.close(); done(all.result); };
                };
            })));
            return counts.reduce((sum, count) => sum + count, 0);
        }"""
    )
    return count


def test_the_door_works_as_a_plain_form(plain_page: Page, team: Page) -> None:
    open_list(team)
    team.goto(re.sub(r"anmeldung/$", "einlass/helfen/", team.url))
    plain_page.goto(team.locator(".preview__address a").get_attribute("href") or "")
    plain_page.get_by_label("Code oder Name").fill("Bernd")
    plain_page.get_by_role("button", name="Suchen").click()
    plain_page.get_by_role("button", name=of("Einlassen", "Bernd Ackerknecht")).click()
    expect(plain_page.get_by_text("Eingelassen. Willkommen!")).to_be_visible()
    plain_page.get_by_label("Code oder Name").fill("Bernd")
    plain_page.get_by_role("button", name="Suchen").click()
    plain_page.get_by_role("button", name=of("Zurücknehmen", "Bernd Ackerknecht")).click()
    expect(plain_page.get_by_text("Zurückgenommen.")).to_be_visible()


def test_pages_of_a_registration_have_no_barriers(phone: BrowserContext, demo: Demo, unique: str) -> None:
    page = phone.new_page()
    address = f"axe.{unique}@example.org"
    register(page, name=f"Axel {unique}", address=address)
    assert faults_of(page) == []
    own = path_in(demo.last_mail_to(address, about="Sie stehen auf der Warteliste", within=60))
    for part in ("", "aendern/", "absagen/"):
        page.goto(own + part)
        assert faults_of(page) == [], part
