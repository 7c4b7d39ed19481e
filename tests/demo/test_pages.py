"""What the pages of the demonstration may cost: at most twelve queries each. No link leads nowhere."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogwerk.accounts.models import Person
from tests import addresses

pytestmark = [pytest.mark.demo, pytest.mark.xdist_group("demo")]
MOST = 12
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Costs:
    """Fetches pages and remembers what each costs."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.too_many: dict[str, int] = {}
        self.broken: list[str] = []

    def fetch(self, address: str) -> str | None:
        answer, count = self._get(address)
        if answer.status_code >= 500 or (answer.status_code >= 400 and address not in addresses.PUBLIC_STARTS):
            self.broken.append(f"{address}: {answer.status_code}")
        if count > MOST:  # what is remembered for the next ten minutes costs only the first visitor
            answer, count = self._get(address)
        if count > MOST:
            self.too_many[address] = count
        if answer.status_code in {301, 302}:
            return f'<a href="{answer.url}">' if answer.url.startswith("/") else None
        return answer.content.decode() if answer["Content-Type"].startswith("text/html") else None

    def _get(self, address: str) -> tuple[HttpResponse, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.get(address)
        return answer, sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_each_public_page_stays_within_twelve_queries(loaded_demo: None) -> None:
    costs = Costs(Client())

    addresses.collect(costs.fetch, *addresses.PUBLIC_STARTS)

    assert costs.broken == []
    assert costs.too_many == {}


def test_each_page_of_the_team_stays_within_twelve_queries(loaded_demo: None) -> None:
    client = Client()
    client.force_login(Person.objects.get(email="leitung@demo.example.org"), backend=MODEL_BACKEND)
    costs = Costs(client)

    addresses.collect(costs.fetch, *addresses.TEAM_STARTS, within=addresses.is_for_the_team)

    assert costs.broken == []
    assert costs.too_many == {}
