"""What goes wrong with devices in a room: wrong clocks, two tabs, no storage, half an hour without network."""

import datetime
import re
import uuid
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import sign_in
from tests.journeys.rooms import ARRIVED, carried, on_wall, says, sit_down, write

pytestmark = pytest.mark.browser
CODE = "TEAM37"  # a table of the lab that is live in the demonstration
UNSAFE = "Dieser Browser kann nichts sichern. Lassen Sie die Seite offen, bis alles angekommen ist."
NO_STORAGE = "indexedDB.open = () => { throw new DOMException('private window', 'InvalidStateError'); };"
FULL_STORAGE = """
    IDBObjectStore.prototype.add = () => { throw new DOMException("disk full", "QuotaExceededError"); };
"""


def cards_at(page: Page, words: str) -> list[str]:
    """Return the texts with these words that the server has at the table."""
    fresh = {"device": str(uuid.uuid4()), "secret": "s" * 32, "cursor": 0, "ops": []}
    answer = page.request.post(f"/labor/{CODE}/abgleich/", data=fresh)
    return sorted(card["text"] for card in answer.json()["cards"] if words in card["text"])


def test_a_wrong_clock_decides_nothing(device, unique: str) -> None:
    """One is nine days ahead, one three behind: who moves a card last has moved it, and both see the same timer."""
    pages = []
    for days in (9, -3):
        desk = device(viewport={"width": 1280, "height": 900})
        sign_in(desk.new_page(), "leitung@demo.example.org")
        page = desk.new_page()
        page.clock.install(time=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))
        page.goto(f"/labor/{CODE}/tisch/")
        says(page, ARRIVED)
        pages.append(page)
    ahead, behind = pages
    ahead.get_by_label("Karte tippen").fill(f"Wandert {unique}")
    ahead.keyboard.press("Enter")

    def stands_in(page: Page, column: str) -> None:
        expect(page.locator(f"[data-column={column}] .lab-card", has_text=f"Wandert {unique}")).to_have_count(1)

    for page, before, after in ((ahead, "challenge", "idea"), (behind, "idea", "implementation")):
        stands_in(page, before)
        page.locator(f"[data-column={before}] .lab-card", has_text=f"Wandert {unique}").focus()
        page.keyboard.press("Shift+ArrowRight")
        for each in pages:
            stands_in(each, after)

    host = ahead.context.pages[0]
    host.goto("/werkstatt/nrw/termine/")
    host.get_by_role("link", name="Ideenlabor Dortmund, Hamm und Unna").first.click()
    host.get_by_role("navigation", name="Teile dieses Termins").get_by_role("link", name="Labor").click()
    host.get_by_label("Minuten").fill("10")
    host.get_by_role("button", name="Uhr starten").click()
    for page in pages:
        expect(page.locator("[data-lab-timer]").first).to_have_text(re.compile(r"^(10:00|9:[345]\d)$"))
    host.get_by_role("button", name="Uhr wegnehmen").click()
    for page in pages:
        expect(page.locator("[data-lab-timer]").first).to_be_hidden()


def test_two_tabs_of_one_device_send_everything_once(device, unique: str) -> None:
    phone = device()
    one, two = phone.new_page(), phone.new_page()
    sent: Counter[str] = Counter()

    def count(request: Any) -> None:
        if request.url.endswith("/abgleich/"):
            sent.update(operation["id"] for operation in request.post_data_json["ops"])

    for page in (one, two):
        sit_down(page, CODE)
    phone.set_offline(True)
    write(one, f"Aus dem ersten Tab {unique}")
    write(two, f"Aus dem zweiten Tab {unique}")
    for page in (one, two):
        says(page, "Ohne Netz: 2 Einträge auf diesem Gerät gesichert")
        expect(page.locator("[data-lab-own] .lab-card", has_text=unique)).to_have_count(2)
    phone.on("requestfinished", count)

    phone.set_offline(False)

    for page in (one, two):
        says(page, ARRIVED, 30_000)
    assert sorted(sent.values()) == [1, 1]
    assert cards_at(one, unique) == [f"Aus dem ersten Tab {unique}", f"Aus dem zweiten Tab {unique}"]


@pytest.mark.parametrize("fault", [NO_STORAGE, FULL_STORAGE], ids=["no storage", "full storage"])
def test_a_browser_that_keeps_nothing_says_so(device, unique: str, fault: str) -> None:
    """The text stays in its field until it has arrived, and nobody leaves the page without a warning."""
    phone = device()
    phone.add_init_script(fault)
    page = phone.new_page()
    sit_down(page, CODE)
    phone.set_offline(True)
    write(page, f"Nur im Kopf {unique}")
    says(page, UNSAFE)
    field = page.get_by_label("Ihr Gedanke")
    expect(field).to_have_value(f"Nur im Kopf {unique}")
    page.get_by_role("button", name="An die Tafel").click()  # once more, out of worry
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect(field).to_have_value(f"Nur im Kopf {unique}")
    assert asked == ["beforeunload"]

    phone.set_offline(False)

    says(page, ARRIVED, 30_000)
    expect(field).to_have_value("")
    expect(field).to_be_editable()
    assert cards_at(page, unique) == [f"Nur im Kopf {unique}"]
    write(page, f"Und weiter {unique}")
    expect(field).to_have_value("")
    says(page, ARRIVED)


def test_half_an_hour_without_network(device, unique: str) -> None:
    phone = device()
    wall = device(viewport={"width": 1280, "height": 720}).new_page()
    wall.goto(f"/labor/{CODE}/wand/")
    page = phone.new_page()
    page.clock.install()
    sit_down(page, CODE)
    carried(page)
    phone.set_offline(True)
    texts = [f"Minute {minute} {unique}" for minute in (0, 10, 20)]
    for text in texts:
        write(page, text)
        page.clock.fast_forward("10:00")
    says(page, "Ohne Netz: 3 Einträge auf diesem Gerät gesichert")
    page.reload()
    says(page, "Ohne Netz: 3 Einträge auf diesem Gerät gesichert")

    phone.set_offline(False)

    says(page, ARRIVED, 30_000)
    assert cards_at(page, unique) == texts
    on_wall(wall, texts[-1])
