"""How much a first visit loads: all resources of a page, as a real browser gets them (Brotli)."""

from dataclasses import dataclass
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = Path("/usr/bin/chromium")


@dataclass(frozen=True)
class Weight:
    """Kilobytes (1,000 bytes) over the wire of a first visit, and how many requests that took."""

    name: str
    kilobytes: float
    requests: int
    aim: int


def weigh(origin: str, idea: int) -> list[Weight]:
    """Visit the main pages, each with an empty cache."""
    from playwright.sync_api import sync_playwright

    addresses = [
        ("home", "/", 150),
        ("process", "/messung/", 150),
        ("idea page", f"/messung/ideen/{idea}-idee/", 150),
        ("search", "/suche/?q=werkstatt", 150),
        ("idea form", "/messung/ideen/neu/", 150),
        ("idea map page", "/messung/karte/", 500),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        found = [_visit(browser, name, origin + path, aim) for name, path, aim in addresses]
        browser.close()
    return found


def _visit(browser, name: str, address: str, aim: int) -> Weight:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de")
    requests: list = []
    context.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108  (marked by playwright)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    sizes = [request.sizes() for request in requests if request.url.startswith("http")]
    context.close()
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return Weight(name, total / 1000, len(sizes), aim)
