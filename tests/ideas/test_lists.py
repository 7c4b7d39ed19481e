"""Acting on many ideas or contributions, and taking it back; the list of contributions."""

import re

import pytest
from django.core import mail

from dialogwerk.entries.actions import change_state
from dialogwerk.entries.actions.bulk import change_back, change_many
from dialogwerk.entries.models import Entry, ModerationDecision, Stage, StageStep, State
from dialogwerk.ideas.actions.bulk import CONTRIBUTION_ACTS, IDEA_ACTS
from dialogwerk.processes.models import Role, Rule
from tests import factories

LIST = "/werkstatt/dialog/beitraege/"
BULK = "/werkstatt/dialog/beitraege/auswahl/"


@pytest.fixture
def cards(process, paula):
    event = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Siegen").entry
    topic = factories.TopicFactory(vocabulary__process=process)
    told = [
        ("Meister fehlen", State.PUBLISHED),
        ("Bus fährt nicht", State.IN_REVIEW),
        ("Schicht tauschen", State.DRAFT),
    ]
    made = [
        factories.ContributionFactory(
            entry__process=process,
            entry__title=title,
            entry__summary=title,
            entry__state=state,
            entry__author=paula,
            entry__origin=event,
            entry__origin_table=number,
        ).entry
        for number, (title, state) in enumerate(told, 1)
    ]
    made[0].topics.add(topic)
    return made


def facts_of(entries):
    """Return what the acts change of each entry."""
    return [
        (entry.state, entry.stage, entry.region_id, list(entry.topics.order_by("pk")))
        for entry in Entry.objects.filter(pk__in=[one.pk for one in entries]).order_by("pk")
    ]


def titles_in(answer) -> set[str]:
    return {
        title for title in ("Meister fehlen", "Bus fährt nicht", "Schicht tauschen") if title in answer.content.decode()
    }


def test_contributions_are_listed_in_every_state_and_filtered(signed_in, edith, cards) -> None:
    client = signed_in(edith)
    topic, event = cards[0].topics.get(), cards[0].origin_id

    found = {
        "all": titles_in(client.get(LIST)),
        "state": titles_in(client.get(LIST, {"state": "in_review"})),
        "topic": titles_in(client.get(LIST, {"topic": topic.pk})),
        "event": titles_in(client.get(LIST, {"event": event})),
        "table": titles_in(client.get(LIST, {"event": event, "table": 3})),
        "nothing": titles_in(client.get(LIST, {"table": 9})),
    }

    assert found == {
        "all": {"Meister fehlen", "Bus fährt nicht", "Schicht tauschen"},
        "state": {"Bus fährt nicht"},
        "topic": {"Meister fehlen"},
        "event": {"Meister fehlen", "Bus fährt nicht", "Schicht tauschen"},
        "table": {"Schicht tauschen"},
        "nothing": set(),
    }


def test_only_the_team_reads_and_acts(client, signed_in, paula, cards) -> None:
    anonymous = [client.get(LIST).status_code, client.post(BULK).status_code]
    signed_in(paula)

    assert anonymous == [403, 403]
    assert [client.get(LIST).status_code, client.post(BULK, {"act": "publish"}).status_code] == [403, 403]
    assert client.post(f"{BULK}rueckgaengig/").status_code == 403


def test_entries_of_other_dialogues_cannot_be_ticked(signed_in, edith, cards) -> None:
    foreign = factories.ContributionFactory(entry__state=State.IN_REVIEW).entry

    signed_in(edith).post(BULK, {"act": "publish", "entries": [foreign.pk], "confirmed": "1"})

    foreign.refresh_from_db()
    assert foreign.state == State.IN_REVIEW


def test_a_bulk_act_is_taken_back_with_one_click(signed_in, edith, cards) -> None:
    client = signed_in(edith)
    before = facts_of(cards)
    chosen = {"act": "publish", "entries": [card.pk for card in cards[1:]]}

    shown = client.post(BULK, chosen).content.decode()
    done = client.post(BULK, {**chosen, "confirmed": "1"}, follow=True).content.decode()
    after = facts_of(cards)
    back = re.search(r'action="(/werkstatt/dialog/beitraege/auswahl/rueckgaengig/[^"]+)"', done)[1]
    told = client.post(back, follow=True).content.decode()
    again = client.post(back)

    assert "2 Beiträge: veröffentlichen" in shown
    assert [state for state, *_rest in after] == [State.PUBLISHED] * 3
    assert "Rückgängig gemacht: 2 Beiträge." in told
    assert facts_of(cards) == before
    assert again.status_code == 409


def test_every_act_on_ideas_can_be_taken_back(process, lena) -> None:
    ideas = [
        factories.IdeaFactory(entry__process=process, entry__state=state, entry__region=None).entry
        for state in (State.PUBLISHED, State.IN_REVIEW, State.HIDDEN)
    ]
    data = {
        "reason": "So beschlossen.",
        "rule": Rule.objects.create(process=process, position=1, title="Kein Angriff"),
        "stage": Stage.CONCRETISED,
        "topic": factories.TopicFactory(vocabulary__process=process),
        "region": factories.RegionFactory(region_set=process.region_set),
    }
    before = facts_of(ideas)

    changed, restored = {}, {}
    for act in IDEA_ACTS:
        entries = Entry.objects.filter(pk__in=[idea.pk for idea in ideas]).order_by("pk")
        result = change_many(actor=lena, entries=entries, acts=IDEA_ACTS, act=act, data=data)
        changed[act] = len(result.done)
        change_back(actor=lena, acts=IDEA_ACTS, kept=result.kept)
        restored[act] = facts_of(ideas) == before

    topics = {"topic": 3, "replace_topic": 3, "remove_topic": 3}
    assert changed == {"publish": 2, "draft": 2, "hide": 2, "withdraw": 3, "stage": 3, **topics, "region": 3}
    assert restored == dict.fromkeys(IDEA_ACTS, True)
    assert StageStep.objects.count() == 0


def test_hiding_many_names_the_rule_and_tells_the_authors(process, mo, cards) -> None:
    rule = Rule.objects.create(process=process, position=1, title="Keine Namen")

    result = change_many(
        actor=mo,
        entries=cards[:1],
        acts=CONTRIBUTION_ACTS,
        act="hide",
        data={"rule": rule, "reason": "Ein Name steht da."},
    )

    assert [entry.pk for entry in result.done] == [cards[0].pk]
    assert ModerationDecision.objects.get().rule == rule
    assert ["Keine Namen" in message.body for message in mail.outbox] == [True]


def test_hiding_needs_a_rule(signed_in, mo, cards) -> None:
    chosen = {"act": "hide", "entries": [cards[0].pk], "confirmed": "1"}

    assert signed_in(mo).post(BULK, chosen).status_code == 422


def test_what_changed_meanwhile_stays(edith, cards) -> None:
    kept = change_many(actor=edith, entries=cards[1:2], acts=CONTRIBUTION_ACTS, act="publish", data={}).kept
    change_state(actor=edith, entry=Entry.objects.get(pk=cards[1].pk), state=State.WITHDRAWN)

    result = change_back(actor=edith, acts=CONTRIBUTION_ACTS, kept=kept)

    assert (len(result.done), len(result.refused)) == (0, 1)
    assert Entry.objects.get(pk=cards[1].pk).state == State.WITHDRAWN


def test_taking_back_wants_the_same_right(mo, edith, cards) -> None:
    kept = change_many(actor=edith, entries=cards[:1], acts=CONTRIBUTION_ACTS, act="withdraw", data={"reason": ""}).kept

    assert len(change_back(actor=mo, acts=CONTRIBUTION_ACTS, kept=kept).refused) == 1


def test_a_region_sees_its_own_contributions_only(signed_in, process, cards) -> None:
    region = factories.RegionFactory(region_set=process.region_set)
    Entry.objects.filter(pk=cards[0].pk).update(region=region)
    contact = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=region).person

    assert titles_in(signed_in(contact).get(LIST)) == {"Meister fehlen"}
