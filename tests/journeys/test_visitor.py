"""A visitor without an account finds an idea, follows its trail, rates and comments; she sends in an idea."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import confirm_as_guest, enter_code, open_details, submit_idea
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser

SCOUTS = "Netzwerk aus Digital-Scouts"


def test_finds_an_idea_in_the_list(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_role("link", name="NRW 4.0: Gute und faire Arbeit").last.click()
    visitor.get_by_role("link", name="Ideen lesen und bewerten").click()
    visitor.locator(".filter-bar, form").get_by_label("Suchen", exact=False).last.fill("Digital-Scouts")
    visitor.keyboard.press("Enter")

    visitor.locator("#map-list").get_by_role("link", name=SCOUTS).first.click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(SCOUTS)


def test_finds_an_idea_on_the_map(page: Page) -> None:
    page.goto("/nrw/karte/?q=Digital-Scouts")
    mark = page.locator("#karte [data-map]")
    expect(mark).to_be_visible()
    expect(page.get_by_role("button", name="Vergrößern")).to_be_visible()
    page.goto(page.url + "&auswahl=" + page.locator(".map-entry").first.get_attribute("data-number"))

    page.locator("#map-card").get_by_role("link", name="Ansehen und mitreden").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Scouts")


def test_narrows_the_map_down_by_region_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/nrw/karte/")

    address = plain_page.locator("a.map-overview__region[aria-label^='Siegen-Wittgenstein']").get_attribute("href")
    plain_page.goto(address or "")

    expect(plain_page.locator(".map-chosen")).to_contain_text("Siegen-Wittgenstein und Olpe")
    expect(plain_page.locator("#map-list").get_by_role("link", name=SCOUTS).first).to_be_visible()


def test_follows_the_trail_to_the_lab_and_to_the_challenge(visitor: Page) -> None:
    visitor.goto("/suche/?q=Digital-Scouts")
    visitor.locator("main").get_by_role("link", name=SCOUTS).first.click()
    visitor.get_by_role("link", name="Ganzen Weg ansehen").click()
    expect(visitor).to_have_url(re.compile(r"/weg/\d+/$"))
    trail = visitor.url

    ways = visitor.locator("main a:visible, main a")
    lab = ways.filter(has_text="Ideenlabor Siegen-Wittgenstein und Olpe").first.get_attribute("href")
    visitor.goto(lab or "")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Ideenlabor Siegen-Wittgenstein und Olpe")
    expect(visitor.locator("main")).to_contain_text("29. November 2016")

    visitor.goto(trail)
    challenge = ways.filter(has_text="Mitarbeiter und Führungskräfte für die digitale").first.get_attribute("href")
    visitor.goto(challenge or "")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        "Mitarbeiter und Führungskräfte für die digitale Transformation begeistern"
    )


def test_rates_and_comments_as_guest(visitor: Page, demo: Demo, unique: str) -> None:
    visitor.goto("/suche/?q=Schachtzeichen")
    visitor.locator("main").get_by_role("link", name="Schachtzeichen 4.0", exact=True).first.click()
    idea = visitor.url
    before = ratings(visitor)
    open_details(visitor, "Jetzt bewerten")
    visitor.get_by_label("überzeugend", exact=True).check()
    visitor.get_by_role("button", name="Bewerten", exact=True).click()
    confirm_as_guest(visitor, demo, name=f"Gast {unique}", address=f"gast-{unique}@example.org")

    expect(visitor.locator("main")).to_contain_text("Danke, Ihre Bewertung ist gespeichert.")
    assert ratings(visitor) == before + 1

    # her address is confirmed now: the comment needs no second code
    text = f"Die gelben Ballons waren bis Herten zu sehen. {unique}"
    visitor.goto(idea)
    visitor.get_by_label("Ihr Kommentar").fill(text)
    visitor.get_by_role("button", name="Kommentieren").click()

    comment = visitor.locator("article.comment", has_text=text)
    expect(comment).to_contain_text(f"Gast {unique}")
    expect(visitor.locator("main")).to_contain_text("Ihr Kommentar")


def ratings(page: Page) -> int:
    match = re.search(r"(\d+) Bewertung", page.locator("#rating").inner_text())
    return int(match[1]) if match else 0


def test_submits_an_idea_as_guest(visitor: Page, demo: Demo, unique: str) -> None:
    title = f"Werkbank auf Rädern {unique}"
    submit_idea(visitor, "nrw", title=title, summary="Ein Anhänger mit Werkzeug zum Ausprobieren.", place="Siegen")
    visitor.get_by_label("Name, unter dem andere Sie lesen").fill("Radlerin")
    visitor.get_by_label("E-Mail-Adresse").fill(f"idee-{unique}@example.org")
    visitor.get_by_role("button", name="Idee einreichen").click()
    enter_code(visitor, demo, f"idee-{unique}@example.org")

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Idee")
    visitor.get_by_role("link", name="Zur Idee").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    expect(visitor.locator("main")).to_contain_text("Siegen-Wittgenstein und Olpe")


def test_submits_an_idea_with_a_place_by_keyboard_alone(page: Page, demo: Demo, unique: str) -> None:
    title, address = f"Sprechstunde im Dorfladen {unique}", f"tasten-{unique}@example.org"
    page.goto("/nrw/")
    press_to(page, "link", "Idee einreichen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Idee")

    type_into(page, "id_title", title)
    type_into(page, "id_summary", "Einmal im Monat berät jemand zwischen Brot und Zeitung.")
    type_into(page, "id_place_0", "Freudenb")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_contain_text("Siegen-Wittgenstein und Olpe")
    press_to(page, "button", "Weiter zur Vorschau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau")

    type_into(page, "guest-name", "Ladenfreundin")
    type_into(page, "guest-email", address)
    press_to(page, "button", "Idee einreichen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sehen Sie in Ihr Postfach")
    type_into(page, "id_code", demo.code_for(address))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Idee")
    press_to(page, "link", "Zur Idee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text("Freudenberg")


FOCUSED = "() => document.activeElement"
NAME = "(element) => (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\\s+/g, ' ')"


def press_to(page: Page, kind: str, name: str) -> None:
    """Press the tab key until the link or button with this name has the focus."""
    tag = {"link": "A", "button": "BUTTON"}[kind]
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle(FOCUSED)
        if focused.evaluate("(element) => element.tagName") == tag and focused.evaluate(NAME) == name:
            return
    raise AssertionError(f"the tab key does not reach the {kind} {name}")


def type_into(page: Page, field: str, text: str) -> None:
    """Press the tab key until the field has the focus, and type."""
    for _ in range(150):
        if page.evaluate("() => document.activeElement.id") == field:
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not reach {field}")
