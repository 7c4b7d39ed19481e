"""Who leads one dialogue has nothing to say in another: every address is asked, new ones too."""

import pytest
from django.urls import reverse

from dialogwerk.processes.models import Role
from tests import factories
from tests.attacks.zoo import Zoo, changed, fingerprint, routes

# what every person who is signed in may do in any dialogue that is open
OPEN_TO_ALL = {
    "entries:comments", "entries:rate", "entries:flag", "ideas:new", "ideas:autosave", "ideas:similar",
    "ideas:preview", "ideas:send", "ideas:discard", "ideas:support", "ideas:new_contribution", "ideas:thanks",
    "ideas:map", "ideas:map_list", "ideas:map_data", "ideas:map_card", "registrations:register",
    "registrations:link_again", "registrations:thanks", "labs:enter", "web:preview_text", "surveys:take",
    "surveys:vote", "surveys:propose", "synthesis:missing", "synthesis:flag_missing",
}  # fmt: skip
# what whoever has the secret may do: the address is the right
SECRETS = {
    "registrations:own", "registrations:change", "registrations:cancel", "registrations:accept",
    "registrations:calendar", "registrations:invited", "registrations:helper", "processes:preview", "accounts:confirm",
    "labs:table", "labs:card", "labs:about_me", "labs:wall", "labs:board", "labs:photos", "labs:qr", "labs:sync",
    "labs:stream",
}  # fmt: skip
# the same for everybody: a script without data, a region of the map that all dialogues may share
SAME_FOR_ALL = {"registrations:worker", "ideas:region"}
# keeps a connection open, which no test client can; it asks the same gate as the other addresses of its table
HELD_OPEN = {"synthesis:sorting_stream"}
# organisations belong to all dialogues; who else names one is asked in the desk's own tests
SHARED = {"processes:organisation"}
EVERYTHING = routes()
OF_A_DIALOGUE = [
    (name, route, names)
    for name, route, names in EVERYTHING
    if name not in OPEN_TO_ALL | SECRETS | SAME_FOR_ALL | HELD_OPEN and ("process" in names or "comment" in names)
]
TEAM_OF_ANOTHER = [Role.LEAD, Role.EDITOR, Role.MODERATOR, Role.REGION_CONTACT]


@pytest.fixture
def zoo(process, lena) -> Zoo:
    return Zoo(process, lena)


@pytest.fixture
def other_zoo(process) -> Zoo:
    other = factories.OpenPhaseFactory(process__slug="anderer", process__region_set=process.region_set).process
    return Zoo(other, factories.TeamRoleFactory(process=other, role=Role.LEAD).person)


def test_every_address_is_asked() -> None:
    """A list that names an address that is gone would hide a new one of that name."""
    names = {name for name, _route, _names in EVERYTHING}

    assert names >= OPEN_TO_ALL | SECRETS | SAME_FOR_ALL | SHARED | HELD_OPEN
    assert len(OF_A_DIALOGUE) > 100


@pytest.mark.parametrize("role", TEAM_OF_ANOTHER)
def test_team_of_another_dialogue_changes_nothing(role, other_zoo, signed_in) -> None:
    scope = {"region": other_zoo.region} if role == Role.REGION_CONTACT else {}
    client = signed_in(factories.TeamRoleFactory(role=role, **scope).person)
    before, wrong = fingerprint(), []

    for name, route, names in OF_A_DIALOGUE:
        address = reverse(name, kwargs=other_zoo.arguments(route, names))
        status = client.post(address, {"confirmed": "1", "title": "Übernommen", "text": "Übernommen"}).status_code
        if route.startswith("werkstatt/") and status not in (403, 404, 405):
            wrong.append((name, status))

    assert not wrong, "\n".join(map(str, wrong))
    assert changed(before) == []


def test_things_of_another_dialogue_are_not_there_in_ones_own(zoo, other_zoo, lena, signed_in) -> None:
    """Lena leads the one dialogue: no part of its addresses leads her to a thing of the other."""
    client = signed_in(lena)
    before, wrong = fingerprint(), []

    for name, route, names in OF_A_DIALOGUE:
        if name in SHARED or "process" not in names:
            continue
        own, foreign = zoo.arguments(route, names), other_zoo.arguments(route, names)
        for part in names:
            if part == "process" or own[part] == foreign[part]:
                continue
            address = reverse(name, kwargs=own | {part: foreign[part]})
            found = [method(address).status_code for method in (client.get, client.post)]
            if found[0] not in (302, 403, 404, 405) or found[1] not in (403, 404, 405):
                wrong.append((name, part, found))

    assert not wrong, "\n".join(map(str, wrong))
    assert changed(before) == []


def test_lists_sent_along_do_not_reach_another_dialogue(zoo, other_zoo, lena, signed_in) -> None:
    client = signed_in(lena)
    entries = [other_zoo.idea.pk, other_zoo.contribution.pk, other_zoo.entry.pk, other_zoo.event.pk]
    before = fingerprint()

    for name in ("ideas:bulk", "ideas:bulk_contributions", "events:bulk"):
        for act in ("hide", "withdraw", "draft", "publish", "topic"):
            fields = {"entries": entries, "act": act, "confirmed": "1", "reason": "Weg damit", "rule": zoo.rule.pk}
            client.post(reverse(name, args=["dialog"]), fields)
    for entry in (other_zoo.idea.pk, other_zoo.entry.pk):
        cases = {"cases": [f"entry-{entry}", f"comment-{other_zoo.comment.pk}"], "verdict": "hide"}
        client.post("/werkstatt/dialog/moderation/", cases | {"rule": zoo.rule.pk, "note": "Weg damit"})
        client.post("/werkstatt/dialog/freigabe/", {"jetzt": f"entry-{entry}"})
    relation = {"source": other_zoo.contribution.pk, "target": other_zoo.idea.pk, "relation": "evidence_for"}
    client.post("/werkstatt/dialog/verbinden/", relation | {"tun": "link", "confirmed": "1"})

    assert changed(before) == []
