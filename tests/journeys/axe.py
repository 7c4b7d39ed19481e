"""What is looked at on each page: axe, one heading, language, no overflow, at two widths, light and dark."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "dialogwerk/web/static/vendor/axe/axe.min.js").read_text()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# what changes with colours and widths alone; everything else is looked at once per width
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page that is open: at both widths, light and dark, with all details open.

    Menus stay closed: they lie above the rest, and only one of them is ever open.
    """
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => (part.open = true))")
    page.evaluate(AXE)
    faults = _structure(page)
    faults += [f"desktop, light: {fault}" for fault in _axe(page)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += [f"desktop, dark: {fault}" for fault in _axe(page, LOOKS)]
    page.set_viewport_size(PHONE)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    overflow = page.evaluate("document.documentElement.scrollWidth")
    if overflow > PHONE["width"]:
        faults.append(f"phone: {overflow} px wide: {page.evaluate(WIDEST)}")
    faults += [f"phone, dark: {fault}" for fault in _axe(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    faults += [f"phone, light: {fault}" for fault in _axe(page, LOOKS)]
    return list(dict.fromkeys(faults))


WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((element) => element.getBoundingClientRect().right > 361)
    .slice(0, 3).map((element) => element.outerHTML.slice(0, 100)).join(' | ')"""


def _structure(page: Page) -> list[str]:
    facts: dict[str, Any] = page.evaluate(
        """() => ({headings: document.querySelectorAll('h1').length, language: document.documentElement.lang})"""
    )
    wrong = [f"{facts['headings']} h1"] if facts["headings"] != 1 else []
    return wrong + ([f"lang is {facts['language']!r}"] if facts["language"] != "de" else [])


def _axe(page: Page, rules: list[str] | None = None) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = page.evaluate(
        """async (options) => (await axe.run(document, options)).violations.map((violation) => (
            {rule: violation.id, at: violation.nodes.slice(0, 3).map((node) => node.target.join(' ')
             + ' ' + ((node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? '')),
             count: violation.nodes.length}))""",
        options,
    )
    return [f"{violation['rule']} ({violation['count']}x): {'; '.join(violation['at'])}" for violation in found]
