"""Moves at a sorting table: each counts once, each can be undone, none is lost when several people move."""

import uuid

import pytest

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import State
from dialogwerk.synthesis.actions import apply_moves, lay_more, lay_out_table, set_state
from dialogwerk.synthesis.models import Group, Move, Placement, SortingTable, TableState
from dialogwerk.synthesis.moves import read_ask
from dialogwerk.synthesis.queries.tables import candidates_of, figures_of, lines_of, moves_of, piles_of, told_since
from tests import factories


@pytest.fixture
def table(process, edith, cards) -> SortingTable:
    return lay_out_table(actor=edith, process=process, title="Karten aus Siegen")


@pytest.fixture
def do(table):
    """Return a function that lets somebody make one move and gives what became of it."""

    def make(person, kind, *entries, **more):
        number = more.pop("id", None) or uuid.uuid4()
        ask = read_ask({"id": str(number), "kind": kind, "entries": [entry.pk for entry in entries], **more})
        return apply_moves(actor=person, table=table, asks=[ask])

    return make


def lying(table: SortingTable) -> dict[int, str]:
    """Return the group's name of each entry, „beiseite“ or an empty text."""
    return {
        one.entry_id: one.group.name if one.group else "beiseite" if one.is_aside else ""
        for one in table.placements.select_related("group")
    }


def test_a_table_holds_what_was_chosen(process, edith, lab, cards) -> None:
    elsewhere = factories.ContributionFactory(entry__process=process).entry
    factories.ContributionFactory(entry__process=process, entry__state=State.HIDDEN)
    factories.ContributionFactory()
    factories.IdeaFactory(entry__process=process)

    everything = lay_out_table(actor=edith, process=process, title="Alles")
    of_lab = lay_out_table(actor=edith, process=process, title="Labor", events=[lab])
    again = lay_out_table(actor=edith, process=process, title="Noch einmal", earlier=of_lab)

    assert set(everything.placements.values_list("entry", flat=True)) == {*(card.pk for card in cards), elsewhere.pk}
    assert set(of_lab.placements.values_list("entry", flat=True)) == {card.pk for card in cards}
    assert again.placements.count() == 4
    assert AuditRecord.objects.filter(act="lay_out_table").count() == 3


def test_an_empty_table_is_refused(process, edith) -> None:
    with pytest.raises(NotPossibleNow):
        lay_out_table(actor=edith, process=process, title="Leer")
    assert not SortingTable.objects.exists()


def test_names_of_groups_come_along_from_an_earlier_table(process, edith, table, do, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")

    later = lay_out_table(actor=edith, process=process, title="Später", earlier=table, groups_of=table)

    assert [group.name for group in later.groups.all()] == ["Lernzeit"]
    assert figures_of(later).unsorted == 4


def test_what_was_published_since_can_be_laid_on_it(process, edith, table) -> None:
    factories.ContributionFactory(entry__process=process)

    assert lay_more(actor=edith, table=table) == 1
    assert lay_more(actor=edith, table=table) == 0
    assert candidates_of(table).count() == 5


def test_a_contribution_goes_into_a_group_and_counts_once(table, do, edith, cards) -> None:
    number = uuid.uuid4()
    first = do(edith, "make", cards[0], name="Lernzeit", id=number)
    do(edith, "make", cards[0], name="Lernzeit", id=number)
    group = Group.objects.get()
    do(edith, "place", cards[1], group=group.pk)

    assert lying(table) == {cards[0].pk: "Lernzeit", cards[1].pk: "Lernzeit", cards[2].pk: "", cards[3].pk: ""}
    assert [move.seq for move in Move.objects.order_by("seq")] == [1, 2]
    assert first.cursor == 1
    figures = figures_of(table)
    assert (figures.sorted, figures.unsorted, figures.aside, figures.percent) == (2, 2, 0, 50)


def test_two_people_make_the_same_group_and_it_is_one(table, do, edith, lena, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")
    do(lena, "make", cards[1], name="lernzeit")

    assert Group.objects.count() == 1
    assert set(lying(table).values()) == {"Lernzeit", ""}


def test_the_last_one_decides_and_both_are_told(table, do, edith, lena, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")
    known = table.seq
    do(edith, "make", name="Scham")
    do(edith, "place", cards[0], group=Group.objects.get(name="Scham").pk)

    outcome = do(lena, "place", cards[0], group=Group.objects.get(name="Lernzeit").pk, cursor=known)

    assert lying(table)[cards[0].pk] == "Lernzeit"
    assert outcome.told == [f"Edith hatte #{cards[0].pk} gerade nach „Scham“ gelegt. Jetzt gilt Ihr Zug."]
    assert told_since(table, outcome.cursor - 1)["moves"][0]["over"] == [[edith.pk, cards[0].pk]]
    assert Move.objects.filter(count__gt=0).count() == 4


def test_each_takes_back_her_own_last_move_again_and_again(table, do, edith, lena, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")
    do(edith, "aside", cards[0])
    do(lena, "aside", cards[1])

    do(edith, "undo")
    assert lying(table)[cards[0].pk] == "Lernzeit"
    do(edith, "undo")
    assert lying(table)[cards[0].pk] == ""
    assert lying(table)[cards[1].pk] == "beiseite"
    assert not table.groups.filter(is_gone=False).exists()
    assert "nichts getan" in str(do(edith, "undo").refused)


def test_anybody_takes_back_any_move_and_lets_it_count_again(table, do, edith, lena, cards) -> None:
    do(edith, "make", cards[0], cards[1], name="Lernzeit")
    made = Move.objects.get()
    do(lena, "aside", cards[1])

    do(lena, "undo", move=str(made.pk))
    assert lying(table) == {cards[0].pk: "", cards[1].pk: "beiseite", cards[2].pk: "", cards[3].pk: ""}
    words = lines_of(moves_of(table))[0].words
    assert words == "hat einen Zug von Edith zurückgenommen („Lernzeit“); 1 Beitrag liegt inzwischen anders und bleibt"

    undo = Move.objects.get(kind="undo")
    do(edith, "undo", move=str(undo.pk))
    assert lying(table)[cards[0].pk] == "Lernzeit"
    made.refresh_from_db()
    assert made.undone_by is None


def test_a_group_that_others_filled_does_not_vanish(table, do, edith, lena, cards) -> None:
    do(edith, "make", name="Lernzeit")
    made = Move.objects.get()
    do(lena, "place", cards[0], group=Group.objects.get().pk)

    refused = do(edith, "undo", move=str(made.pk)).refused

    assert "liegt inzwischen anderes" in str(refused)
    assert lying(table)[cards[0].pk] == "Lernzeit"


def test_groups_are_merged_split_ordered_locked_and_dissolved(table, do, edith, cards) -> None:
    do(edith, "make", cards[0], cards[1], name="Lernzeit")
    do(edith, "make", cards[2], name="Zeit")
    one, other = Group.objects.order_by("pk")
    do(edith, "merge", group=other.pk, into=one.pk)
    assert lying(table)[cards[2].pk] == "Lernzeit"
    do(edith, "undo")
    assert lying(table)[cards[2].pk] == "Zeit"

    do(edith, "order", group=other.pk, by=-1)
    assert [group.name for group in table.groups.filter(is_gone=False)] == ["Zeit", "Lernzeit"]
    do(edith, "rename", group=other.pk, name="Arbeitszeit")
    do(edith, "make", cards[1], name="Abgespalten")
    do(edith, "lock", group=one.pk)
    assert "gesperrt" in str(do(edith, "place", cards[3], group=one.pk).refused)
    assert "gesperrt" in str(do(edith, "aside", cards[0]).refused)
    do(edith, "unlock", group=one.pk)
    do(edith, "dissolve", group=one.pk)

    assert lying(table) == {
        cards[0].pk: "", cards[1].pk: "Abgespalten", cards[2].pk: "Arbeitszeit", cards[3].pk: "",
    }  # fmt: skip
    assert all(line.words for line in lines_of(moves_of(table)))


def test_what_was_put_into_a_merged_group_goes_back_to_where_that_went(table, do, edith, lena, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")
    do(edith, "make", cards[1], name="Zeit")
    one, other = Group.objects.order_by("pk")
    do(lena, "aside", cards[1])
    do(edith, "merge", group=other.pk, into=one.pk)

    do(lena, "undo")

    assert lying(table)[cards[1].pk] == "Lernzeit"


def test_what_is_hidden_leaves_the_table_and_its_counts(table, do, edith, cards) -> None:
    do(edith, "make", cards[0], cards[1], name="Lernzeit")
    cards[0].state = State.HIDDEN
    cards[0].save()

    assert (figures_of(table).sorted, figures_of(table).total) == (1, 3)
    assert "liegt nicht mehr auf dem Tisch" in str(do(edith, "aside", cards[0]).refused)
    cards[1].delete()
    assert figures_of(table).total == 2


def test_a_closed_table_takes_no_moves(table, do, edith, cards) -> None:
    set_state(actor=edith, table=table, state=TableState.CLOSED)

    with pytest.raises(NotPossibleNow):
        do(edith, "aside", cards[0])
    assert figures_of(table).aside == 0


def test_nothing_is_changed_by_a_move_that_is_refused(table, do, edith, cards) -> None:
    refused = do(edith, "place", cards[0], group=4711).refused

    assert "gibt es nicht mehr" in str(refused)
    assert not Move.objects.exists()
    table.refresh_from_db()
    assert table.seq == 0


def test_one_move_costs_the_same_for_one_and_for_many(table, do, edith, cards, django_assert_max_num_queries) -> None:
    do(edith, "make", name="Lernzeit")
    with django_assert_max_num_queries(16):
        do(edith, "place", cards[0], group=Group.objects.get().pk)
    with django_assert_max_num_queries(16):
        do(edith, "place", *cards[1:], group=Group.objects.get().pk)
    assert Placement.objects.filter(group=None).count() == 0


def test_what_a_move_changes_stands_in_no_index() -> None:
    changed = {"group", "is_aside", "move", "seq"}
    held = [field for index in Placement._meta.indexes for field in index.fields]
    held += [name for rule in Placement._meta.constraints for name in getattr(rule, "fields", ())]
    held += [field.name for field in Placement._meta.concrete_fields if field.db_index or field.unique]

    assert changed.isdisjoint(held)


def test_what_lies_somewhere_outlives_the_record_of_moves(table, do, edith, cards) -> None:
    do(edith, "make", cards[0], name="Lernzeit")

    Move.objects.all().delete()

    placed = table.placements.get(entry=cards[0])
    assert (placed.group.name, placed.move_id) == ("Lernzeit", None)
    table.groups.all().delete()
    assert table.placements.get(entry=cards[0]).group_id is None


def test_the_newest_of_a_group_is_told_with_it(table, do, edith, cards) -> None:
    do(edith, "make", cards[2], cards[3], name="Lernzeit")
    do(edith, "make", cards[1], name="Anfahrt")
    do(edith, "place", cards[0], group=Group.objects.get(name="Lernzeit").pk)

    piles = [(pile.group.name, pile.count, pile.newest) for pile in piles_of(table)]

    assert piles == [("Lernzeit", 3, cards[0].summary), ("Anfahrt", 1, cards[1].summary)]
