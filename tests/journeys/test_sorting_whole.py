"""From three hundred cards to published challenges: two people, one with the mouse and one with keys only, and then a
visitor who checks a sentence, and reads a year later what has changed.
"""

import datetime
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.conftest import Demo, OwnDemo
from tests.journeys.test_sorting import expect_in, expect_ready
from tests.journeys.test_sorting_drag import drag

pytestmark = pytest.mark.browser

SIEGEN = "Ideenlabor Siegen-Wittgenstein und Olpe"
LABS = (SIEGEN, "Ideenlabor Hellweg-Hochsauerland", "Ideenlabor Märkische Region", "Ideenlabor Emscher-Lippe")
TITLE = "Vier Labore, ein Nachmittag"
MOST_STOPS, BACK = 300, "Shift+Tab"


@pytest.fixture
def other_demo(own_demo: OwnDemo) -> Iterator[Demo]:
    """A demonstration of its own: its worker does nothing else, and what is published stands on its front page."""
    with own_demo("whole") as started:
        yield started


@pytest.fixture
def people(browser: Browser, other_demo: Demo) -> Iterator[tuple[Page, Page, Page]]:
    """Two of the team at their own devices, and a visitor without an account."""
    contexts = [
        browser.new_context(base_url=other_demo.url, locale="de-DE", viewport={"width": 1280, "height": 900})
        for _ in range(3)
    ]
    pages = [context.new_page() for context in contexts]
    problems: list[str] = []
    for page in pages:
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
    for page, who in zip(pages, ("leitung", "redaktion"), strict=False):
        sign_in(page, f"{who}@demo.example.org")
    yield pages[0], pages[1], pages[2]
    for context in contexts:
        context.close()
    assert problems == []


def figure(page: Page, name: str) -> int:
    return int(re.sub(r"\D", "", page.locator(f"[data-figure={name}]").inner_text()))


def expect_figure(page: Page, name: str, count: int) -> None:
    expect(page.locator(f"[data-figure={name}]")).to_have_text(str(count))


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Go on by the tab key until the focus is there: nothing is reached that the keyboard cannot reach."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"not reached by the keyboard: {target}")


def press_on(page: Page, target: Locator, key: str = "Tab") -> None:
    tab_to(page, target, key)
    page.keyboard.press("Enter")


def type_into(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def expect_suggestions(page: Page, at: str) -> None:
    """Open the table and wait until the machine rests and the current card has a suggestion."""
    page.goto(at)
    expect_ready(page)
    expect(page.locator(".sort-card[aria-current=true] .sort-suggestion")).to_be_visible(timeout=90_000)
    expect(page.locator("#run-progress")).to_have_count(0, timeout=90_000)


def test_two_people_turn_three_hundred_contributions_into_challenges_that_can_be_checked(
    people: tuple[Page, Page, Page],
) -> None:
    mouse, keys, visitor = people
    at = lay_out(mouse)
    sort(mouse, keys, at)
    in_set = write_by_mouse(mouse, at)
    write_by_keys(keys, at)
    publish(mouse, in_set, years_ago=1)
    follow_a_sentence(visitor)
    revise_by_keys(keys, in_set)
    publish(mouse, in_set, years_ago=0)
    read_what_changed(visitor)


def lay_out(mouse: Page) -> str:
    mouse.goto("/werkstatt/nrw/sortieren/neu/")
    mouse.get_by_label("Titel").fill(TITLE)
    for lab in LABS:
        mouse.get_by_label(lab, exact=True).check()
    mouse.get_by_role("button", name="Tisch decken").click()
    expect_ready(mouse)
    assert 280 <= figure(mouse, "total") <= 320
    return mouse.url


def sort(mouse: Page, keys: Page, at: str) -> None:
    """Sort by hand, learn, take what is sure and then the rest; each sees what the other one does."""
    total = figure(mouse, "total")
    keys.goto(at)
    expect_ready(keys)
    # a group by each; the current card goes along
    mouse.get_by_label("Neue Gruppe").fill("Lernzeit")
    mouse.get_by_role("button", name="Anlegen").click()
    expect_in(keys, "Lernzeit", 1)
    keys.keyboard.press("g")
    keys.keyboard.type("Gesundheit")
    keys.keyboard.press("Enter")
    expect_in(mouse, "Gesundheit", 1)

    # a handful by mouse: one that was searched for is dragged, others are ticked
    cards = mouse.locator(".sort-card:not([hidden])")
    mouse.get_by_label("Auf diesem Tisch suchen").last.fill("Lernreise")
    mouse.get_by_role("button", name="Suchen").last.click()
    expect(mouse.get_by_role("link", name="Suche beenden")).to_be_visible()
    expect_ready(mouse)
    drag(mouse, cards.filter(has_text=SIEGEN).first, mouse.locator('.sort-group[data-name="Lernzeit"]'))
    mouse.mouse.up()
    expect_in(keys, "Lernzeit", 2)
    mouse.get_by_role("link", name="Suche beenden").click()
    expect_ready(mouse)
    for place in (0, 1, 3):
        cards.nth(place).locator(".sort-card__check").check()
    mouse.locator('.sort-group[data-name="Lernzeit"] .sort-group__put').click()
    expect_in(keys, "Lernzeit", 5)

    # two handfuls by single keys, one card aside
    keys.keyboard.press("j")
    for turn in range(20):
        keys.keyboard.press("1" if turn % 3 else "2")
    keys.keyboard.press("x")
    expect_figure(mouse, "aside", 1)
    expect_figure(mouse, "done", 27)
    expect_figure(keys, "done", 27)

    # the machine has learnt by itself: one suggestion by its key, the surest by a line, the rest by another one
    expect_suggestions(keys, at)
    keys.keyboard.press("j")
    keys.keyboard.press("s")
    expect_figure(mouse, "done", 28)
    press_on(keys, keys.get_by_role("link", name="Viele Vorschläge übernehmen"), BACK)
    type_into(keys, keys.get_by_label("mindestens so sicher (in Prozent)"), "60")
    keys.keyboard.press("Enter")
    expect(keys).to_have_url(re.compile("ab=60"))
    press_on(keys, keys.get_by_role("button", name=re.compile("so einsortieren")))
    expect(keys.locator("main")).to_contain_text("Die Vorschläge sind übernommen.")
    expect(mouse.locator("[data-figure=done]")).not_to_have_text("28")
    expect(mouse.locator("[data-news]")).to_contain_text("Redaktion")

    mouse.get_by_role("link", name="Viele Vorschläge übernehmen").click()
    mouse.get_by_label("mindestens so sicher (in Prozent)").fill("0")
    mouse.get_by_role("button", name="Zeigen").click()
    mouse.get_by_role("button", name=re.compile("so einsortieren")).click()
    for page in (mouse, keys):
        expect_figure(page, "done", total)
        expect_figure(page, "unsorted", 0)
        expect(page.locator("#sort-list")).to_contain_text("Alles ist sortiert oder beiseite gelegt.")


def write_by_mouse(mouse: Page, at: str) -> str:
    """Write a challenge from a group; its evidence was said in Siegen. Returns the address of the set."""
    mouse.goto(at)
    mouse.get_by_role("link", name=re.compile("öffnen.*Lernzeit")).click()
    mouse.get_by_label("In die Zusammenstellung").select_option(label="eine neue")
    mouse.get_by_role("button", name="Herausforderung aus dieser Gruppe").click()
    mouse.locator("#id_satz-0-text").fill("Für das Lernen fehlt im Betrieb die Zeit.")
    mouse.get_by_role("button", name="Speichern und weiterschreiben").click()
    expect(mouse.locator("main")).to_contain_text("Gespeichert.")
    mouse.get_by_role("link", name="Belege zuordnen").click()
    expect(mouse.locator(".evidence-sentence")).to_contain_text("ohne Beleg")
    mouse.get_by_role("complementary").get_by_role("link", name=SIEGEN, exact=True).click()
    expect(mouse.get_by_role("link", name="alle zeigen")).to_be_visible()
    cards = mouse.locator(".sort-card")
    expect(cards.first).to_contain_text(SIEGEN)
    for place in (0, 1):
        cards.nth(place).locator(".sort-card__check").check()
    mouse.get_by_role("button", name="Auswahl zu Satz 1").click()
    expect(mouse.locator("main")).to_contain_text("2 Belege sind dazugekommen.")
    mouse.get_by_role("link", name=TITLE).first.click()
    expect(mouse.get_by_role("heading", level=1)).to_have_text(TITLE)
    return mouse.url


def write_by_keys(keys: Page, at: str) -> None:
    """Write the other challenge of the same set without a mouse; the evidence is typed."""
    keys.goto(at)
    press_on(keys, keys.get_by_role("link", name=re.compile("öffnen.*Gesundheit")), BACK)
    expect(keys.get_by_role("heading", level=1)).to_have_text("Gesundheit")
    said = keys.locator(".sort-card .numbers").all_inner_texts()[:2]
    chosen = keys.get_by_label("In die Zusammenstellung")
    tab_to(keys, chosen, BACK)
    keys.keyboard.type(TITLE)
    expect(chosen.locator("option:checked")).to_have_text(TITLE)
    press_on(keys, keys.get_by_role("button", name="Herausforderung aus dieser Gruppe"))
    type_into(keys, keys.locator("#id_satz-0-text"), "Schichten machen auf Dauer krank.")
    type_into(keys, keys.locator("#id_satz-0-evidence"), ", ".join(re.findall(r"#?\d+", " ".join(said))))
    press_on(keys, keys.get_by_role("button", name="Speichern", exact=True))
    expect(keys.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(keys.locator(".workshop-list")).to_contain_text("Gesundheit")
    expect(keys.locator(".workshop-list li")).to_have_count(2)
    expect(keys.locator(".workshop-list")).not_to_contain_text("ohne Beleg")


def publish(mouse: Page, in_set: str, *, years_ago: int) -> None:
    """Publish as of today, or of the same day a year before."""
    mouse.goto(in_set)
    mouse.get_by_label("veröffentlicht am").fill(day(years_ago).isoformat())
    mouse.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(mouse.locator("main")).to_contain_text(re.compile(r"Veröffentlicht und als Stand \d+ festgehalten"))


def day(years_ago: int) -> datetime.date:
    today = datetime.date.today()
    return today - datetime.timedelta(days=365 * years_ago)


def follow_a_sentence(visitor: Page) -> None:
    """Open a sentence, then a contribution it rests on, then the table in Siegen where it was written."""
    visitor.goto("/nrw/herausforderungen/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    for title in ("Lernzeit", "Gesundheit"):
        expect(visitor.get_by_role("heading", name=title, level=2)).to_be_visible()
    sentence = visitor.locator("details.sentence", has_text="Für das Lernen fehlt im Betrieb die Zeit.")
    sentence.locator("summary").click()
    proof = sentence.locator(".proof").first
    said, origin = (line.inner_text() for line in proof.locator("p").all())
    said = said.strip("„“ ")
    title = re.findall("„(.+)“", origin)[0]
    proof.get_by_role("link", name=re.compile(r"#\d+")).click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(said)
    visitor.locator("main").get_by_role("link", name=SIEGEN).first.click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(SIEGEN)
    expect(visitor).to_have_url(re.compile(r"#tisch-\d+$"))
    table = visitor.locator(f"#{visitor.url.partition('#')[2]}")
    expect(table).to_be_in_viewport()
    expect(table.get_by_role("heading").first).to_have_text(title)
    expect(table).to_contain_text(said)
    expect(visitor.locator("main")).to_contain_text("29. November 2016")


def revise_by_keys(keys: Page, in_set: str) -> None:
    """A year on: one sentence reads otherwise, another one is new."""
    keys.goto(in_set)
    press_on(keys, keys.locator(".workshop-list").get_by_role("link", name="Lernzeit", exact=True))
    type_into(keys, keys.locator("#id_satz-0-text"), "Für das Lernen fehlt im Betrieb weiter die Zeit.")
    type_into(keys, keys.locator("#id_satz-1-text"), "Wer lernt, braucht jemanden, der ihn vertritt.")
    press_on(keys, keys.get_by_role("button", name="Speichern", exact=True))
    expect(keys.locator("main")).to_contain_text("Gespeichert.")


def read_what_changed(visitor: Page) -> None:
    """Read the snapshot of the year after, and the one of the year before beside it."""
    visitor.goto("/nrw/herausforderungen/")
    visitor.get_by_role("link", name=re.compile(rf"Stand \d+ vom .* {day(0).year}$")).first.click()
    changes = visitor.locator(".changes")
    expect(changes.get_by_role("heading", level=2)).to_contain_text(f"{day(1).year} geändert hat")
    reworded = changes.locator("li", has_text="anders formuliert")
    expect(reworded.locator("ins")).to_contain_text("weiter")
    expect(changes.locator("li", has_text="neuer Satz")).to_contain_text("jemanden, der ihn vertritt")
    expect(changes).not_to_contain_text("Schichten machen")

    changes.get_by_role("link", name=re.compile("Zum Stand")).click()
    expect(visitor.locator("main")).to_contain_text("Für das Lernen fehlt im Betrieb die Zeit.")
    expect(visitor.locator("main")).not_to_contain_text("der ihn vertritt")
