"""People in a lab: each has a browser context of her own, as each has a device of her own."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Join = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
ARRIVED = "Alles angekommen"


def write(page: Page, text: str, column: str = "") -> None:
    """Write one card on a phone."""
    form = page.locator("[data-lab-write]")
    if column:
        form.locator("label.lab-chip", has_text=column).click()
    form.get_by_label("Ihr Gedanke").fill(text)
    form.get_by_role("button", name="An die Tafel").click()


def sit_down(page: Page, code: str) -> None:
    """Type the code of a table and wait until the page has caught up with it."""
    page.goto("/labor/")
    page.get_by_label("Code vom Tisch oder von der Wand").fill(code.lower())
    page.get_by_role("button", name="Weiter").click()
    says(page, ARRIVED)


def tab_to(page: Page, target: Locator, key: str = "Tab", most: int = 80) -> None:
    """Press Tab (or another key) until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(most):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")


def says(page: Page, words: str | re.Pattern[str], within: float = 15_000) -> None:
    """Wait until the head of the page says this about what was sent."""
    expect(page.locator("[data-lab-state-words]")).to_have_text(words, timeout=within)


def on_wall(wall: Page, text: str) -> None:
    """Wait until a card hangs on the wall, once."""
    expect(wall.locator("[data-wall-cards] .lab-card", has_text=text)).to_have_count(1, timeout=15_000)


def carried(page: Page) -> None:
    """Wait until the service worker carries the page, so that it opens without network."""
    page.evaluate(
        """async () => {
            for (let turn = 0; turn < 300; turn++) {
                const kept = await caches.match(location.pathname, { ignoreSearch: true, ignoreVary: true });
                if (kept && navigator.serviceWorker.controller) return;
                await new Promise((done) => setTimeout(done, 100));
            }
            throw new Error("the page is not kept");
        }"""
    )
