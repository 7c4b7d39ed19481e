"""Which pages the demonstration has: found by following its links, one sample for each kind of page.

A page is known by its view and its dialogue; entries of the kinds that share one view by their kind instead. Lists in
other states (filtered, sorted, second page) are known by the names of their parameters, whatever the dialogue.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

Key = tuple[str, str, str]
# what the links do not lead to, or not surely to the richest sample
PUBLIC_STARTS = (
    "/",
    "/suche/?q=Digital-Scouts",
    "/suche/?q=Zzzyx",
    "/styleguide/",
    "/orte/?q=Siegen",
    "/labor/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/konto/password/reset/done/",
    "/konto/login/code/",
    "/nrw/gibt-es-nicht/",
)
TEAM_STARTS = (
    "/konto/",
    "/konto/eigenes/",
    "/werkstatt/nrw/",
    "/werkstatt/hannover/",
    "/werkstatt/experimentierraeume/stimmungsbild/",
)
# addresses that are no page: data, files, and what only takes posts or wants a secret from a mail
NOT_PAGES = {
    "accounts:confirm",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_reauthenticate",
    "events:calendar",
    "events:documentation",
    "events:feed",
    "ideas:list",
    "ideas:map_data",
    "labs:blank_cards",
    "labs:table_cards",
    "places:outlines",
    "places:places",
    "places:point",
    "processes:preview",
    "registrations:accept",
    "registrations:calendar",
    "registrations:cancel",
    "registrations:change",
    "registrations:export",
    "registrations:helper",
    "registrations:invited",
    "registrations:own",
    "registrations:print",
    "set_language",
    "synthesis:snapshot_data",
    "web:accent",
    "web:accents",
    "web:live",
    "web:ready",
}
HREF = re.compile(r'<a\s[^>]*?href="([^"#][^"]*)"')
NUMBER = re.compile(r">\s*([\w& -]+?)\s+(?:<[^>]+>)?#\d")


def collect(
    fetch: Callable[[str], str | None], *starts: str, within: Callable[[str], bool] = lambda address: True
) -> dict[Key, str]:
    """Follow the links from `starts` to addresses that are `within` and return one address per kind of page.

    `fetch` returns the text of a page, or None where the address answers with something else than a page.
    """
    waiting, seen, found = list(starts), set(starts), {}
    while waiting:
        address = waiting.pop(0)
        key = _key(address)
        if key is None or key in found or key[0] in NOT_PAGES:
            continue
        text = fetch(address)
        if text is None:
            continue
        if key[0] == "entries:entry":
            key = (f"entries:entry {_kind(text)}", "", key[2])
        found.setdefault(key, address)
        for link in _links(text, address):
            if link not in seen and within(link):
                seen.add(link)
                waiting.append(link)
    return found


def is_for_the_team(address: str) -> bool:
    """Tell whether a page is for people who are signed in: back office, account, labs, editing."""
    return address.startswith(("/werkstatt/", "/konto/", "/labor/")) or address.endswith(
        ("/bearbeiten/", "/zurueckziehen/")
    )


def _key(address: str) -> Key | None:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    names = ",".join(sorted({name for name, value in parse_qsl(parts.query) if value}))
    return match.view_name or parts.path, "" if names else str(match.kwargs.get("process", "")), names


def _kind(text: str) -> str:
    match = NUMBER.search(text)
    return match[1] if match else "?"


def _links(text: str, base: str) -> Iterator[str]:
    for href in HREF.findall(text):
        link = urlsplit(urljoin(base, unescape(href)))
        if link.netloc == urlsplit(base).netloc and link.scheme in {"", "http"}:
            yield link.path + (f"?{link.query}" if link.query else "")
