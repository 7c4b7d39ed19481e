"""No page of the demonstration has a barrier that a machine can find.

All pages are fetched; of each kind of page the fullest is looked at. That takes minutes for each database
already, so the others are only asked whether they are there and how they are called.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from zlib import crc32

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests import addresses
from tests.journeys.acts import sign_in
from tests.journeys.axe import AXE, PHONE, SCHEMES, begin, faults_at_once, faults_of, faults_of_words
from tests.journeys.conftest import Demo, is_foreign

# looks: what a link leads to, tests/demo/test_pages.py asks on each database
pytestmark = [pytest.mark.browser, pytest.mark.looks]

LEAD = "leitung@demo.example.org"
# pages that differ so much from dialogue to dialogue that each of them is looked at
OFTEN = {"web:process", "events:event"}
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass
class Pages:
    """One address per kind of page and dialogue, what stands there, and which links lead nowhere."""

    found: dict[addresses.Key, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def samples(self) -> list[str]:
        """Return the fullest page of each kind."""
        kinds = defaultdict(list)
        for (view, process, _parameters), address in self.found.items():
            kinds[view, process if view in OFTEN else ""].append(address)
        return [max(known, key=lambda address: len(self.texts[address])) for known in kinds.values()]


# The visitor's tests run in one process and the team's in another: each looks for its pages once.
WHO = pytest.mark.parametrize(
    "who", [pytest.param(who, marks=pytest.mark.xdist_group(who)) for who in ("visitor", "team")]
)


@pytest.fixture(scope="module")
def contexts(browser: Browser, demo: Demo) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that gives the context of a visitor or of the team's lead, in German or English."""
    known: dict[tuple[str, str], BrowserContext] = {}

    def context_of(who: str, locale: str = "de-DE") -> BrowserContext:
        if (who, locale) not in known:
            known[who, locale] = browser.new_context(base_url=demo.url, locale=locale)
            known[who, locale].add_init_script(AXE)  # cheaper than to send it to each page
            if who == "team":
                state = browser.new_context(base_url=demo.url, locale="de-DE")
                sign_in(state.new_page(), LEAD)
                known[who, locale].add_cookies(state.cookies())
                state.close()
        return known[who, locale]

    yield context_of
    for context in known.values():
        context.close()


@pytest.fixture(scope="module")
def pages_of(contexts: Callable[..., BrowserContext]) -> Callable[[str], Pages]:
    """Return a function that finds the pages of a visitor or of the team, once."""
    known: dict[str, Pages] = {}

    def find(who: str) -> Pages:
        if who in known:
            return known[who]
        known[who] = pages = Pages()

        def fetch(address: str) -> str | None:
            answer = contexts(who).request.get(address, max_redirects=0)
            if answer.status >= 500 or (answer.status >= 400 and address not in addresses.PUBLIC_STARTS):
                pages.broken.append(f"{address}: {answer.status}")
            if target := answer.headers.get("location"):
                return f'<a href="{target}">'
            if answer.status >= 500 or not answer.headers.get("content-type", "").startswith("text/html"):
                return None
            pages.texts[address] = answer.text()
            return pages.texts[address]

        if who == "team":
            found = addresses.collect(fetch, *addresses.TEAM_STARTS, within=addresses.is_for_the_team)
        else:
            found = addresses.collect(fetch, *addresses.PUBLIC_STARTS)
        pages.found = {key: address for key, address in found.items() if address in pages.texts}
        return pages

    return find


def look_at_all(page: Page, demo: Demo, found: list[str]) -> list[str]:
    """Open each page and return all faults, each with its page."""
    faults: list[str] = []
    menus: set[str] = set()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: troubles.append(f"left the host: {request.url}") if is_foreign(request.url, demo) else None,
    )
    for address in found:
        troubles.clear()
        scheme = SCHEMES[crc32(address.encode()) % 2]
        begin(page, scheme)
        answer = page.goto(address)
        own = [fault for fault in troubles if answer is None or answer.ok or "Failed to load resource" not in fault]
        own += faults_of(page, scheme, menus)
        faults += [f"{address}: {fault}" for fault in own]
    return faults


def told(faults: list[str]) -> str:
    """Return all faults, a line each."""
    return "\n".join(["", *faults])


@WHO
def test_no_page_breaks(pages_of, who: str) -> None:
    assert pages_of(who).broken == []


@WHO
def test_titles_tell_pages_apart(pages_of, who: str) -> None:
    pages = pages_of(who)
    titles = defaultdict(list)
    for (_view, _process, parameters), address in pages.found.items():
        if not parameters:
            titles[unescape(TITLE.findall(pages.texts[address])[0])].append(address)

    assert {title: found for title, found in titles.items() if len(found) > 1} == {}


@WHO
def test_pages(contexts, pages_of, demo: Demo, who: str) -> None:
    page = contexts(who).new_page()

    faults = look_at_all(page, demo, pages_of(who).samples())

    page.close()
    assert not faults, told(faults)


@WHO
def test_english_pages(contexts, pages_of, who: str) -> None:
    page = contexts(who, "en-GB").new_page()
    page.set_viewport_size(PHONE)
    faults = []
    for address in pages_of(who).samples():
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in faults_of_words(page)]

    page.close()
    assert not faults, told(faults)


EMPTY = """(number) => {
    const form = document.querySelectorAll('main form[method=post]:has([required])')[number];
    form.noValidate = true;
    form.querySelectorAll('[required]').forEach((field) => {
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
        else field.value = '';
    });
    // what the key Enter presses
    form.requestSubmit([...form.elements].find((field) => field.matches('button:not([type=button])')));
}"""
# the field that lacks something, or a word about it where the form has gone
TOLD = "main :is([aria-invalid=true], [role=alert])"
FORMS = "[...document.querySelectorAll('main form[method=post]:has([required])')].map((form) => form.action)"


@WHO
def test_forms_that_lack_something(contexts, pages_of, demo: Demo, who: str) -> None:
    page = contexts(who).new_page()
    begin(page)
    page.set_viewport_size(PHONE)
    known, faults = set(), []
    with_forms = [address for address in pages_of(who).samples() if " required" in pages_of(who).texts[address]]
    for address in with_forms:
        page.goto(address)
        for number, action in enumerate(page.evaluate(FORMS)):
            view = resolve(action.removeprefix(demo.url).split("?")[0]).view_name
            if view in known:
                continue
            known.add(view)
            page.goto(address)
            with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                page.evaluate(EMPTY, number)
            page.wait_for_load_state()
            if sent.value.status >= 500:
                faults.append(f"{address}: {view} answers {sent.value.status} where something is missing")
                continue
            page.locator(TOLD).first.wait_for(state="attached")
            faults += [f"{address}: {view}: {fault}" for fault in faults_at_once(page)]

    page.close()
    assert known
    assert not faults, told(faults)
