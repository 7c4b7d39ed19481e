"""What is looked at on each page: axe, one heading, language, no overflow; on a desktop, on a phone, enlarged."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "dialogwerk/web/static/vendor/axe/axe.min.js").read_text()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# a desktop window at 200 % and at 400 %
ENLARGED = [{"width": 640, "height": 450}, {"width": 320, "height": 256}]
SCHEMES = ("light", "dark")
# what another language does not change
COLOURS = ["color-contrast", "link-in-text-block"]
# Contrast is two thirds of the work. Of neighbours that are built alike (each class and state within them is the same,
# only words and addresses differ) it looks at four: the first, the last, odd and even ones.
ALIKE = """() => {
    const own = 'id href src srcset alt title for name value datetime action width height d x y cx cy r points '
        + 'transform aria-label aria-labelledby aria-describedby aria-controls data-number';
    const differs = new Set(own.split(' '));
    const built = (element) => [
        element.tagName,
        ...[...element.attributes].filter(({name}) => !differs.has(name)).map(({name, value}) => name + '=' + value),
        ...new Set([...element.children].map(built)),
    ].join('<') + '>';
    for (const parent of document.querySelectorAll('body *')) {
        if (parent.children.length < 5 || parent.closest('[data-alike]')) continue;
        const seen = {};
        for (const child of [...parent.children].slice(0, -1)) {
            const name = built(child);
            seen[name] = (seen[name] ?? 0) + 1;
            child.toggleAttribute('data-alike', seen[name] > 3);
        }
    }
    axe.configure({rules: [{id: 'color-contrast', selector: ':not([data-alike], [data-alike] *)'}]});
}"""
# the words of each menu, none where it is not seen
MENUS = """() => [...document.querySelectorAll('details.menu')].map((menu) => {
    const summary = menu.querySelector('summary');
    const seen = summary.getClientRects().length && summary.checkVisibility({visibilityProperty: true});
    return seen ? summary.innerText.trim().replace(/\\s+/g, ' ') : '';
})"""


def begin(page: Page, scheme: str = "light") -> None:
    """Make the window a desktop's, before a page is opened."""
    page.set_viewport_size(DESKTOP)
    _paint(page, scheme)


def faults_of(page: Page, scheme: str = "light", menus: set[str] | None = None) -> list[str]:
    """Return what is wrong with the page that is open, with all details open.

    It is looked at in one scheme on the desktop and in the other one on the phone. Menus stay closed meanwhile: they
    lie above the rest. Those that are not yet among `menus` are opened one after the other, at both widths.
    """
    if page.viewport_size != DESKTOP:
        begin(page, scheme)
    _unfold(page)
    faults = _structure(page, "de")
    faults += [f"desktop, {scheme}: {fault}" for fault in _axe(page)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += [f"letters twice as large: {fault}" for fault in _overflow(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    faults += _faults_of_menus(page, DESKTOP, menus)
    other = SCHEMES[1 - SCHEMES.index(scheme)]
    _paint(page, other)
    page.set_viewport_size(PHONE)
    faults += [f"phone, {other}: {fault}" for fault in _axe(page)] + _overflow(page)
    faults += _faults_of_menus(page, PHONE, menus)
    for window in ENLARGED:
        page.set_viewport_size(window)
        faults += _overflow(page)
    page.set_viewport_size(DESKTOP)
    return list(dict.fromkeys(faults))


def faults_at_once(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, as it is shown now."""
    _unfold(page)
    return _structure(page, "de") + _axe(page) + _overflow(page)


def _faults_of_menus(page: Page, window: dict[str, int], known: set[str] | None) -> list[str]:
    """Open each menu that is seen and not `known` yet, and return what is wrong with it."""
    faults: list[str] = []
    for number, words in enumerate(page.evaluate(MENUS) if known is not None else []):
        name = f"{window['width']} px: menu „{words}“"
        if not words or name in known:
            continue
        known.add(name)
        menu = page.locator("details.menu").nth(number)
        menu.locator("summary").first.click()
        for scheme in SCHEMES:
            _paint(page, scheme)
            faults += [f"{name}, {scheme}: {fault}" for fault in _axe(page, within="details.menu[open]")]
        faults += [f"{name}: {fault}" for fault in _overflow(page)]
        page.keyboard.press("Escape")
        if menu.get_attribute("open") is not None:
            faults.append(f"{name}: stays open")
    return faults


def faults_of_words(page: Page) -> list[str]:
    """Return what is wrong with the page that is open in English: its words, not its colours."""
    return _structure(page, "en") + _axe(page, without=COLOURS) + _overflow(page)


def _paint(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => (part.open = true))")


def _structure(page: Page, language: str) -> list[str]:
    """Return what is wrong with headings and language; that no level is left out is a rule of axe."""
    facts: dict[str, Any] = page.evaluate(
        """() => ({headings: document.querySelectorAll('h1').length, language: document.documentElement.lang})"""
    )
    wrong = [f"{facts['headings']} h1"] if facts["headings"] != 1 else []
    return wrong + ([f"lang is {facts['language']!r}"] if facts["language"] != language else [])


def _overflow(page: Page) -> list[str]:
    _settle(page)
    found: dict[str, Any] = page.evaluate(
        """() => ({width: document.documentElement.scrollWidth, window: innerWidth,
            widest: [...document.querySelectorAll('main *, header *, footer *')]
                .filter((element) => element.checkVisibility({contentVisibilityAuto: true})
                    && element.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 3).map((element) => element.outerHTML.slice(0, 100))})"""
    )
    if found["width"] <= found["window"]:
        return []
    return [f"{found['width']} px wide in a window of {found['window']} px: {' | '.join(found['widest'])}"]


def _settle(page: Page) -> None:
    """Wait until the page has been laid out and painted in its new window or colours, and no part of it is loading.

    The style guide shows for ever what is being sent.
    """
    page.evaluate(
        """() => new Promise((done) => {
            const loading = '[aria-busy=true]:not(.styleguide *), .htmx-request';
            const look = (turns) => turns && document.querySelector(loading)
                ? setTimeout(look, 50, turns - 1)
                : requestAnimationFrame(() => requestAnimationFrame(done));
            look(200);
        })"""
    )


def _axe(page: Page, without: list[str] | None = None, within: str | None = None) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if without:
        options["rules"] = {rule: {"enabled": False} for rule in without}
    _settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(ALIKE)
    found = page.evaluate(
        """async ([within, options]) => (await axe.run(within ?? document, options)).violations.map((violation) => (
            {rule: violation.id, at: violation.nodes.slice(0, 3).map((node) => node.target.join(' ')
             + ' ' + ((node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? '')),
             count: violation.nodes.length}))""",
        [within, options],
    )
    return [f"{violation['rule']} ({violation['count']}x): {'; '.join(violation['at'])}" for violation in found]
