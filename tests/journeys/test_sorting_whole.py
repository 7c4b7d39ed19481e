"""Two people sort all contributions of the demonstration with mouse and keys, and the machine helps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.conftest import Demo, own_demo
from tests.journeys.test_sorting import expect_ready
from tests.journeys.test_sorting_drag import drag

pytestmark = pytest.mark.browser


@pytest.fixture
def other_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration of its own, whose worker does nothing else."""
    with own_demo(tmp_path_factory, "whole") as started:
        yield started


@pytest.fixture
def people(browser: Browser, other_demo: Demo) -> Iterator[tuple[Page, Page]]:
    """Two of the team at their own devices."""
    contexts = [
        browser.new_context(base_url=other_demo.url, locale="de-DE", viewport={"width": 1280, "height": 900})
        for _ in range(2)
    ]
    pages = [context.new_page() for context in contexts]
    for page, who in zip(pages, ("leitung", "redaktion"), strict=True):
        page.set_default_timeout(60_000)
        sign_in(page, f"{who}@demo.example.org")
    yield pages[0], pages[1]
    for context in contexts:
        context.close()


def figure(page: Page, name: str) -> int:
    return int(re.sub(r"\D", "", page.locator(f"[data-figure={name}]").inner_text()))


def test_two_people_sort_all_contributions_with_mouse_keys_and_suggestions(people: tuple[Page, Page]) -> None:
    mouse, keys = people
    mouse.goto("/werkstatt/nrw/sortieren/neu/")
    mouse.get_by_label("Titel").fill("Ein Nachmittag")
    mouse.get_by_role("button", name="Tisch decken").click()
    expect_ready(mouse)
    at = mouse.url
    total = figure(mouse, "total")
    assert total >= 300

    # groups by mouse; each takes the current card along
    for name in ("Lernzeit", "Gesundheit"):
        mouse.get_by_label("Neue Gruppe").fill(name)
        mouse.get_by_role("button", name="Anlegen").click()
        expect(mouse.locator(f'.sort-group[data-name="{name}"] [data-count]')).to_have_text("1")
    keys.goto(at)
    expect_ready(keys)

    # one drags and clicks, the other one types
    cards = mouse.locator(".sort-card:not([hidden])")
    drag(mouse, cards.nth(2), mouse.locator('.sort-group[data-name="Lernzeit"]'))
    mouse.mouse.up()
    for at_card in (0, 1, 3):
        cards.nth(at_card).locator(".sort-card__check").check()
    mouse.locator('.sort-group[data-name="Gesundheit"] .sort-group__put').click()
    expect(mouse.locator("[data-figure=done]")).to_have_text("6")
    keys.keyboard.press("j")
    for turn in range(40):
        keys.keyboard.press("1" if turn % 3 else "2")
    keys.keyboard.press("x")
    expect(keys.locator("[data-figure=aside]")).to_have_text("1")
    expect(keys.locator("[data-figure=done]")).to_have_text("47")
    expect(mouse.locator("[data-figure=done]")).to_have_text("47")

    # the machine has learnt by itself; one more by its key, the rest in one move
    expect(keys.locator(".sort-suggestion").first).to_be_visible(timeout=120_000)
    keys.locator(".sort-card").first.focus()
    keys.keyboard.press("s")
    expect(mouse.locator("[data-figure=done]")).to_have_text("48")
    mouse.goto(f"{at}vorschlaege/?ab=0")
    mouse.get_by_role("button", name=re.compile("Beiträge so einsortieren")).click()
    expect(keys.locator("[data-figure=done]")).to_have_text(f"{total:_}".replace("_", "."), timeout=60_000)
    expect(keys.locator("#sort-list")).to_contain_text("Alles ist sortiert oder beiseite gelegt.")
