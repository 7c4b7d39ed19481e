"""From a published challenge to the table where a card was written, to what changed a year later, and to an answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import confirm_as_guest, open_details, sign_in
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser

SENTENCE = "Wer Neues über Nacht und ohne Erklärung bekommt, sitzt das nächste Vorhaben aus."
# one card for each way of looking: the team takes it up, after that it is missing no more
MISSING = {
    "with JavaScript": "Erst Geschichten sammeln, dann Logo malen!",
    "without JavaScript": "Bilderpool, aus dem sich jeder bedienen darf. Mit echten Gesichtern von hier.",
}


def test_a_sentence_leads_to_the_table_in_siegen_where_the_card_was_written(visitor: Page) -> None:
    visitor.goto("/nrw/herausforderungen/")
    sentence = visitor.locator("details.sentence", has_text=SENTENCE)
    sentence.locator("summary").click()
    proof = sentence.locator(".proof", has_text="Ideenlabor Siegen-Wittgenstein und Olpe").first
    said = proof.locator("p").first.inner_text().strip("„“ ")

    proof.get_by_role("link", name="Ideenlabor Siegen-Wittgenstein und Olpe").click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Ideenlabor Siegen-Wittgenstein und Olpe")
    expect(visitor).to_have_url(re.compile(r"#tisch-2$"))
    expect(visitor.locator("#tisch-2")).to_contain_text(said)
    expect(visitor.locator("main")).to_contain_text("29. November 2016")


def test_the_snapshot_of_the_year_after_shows_what_changed(visitor: Page) -> None:
    visitor.goto("/nrw/herausforderungen/")
    visitor.get_by_role("link", name="Stand 2 vom 27. April 2018").click()

    changes = visitor.locator(".changes")
    expect(changes.get_by_role("heading", level=2)).to_have_text("Was sich seit dem 28. April 2017 geändert hat")
    open_details(visitor, "Als Arbeitgeber und Region attraktiv bleiben")
    reworded = changes.locator("li", has_text="Werbung schadet")
    expect(reworded).to_contain_text("anders formuliert")
    expect(reworded.locator("del").first).to_contain_text("wenn")
    expect(reworded.locator("ins").first).to_contain_text("solange")
    expect(changes.locator("li", has_text="neuer Satz")).to_contain_text("Wer über die Grenze pendelt")
    sources = visitor.locator("section", has=visitor.get_by_role("heading", name="Woher die Belege kommen"))
    expect(sources.locator("li", has_text="2. Ideenlabor NiederRhein")).to_contain_text("11 Beiträge")

    changes.get_by_role("link", name="Zum Stand 1").click()

    expect(visitor.locator("main")).to_contain_text("Stand 1 vom Fr., 28. April 2017")
    expect(visitor.locator("main")).to_contain_text("aus 5 Ideenlabore, 383 Beiträge, 290 davon verwendet")
    expect(visitor.locator("main")).to_contain_text("Werbung schadet, wenn die Arbeit dahinter nicht hält")
    expect(visitor.locator("main")).not_to_contain_text("Wer über die Grenze pendelt")


def test_somebody_misses_a_contribution_and_the_team_takes_it_up(
    visitor: Page, another: Page, demo: Demo, unique: str, request: pytest.FixtureRequest
) -> None:
    said = MISSING[request.node.callspec.params["visitor"]]
    address = f"vermisst-{unique}@example.org"
    visitor.goto(f"/nrw/beitraege/?q={said}")
    visitor.locator("main").get_by_role("link", name=said[:30]).first.click()
    visitor.get_by_role("link", name="Er fehlt dort: dem Team sagen").click()
    visitor.get_by_label("Was fehlt dadurch?").fill(f"Ohne ihn fehlt das Wichtigste ({unique}).")
    visitor.get_by_role("button", name="Hinweis absenden").click()
    confirm_as_guest(visitor, demo, name=f"Gast {unique}", address=address)
    expect(visitor.locator("main")).to_contain_text("Danke! Ihr Hinweis steht jetzt hier.")

    sign_in(another, "redaktion@demo.example.org")
    another.goto("/werkstatt/nrw/")
    another.get_by_role("link", name="Hinweise, dass ein Beitrag fehlt").first.click()
    note = another.locator("li", has_text=unique)
    note.get_by_role("link").first.click()
    another.get_by_label("Begründung").fill(f"Stimmt, das gehört dazu ({unique}).")
    another.get_by_label("Satz, der ihn als Beleg nennt").select_option(
        label="Am glaubwürdigsten zeigen diejenigen eine Region, die dort lernen und arbeiten."
    )
    another.get_by_role("button", name="Aufnehmen und antworten").click()
    expect(another.locator("main")).to_contain_text("Aufgenommen und beantwortet.")

    mail = demo.last_mail_to(address, holding=f"Stimmt, das gehört dazu ({unique}).")
    assert "Am glaubwürdigsten zeigen diejenigen eine Region" in mail
    visitor.goto("/nrw/herausforderungen/")
    answered = visitor.locator(".missing-note", has_text=unique)
    expect(answered).to_contain_text("aufgenommen")
    sentence = visitor.locator("details.sentence", has_text="Am glaubwürdigsten zeigen diejenigen eine Region")
    sentence.locator("summary").click()
    expect(sentence).to_contain_text(said)


def test_the_team_drafts_checks_and_publishes(visitor: Page, another: Page, unique: str) -> None:
    sign_in(visitor, "redaktion@demo.example.org")
    visitor.goto("/werkstatt/hannover/herausforderungen/neu/")
    visitor.get_by_label("Titel").fill(f"Probe {unique}")
    visitor.get_by_role("group", name="Beruht auf diesen Veranstaltungen").get_by_role("checkbox").first.check()
    visitor.get_by_role("button", name="Anlegen").click()
    at = visitor.url
    visitor.get_by_role("link", name="Herausforderung schreiben").click()
    visitor.get_by_label("Herausforderung in einem Satz").fill(f"Frage {unique}")
    visitor.get_by_role("button", name="Speichern und weiterschreiben").click()
    visitor.get_by_role("link", name="Entwürfe", exact=True).click()
    visitor.get_by_role("button", name="Entwurf aus Beiträgen").click()
    visitor.locator(".draft input[name=place]").nth(0).check()
    visitor.locator(".draft input[name=place]").nth(1).check()
    visitor.get_by_role("button", name="Ausgewählte übernehmen").click()
    expect(visitor.locator("main")).to_contain_text("2 Sätze stehen jetzt in der Herausforderung")

    visitor.goto(at)
    visitor.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(visitor.locator("main")).to_contain_text("noch nicht geprüft")
    visitor.goto(at)
    visitor.get_by_role("link", name=f"Frage {unique}").first.click()
    for box in visitor.get_by_label("geprüft: so kann der Satz stehen bleiben").all():
        box.check()
    visitor.get_by_role("button", name="Speichern", exact=True).click()
    visitor.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(visitor.locator("main")).to_contain_text("festgehalten")
    snapshot = visitor.get_by_role("link", name=re.compile(r"Stand \d+ vom")).first.get_attribute("href")

    another.goto(snapshot or "")
    expect(another.get_by_role("heading", level=1)).to_have_text(f"Probe {unique}")
    expect(another.locator("main")).to_contain_text("2 Sätze sind wörtlich Beiträgen entnommen.")

    visitor.get_by_role("button", name="Wieder zum Entwurf machen").click()
    expect(visitor.locator("main")).to_contain_text("wieder ein Entwurf")
    another.goto(snapshot or "")
    expect(another.get_by_role("heading", level=1)).to_contain_text("ist zurückgenommen")
