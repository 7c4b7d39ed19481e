"""Cards are dragged to groups by mouse; keys and buttons stay."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.test_sorting import expect_in, expect_ready, lay_out

pytestmark = pytest.mark.browser


def drag(page: Page, card: Locator, target: Locator) -> None:
    """Take a card by the mouse and hold it over a target."""
    card.locator(".sort-card__text p").first.hover(position={"x": 20, "y": 8})  # waits where the list is renewed
    end = target.bounding_box()
    assert end is not None
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 12, steps=4)


def test_cards_are_dragged_to_a_group_or_put_back(page: Page, unique: str) -> None:
    sign_in(page, "redaktion@demo.example.org")
    lay_out(page, f"Gezogen {unique}")
    expect_ready(page)
    page.get_by_label("Neue Gruppe").fill("Lernzeit")
    page.get_by_role("button", name="Anlegen").click()
    group = page.locator('.sort-group[data-name="Lernzeit"]')
    expect_in(page, "Lernzeit", 1)  # the current card went along
    cards = page.locator(".sort-card:not([hidden])")

    drag(page, cards.nth(1), group)
    expect(group).to_have_class("sort-group is-target")
    expect(page.locator(".sort-ghost")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sort-ghost")).to_have_count(0)
    page.mouse.up()
    expect_in(page, "Lernzeit", 1)

    drag(page, cards.nth(1), group)
    page.mouse.up()
    expect_in(page, "Lernzeit", 2)

    for at in (0, 1, 2):
        cards.nth(at).locator(".sort-card__check").check()
    drag(page, cards.nth(2), group)
    expect(page.locator(".sort-ghost")).to_have_text("3 Beiträge")
    page.mouse.up()
    expect_in(page, "Lernzeit", 5)

    drag(page, cards.nth(0), page.get_by_role("button", name="Beiseite"))
    page.mouse.up()
    expect(page.locator("[data-figure=aside]")).to_have_text("1")
    page.keyboard.press("u")
    expect(page.locator("[data-figure=aside]")).to_have_text("0")
    expect_in(page, "Lernzeit", 5)
