"""Merging, splitting and rewording ideas: what they need and what people offered goes along, and comes back."""

import pytest

from dialogwerk.entries.actions.linking import (
    Part,
    mark_duplicate,
    merge_entries,
    reword_entry,
    split_entry,
    undo_relation,
)
from dialogwerk.entries.models import Entry, Relation, State
from dialogwerk.ideas.models import Idea, Need, Support
from tests import factories


@pytest.fixture
def other(idea) -> Idea:
    return factories.IdeaFactory(entry__process=idea.entry.process)


@pytest.fixture
def offer(idea, paula) -> Support:
    return Support.objects.create(idea=idea, person=paula, message="Ich bringe Stühle mit.")


def merged(edith, *ideas: Idea) -> Idea:
    sources = [idea.entry for idea in ideas]
    return merge_entries(actor=edith, sources=sources, title="Beides", summary="Beides zusammen.").idea


def undo(edith, idea: Idea) -> None:
    undo_relation(actor=edith, link=idea.entry.links_in.filter(undone_at=None).first())


def needs(idea: Idea) -> list[str]:
    return [need.text for need in idea.needs.all()]


def test_merged_idea_needs_what_its_sources_need(edith, idea, other) -> None:
    for source, text in ((idea, "Ein Raum"), (other, "Ein Raum"), (other, "Zeit")):
        Need.objects.create(idea=source, text=text)

    assert needs(merged(edith, idea, other)) == ["Ein Raum", "Zeit"]
    assert needs(idea) == ["Ein Raum"]
    idea.entry.refresh_from_db()
    assert idea.entry.is_superseded


def test_what_is_found_already_is_not_asked_again(edith, idea, other) -> None:
    Need.objects.create(idea=idea, text="Ein Raum", met_at=idea.entry.created_at)

    assert needs(merged(edith, idea, other)) == []


def test_merging_on_the_desk_carries_needs_and_offers(signed_in, edith, idea, other, offer) -> None:
    Need.objects.create(idea=idea, text="Ein Raum")
    wording = {"title": "Beides", "summary": "Zusammen.", "reason": "Dasselbe Ziel."}

    answer = signed_in(edith).post(
        "/werkstatt/dialog/verbinden/", {"tun": "merge", "wahl": [idea.pk, other.pk], **wording}
    )

    assert answer.status_code == 302
    made = Idea.objects.get(entry__title="Beides")
    assert (needs(made), list(made.support.all())) == (["Ein Raum"], [offer])
    assert "Ich bringe Stühle mit." in signed_in(edith).get(f"/werkstatt/dialog/ideen/{made.pk}/").content.decode()


def test_merge_is_undone(edith, idea, other, offer) -> None:
    made = merged(edith, idea, other)

    undo(edith, made)

    idea.entry.refresh_from_db()
    made.entry.refresh_from_db()
    offer.refresh_from_db()
    assert (idea.entry.is_superseded, made.entry.state) == (False, State.WITHDRAWN)
    assert (offer.idea, offer.offered_to) == (idea, None)


def test_an_offer_goes_along_over_several_steps_and_back_one_by_one(edith, idea, other, offer) -> None:
    def stands_at() -> Idea:
        offer.refresh_from_db()
        return offer.idea

    first = merged(edith, idea, other)
    second = reword_entry(actor=edith, entry=first.entry, title="Kurz", summary="Und gut.").idea
    third = merged(edith, second, factories.IdeaFactory(entry__process=idea.entry.process))
    assert (stands_at(), offer.offered_to) == (third, idea)

    undo(edith, third)
    assert stands_at() == second
    undo(edith, second)
    assert stands_at() == first
    undo(edith, first)
    assert (stands_at(), offer.offered_to) == (idea, None)


def test_an_offer_made_to_the_new_idea_stays_there_when_the_merge_is_undone(edith, idea, other, paula) -> None:
    made = merged(edith, idea, other)
    late = Support.objects.create(idea=made, person=paula, message="Ich auch.")

    undo(edith, made)

    late.refresh_from_db()
    assert late.idea == made


def test_offers_to_a_duplicate_go_to_the_original_and_back(edith, idea, other, offer) -> None:
    link = mark_duplicate(actor=edith, entry=idea.entry, original=other.entry)
    offer.refresh_from_db()
    assert offer.idea == other

    undo_relation(actor=edith, link=link)

    offer.refresh_from_db()
    assert offer.idea == idea


def test_the_parts_of_a_split_idea_name_their_own_needs(edith, idea, offer) -> None:
    Need.objects.create(idea=idea, text="Ein Raum")
    parts = [Part("Scouts finden", "Wer?"), Part("Scouts schulen", "Wie?")]

    made = split_entry(actor=edith, entry=idea.entry, parts=parts)

    offer.refresh_from_db()
    assert [needs(part.idea) for part in made] == [[], []]
    assert (needs(idea), offer.idea) == (["Ein Raum"], idea)


def test_a_reworded_idea_needs_the_same(edith, idea) -> None:
    Need.objects.create(idea=idea, text="Ein Raum")

    made = reword_entry(actor=edith, entry=idea.entry, title="Scouts suchen", summary="Wo?")

    assert needs(made.idea) == ["Ein Raum"]
    assert Entry.objects.get(pk=made.pk).links_in.get().relation == Relation.REWORDED_FROM
