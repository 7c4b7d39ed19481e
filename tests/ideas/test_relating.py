"""Merging, splitting and rewording ideas."""

from dialogwerk.entries.actions.linking import Part, undo_relation
from dialogwerk.entries.models import Relation, State
from dialogwerk.ideas.actions import merge_ideas, reword_idea, split_idea
from dialogwerk.ideas.models import Need
from tests import factories


def test_merged_idea_needs_what_its_sources_need(edith, idea) -> None:
    other = factories.IdeaFactory(entry__process=idea.entry.process)
    for source, text in ((idea, "Ein Raum"), (other, "Ein Raum"), (other, "Zeit")):
        Need.objects.create(idea=source, text=text)

    merged = merge_ideas(actor=edith, sources=[idea, other], title="Beides", summary="Beides zusammen.")

    assert [need.text for need in merged.needs.all()] == ["Ein Raum", "Zeit"]
    assert idea.needs.count() == 1
    idea.entry.refresh_from_db()
    assert idea.entry.is_superseded


def test_merge_is_undone(edith, idea) -> None:
    other = factories.IdeaFactory(entry__process=idea.entry.process)
    merged = merge_ideas(actor=edith, sources=[idea, other], title="Beides", summary="Beides zusammen.")

    undo_relation(actor=edith, link=merged.entry.links_in.first())

    idea.entry.refresh_from_db()
    merged.entry.refresh_from_db()
    assert (idea.entry.is_superseded, merged.entry.state) == (False, State.WITHDRAWN)


def test_split_and_reword(edith, idea) -> None:
    Need.objects.create(idea=idea, text="Ein Raum")
    parts = [Part("Scouts finden", "Wer?"), Part("Scouts schulen", "Wie?")]

    made = split_idea(actor=edith, idea=idea, parts=parts)
    reworded = reword_idea(actor=edith, idea=made[0], title="Scouts suchen", summary="Wo?")

    assert [part.entry.title for part in made] == ["Scouts finden", "Scouts schulen"]
    assert reworded.entry.links_in.get().relation == Relation.REWORDED_FROM
