"""The server is killed in the middle of writing and started again: what was confirmed is there, each once."""

import random
import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.labs.killed import Phone, serving

pytestmark = pytest.mark.django_db(transaction=True)
KILLS, PHONES = 4, 4


def address_of_database(folder: Path) -> str:
    """Return the address of the test's database for another process; what lies in memory goes into a file."""
    own = connection.settings_dict
    if connection.vendor == "postgresql":
        password = f":{own['PASSWORD']}" if own["PASSWORD"] else ""
        return f"postgres://{own['USER']}{password}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    with sqlite3.connect(folder / "lab.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder}/lab.sqlite3"


def test_nothing_is_lost_or_doubled_when_the_server_is_killed(board, tmp_path: Path) -> None:
    chance = random.Random(11)
    with serving(tmp_path, address_of_database(tmp_path)) as server:
        phones = [Phone(server.port, board.code, seed) for seed in range(PHONES)]
        for phone in phones:
            phone.start()
        for _ in range(KILLS):
            for phone in phones:
                phone.has_written.clear()
            assert all(phone.has_written.wait(30) for phone in phones), (tmp_path / "server.log").read_text()
            time.sleep(chance.random() * 0.2)
            server.kill()
        for phone in phones:
            phone.is_done.set()
        for phone in phones:
            phone.join(30)
        told = Phone(server.port, board.code, PHONES).ask([])

    assert sum(phone.tries_lost for phone in phones) >= KILLS  # it was in the middle of something each time
    found = {card["id"]: card for card in told["cards"]}
    assert len(found) == len(told["cards"])
    wordings = {card: its for phone in phones for card, its in phone.cards.items()}
    assert found.keys() == wordings.keys()
    for card, its in wordings.items():
        assert (found[card]["versions"], found[card]["rivals"]) == (len(its), [])
        assert found[card]["text"] == its[-1].partition(" ")[2]
    assert sorted(card["number"] for card in found.values()) == list(range(1, len(found) + 1))
