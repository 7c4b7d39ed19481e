"""Merging, splitting, rewording, duplicates: the sources stay, everything can be undone."""

import pytest

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.linking import (
    Part,
    link_entries,
    mark_duplicate,
    merge_entries,
    reword_entry,
    split_entry,
    undo_link,
    undo_relation,
)
from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.entries.trails import trail_of
from dialogwerk.ideas.models import Idea
from tests import factories


@pytest.fixture
def ideas(process, paula) -> list[Entry]:
    return [
        factories.IdeaFactory(entry__process=process, entry__author=paula, problem=f"Problem {number}").entry
        for number in (1, 2)
    ]


def merged(edith, ideas) -> Entry:
    return merge_entries(actor=edith, sources=ideas, title="Gemeinsam", summary="Beides.", reason="Dasselbe Ziel.")


def acts() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


def test_a_link_is_recorded(process, edith) -> None:
    source, target = factories.EntryFactory.create_batch(2, process=process)

    link = link_entries(actor=edith, source=source, target=target, relation=Relation.PURSUED_BY, reason="Passt.")

    assert (link.actor, link.reason, link.undone_at) == (edith, "Passt.", None)
    assert acts() == ["link_entries"]


def test_nonsense_links_are_refused(process, edith) -> None:
    first, second, third = factories.EntryFactory.create_batch(3, process=process)
    link_entries(actor=edith, source=first, target=second, relation=Relation.BECAME)
    link_entries(actor=edith, source=second, target=third, relation=Relation.BECAME)

    for source, target in [(first, first), (first, second), (third, first)]:
        with pytest.raises(NotPossibleNow):
            link_entries(actor=edith, source=source, target=target, relation=Relation.BECAME)

    assert Link.objects.count() == 2


def test_an_undone_link_stays_as_a_record_and_can_be_made_anew(process, edith) -> None:
    source, target = factories.EntryFactory.create_batch(2, process=process)
    link = link_entries(actor=edith, source=source, target=target, relation=Relation.BECAME)

    undo_link(actor=edith, link=link)
    link_entries(actor=edith, source=source, target=target, relation=Relation.BECAME)

    link.refresh_from_db()
    assert link.undone_by == edith
    assert Link.objects.count() == 2
    with pytest.raises(NotPossibleNow):
        undo_link(actor=edith, link=link)


def test_merging_makes_a_new_idea_and_keeps_the_sources(ideas, edith, mailoutbox) -> None:
    entry = merged(edith, ideas)

    assert (entry.kind, entry.state, entry.title) == (Kind.IDEA, State.PUBLISHED, "Gemeinsam")
    assert Idea.objects.get(pk=entry.pk).problem == "Problem 1\n\nProblem 2"
    assert list(Entry.objects.filter(is_superseded=True).order_by("pk")) == ideas
    assert {one.state for one in Entry.objects.all()} == {State.PUBLISHED}
    assert "merge_entries" in acts()
    assert len(mailoutbox) == 2
    assert "Gemeinsam" in mailoutbox[0].body
    assert f"/weg/{ideas[0].pk}/" in mailoutbox[0].body
    assert entry.revisions.get().texts["problem"] == "Problem 1\n\nProblem 2"


def test_votes_stay_where_they_were_cast_and_are_summed(ideas, edith) -> None:
    Entry.objects.filter(pk=ideas[0].pk).update(rating_count=2, rating_sum=10)
    Entry.objects.filter(pk=ideas[1].pk).update(rating_count=1, rating_sum=2)

    votes = trail_of(merged(edith, ideas), edith).votes

    assert (votes.count, votes.mean) == (3, 4.0)
    assert [part.entry.rating_count for part in votes.parts] == [0, 2, 1]


def test_undoing_a_merge_restores_everything(ideas, edith) -> None:
    entry = merged(edith, ideas)

    undo_relation(actor=edith, link=Link.objects.filter(target=entry).first())

    entry.refresh_from_db()
    assert entry.state == State.WITHDRAWN
    assert not Entry.objects.filter(is_superseded=True).exists()
    assert not Link.objects.filter(undone_at=None).exists()
    assert acts()[-1] == "undo_relation"


def test_a_merge_that_went_on_is_not_undone(ideas, edith, process) -> None:
    entry = merged(edith, ideas)
    project = factories.EntryFactory(process=process)
    link_entries(actor=edith, source=entry, target=project, relation=Relation.PURSUED_BY)

    with pytest.raises(NotPossibleNow):
        undo_relation(actor=edith, link=Link.objects.filter(target=entry).first())


def test_nonsense_merges_are_refused(ideas, edith) -> None:
    elsewhere = factories.IdeaFactory().entry
    project = factories.EntryFactory(process=ideas[0].process)
    hidden = factories.IdeaFactory(entry__process=ideas[0].process, entry__state=State.HIDDEN).entry
    events = [factories.EventFactory(entry__process=ideas[0].process).entry for _each in range(2)]

    for sources in [[ideas[0]], [ideas[0]] * 2, [ideas[0], elsewhere], [ideas[0], project], [ideas[0], hidden], events]:
        with pytest.raises(NotPossibleNow):
            merge_entries(actor=edith, sources=sources, title="X", summary="Y")
    merged(edith, ideas)
    with pytest.raises(NotPossibleNow):
        merged(edith, ideas)

    assert Entry.objects.filter(title="X").count() == 0


def test_splitting_and_undoing_it(ideas, edith, mailoutbox) -> None:
    made = split_entry(actor=edith, entry=ideas[0], parts=[Part("A", "a"), Part("B", "b")], reason="Zwei Gedanken.")

    ideas[0].refresh_from_db()
    assert ideas[0].is_superseded
    assert [one.title for one in made] == ["A", "B"]
    assert Idea.objects.filter(pk__in=[one.pk for one in made]).count() == 2
    assert len(mailoutbox) == 1

    undo_relation(actor=edith, link=Link.objects.first())

    ideas[0].refresh_from_db()
    assert not ideas[0].is_superseded
    assert set(Entry.objects.filter(title__in="AB").values_list("state", flat=True)) == {State.WITHDRAWN}


def test_splitting_needs_two_parts(ideas, edith) -> None:
    with pytest.raises(NotPossibleNow):
        split_entry(actor=edith, entry=ideas[0], parts=[Part("A", "a")])


def test_rewording_and_undoing_it(ideas, edith) -> None:
    made = reword_entry(actor=edith, entry=ideas[0], title="Klarer", summary="Besser gesagt.")

    assert trail_of(ideas[0], edith).successors[0].target.entry == made
    undo_relation(actor=edith, link=Link.objects.get())
    assert not Entry.objects.get(pk=ideas[0].pk).is_superseded


def test_a_duplicate_leads_to_the_original(ideas, edith, client, mailoutbox) -> None:
    link = mark_duplicate(actor=edith, entry=ideas[0], original=ideas[1])

    assert Entry.objects.get(pk=ideas[0].pk).is_superseded
    assert not Entry.objects.get(pk=ideas[1].pk).is_superseded
    assert len(mailoutbox) == 1
    undo_relation(actor=edith, link=link)
    assert not Entry.objects.get(pk=ideas[0].pk).is_superseded
    with pytest.raises(NotPossibleNow):
        mark_duplicate(actor=edith, entry=ideas[0], original=ideas[0])
