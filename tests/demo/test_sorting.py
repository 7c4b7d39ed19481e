"""The sorting table of the demonstration: in the middle of the work, with a draft beside it."""

import pytest
from django.utils import timezone

from dialogwerk.synthesis.models import Challenge, SortingTable
from dialogwerk.synthesis.queries.tables import figures_of, lines_of, moves_of

pytestmark = [pytest.mark.demo, pytest.mark.xdist_group("demo")]


def test_a_table_is_in_the_middle_of_being_sorted(loaded_demo) -> None:
    table = SortingTable.objects.get()
    figures = figures_of(table)

    assert (figures.sorted, figures.aside) == (57, 3)
    assert 280 <= figures.total <= 340
    assert table.groups.filter(is_gone=False).count() == 5
    assert {move.actor.public_name for move in moves_of(table)} == {"Redaktion", "Prozessleitung", "Moderation"}
    assert all(line.can_undo for line in lines_of(moves_of(table)))
    assert {(timezone.localdate() - timezone.localdate(move.made_at)).days for move in moves_of(table)} == {3}


def test_a_draft_is_being_written_from_one_of_its_groups(loaded_demo) -> None:
    challenge = Challenge.objects.select_related("entry", "challenge_set", "group").get(
        challenge_set__published_on=None
    )

    assert challenge.group.name == "Zeit zum Lernen im Betrieb"
    assert challenge.entry.state == "draft"
    assert [sentence.evidence.count() for sentence in challenge.sentences.all()] == [2, 2, 2, 0]
