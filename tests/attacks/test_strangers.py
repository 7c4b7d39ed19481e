"""What is not public stays unseen by strangers, wherever they look."""

import pytest
from django.urls import reverse

from dialogwerk.entries.actions.linking import link_entries
from dialogwerk.entries.models import Relation, State
from dialogwerk.entries.search import index_entry
from dialogwerk.places.queries import cell_at
from tests import factories
from tests.attacks.zoo import Zoo, routes

WORD = "Verschlusssache"
LON, LAT = 8.02, 50.87
NOT_PUBLIC = [State.DRAFT, State.IN_REVIEW, State.HIDDEN, State.WITHDRAWN]
# pages of the team, of an account, of a device, and those that hold a connection open
NOT_ASKED = ("werkstatt/", "konto/", "vorschau/", "labor/", "sprache/")
SEEKS = (
    "", f"?q={WORD}", "?sort=newest", "?art=alle", "?art=beitraege",
    "?art=alle&bbox=5,50,10,53&zoom=7", "?art=alle&bbox=8,50.8,8.1,50.9&zoom=16",
)  # fmt: skip


@pytest.fixture
def zoo(process, lena) -> Zoo:
    return Zoo(process, lena)


def _hidden_things(zoo: Zoo, state: State, lena) -> list:
    """One thing of each kind in that state, on the map, in the search index, linked with what is public."""
    card = {
        "process": zoo.process, "state": state, "title": f"{WORD} {state}", "slug": "geheim",
        "summary": f"{WORD} im Text", "lon": LON, "lat": LAT, "cell": cell_at(LON, LAT), "region": zoo.region,
    }  # fmt: skip
    card |= {"published_at": None} if state in (State.DRAFT, State.IN_REVIEW) else {}
    in_card = {f"entry__{name}": value for name, value in card.items()}
    things = [
        factories.IdeaFactory(**in_card).entry,
        factories.ContributionFactory(**in_card).entry,
        factories.EventFactory(**in_card).entry,
        factories.EntryFactory(**card),
    ]
    for thing in things:
        index_entry(thing)
    link_entries(actor=lena, source=zoo.contribution.entry, target=things[0], relation=Relation.BECAME)
    link_entries(actor=lena, source=things[1], target=zoo.idea.entry, relation=Relation.BECAME)
    factories.CommentFactory(entry=zoo.idea.entry, text=f"{WORD} {state}", state=state)
    return things


def _tells(answer, state: State) -> bool:
    """A page may repeat the word somebody searched for, but not the words around it."""
    body = answer.content.decode(errors="replace").replace("<mark>", "").replace("</mark>", "")
    return f"{WORD} {state}" in body or f"{WORD} im Text" in body


def _public_routes():
    return [one for one in routes() if not one[1].startswith(NOT_ASKED) and one[0] != "web:uploaded"]


@pytest.mark.parametrize("who", ["visitor", "paula"])
@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_no_page_tells_of_it(state, who, zoo, lena, paula, client, signed_in) -> None:
    _hidden_things(zoo, state, lena)
    if who == "paula":
        signed_in(paula)
    told = []

    for name, route, names in _public_routes():
        try:
            address = reverse(name, kwargs=zoo.arguments(route, names))
        except KeyError:  # a style sheet or an outline: names nothing of a dialogue's entries
            continue
        for seek in SEEKS if who == "visitor" and "number" not in names else ("",):
            if _tells(client.get(address + seek, follow=True), state):
                told.append(address + seek)

    assert not told, "\n".join(told)


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_its_own_addresses_do_not_tell_its_words(state, zoo, lena, client) -> None:
    idea, contribution, event, entry = _hidden_things(zoo, state, lena)
    told = []

    for name, route, names in _public_routes():
        if "number" not in names:
            continue
        for thing in (idea, contribution, event, entry):
            address = reverse(name, kwargs=zoo.arguments(route, names) | {"number": thing.pk})
            answer = client.get(address)
            if _tells(answer, state) or answer.status_code == 200:
                told.append((address, answer.status_code))

    assert not told, "\n".join(map(str, told))


@pytest.mark.parametrize(("state", "status"), [(State.DRAFT, 404), (State.IN_REVIEW, 404), (State.HIDDEN, 403),
                                               (State.WITHDRAWN, 410)])  # fmt: skip
def test_the_short_address_says_what_happened_and_no_more(state, status, zoo, lena, client) -> None:
    for thing in _hidden_things(zoo, state, lena):
        answer = client.get(f"/e/{thing.pk}")
        assert (answer.status_code, _tells(answer, state)) == (status, False)


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_the_hint_at_similar_ideas_does_not_tell_of_it(state, zoo, lena, client) -> None:
    _hidden_things(zoo, state, lena)
    address = reverse("ideas:similar", args=[zoo.process.slug])

    for ask in (client.get, client.post):
        answer = ask(address, {"title": f"Eine {WORD}", "summary": "Im Betrieb"})
        assert answer.status_code == 200
        assert not _tells(answer, state)


def test_what_is_public_is_told(zoo, lena, client) -> None:
    """The same looks find what is published: the tests above look in the right places."""
    things = _hidden_things(zoo, State.PUBLISHED, lena)
    found = set()

    for name, route, names in _public_routes():
        try:
            address = reverse(name, kwargs=zoo.arguments(route, names))
        except KeyError:
            continue
        found |= {
            name
            for seek in (("",) if "number" in names else SEEKS)
            if _tells(client.get(address + seek, follow=True), State.PUBLISHED)
        }

    assert found >= {
        "web:search", "web:process", "ideas:map", "ideas:map_list", "ideas:map_data", "ideas:contributions",
        "ideas:region", "events:list", "events:feed", "entries:trail", "ideas:idea",
    }  # fmt: skip
    assert client.get(f"/e/{things[0].pk}").status_code == 302
