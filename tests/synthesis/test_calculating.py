"""Groups that are proposed keep what people decided; large calculations go in pieces and end as one or not at all."""

import datetime
import uuid

import pytest
from django.utils import timezone

from dialogwerk.synthesis import calculating, jobs
from dialogwerk.synthesis.actions import apply_moves, ask_for_suggestions, call_off, lay_out_table
from dialogwerk.synthesis.actions.pieces import take_piece
from dialogwerk.synthesis.actions.suggesting import begin
from dialogwerk.synthesis.models import Group, Piece, Run, RunState, SortingTable, Suggestion
from dialogwerk.synthesis.moves import read_ask
from dialogwerk.synthesis.queries.suggestions import machine_of, proposals_of
from dialogwerk.synthesis.work import read_work
from tests import factories

SUBJECTS = {
    "Radweg": ["Radweg", "Fahrrad", "Radfahrer", "Fahrradständer", "Lastenrad", "Radverkehr"],
    "Kita": ["Kita", "Kinder", "Kinderbetreuung", "Eltern", "Erzieherinnen", "Krippe"],
    "Internet": ["Glasfaser", "Internet", "Breitband", "Netzausbau", "Funkloch", "WLAN"],
}
WISHES = ["{} und {} müssen besser werden", "Mehr {} und {} im Ort", "Warum fehlen {}, {}?", "{} und {} ausbauen"]


@pytest.fixture
def table(process, edith) -> SortingTable:
    """A table with three subjects, twenty contributions each."""
    for words in SUBJECTS.values():
        for number in range(20):
            first, second = words[number % 6], words[(number // 4 + 1 + number) % 6]
            text = WISHES[number % 4].format(first, second)
            factories.ContributionFactory(entry__process=process, entry__summary=text)
    return lay_out_table(actor=edith, process=process, title="Alles")


@pytest.fixture
def calculate(edith, django_capture_on_commit_callbacks):
    def ask(table: SortingTable, **more) -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            run = ask_for_suggestions(actor=edith, table=table, **more)
        table.refresh_from_db()
        run.refresh_from_db()
        return run

    return ask


def do(table: SortingTable, person, kind: str, words: str = "", most: int = 20, **more):
    found = table.placements.filter(entry__summary__icontains=words).order_by("pk")[:most] if words else []
    entries = [placement.entry_id for placement in found]
    ask = {"id": str(uuid.uuid4()), "kind": kind, "entries": entries, **more}
    return apply_moves(actor=person, table=table, asks=[read_ask(ask)])


def subjects_of(suggestions) -> dict[str, set[str]]:
    """Return by group which subjects its suggestions are about."""
    found: dict[str, set[str]] = {}
    for suggestion in suggestions.select_related("group", "placement__entry"):
        text = suggestion.placement.entry.summary
        subject = next(name for name, words in SUBJECTS.items() if any(word in text for word in words))
        found.setdefault(suggestion.group.name, set()).add(subject)
    return found


def test_groups_that_are_there_stay_and_others_are_proposed_beside(table, edith, calculate) -> None:
    do(table, edith, "make", "Rad", 8, name="Rad")
    do(table, edith, "make", "Kita", 3, name="Betreuung")
    rad, betreuung = Group.objects.get(name="Rad"), Group.objects.get(name="Betreuung")
    do(table, edith, "lock", group=betreuung.pk)

    run = calculate(table, proposes=True)

    assert (run.state, run.proposes, run.decided) == (RunState.DONE, True, 11)
    texts = list(run.suggestions.filter(group=rad).values_list("placement__entry__summary", flat=True))
    right = [text for text in texts if any(word in text for word in SUBJECTS["Radweg"])]
    assert len(right) > 0.8 * len(texts) > 8
    assert not run.suggestions.filter(group=betreuung).exists()
    assert (rad.placements.count(), betreuung.placements.count()) == (8, 3)
    proposed = [one.group for one in proposals_of(machine_of(table).proposing)]
    assert proposed
    assert rad not in proposed


def test_proposals_stay_the_same_groups_from_run_to_run(table, edith, calculate) -> None:
    calculate(table)
    first = {one.group.pk: one.group.name for one in proposals_of(machine_of(table).proposing)}
    taken = next(iter(first))
    do(table, edith, "adopt", entries=[taken])
    do(table, edith, "rename", group=taken, name="Mein Name")

    run = calculate(table, proposes=True)

    again = {one.group.pk: one.group.name for one in proposals_of(machine_of(table).proposing)}
    assert again.items() <= first.items()
    assert taken not in again
    assert run.suggestions.filter(group=taken).exists()
    assert Group.objects.get(pk=taken).name == "Mein Name"
    assert set(Suggestion.objects.values_list("run", flat=True)) == {run.pk}


def test_a_table_goes_on_with_the_groups_of_another_one(process, table, edith, calculate) -> None:
    do(table, edith, "make", "Rad", 12, name="Rad")
    do(table, edith, "make", "Kita", 12, name="Betreuung")
    topic = factories.TopicFactory(vocabulary__process=process)
    for text in ("Mehr Radwege und ein Fahrradständer", "Kinder brauchen eine Kita", "Erzieherinnen für die Krippe"):
        factories.ContributionFactory(entry__process=process, entry__summary=text).entry.topics.add(topic)
    later = lay_out_table(actor=edith, process=process, title="Später", topics=[topic], groups_of=table)

    run = calculate(later)

    told = dict(run.suggestions.values_list("placement__entry__summary", "group__name"))
    assert told == {
        "Mehr Radwege und ein Fahrradständer": "Rad",
        "Kinder brauchen eine Kita": "Betreuung",
        "Erzieherinnen für die Krippe": "Betreuung",
    }
    assert set(run.suggestions.values_list("group__table", flat=True)) == {later.pk}


@pytest.fixture
def small_pieces(monkeypatch) -> None:
    monkeypatch.setattr(calculating, "SAMPLE", 40)
    monkeypatch.setattr(calculating, "PIECE", 10)


def test_groups_are_proposed_for_many_in_pieces(small_pieces, table, calculate) -> None:
    run = calculate(table)

    assert (run.state, run.progress) == (RunState.DONE, 100)
    assert run.suggestions.count() + run.parameters["left_out"] == 60
    assert run.suggestions.count() > 40
    assert all(len(subjects) == 1 for subjects in subjects_of(run.suggestions).values())
    assert not Piece.objects.exists()
    assert read_work(run.pk) is None


def test_many_are_sorted_by_what_was_learnt_from_some(small_pieces, table, edith, calculate) -> None:
    for name, word in (("Rad", "Rad"), ("Betreuung", "Ki"), ("Netz", "WLAN")):
        do(table, edith, "make", word, 6, name=name)

    run = calculate(table)

    assert run.state == RunState.DONE
    assert run.hit_rate is not None
    assert run.suggestions.count() == 60 - run.decided
    assert all(suggestion.words for suggestion in run.suggestions.all()[:5])


@pytest.fixture
def broken_off(small_pieces, table, monkeypatch) -> Run:
    """A run of which two pieces are done and whose worker is gone."""
    run = Run.objects.create(table=table, proposes=True)
    begin(run)
    finished = []

    def die_at_the_third(*facts) -> None:
        if len(finished) == 2:
            raise SystemExit
        finished.append(finish(*facts))

    finish = calculating.finish_piece
    with monkeypatch.context() as patch:
        patch.setattr(calculating, "finish_piece", die_at_the_third)
        with pytest.raises(SystemExit):
            calculating.calculate(run.pk)
    assert run.pieces.filter(is_done=True).count() == 2
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Run.objects.filter(pk=run.pk).update(beat_at=long_ago)
    run.pieces.update(taken_at=long_ago)
    return run


def test_a_run_that_was_broken_off_goes_on_where_it_was(broken_off, table, monkeypatch) -> None:
    monkeypatch.setattr(calculating.Themes, "of", None)  # nothing is learnt again
    before = set(broken_off.suggestions.values_list("pk", flat=True))

    jobs.revive_runs()

    broken_off.refresh_from_db()
    table.refresh_from_db()
    assert (broken_off.state, broken_off.attempts, table.run_id) == (RunState.DONE, 2, broken_off.pk)
    assert before < set(broken_off.suggestions.values_list("pk", flat=True))


def test_a_run_that_was_broken_off_and_called_off_leaves_nothing(broken_off, table, edith) -> None:
    call_off(actor=edith, run=broken_off)

    jobs.help_along.func(broken_off.pk)
    jobs.suggest.func(broken_off.pk, again=True)
    jobs._tidy(broken_off.pk)

    table.refresh_from_db()
    assert table.run_id is None
    assert not Suggestion.objects.exists()
    assert not Piece.objects.exists()
    assert not Group.objects.exists()


def test_a_piece_is_taken_by_one_and_by_another_when_that_one_is_silent(broken_off) -> None:
    broken_off.pieces.update(taken_at=None)
    taken = [take_piece(broken_off) for _ in range(5)]
    assert [piece and piece.first for piece in taken][4:] == [None]
    assert len({piece.pk for piece in taken[:4] if piece}) == 4

    broken_off.pieces.filter(pk=taken[1].pk).update(taken_at=timezone.now() - datetime.timedelta(minutes=1))

    assert take_piece(broken_off) == taken[1]


def test_how_far_a_run_is_stands_on_the_page(broken_off, table, signed_in, edith) -> None:
    page = signed_in(edith).get(f"/werkstatt/dialog/sortieren/{table.pk}/").content.decode()

    assert "ordnet alle Beiträge zu" in page
    assert "Abbrechen" in page
    assert "Stand neu laden" in page
