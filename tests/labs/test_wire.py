"""The lines between devices and the server."""

import asyncio
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogwerk.core.ids import uuid7
from dialogwerk.core.push import hub
from dialogwerk.labs import live
from dialogwerk.labs.models import Card, Device


@pytest.fixture
def post(client, board):
    device = str(uuid.uuid4())

    def send(*operations, **more):
        body = {"device": device, "secret": "s" * 32, "cursor": 0, "ops": list(operations), **more}
        return client.post(reverse("labs:sync", args=[board.code]), json.dumps(body), content_type="application/json")

    return send


def creating(text: str) -> dict:
    return {"id": str(uuid7()), "kind": "create", "card": str(uuid7()), "clock": 1, "payload": {"text": text}, "at": 1}


def test_a_device_sends_and_is_told_what_the_board_has(post, board) -> None:
    operation = creating("Ein Kompass für kleine Betriebe")

    answer = post(operation).json()

    assert answer["arrived"] == [operation["id"]]
    assert [card["text"] for card in answer["cards"]] == ["Ein Kompass für kleine Betriebe"]
    assert (answer["cursor"], answer["role"], answer["lab"]["status"]) == (1, "participant", "offen")
    assert post(cursor=answer["cursor"]).json()["cards"] == []


def test_sending_costs_few_queries(post) -> None:
    post(creating("eine"))
    with CaptureQueriesContext(connection) as queries:
        post(creating("noch eine"))

    assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= 12


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"device": "x"}', '{"device": "00000000-0000-7000-8000-000000000000", "secret": "kurz"}']
)
def test_rubbish_is_told_to_be_rubbish(client, board, body) -> None:
    answer = client.post(
        reverse("labs:sync", args=[board.code]),
        body,
        content_type="application/json",
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["what_to_do"]
    assert not Device.objects.exists()


def test_a_malformed_operation_is_refused_whole(post) -> None:
    good, bad = creating("gut"), creating("schlecht") | {"clock": -1}

    answer = post(good, bad)

    assert answer.status_code == 400
    assert not Card.objects.exists()


def test_the_facilitators_key_opens_her_rights(post, board) -> None:
    assert post().json()["role"] == "participant"
    assert post(key="falsch").json()["role"] == "participant"
    assert post(key=board.facilitator_key).json()["role"] == "facilitator"


def test_an_unknown_code_is_not_found(client, post, board) -> None:
    post()
    board.code = "AAAAAA"

    assert client.get("/labor/AAAAAA/strom/").status_code == 404
    assert post(creating("Wohin damit?")).status_code == 404


def test_a_device_sits_at_one_table_only(post, board, lab) -> None:
    post(creating("Am ersten Tisch"))
    board.code = lab.boards.exclude(pk=board.pk).get().code

    assert post(creating("Am zweiten Tisch")).status_code == 403
    assert [card.text for card in Card.objects.all()] == ["Am ersten Tisch"]


def test_a_code_is_read_in_small_letters(post, board) -> None:
    first = post(creating("Zuerst")).json()
    board.code = board.code.lower()

    assert post(creating("Danach"), cursor=first["cursor"]).json()["cursor"] == 2


@pytest.mark.django_db(transaction=True)
def test_listeners_are_pushed_what_arrives(board, seat, monkeypatch) -> None:
    """One reader for all listeners, and each of them gets the card."""
    reads = []
    read = live.Feed._read
    monkeypatch.setattr(live.Feed, "_read", lambda feed: reads.append(1) or read(feed))

    async def listen() -> list[str]:
        lines = [live.follow(board.pk, board.lab_id, board.seq) for _ in range(3)]
        for line in lines:
            assert (await anext(line)).startswith(b"retry:")
        waiting = [asyncio.ensure_future(anext(line)) for line in lines]
        await asyncio.sleep(0.05)
        hub.announce(f"board:{board.pk}")
        messages = [await asyncio.wait_for(one, 5) for one in waiting]
        for line in lines:
            line.close()
        return [message.decode() for message in messages]

    phone = seat()
    phone.write("Für alle zu sehen")
    board.seq = 0  # the listeners came before the card

    messages = asyncio.run(listen())

    assert all("Für alle zu sehen" in message for message in messages)
    assert len(reads) == 1


def test_the_answer_tells_the_same_whether_it_was_read_or_not(post, board) -> None:
    """A device that is up to date is told from memory what its own batch changed, any other one from the database."""
    first = creating("Zuerst")
    cursor = post(first).json()["cursor"]
    back = {"kind": "life", "payload": {"life": "withdrawn", "into": []}}
    news = [creating("Neu"), {"id": str(uuid7()), "card": first["card"], "clock": 3} | back]

    from_memory = post(*news, cursor=cursor).json()
    read = post(cursor=cursor).json()

    assert [card["text"] for card in from_memory["cards"]] == ["Neu", "Zuerst"]
    assert from_memory["cards"] == read["cards"]
    assert from_memory["cursor"] == read["cursor"]


def test_a_device_that_is_behind_is_told_everything(post, board) -> None:
    post(creating("Zuerst"))
    post(creating("Danach"))

    answer = post(creating("Neu"), cursor=0).json()

    assert [card["text"] for card in answer["cards"]] == ["Zuerst", "Danach", "Neu"]
