"""The Stimmungsbild on a phone: by thumb, by key, without script; the team makes one, a text becomes a contribution."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import sign_in

pytestmark = pytest.mark.browser
DIALOGUE = "/experimentierraeume/stimmungsbild/"
STATEMENTS = "Wo soll als Nächstes ausprobiert werden?"


def begin(page: Page) -> None:
    """Find the open survey on the page of its dialogue and begin."""
    page.goto("/experimentierraeume/")
    page.get_by_role("link", name=STATEMENTS).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STATEMENTS)
    page.locator("main").get_by_role("link", name=re.compile("^(Mitmachen|Weitermachen)$")).last.click()


def at_statement(page: Page, place: int) -> None:
    expect(page.locator("#statement")).to_contain_text(f"Aussage {place} von 18")


def own_votes(page: Page) -> int:
    page.locator(".survey-tabs").get_by_role("link", name="Meine Antworten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Antworten")
    return page.locator(".own-answers strong").count()


def wait_for(page: Page, part: str) -> None:
    """Load the page again until the worker has done what the part needs."""
    for _attempt in range(40):
        if page.locator(part).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(part)).to_be_visible()


def let_calculate(page: Page) -> None:
    """Let the team have the groups calculated now."""
    sign_in(page, "redaktion@demo.example.org")
    page.goto("/werkstatt/experimentierraeume/stimmungsbild/")
    page.get_by_role("link", name=STATEMENTS).click()
    page.get_by_role("button", name="Jetzt rechnen").click()
    expect(page.locator("main")).to_contain_text("Die Gruppen werden gerechnet.")


def test_statements_by_thumb_and_by_key_on_a_phone(device) -> None:
    page = device(has_touch=True, viewport={"width": 360, "height": 740}).new_page()
    begin(page)
    for place, name in enumerate(["stimme zu", "stimme nicht zu", "weiß nicht", "stimme zu", "stimme zu"], start=1):
        at_statement(page, place)
        page.locator("#statement").get_by_role("button", name=name, exact=True).tap()
    at_statement(page, 6)

    page.reload()
    at_statement(page, 6)
    expect(page.locator("#statement-text")).to_be_focused()
    for place, key in enumerate("12311", start=6):
        at_statement(page, place)
        expect(page.locator("#statement-text")).to_be_focused()
        page.keyboard.press(key)
    at_statement(page, 11)

    assert own_votes(page) == 10
    page.get_by_role("link", name=re.compile("^Ändern")).first.click()
    expect(page.locator("#statement")).to_contain_text("So haben Sie schon geantwortet.")
    page.locator("#statement").get_by_role("button", name="weiß nicht", exact=True).tap()
    assert own_votes(page) == 10

    let_calculate(device().new_page())
    page.locator(".survey-tabs").get_by_role("link", name="Meinungsgruppen").click()
    wait_for(page, ".opinion-you")
    # whom others of the run have left nearly alone stands in a group that is too small to be named
    told = re.compile(r"Sie stehen in (Gruppe [A-E]|keiner der gezeigten Gruppen); das sehen nur Sie\.")
    expect(page.locator("main")).to_contain_text(told)


def test_keys_do_nothing_while_somebody_types(device) -> None:
    page = device().new_page()
    begin(page)
    at_statement(page, 1)
    page.locator(".survey-propose summary").click()
    page.get_by_label("Ihre Aussage").fill("")
    page.keyboard.type("123 Räume wären genug für alle.")
    at_statement(page, 1)
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.locator("main")).to_contain_text("Danke! Das Team liest Ihre Aussage.")


def test_statements_without_script(plain_page: Page) -> None:
    page = plain_page
    begin(page)
    for place in range(1, 11):
        at_statement(page, place)
        page.locator("#statement").get_by_role("button", name="stimme zu", exact=True).click()
    page.reload()
    at_statement(page, 11)
    assert own_votes(page) == 10


def test_groups_are_drawn_beside_an_equal_table(page: Page) -> None:
    page.goto(DIALOGUE)
    page.get_by_role("link", name=STATEMENTS).click()
    page.locator(".survey-tabs").get_by_role("link", name="Meinungsgruppen").click()
    wait_for(page, ".opinion-picture")  # the worker calculates it soon after the demonstration began
    expect(page.locator(".opinion__table tbody tr")).to_have_count(page.locator(".opinion-area").count())
    page.get_by_text("Wie die Gruppen gefunden werden").click()
    expect(page.locator(".survey-method")).to_contain_text("kein Beweis")


def make_survey(page: Page, title: str) -> str:
    """Let the team make a questionnaire of a block with three questions and open it; return its public address."""
    sign_in(page, "redaktion@demo.example.org")
    page.goto("/werkstatt/experimentierraeume/stimmungsbild/neu/")
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Worum es geht, in zwei Sätzen").fill("Drei kurze Fragen.")
    page.get_by_label("Phase").select_option(label="Neue Räume vorschlagen")
    page.get_by_label("Ergebnisse zeigen").select_option(label="immer")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.locator("main")).to_contain_text("Der Entwurf ist angelegt.")
    page.get_by_label("Titel").fill("Ihr Betrieb")
    page.get_by_role("button", name="Block anlegen").click()
    expect(page.locator("main")).to_contain_text("Der Block ist angelegt.")
    for kind, text, more in (
        ("eine Antwort aus mehreren", "Wird bei Ihnen ausprobiert?", {"Antworten zur Auswahl": "Ja\nNein\nBald"}),
        ("Skala", "Wie oft reden Sie mit?", {"das eine Ende": "nie", "das andere Ende": "immer"}),
        ("freier Text", "Was fehlt?", {}),
    ):
        page.get_by_role("link", name=kind, exact=True).click()
        page.get_by_label("Frage", exact=True).fill(text)
        for label, words in more.items():
            page.get_by_label(label).fill(words)
        page.get_by_label("Block", exact=False).last.select_option(label="Ihr Betrieb")
        page.get_by_role("button", name="Aufnehmen").click()
        expect(page.locator("main")).to_contain_text("Die Frage ist aufgenommen.")
    page.get_by_role("link", name="Vorschau", exact=True).click()
    expect(page.get_by_role("group", name="Wie oft reden Sie mit?")).to_contain_text("5 – immer")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.locator("main")).to_contain_text("Das Stimmungsbild ist offen: Jetzt können alle mitmachen.")
    page.get_by_role("link", name="Seite ansehen").click()
    expect(page).to_have_url(re.compile(r"/stimmungsbild/\d+-"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def fill_in(page: Page, text: str) -> None:
    page.get_by_label("Bald").check()
    page.get_by_label("5 – immer").check()
    page.get_by_label("Was fehlt?").fill(text)


def test_a_questionnaire_from_the_desk_to_a_contribution(page: Page, device, unique: str) -> None:
    at = make_survey(page, f"Kurz gefragt {unique}")

    phone = device(has_touch=True, viewport={"width": 360, "height": 740}).new_page()
    phone.goto(at)
    phone.locator("main").get_by_role("link", name="Mitmachen").last.click()
    fill_in(phone, f"Ein Raum zum Üben {unique}.")
    expect(phone.locator("#kept")).to_contain_text("Gespeichert um")
    phone.reload()
    expect(phone.get_by_label("Was fehlt?")).to_have_value(f"Ein Raum zum Üben {unique}.")
    expect(phone.get_by_label("5 – immer")).to_be_checked()
    phone.get_by_role("button", name="Fertig").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, alles ist angekommen")

    page.get_by_role("link", name="In der Werkstatt bearbeiten").click()
    page.get_by_role("link", name="Freie Texte").click()
    page.get_by_label(f"Ein Raum zum Üben {unique}.").check()
    page.get_by_role("button", name="Ausgewählte als Beiträge veröffentlichen").click()
    page.get_by_text("wurde zum Beitrag").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ein Raum zum Üben {unique}.")
    expect(page.locator(".origin")).to_contain_text(f"Kurz gefragt {unique}")


def test_a_questionnaire_without_script(page: Page, plain_page: Page, unique: str) -> None:
    at = make_survey(page, f"Ohne Skript {unique}")
    plain_page.goto(at)
    plain_page.locator("main").get_by_role("link", name="Mitmachen").last.click()
    fill_in(plain_page, f"Ruhe {unique}.")
    plain_page.get_by_role("button", name="Fertig").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Danke, alles ist angekommen")
    plain_page.locator("main").get_by_role("link", name="Meine Antworten").last.click()
    expect(plain_page.locator(".own-answers")).to_contain_text("5 – immer")
