"""`make docs`: take the pictures of README and docs from the demonstration, with Debian's Chromium.

Starts the demo in a folder of its own; the pictures go to `docs/use/img/`. Names of pictures as arguments: only these.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.serving import free_port, wait_until_ready  # noqa: E402

TARGET = ROOT / "docs" / "use" / "img"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PASSWORD = "dialogwerk-demo"


@dataclass(frozen=True)
class Picture:
    """One picture: its file name, the address, who looks, and how large the window is.

    `press`: the button that is pressed before. `until`: what must be there before, drawn by a script or calculated.
    """

    name: str
    path: str
    person: str = ""
    width: int = 1280
    height: int = 820
    press: str = ""
    until: str = ""


PICTURES = [
    Picture("home", "/"),
    Picture("process", "/nrw/"),
    Picture("idea-map", "/nrw/karte/", until=".is-live .map-mark"),
    Picture("idea-map-phone", "/nrw/karte/", width=390, height=780),
    Picture("idea", "{scouts}"),
    Picture("trail", "{trail}"),
    Picture("trail-phone", "{trail}", width=390, height=780),
    Picture("challenges", "/nrw/herausforderungen/"),
    Picture("events", "/nrw/termine/"),
    Picture("new-idea", "/nrw/ideen/neu/"),
    Picture("search", "/suche/?q=werkstatt"),
    Picture("workshop", "/werkstatt/nrw/", person="leitung@demo.example.org"),
    Picture("moderation", "/werkstatt/nrw/moderation/", person="moderation@demo.example.org"),
    Picture("lab-phone", "/labor/WERK49/", width=390, height=780),
    Picture("lab-board", "/labor/WERK49/tisch/", person="leitung@demo.example.org"),
    Picture("lab-wall", "/labor/WERK49/wand/", width=1280, height=720),
    Picture("sorting", "/werkstatt/nrw/sortieren/1/", person="leitung@demo.example.org", until=".sort-suggestion"),
    Picture("drafts", "{drafts}", person="leitung@demo.example.org", press="Entwurf aus Beiträgen"),
    Picture("snapshot", "/nrw/herausforderungen/stand/2/"),
    Picture("survey-phone", "{questions}mitmachen/", width=390, height=780),
    Picture("statement-phone", "{statements}mitmachen/", width=390, height=780),
    Picture("survey-results", "{past}ergebnisse/", height=1000),
    Picture("opinion-groups", "{statements}gruppen/", height=1040),
    Picture("survey-workshop", "/werkstatt/hannover/stimmungsbild/{survey}/", person="leitung@demo.example.org"),
    Picture("set-up", "/werkstatt/nrw/einrichten/", person="leitung@demo.example.org"),
]


def sign_in(page: Page, person: str) -> None:
    """Sign a person of the demonstration in."""
    page.goto("/konto/login/")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)


def addresses(page: Page) -> dict[str, str]:
    """Return the addresses that hold numbers, found as a visitor finds them."""
    known = {}
    for name, process in (("questions", "hannover"), ("statements", "experimentierraeume"), ("past", "nrw")):
        page.goto(f"/{process}/stimmungsbild/")
        known[name] = page.locator(".survey-list h2 a").first.get_attribute("href") or "/"
    page.goto("/suche/?q=Netzwerk+aus+Digital-Scouts&art=idea")
    scouts = page.locator("#search_results h3 a").first.get_attribute("href") or "/"
    sign_in(page, "leitung@demo.example.org")
    page.goto("/werkstatt/nrw/sortieren/1/")
    challenge = page.get_by_role("link", name="Sätze schreiben").first.get_attribute("href") or "/"
    return known | {
        "scouts": scouts,
        "trail": f"/weg/{_number(scouts)}/",
        "survey": _number(known["questions"]),
        "drafts": f"{challenge}entwuerfe/",
    }


def _number(address: str) -> str:
    return address.rsplit("/", 2)[1].split("-", maxsplit=1)[0]


def wait_for(page: Page, what: str) -> None:
    """Wait until something is on the page; what a worker calculates is there after one of the next loads."""
    for attempt in range(20):
        page.wait_for_timeout(9000 if attempt else 1000)
        if page.locator(what).count():
            return
        page.reload()
    sys.exit(f"{page.url} shows no {what}")


def take(browser: Browser, url: str) -> None:
    """Take all pictures."""
    first = browser.new_page(base_url=url, locale="de-DE")
    known = addresses(first)
    wanted = sys.argv[1:]
    for picture in PICTURES:
        if wanted and picture.name not in wanted:
            continue
        window = {"width": picture.width, "height": picture.height}
        context = browser.new_context(base_url=url, locale="de-DE", viewport=window)  # type: ignore[arg-type]
        page = context.new_page()
        if picture.person:
            sign_in(page, picture.person)
        answer = page.goto(picture.path.format(**known))
        if answer is None or not answer.ok:
            sys.exit(f"{picture.path} answers {answer.status if answer else 'nothing'}")
        if picture.press:
            page.get_by_role("button", name=picture.press).click()
            page.wait_for_load_state("networkidle")
        if picture.until:
            wait_for(page, picture.until)
        page.wait_for_timeout(2500 if "karte" in picture.path or "labor" in picture.path else 300)
        page.screenshot(path=TARGET / f"{picture.name}.png")
        print(f"{picture.name}.png")
        context.close()


def main() -> None:
    """Start the demo, take the pictures, stop it."""
    chromium = shutil.which("chromium") or sys.exit("Chromium is missing. On Debian: apt-get install chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DIALOGWERK_DATA_DIR": folder, "PORT": str(port)}
        server = subprocess.Popen([sys.executable, "-m", "dialogwerk.cli", "demo"], cwd=ROOT, env=environment)
        try:
            wait_until_ready(url, server, within=600)
            with sync_playwright() as playwright:
                take(playwright.chromium.launch(executable_path=str(chromium), args=FLAGS), url)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
