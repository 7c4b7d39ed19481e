"""A dialogue from nothing to the archive: an operator begins it, its lead sets it up, opens, concludes, archives."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import sign_in, submit_as_member
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser

OPERATOR, LEAD, MEMBER = "betrieb@demo.example.org", "leitung@demo.example.org", "mitmachen@demo.example.org"


def press(page: Page, name: str) -> None:
    """Press a button that sends a form and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def save(page: Page) -> None:
    press(page, "Speichern")
    expect(page.locator("main")).to_contain_text("Gespeichert")


def add_row(page: Page, desk: str, part: str, **fields: str) -> None:
    """Write the first row of a list of the set-up."""
    page.goto(f"{desk}einrichten/{part}/")
    row = page.locator(".rows__row").last
    for name, value in fields.items():
        row.locator(f"[name$='-{name}']").fill(value)
    save(page)


def begin(page: Page, demo: Demo, slug: str, title: str) -> None:
    """Begin a dialogue and give it a lead."""
    desk = f"/werkstatt/{slug}/"
    sign_in(page, OPERATOR)
    page.goto("/werkstatt/")
    page.get_by_role("link", name="Neuer Dialog").click()
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Adresse").fill(slug)
    page.get_by_label("Neuer Träger: voller Name").fill(f"Landkreis Probe {slug}")
    page.get_by_label("Neuer Träger: Kurzname").fill("LK Probe")
    page.get_by_role("button", name="Dialog anlegen").click()
    expect(page.locator("main")).to_contain_text("Vor dem Öffnen fehlt noch")

    page.goto(f"{desk}team/")
    page.get_by_label("E-Mail-Adresse").fill(LEAD)
    page.get_by_label("Prozessleitung").check()
    page.get_by_role("button", name="Rolle geben").click()
    expect(page.locator(".team-list").first).to_contain_text("Prozessleitung")
    assert title in demo.last_mail_to(LEAD, holding=title)


def set_up(page: Page, desk: str) -> None:
    """Fill in all that a dialogue needs before it can be opened."""
    page.goto(f"{desk}einrichten/grunddaten/")
    page.get_by_label("Leitgedanke").fill("Gute Pflege braucht gute Arbeit")
    page.get_by_label("Kurz gesagt").fill("Der Landkreis fragt Beschäftigte und Häuser, was sie entlastet.")
    page.get_by_label("Ziele, eines je Zeile").fill("Dienstpläne, die halten\nZeit für Einarbeitung")
    save(page)
    page.goto(f"{desk}einrichten/rechtliches/")
    for label in ("Impressum", "Datenschutzerklärung", "Erklärung zur Barrierefreiheit"):
        page.get_by_label(re.compile(f"^{label}")).fill(f"{label} des Landkreises Probe, Hauptstraße 1.")
    save(page)
    add_row(page, desk, "leitfragen", text="Was macht einen Dienstplan verlässlich?")
    add_row(page, desk, "regeln", title="Respekt", text="Wir sprechen über die Sache.")
    page.goto(f"{desk}einrichten/phasen/")
    row = page.locator(".rows__row").last
    row.get_by_label("Titel").fill("Ideen sammeln")
    row.get_by_label("Ideen einreichen").check()
    save(page)
    add_row(page, desk, "themen", title="Themen")
    page.locator(".rows__row").get_by_role("link").first.click()
    page.locator(".rows__row").last.get_by_label("Titel").fill("Dienstplan")
    save(page)
    page.goto(f"{desk}einrichten/regionen/")
    page.get_by_label("Regionenschnitt").select_option(index=1)
    press(page, "Schnitt übernehmen")
    row = page.locator(".rows__row").last
    row.locator("select[name$='-region']").select_option(index=1)
    row.locator("[name$='-contact_office']").fill("Dialogbüro")
    row.locator("[name$='-contact_email']").fill("dialog@probe.example.org")
    save(page)


def take_step(page: Page, desk: str, step: str, button: str) -> None:
    page.goto(f"{desk}einrichten/stand/{step}/")
    if step == "abschliessen":
        page.get_by_label("Schlusswort").fill("Der Springerpool kommt; zuständig ist das Dialogbüro.")
    page.get_by_label(re.compile("Ja, ich habe das gelesen")).check()
    press(page, button)


def test_a_dialogue_from_nothing_to_the_archive(visitor: Page, another: Page, demo: Demo, unique: str) -> None:
    slug, title = f"pflege-{unique}", f"Pflege im Wandel {unique}"
    desk = f"/werkstatt/{slug}/"
    begin(visitor, demo, slug, title)
    sign_in(another, LEAD)
    set_up(another, desk)
    another.goto(f"{desk}einrichten/")
    expect(another.locator("main")).to_contain_text("Alle Pflichtangaben sind da.")
    preview = another.locator(".preview__address a").get_attribute("href")
    take_step(another, desk, "oeffnen", "Dialog öffnen")
    expect(another.locator("main")).to_contain_text("offen")

    # whoever still has the link of the preview reads what all may read now
    assert preview
    visitor.goto(preview)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Gute Pflege braucht gute Arbeit")
    visitor.context.clear_cookies()
    sign_in(visitor, MEMBER)
    idea = submit_as_member(visitor, title=f"Springerpool {unique}", process=slug)

    take_step(another, desk, "abschliessen", "Dialog abschließen")
    expect(another.locator("main")).to_contain_text("abgeschlossen")
    visitor.goto(f"/{slug}/")
    expect(visitor.locator("main")).to_contain_text("Der Springerpool kommt")
    expect(visitor.get_by_role("link", name="Idee einreichen")).to_have_count(0)
    visitor.goto(idea)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Springerpool")

    take_step(another, desk, "archivieren", "Dialog archivieren")
    expect(another.locator("main")).to_contain_text("archiviert")
    visitor.goto(idea)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Springerpool")
    visitor.goto("/")
    expect(visitor.locator("main")).to_contain_text(title)
