"""Who uses the keyboard sees where she is, on every main page, on desktop and phone, light and dark."""

import pytest
from playwright.sync_api import Page

from tests.journeys.acts import sign_in
from tests.journeys.axe import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.looks]

LEAD = "leitung@demo.example.org"
PUBLIC = (
    "/",
    "/nrw/",
    "/nrw/karte/",
    "/nrw/herausforderungen/",
    "/nrw/termine/",
    "/nrw/regionen/",
    "/nrw/ideen/neu/",
    "/suche/?q=werkstatt",
    "/konto/login/",
    "/styleguide/",
)
TEAM = ("/werkstatt/nrw/", "/werkstatt/nrw/moderation/", "/werkstatt/nrw/einrichten/", "/konto/")
MOST = 400

# Where the focus is: what it is on, whether something around or inside it is outlined, and whether that can be seen.
FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const outlined = (part) => {
        const style = getComputedStyle(part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    const around = [element, element.parentElement, element.closest('.tile, .search-field, li, form')].filter(Boolean);
    const isThick = (part) => parseFloat(getComputedStyle(part).strokeWidth) > 5;
    const drawn = [...element.querySelectorAll('path, circle')].some(isThick);
    const box = element.getBoundingClientRect();
    const inWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    element.dataset.reached = (Number(element.dataset.reached) || 0) + 1;
    return {
        name: element.outerHTML.slice(0, 160),
        again: element.dataset.reached > 1,
        fault: !(around.some(outlined) || drawn) ? 'no outline' : !inWindow || !box.width ? 'outside the window' : '',
    };
}"""


def unseen(page: Page) -> list[str]:
    """Press the tab key until it comes round, and return where the focus is not to be seen."""
    faults = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["again"]:
            break
        if focus["fault"]:
            faults.append(f"{focus['fault']}: {focus['name']}")
    return faults


def look_at(page: Page, found: tuple[str, ...]) -> dict[str, list[str]]:
    page.emulate_media(reduced_motion="reduce")
    faults = {}
    for address in found:
        for window in (DESKTOP, PHONE):
            page.set_viewport_size(window)
            page.goto(address)
            page.wait_for_load_state("networkidle")
            faults[f"{address} at {window['width']} px"] = unseen(page)
    return {where: what for where, what in faults.items() if what}


def test_focus_is_seen_on_public_pages(page: Page) -> None:
    assert look_at(page, PUBLIC) == {}


def test_focus_is_seen_on_pages_of_the_team(page: Page) -> None:
    sign_in(page, LEAD)

    assert look_at(page, TEAM) == {}


def test_first_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/nrw/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("address", ["/nrw/karte/", "/werkstatt/nrw/einrichten/", "/styleguide/"])
def test_nothing_moves_where_motion_is_unwanted(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.goto(address)
    page.wait_for_load_state("networkidle")

    page.emulate_media(reduced_motion="reduce", color_scheme="dark")
    page.set_viewport_size(PHONE)

    assert page.evaluate("(document.body.offsetWidth, document.getAnimations().length)") == 0
