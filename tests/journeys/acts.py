"""What people do again and again in the journeys. Everything works with and without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo

PASSWORD = "dialogwerk-demo"


def sign_in(page: Page, address: str) -> None:
    """Sign in by password."""
    page.goto("/konto/login/")
    form = page.locator("main form", has=page.locator("input[name=password]"))
    form.get_by_label("E-Mail-Adresse").fill(address)
    form.get_by_label("Passwort", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Anmelden").click()
    expect(page).not_to_have_url(re.compile("/konto/login/"))


def confirm_as_guest(page: Page, demo: Demo, *, name: str, address: str) -> None:
    """Name oneself and enter the code from the mail: the act that was kept is carried out then."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Fast fertig: Wer schreibt?")
    form = page.locator("main form", has=page.get_by_role("button", name="Code schicken"))
    form.get_by_label("Name, unter dem andere Sie lesen").fill(name)
    form.get_by_label("E-Mail-Adresse").fill(address)
    form.get_by_role("button", name="Code schicken").click()
    enter_code(page, demo, address)


def enter_code(page: Page, demo: Demo, address: str) -> None:
    """Enter the code from the mail."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Sehen Sie in Ihr Postfach")
    page.get_by_label("Code aus der Mail").fill(demo.code_for(address))
    page.get_by_role("button", name="Bestätigen und absenden").click()


def open_details(page: Page, summary: str) -> None:
    """Unfold a part of the page unless it is open."""
    details = page.locator("details", has=page.locator("summary", has_text=summary)).first
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()


def find_entry(page: Page, words: str) -> str:
    """Search for an entry, open the first result with these words in its title and return its address."""
    page.goto(f"/suche/?q={words}")
    page.locator("main").get_by_role("link", name=words).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    return page.url


def submit_idea(page: Page, process: str, *, title: str, summary: str, place: str = "") -> None:
    """Fill in the form as far as the preview."""
    page.goto(f"/{process}/ideen/neu/")
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Worum geht es?").fill(summary)
    if place:
        page.locator("#id_place_0").fill(place)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau")


def submit_as_member(page: Page, *, title: str, process: str = "nrw") -> str:
    """Submit an idea as somebody who is signed in; return its address."""
    submit_idea(page, process, title=title, summary=f"{title}: Wer mitmachen will, kommt dienstags dazu.")
    page.get_by_role("button", name="Idee einreichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Idee")
    return page.locator("main .thanks a").get_attribute("href") or ""
