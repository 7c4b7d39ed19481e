"""Two people sort at one table: one with the mouse, one with the keyboard only; one undoes, the other sees it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser


def lay_out(page: Page, title: str) -> str:
    """Lay out a table of one lab and return its address."""
    page.goto("/werkstatt/nrw/sortieren/neu/")
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Ideenlabor OstWestfalenLippe").check()
    page.get_by_role("button", name="Tisch decken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def expect_ready(page: Page) -> None:
    """Wait until the script has taken the table over: then one card is the current one."""
    expect(page.locator(".sort-card[aria-current=true]")).to_be_visible()


def count_in(page: Page, name: str) -> str:
    return page.locator(f'.sort-group[data-name="{name}"] [data-count]').inner_text()


def expect_in(page: Page, name: str, count: int) -> None:
    expect(page.locator(f'.sort-group[data-name="{name}"] [data-count]')).to_have_text(str(count))


def test_two_people_sort_with_mouse_and_with_keys(page: Page, browser: Browser, demo: Demo, unique: str) -> None:
    sign_in(page, "leitung@demo.example.org")
    at = lay_out(page, f"Zu zweit {unique}")
    context = browser.new_context(base_url=demo.url, locale="de-DE", viewport={"width": 1280, "height": 900})
    other = context.new_page()
    sign_in(other, "redaktion@demo.example.org")
    other.goto(at)
    expect(other.locator(".sort-card").first).to_be_visible()

    # keys only: find a group by typing, next card, its key, another one aside
    page.keyboard.press("j")
    page.keyboard.press("g")
    page.keyboard.type("Lernzeit")
    page.keyboard.press("Enter")
    expect_in(page, "Lernzeit", 1)
    page.keyboard.press("1")
    expect_in(page, "Lernzeit", 2)
    page.keyboard.press("x")
    expect(page.locator("[data-figure=aside]")).to_have_text("1")

    # the other one sees it without doing anything, and sorts with the mouse
    expect_in(other, "Lernzeit", 2)
    expect(other.locator("[data-figure=aside]")).to_have_text("1")
    expect(other.locator("[data-news]")).to_contain_text("Prozessleitung")
    number = other.locator(".sort-card:not([hidden])").nth(3).get_attribute("data-entry")
    other.locator(f'.sort-card[data-entry="{number}"] p').first.click()
    expect(other.locator(f'.sort-card[data-entry="{number}"]')).to_have_attribute("aria-current", "true")
    other.locator('.sort-group[data-name="Lernzeit"] .sort-group__put').click()
    expect_in(other, "Lernzeit", 3)
    expect_in(page, "Lernzeit", 3)
    expect(page.locator(f'.sort-card[data-entry="{number}"]')).to_have_count(0)

    # one undoes by a key, the other sees it; what the other one did stays
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect_in(page, "Lernzeit", 2)
    expect_in(other, "Lernzeit", 2)
    expect(other.locator("[data-figure=aside]")).to_have_text("0")

    # anybody takes back any move
    page.goto(f"{at}verlauf/")
    line = page.locator(".protocol li", has_text=f"Redaktion hat #{number}")
    line.get_by_role("button", name=re.compile("Zurücknehmen")).click()
    expect(page.locator("main")).to_contain_text("Zurückgenommen.")
    expect_in(other, "Lernzeit", 1)
    expect(other.locator(f'.sort-card[data-entry="{number}"]')).to_be_visible()
    context.close()


def test_sorting_and_writing_without_script(plain_page: Page, unique: str) -> None:
    page = plain_page
    sign_in(page, "redaktion@demo.example.org")
    at = lay_out(page, f"Ohne Skript {unique}")
    for check in page.locator(".sort-card__check").all()[:2]:
        check.check()
    page.get_by_label("Neue Gruppe").fill("Lernzeit")
    page.get_by_role("button", name="Anlegen").click()
    expect_in(page, "Lernzeit", 2)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("main")).to_contain_text("Zurückgenommen.")
    page.locator(".sort-card__check").first.check()
    page.get_by_label("Neue Gruppe").fill("Lernzeit")
    page.get_by_role("button", name="Anlegen").click()

    page.get_by_role("link", name=re.compile("öffnen.*Lernzeit")).click()
    page.locator("#begin-set").select_option(label="eine neue") if page.locator("#begin-set").count() else None
    page.get_by_role("button", name="Herausforderung aus dieser Gruppe").click()
    page.locator("#id_satz-0-text").fill("Gelernt wird nebenbei.")
    page.get_by_role("button", name="Speichern und weiterschreiben").click()
    page.get_by_role("link", name="Belege zuordnen").click()
    expect(page.locator(".evidence-sentence")).to_contain_text("ohne Beleg")
    page.locator(".sort-card__check").first.check()
    page.get_by_role("button", name="Auswahl zu Satz 1").click()

    expect(page.locator("main")).to_contain_text("1 Beleg ist dazugekommen.")
    expect(page.locator("main")).to_contain_text("1 von 1 Beiträgen sind Belege (100 %).")
    assert at
