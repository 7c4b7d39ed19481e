"""The people who run a dialogue publish, answer, merge and undo; moderators hide a comment and tell its author why."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import confirm_as_guest, find_entry, sign_in, submit_as_member
from tests.journeys.conftest import Demo

pytestmark = pytest.mark.browser

EDITOR, MODERATOR = "redaktion@demo.example.org", "moderation@demo.example.org"
MEMBER = "mitmachen@demo.example.org"


def number_of(address: str) -> str:
    match = re.search(r"/ideen/(\d+)-", address)
    assert match, address
    return match[1]


def test_the_team_publishes_and_answers(visitor: Page, another: Page, demo: Demo, unique: str) -> None:
    title = f"Pausenbank mit Steckdose {unique}"
    sign_in(another, MEMBER)
    address = submit_as_member(another, title=title)
    sign_in(visitor, EDITOR)
    visitor.goto(f"/werkstatt/nrw/ideen/{number_of(address)}/")
    visitor.get_by_role("button", name=re.compile("Entwurf")).click()
    expect(visitor.locator("main")).to_contain_text("Die Idee ist jetzt: Entwurf")

    visitor.get_by_role("button", name=re.compile("[Vv]eröffentlichen")).first.click()
    expect(visitor.locator("main")).to_contain_text("Die Idee ist jetzt: veröffentlicht", ignore_case=True)
    visitor.get_by_label("Antwortende Stelle").fill("Regionalagentur Probe")
    visitor.get_by_label("Antwort", exact=True).fill(f"Wir stellen zwei Bänke auf. {unique}")
    visitor.get_by_role("button", name="Antwort veröffentlichen").click()
    expect(visitor.locator("main")).to_contain_text("Die Antwort ist veröffentlicht.")

    another.goto(address)
    expect(another.locator(".official-answer")).to_contain_text("Regionalagentur Probe")
    expect(another.locator(".official-answer")).to_contain_text("Wir stellen zwei Bänke auf.")
    assert title in demo.last_mail_to(MEMBER, about=title, holding="Regionalagentur Probe")


def test_the_team_merges_two_ideas_and_undoes_it(visitor: Page, another: Page, unique: str) -> None:
    titles = [f"Leihrad für Azubis {unique}", f"Azubis leihen Räder {unique}"]
    sign_in(another, MEMBER)
    addresses = [submit_as_member(another, title=title) for title in titles]
    sign_in(visitor, EDITOR)
    visitor.goto(f"/werkstatt/nrw/verbinden/?wahl={number_of(addresses[0])}&q={number_of(addresses[1])}")
    visitor.get_by_role("group", name="Gefunden").get_by_role("checkbox").check()
    visitor.get_by_role("button", name="Auswahl übernehmen").click()
    visitor.get_by_role("button", name="Zusammenführen", exact=True).click()
    form = visitor.locator("form.form")
    form.get_by_label("Neuer Titel").fill(f"Räder für Azubis {unique}")
    form.get_by_label("Warum? (öffentlich)").fill("Beide meinen dasselbe.")
    form.get_by_role("button", name="Zusammenführen").click()
    expect(visitor.locator("main")).to_contain_text("Im Verlauf können Sie es rückgängig machen.")

    another.goto(addresses[0])
    expect(another.locator("main")).to_contain_text(f"Räder für Azubis {unique}")

    visitor.goto("/werkstatt/nrw/verlauf/")
    row = visitor.locator(".history__row", has_text=titles[0]).first
    row.get_by_role("button", name=re.compile("Rückgängig")).click()
    expect(visitor.locator("main")).to_contain_text("Rückgängig gemacht.")
    for title, address in zip(titles, addresses, strict=True):
        another.goto(address)
        expect(another.get_by_role("heading", level=1)).to_have_text(title)
        expect(another.locator("main")).not_to_contain_text(f"Räder für Azubis {unique}")


def test_a_moderator_hides_a_comment_and_its_author_is_told_why(
    visitor: Page, another: Page, demo: Demo, unique: str
) -> None:
    text, address = f"Wer das plant, hat noch nie gearbeitet! {unique}", f"laut-{unique}@example.org"
    idea = find_entry(another, "Digitalisierungs-Missionare")
    another.get_by_label("Ihr Kommentar").fill(text)
    another.get_by_role("button", name="Kommentieren").click()
    confirm_as_guest(another, demo, name=f"Laut {unique}", address=address)
    expect(another.locator("article.comment", has_text=text)).to_be_visible()

    visitor.goto(idea)
    visitor.locator("article.comment", has_text=text).get_by_role("link", name="Melden").click()
    visitor.get_by_label("Was stört Sie daran?").fill("Das greift Menschen an.")
    visitor.get_by_role("button", name="Meldung absenden").click()
    expect(visitor.locator("main")).to_contain_text("Danke für den Hinweis.")

    sign_in(visitor, MODERATOR)
    visitor.goto("/werkstatt/nrw/moderation/")
    visitor.get_by_label(re.compile("Auswählen: Wer das plant.*")).last.check()
    visitor.get_by_label("verbergen: verstößt gegen eine Regel").check()
    rule = visitor.get_by_label("Regel, gegen die der Text verstößt")
    words = rule.locator("option").nth(1).inner_text()
    rule.select_option(index=1)
    visitor.get_by_label("Begründung an die Verfasserin").fill("Bitte zur Sache, nicht zur Person.")
    visitor.get_by_role("button", name="Entscheiden").click()
    expect(visitor.locator("main")).to_contain_text("1 Text ist entschieden.")

    mail = demo.last_mail_to(address, about="Ihr Kommentar wurde verborgen")
    assert words in mail
    assert "Bitte zur Sache, nicht zur Person." in mail

    another.goto(idea)
    own = another.locator("article.comment", has_text=text)
    expect(own).to_contain_text("Die Moderation hat Ihren Kommentar verborgen.")
    expect(own).to_contain_text("Bitte zur Sache, nicht zur Person.")

    visitor.context.clear_cookies()
    visitor.goto(idea)
    expect(visitor.locator("main")).not_to_contain_text(text)
