"""The pages of the sorting table, with plain forms and with what pages send by themselves."""

import asyncio
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogwerk.core.push import hub
from dialogwerk.entries.search import index_entry
from dialogwerk.synthesis import live
from dialogwerk.synthesis.actions import apply_moves, lay_out_table
from dialogwerk.synthesis.models import Group, Move, SortingTable
from dialogwerk.synthesis.moves import read_ask
from tests import factories

LIST = "/werkstatt/dialog/sortieren/"


@pytest.fixture
def table(process, edith, cards) -> SortingTable:
    return lay_out_table(actor=edith, process=process, title="Karten aus Siegen")


@pytest.fixture
def at(table) -> str:
    return f"{LIST}{table.pk}/"


def send(client, at, *moves, cursor=0):
    body = {"cursor": cursor, "moves": [{"id": str(uuid.uuid4()), **move} for move in moves]}
    headers = {"accept": "application/json"}
    return client.post(f"{at}zuege/", json.dumps(body), content_type="application/json", headers=headers)


def test_the_pages_open_for_the_team_and_stay_shut_for_others(client, signed_in, at, edith, mo, paula) -> None:
    for person, status in ((edith, 200), (mo, 200), (paula, 403)):
        for address in (LIST, f"{LIST}neu/", at, f"{at}verlauf/", f"{at}beiseite/", f"{at}angaben/", f"{at}seit/"):
            assert signed_in(person).get(address).status_code == status, address
        assert send(signed_in(person), at).status_code == status
    client.logout()
    assert client.post(f"{at}zug/", {"act": "undo"}).status_code == 403


def test_a_table_is_laid_out_by_a_form(signed_in, lab, cards, edith) -> None:
    client = signed_in(edith)
    assert client.post(f"{LIST}neu/", {"title": ""}).status_code == 422

    answer = client.post(f"{LIST}neu/", {"title": "Nur Siegen", "holds": "beitraege", "events": [lab.pk]})

    made = SortingTable.objects.get()
    assert answer.url == f"{LIST}{made.pk}/"
    assert client.post(f"{LIST}neu/", {"title": "Nichts", "holds": "ideen"}).status_code == 409


def test_sorting_without_script(signed_in, table, at, cards, edith) -> None:
    client = signed_in(edith)
    page = client.get(at).content.decode()
    assert "Karte Nummer 1" in page

    numbers = [cards[0].pk, cards[1].pk]
    client.post(f"{at}zug/", {"act": "make", "name": "Lernzeit", "entry": numbers})
    group = Group.objects.get()
    answer = client.post(f"{at}zug/", {"group": group.pk, "entry": [cards[2].pk], "next": f"{at}?q=Karte"})
    page = client.get(at).content.decode()

    assert answer.url == f"{at}?q=Karte"
    assert "Karte Nummer 4" in page
    assert group.placements.count() == 3
    client.post(f"{at}zug/", {"act": "undo"})
    assert group.placements.count() == 2
    refused = client.post(f"{at}zug/", {"group": "4711", "entry": [cards[3].pk]}, follow=True).content.decode()
    assert "Diese Gruppe gibt es nicht mehr." in refused
    assert client.post(f"{at}zug/", {}).status_code == 400


def test_a_form_that_is_sent_twice_counts_once(signed_in, at, cards, edith) -> None:
    client = signed_in(edith)
    form = {"act": "aside", "entry": [cards[0].pk], "id": str(uuid.uuid4())}

    client.post(f"{at}zug/", form)
    client.post(f"{at}zug/", form)

    assert Move.objects.count() == 1


def test_the_way_back_leads_nowhere_else(signed_in, at, cards, edith) -> None:
    answer = signed_in(edith).post(
        f"{at}zug/", {"act": "aside", "entry": [cards[0].pk], "next": "https://boese.example"}
    )

    assert answer.url == at


def test_a_group_is_kept_by_forms(signed_in, at, cards, edith) -> None:
    client = signed_in(edith)
    client.post(f"{at}zug/", {"act": "make", "name": "Lernzeit", "entry": [cards[0].pk, cards[1].pk]})
    group = Group.objects.get()
    home = f"{at}gruppe/{group.pk}/"

    client.post(f"{at}zug/", {"act": "rename", "group": group.pk, "name": "Zeit zum Lernen"})
    client.post(f"{at}zug/", {"act": "note", "group": group.pk, "note": "Mit Köln besprechen"})
    client.post(f"{at}zug/", {"act": "make", "name": "Abgespalten", "entry": [cards[1].pk]})
    client.post(f"{at}zug/", {"act": "order", "group": group.pk, "by": "1"})
    page = client.get(home).content.decode()

    assert "Zeit zum Lernen" in page
    assert "Mit Köln besprechen" in page
    assert "gelegt von Edith" in page
    assert [one.name for one in Group.objects.order_by("position")] == ["Abgespalten", "Zeit zum Lernen"]
    log = client.get(f"{at}verlauf/").content.decode()
    assert "hat die Gruppe „Lernzeit“ in „Zeit zum Lernen“ umbenannt" in log
    assert client.get(f"{at}gruppe/999/").status_code == 404


def test_a_page_sends_moves_and_is_told_what_it_does_not_know(signed_in, at, cards, edith, lena) -> None:
    first = send(signed_in(edith), at, {"kind": "make", "name": "Lernzeit", "entries": [cards[0].pk]}).json()
    group = first["groups"][0]
    answer = send(signed_in(lena), at, {"kind": "place", "group": group["id"], "entries": [cards[1].pk]}).json()

    assert group["name"] == "Lernzeit"
    assert (len(answer["arrived"]), answer["refused"], answer["cursor"]) == (1, {}, 2)
    assert [move["who"] for move in answer["moves"]] == ["Edith", "Lena"]
    assert sorted(answer["placed"]) == [[cards[0].pk, group["id"]], [cards[1].pk, group["id"]]]
    assert answer["figures"] == {"unsorted": 2, "aside": 0, "done": 2, "total": 4, "percent": 50}
    assert signed_in(edith).get(f"{at}seit/?seit=1").json()["moves"][0]["who"] == "Lena"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"cursor": 0, "moves": [{"kind": "x"}]}', '{"cursor": 0, "moves": 3}']
)
def test_rubbish_is_told_to_be_rubbish(signed_in, at, edith, body) -> None:
    answer = signed_in(edith).post(
        f"{at}zuege/", body, content_type="application/json", headers={"accept": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["what_to_do"]


def test_words_are_found_wherever_they_lie(signed_in, at, cards, edith) -> None:
    client = signed_in(edith)
    for card in cards:
        index_entry(card)
    client.post(f"{at}zug/", {"act": "make", "name": "Lernzeit", "entry": [cards[0].pk]})

    page = client.get(f"{at}?q=Nummer").content.decode()

    assert "Karte Nummer 1" in page
    assert "Karte Nummer 4" in page


def test_the_window_can_hold_one_more(signed_in, process, table, at, cards, edith) -> None:
    for number in range(60):
        factories.ContributionFactory(entry__process=process, entry__summary=f"Weitere {number}")
    client = signed_in(edith)
    client.post(f"{at}nachlegen/")
    last = table.placements.order_by("pk").last().entry_id

    assert f'data-entry="{last}"' not in client.get(f"{at}?teil=liste").content.decode()
    assert f'data-entry="{last}"' in client.get(f"{at}?teil=liste&dazu={last}").content.decode()


def test_a_sentence_is_given_evidence_from_the_table(signed_in, at, challenge, cards, edith, mo) -> None:
    bare = challenge.sentences.get(text="Ganz allgemein.")
    client = signed_in(edith)
    before = challenge.entry.version

    client.post(f"{at}beleg/", {"sentence": bare.pk, "entry": [cards[3].pk]})
    page = client.get(f"{at}?teil=satz").content.decode()

    assert list(bare.evidence.all()) == [cards[3]]
    assert "Ganz allgemein." in page
    challenge.entry.refresh_from_db()
    assert challenge.entry.version == before + 1
    again = client.post(
        f"{at}beleg/", {"sentence": bare.pk, "entry": [cards[3].pk]}, headers={"accept": "application/json"}
    )
    assert again.json() == {"said": "Das ist schon ein Beleg dieses Satzes."}
    assert signed_in(mo).post(f"{at}beleg/", {"sentence": bare.pk, "entry": [cards[0].pk]}).status_code == 403


def test_sending_costs_few_queries(signed_in, at, cards, edith) -> None:
    client = signed_in(edith)
    send(client, at, {"kind": "make", "name": "Lernzeit"})
    with CaptureQueriesContext(connection) as queries:
        send(client, at, {"kind": "place", "group": Group.objects.get().pk, "entries": [cards[0].pk]})

    assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= 20


@pytest.mark.django_db(transaction=True)
def test_listeners_are_pushed_what_is_done(table, cards, edith) -> None:
    async def listen() -> str:
        line = live.follow(table.pk, 0)
        assert (await anext(line)).startswith(b"retry:")
        waiting = asyncio.ensure_future(anext(line))
        await asyncio.sleep(0.05)
        hub.announce(f"sorting:{table.pk}")
        message = await asyncio.wait_for(waiting, 5)
        line.close()
        return message.decode()

    ask = read_ask({"id": str(uuid.uuid4()), "kind": "make", "name": "Lernzeit", "entries": [cards[0].pk]})
    apply_moves(actor=edith, table=table, asks=[ask])

    message = asyncio.run(listen())

    assert message.startswith("event: zug\nid: 1\n")
    assert "Lernzeit" in message
