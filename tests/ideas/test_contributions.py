"""The list of contributions."""

import pytest

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.entries.models import Relation
from dialogwerk.entries.search import index_entry
from dialogwerk.ideas.models import Column
from tests import factories

LIST = "/dialog/beitraege/"


@pytest.fixture
def cards(process):
    event = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Olpe")
    region = factories.RegionFactory(region_set=process.region_set)
    topic = factories.TopicFactory(vocabulary__process=process)
    special = factories.ContributionFactory(
        entry__process=process,
        entry__summary="Schichtplan per Messenger",
        entry__origin=event.entry,
        entry__origin_table=4,
        entry__region=region,
        entry__stakeholder_group=StakeholderGroup.EMPLOYEES,
        column=Column.IDEA,
    )
    special.entry.topics.add(topic)
    other = factories.ContributionFactory(entry__process=process, entry__summary="Drucker im Keller")
    for card in (special, other):
        index_entry(card.entry)
    filters = {"topic": topic.pk, "event": event.pk, "table": 4, "region": region.pk}
    return filters | {"column": "idea", "group": "beschaeftigte", "q": "Schichtplan"}


@pytest.mark.parametrize("name", ["topic", "event", "table", "region", "column", "group", "q"])
def test_each_filter(client, cards, name) -> None:
    page = client.get(LIST, {name: cards[name]}).content.decode()

    assert "Schichtplan per Messenger" in page
    assert "Drucker im Keller" not in page
    assert "Filter zurücksetzen" in page


def test_all_filters_together_and_nonsense(client, cards) -> None:
    assert "Schichtplan per Messenger" in client.get(LIST, cards).content.decode()
    nonsense = client.get(LIST, {"topic": "x", "table": "-3", "region": "9999999", "page": "abc"})
    assert nonsense.status_code == 200
    assert "Drucker im Keller" in nonsense.content.decode()


def test_nothing_found_says_what_to_do(client, cards) -> None:
    assert "Nehmen Sie einen Filter weg" in client.get(LIST, {"q": "Quastenflosser"}).content.decode()


def test_nothing_there_yet(client, process) -> None:
    assert "Noch gibt es keine Beiträge" in client.get(LIST).content.decode()


def test_only_public_ones(client, process) -> None:
    factories.ContributionFactory(entry__process=process, entry__state="in_review", entry__summary="Noch geheim")

    assert "Noch geheim" not in client.get(LIST).content.decode()


def test_hint_what_it_became(client, process, idea) -> None:
    card = factories.ContributionFactory(entry__process=process)
    hidden = factories.IdeaFactory(entry__process=process, entry__state="hidden", entry__title="Verborgenes")
    for target in (idea, hidden):
        card.entry.links_out.create(target=target.entry, relation=Relation.BECAME)

    page = client.get(LIST).content.decode()

    assert "wurde zu" in page
    assert "Digital-Scouts" in page
    assert "Verborgenes" not in page


def test_thirty_a_page_with_the_same_number_of_queries(client, process, idea, django_assert_max_num_queries) -> None:
    def add(number: int) -> None:
        event = factories.EventFactory(entry__process=process)
        for _ in range(number):
            card = factories.ContributionFactory(
                entry__process=process, entry__origin=event.entry, entry__author=factories.PersonFactory()
            )
            card.entry.topics.add(factories.TopicFactory(vocabulary__process=process))
            card.entry.links_out.create(target=idea.entry, relation=Relation.BECAME)

    add(1)
    client.get(LIST)
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    add(31)
    with django_assert_max_num_queries(12) as many:
        page = client.get(LIST).content.decode()

    assert len(few) == len(many)
    assert page.count('class="slip ') == 30
    assert "?page=2" in page
