"""What lists may cost: at most twelve queries, and no more for many rows than for one."""

import math

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogwerk.core import kept
from tests import addresses, lists

MOST = 12
MANY = 20


@pytest.fixture(autouse=True)
def nothing_is_slow(monkeypatch) -> None:
    """What was slow to count is kept for some seconds: on a busy machine that would hide queries."""
    monkeypatch.setattr(kept, "SLOW_SECONDS", math.inf)


@pytest.mark.parametrize("growing", lists.LISTS, ids=str)
def test_a_list_costs_the_same_for_one_and_for_many(client, signed_in, process, lena, paula, edith, growing) -> None:
    subject = growing.subject(process)
    address = growing.address_of(subject)
    if addresses.is_for_the_team(address):
        signed_in(lena)
    people = [lena, paula, edith]

    def cost() -> list[str]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries]

    growing.grow(subject, people, 1)
    for_one = cost()
    growing.grow(subject, people, MANY - 1)
    for_many = cost()

    assert len(for_many) == len(for_one), "\n".join(["one:", *for_one, "many:", *for_many])
    assert len(for_one) <= MOST
