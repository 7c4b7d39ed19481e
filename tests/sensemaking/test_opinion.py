"""Groups from votes: planted ones are found, missing votes do no harm, small groups stay unseen."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from sensemaking.commands import main
from sensemaking.errors import SensemakingError
from sensemaking.opinion import Earlier, Settings, Votes, opinions
from sensemaking.opinion.clusters import cluster, kmeans, silhouette
from sensemaking.opinion.space import plane_of
from sensemaking.opinion.statements import (
    benjamini_hochberg,
    consensus_statements,
    one_proportion,
    priorities,
    probability,
    representative_statements,
    two_proportions,
)
from sensemaking.opinion.tables import as_json, earlier_of, summary_of
from sensemaking.opinion.votes import Tally


def planted(sizes: tuple[int, ...], statements: int = 40, share: float = 0.6, seed: int = 1, noise: float = 0.1):
    """Return votes of groups that disagree on all statements but the last four, and who is in which group."""
    random = np.random.default_rng(seed)
    views = random.choice([-1.0, 1.0], size=(len(sizes), statements))
    views[:, -4:] = 1
    groups = np.repeat(np.arange(len(sizes)), sizes)
    table = views[groups] * np.where(random.random((len(groups), statements)) < noise, -1, 1)
    table[random.random(table.shape) < 0.1] = 0
    table[random.random(table.shape) >= share] = np.nan
    order = random.permutation(len(groups))
    return table[order], groups[order]


def found_groups(result) -> list[str | None]:
    return [person.group for person in result.participants]


@pytest.mark.parametrize("sizes", [(60, 40), (50, 40, 30)])
def test_planted_groups_are_found(sizes: tuple[int, ...]) -> None:
    table, truth = planted(sizes)

    result = opinions(Votes.from_table(table))

    assert result.drawn
    assert [group.size for group in result.groups] == list(sizes)
    assert [group.key for group in result.groups] == ["A", "B", "C"][: len(sizes)]
    assert adjusted_rand_score(truth, found_groups(result)) == 1
    assert result.stability.mean > 0.9
    assert len(result.stability.runs) == 10


def test_what_all_agree_with_is_consensus_and_what_one_group_says_is_not() -> None:
    table, _ = planted((60, 40))

    result = opinions(Votes.from_table(table))

    assert len({entry.statement for entry in result.agreed} & {"37", "38", "39", "40"}) >= 3
    assert all(entry.lowest > 0.5 for entry in result.agreed)
    speaking = {entry.statement for group in result.groups for entry in group.representative}
    assert speaking
    assert not speaking & {"37", "38", "39", "40"}
    for group in result.groups:
        for entry in group.representative:
            assert entry.sufficient
            assert entry.ratio > 1
            assert 0 <= entry.p_value <= entry.q_value <= 1
        assert set(group.members) == {p.id for p in result.participants if p.group == group.key}


def test_noise_is_not_drawn_as_groups() -> None:
    random = np.random.default_rng(3)
    table = random.choice([-1.0, 0.0, 1.0], size=(120, 30))
    table[random.random(table.shape) < 0.6] = np.nan

    result = opinions(Votes.from_table(table))

    assert not result.drawn
    assert result.reason == "unstable"
    assert result.groups == ()
    assert set(found_groups(result)) == {None}
    assert all(not statement.groups for statement in result.statements)
    assert "nicht beständig" in summary_of(result)
    assert "not stable" in summary_of(result, "en")


def test_nothing_is_told_of_a_group_that_is_too_small() -> None:
    table, _ = planted((60, 50))
    strange = np.where(np.arange(40) % 2, 1.0, -1.0) * np.ones((3, 1))
    both = np.vstack([table, strange])

    result = opinions(Votes.from_table(both), Settings(least_members=5))

    told = as_json(result)
    assert all(group["size"] >= 5 for group in told["groups"])
    secret = [person for person in told["participants"] if person["votes"] >= 7 and person["group"] is None]
    assert all(person["x"] is None for person in secret)
    assert len(secret) == result.protected
    shown = sum(group.size for group in result.groups)
    for statement in result.statements:  # nothing can be had by subtraction
        by_group = np.array(list(statement.groups.values())).sum(axis=0)
        assert by_group.tolist() == [statement.agree, statement.disagree, statement.passed]
        assert by_group.sum() <= shown


def test_a_few_who_stand_far_off_do_not_hide_the_groups_of_the_others() -> None:
    random = np.random.default_rng(5)
    close = np.vstack([random.normal((-1, 0), 0.1, (30, 2)), random.normal((1, 0), 0.1, (30, 2)), [[90.0, 90.0]]])

    found = cluster(close, least=5)

    assert found.number == 2
    assert found.labels[-1] == -1
    assert np.bincount(found.labels[:-1]).tolist() == [30, 30]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (np.ones((30, 1)), "few_statements"),
        (np.tile([1.0, -1.0, 1.0], (4, 1)), "few_participants"),
        (np.ones((30, 8)), "no_difference"),
        (np.empty((0, 5)), "few_participants"),
        (np.full((30, 8), np.nan), "few_participants"),
    ],
)
def test_too_little_is_said_and_not_drawn(table, reason: str) -> None:
    result = opinions(Votes.from_table(table))

    assert (result.drawn, result.reason) == (False, reason)
    assert result.groups == ()
    json.dumps(as_json(result), allow_nan=False)
    assert summary_of(result)


def test_who_voted_less_than_seven_times_is_in_no_group() -> None:
    table, _ = planted((60, 40))
    table[0, 6:] = np.nan

    result = opinions(Votes.from_table(table))

    assert result.participants[0].votes <= 6
    assert result.participants[0].group is None
    assert result.participants[0].point is not None


def test_banned_and_moderated_out_count_nowhere() -> None:
    table, _ = planted((60, 40))
    votes = Votes.from_table(table)

    result = opinions(votes, banned=["1", "2"], moderated_out=["40"])

    assert [person.id for person in result.participants] == list(votes.participants[2:])
    assert [statement.id for statement in result.statements] == list(votes.statements[:-1])
    assert result == opinions(Votes.from_table(table[2:, :-1], votes.participants[2:], votes.statements[:-1]))


def test_groups_keep_letter_and_side_when_votes_come_in() -> None:
    table, _ = planted((60, 40))
    before = opinions(Votes.from_table(table[:, ::-1]))
    more, _ = planted((45, 60), seed=1)
    names = [f"n{row}" for row in range(len(more))]
    members = {p.id: p.group for p in before.participants}
    swapped = Earlier({name: {"A": "B", "B": "A"}[key] for name, key in members.items()}, {})
    mirrored = Earlier(
        dict(members),
        {person.id: (-person.point[0], person.point[1]) for person in before.participants if person.point},
    )

    renamed = opinions(Votes.from_table(table), earlier=swapped)
    turned = opinions(Votes.from_table(table), earlier=mirrored)
    others = opinions(Votes.from_table(more, names), earlier=earlier_of(as_json(before), "x"))

    assert [(group.key, group.size) for group in renamed.groups] == [("A", 40), ("B", 60)]
    assert {person.id: person.group for person in turned.participants} == members
    for person, now in zip(before.participants, turned.participants, strict=True):
        assert now.point == pytest.approx((-person.point[0], person.point[1]), abs=1e-9)
    assert {group.key for group in others.groups}.isdisjoint({"A", "B"})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(2, 12))
def test_missing_votes_count_as_the_mean(seed: int, rows: int, columns: int) -> None:
    random = np.random.default_rng(seed)
    table = random.choice([-1.0, 0.0, 1.0, np.nan], size=(rows, columns))
    plane = plane_of(Votes.from_table(table))

    means = np.nan_to_num(
        np.where(
            np.isnan(table).all(axis=0), 0, np.nansum(table, axis=0) / np.maximum((~np.isnan(table)).sum(axis=0), 1)
        )
    )
    filled = np.where(np.isnan(table), means, table) - means
    scale = (columns / np.maximum((~np.isnan(table)).sum(axis=1), 1)) ** 0.25

    assert plane.means == pytest.approx(means, abs=1e-6)
    assert plane.points == pytest.approx(filled @ plane.axes * scale[:, None], abs=1e-5)
    singular = np.linalg.svd(filled, compute_uv=False)[:2] ** 2
    assert np.sum(np.square(filled @ plane.axes)) == pytest.approx(singular.sum(), rel=1e-4, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_sides_do_not_flip_with_the_order_of_participants(seed: int) -> None:
    table, _ = planted((30, 20), seed=7)
    order = np.random.default_rng(seed).permutation(len(table))

    one, other = plane_of(Votes.from_table(table)), plane_of(Votes.from_table(table[order]))

    assert other.points == pytest.approx(one.points[order], abs=1e-6)


def test_large_tables_are_decomposed_by_iteration_as_exactly() -> None:
    table, _ = planted((80, 60), statements=300, share=0.2)
    votes = Votes.from_table(table)
    plane = plane_of(votes)
    centred = np.where(np.isnan(table), 0, table - np.nanmean(table, axis=0))

    _, _, right = np.linalg.svd(centred, full_matrices=False)

    assert np.abs(np.sum(plane.axes * right[:2].T, axis=0)) == pytest.approx([1, 1], abs=1e-3)


def test_last_vote_of_several_counts_and_a_pass_is_a_vote() -> None:
    votes = Votes.from_triples([0, 0, 1, 0], [1, 0, 1, 1], [1, 0, -1, -1], (2, 2))

    assert votes.values.toarray().tolist() == [[0, -1], [0, -1]]
    assert votes.counts().tolist() == [2, 1]
    tally = votes.tally(np.array([0, 1]), np.array([0, 0]), 1)
    assert (tally.passed.tolist(), tally.disagree.tolist(), tally.seen.tolist()) == ([[1, 0]], [[0, 2]], [[1, 2]])


def test_votes_other_than_the_three_are_refused() -> None:
    with pytest.raises(SensemakingError, match="1, -1 oder 0"):
        Votes.from_table([[2.0, 1.0]])
    with pytest.raises(SensemakingError, match="doppelt"):
        Votes.from_table([[1.0], [0.0]], ["a", "a"])
    with pytest.raises(SensemakingError, match="3 Namen"):
        Votes.from_table([[1.0], [0.0]], ["a", "b", "c"])


def test_tests_of_proportions_are_those_of_the_formulae() -> None:
    seven, ten, two, twelve = (np.array([number]) for number in (7, 10, 2, 12))

    assert probability(seven, ten)[0] == pytest.approx(8 / 12)
    assert one_proportion(seven, ten)[0] == pytest.approx((8 / 12 - 0.5) / np.sqrt(0.25 / 12))
    pooled = (7 + 2 + 2) / (12 + 14)
    expected = (8 / 12 - 3 / 14) / np.sqrt(pooled * (1 - pooled) * (1 / 12 + 1 / 14))
    assert two_proportions(seven, ten, two, twelve)[0] == pytest.approx(expected)
    nothing = np.array([0])
    assert (one_proportion(nothing, nothing)[0], two_proportions(nothing, nothing, nothing, nothing)[0]) == (0, 0)


def test_a_group_without_clear_statement_gets_its_best_marked_as_weak() -> None:
    tally = Tally(np.array([[2, 0], [1, 0]]), np.array([[1, 0], [2, 0]]), np.zeros((2, 2), int))

    first, second = representative_statements(tally, ("s", "t"))

    assert [(entry.statement, entry.direction, entry.sufficient) for entry in first] == [("s", "agree", False)]
    assert [(entry.statement, entry.direction, entry.sufficient) for entry in second] == [("s", "disagree", False)]
    assert consensus_statements(tally, ("s", "t")) == ((), ())


def test_new_and_dividing_statements_come_first() -> None:
    tally = Tally(np.array([[1, 50, 50]]), np.array([[0, 20, 20]]), np.array([[0, 0, 0]]))

    new, flat, dividing = priorities(tally, np.array([0.1, 0.1, 2.0]))

    assert new > dividing > flat


def test_false_discoveries_are_adjusted_as_by_benjamini_and_hochberg() -> None:
    assert benjamini_hochberg(np.array([[0.01, 0.04], [0.03, 0.5]])) == pytest.approx(
        np.array([[0.04, 0.04 * 4 / 3], [0.04 * 4 / 3, 0.5]])
    )


def test_kmeans_finds_separate_heaps_and_silhouette_says_so() -> None:
    random = np.random.default_rng(0)
    points = np.vstack([random.normal(centre, 0.05, (2_000, 2)) for centre in ((0, 0), (5, 0), (0, 5))])

    labels = kmeans(points, 3)

    assert adjusted_rand_score(np.repeat([0, 1, 2], 2_000), labels) == 1
    assert silhouette(points, labels) > 0.95
    assert silhouette(points, np.zeros(len(points), int)) == 0


# ---- the command


def written(folder: Path, table, meta: bool = True) -> Path:
    file = folder / "votes.csv"
    head = ["participant", "group-id", "age"] if meta else []
    lines = [",".join([*head, *(f"s{column}" for column in range(table.shape[1]))])]
    for number, row in enumerate(table):
        cells = ["" if np.isnan(vote) else str(int(vote)) for vote in row]
        lines.append(",".join([*([f"p{number}", "1", str(20 + number)] if meta else []), *cells]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "meta", [["--meta", "participant,group-id,age"], ["--meta", "participant", "group-id", "age"], ["--meta", "age"]]
)
def test_command_writes_groups_statements_and_stability(tmp_path: Path, capsys, meta: list[str]) -> None:
    table, truth = planted((60, 40))
    out = tmp_path / "out.json"

    code = main(["opinion", str(written(tmp_path, table)), *meta, "--out", str(out)])

    told = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert [person["id"] for person in told["participants"]] == [f"p{number}" for number in range(100)]
    assert adjusted_rand_score(truth, [person["group"] for person in told["participants"]]) == 1
    assert [statement["id"] for statement in told["statements"]] == [f"s{number}" for number in range(40)]
    assert told["stability"]["mean"] > 0.9
    assert {group["key"]: len(group["members"]) for group in told["groups"]} == {"A": 60, "B": 40}
    assert "Gruppe A: 60 Personen (60 %)" in capsys.readouterr().out


def test_file_may_stand_behind_meta(tmp_path: Path, capsys) -> None:
    table, _ = planted((30, 20))

    assert main(["opinion", "--meta", "age", str(written(tmp_path, table)), "--lang", "en"]) == 0
    assert "Group A: 30 participants (60%)" in capsys.readouterr().out


def test_groups_are_compared_with_known_ones(tmp_path: Path, capsys) -> None:
    table, truth = planted((30, 20))
    file = written(tmp_path, table)
    lines = file.read_text(encoding="utf-8").splitlines()
    known = [
        ",".join([cells[0], f"g{group}", *cells[2:]])
        for cells, group in zip((x.split(",") for x in lines[1:]), truth, strict=True)
    ]
    file.write_text("\n".join([lines[0], *known]), encoding="utf-8")

    assert main(["opinion", str(file), "--meta", "age", "--label", "group-id"]) == 0
    assert "ARI 1.000 (50 Personen)" in capsys.readouterr().out


def test_table_without_names_numbers_its_rows(tmp_path: Path) -> None:
    table, _ = planted((30, 20), share=0.9)
    out = tmp_path / "out.json"

    assert main(["opinion", str(written(tmp_path, table, meta=False)), "--out", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [person["id"] for person in told["participants"]][:3] == ["1", "2", "3"]
    assert main(["opinion", str(tmp_path / "votes.csv"), "--previous", str(out), "--k", "2"]) == 0


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        ("id,a,b\n1,1,0\n", ["--id", "nr"], "keine Spalte „nr“"),
        ("id,a,b\nx,1,0\n", ["--meta", "age"], "keine Spalte „age“"),
        ("id,a,b\nx,1,0\ny,0,5\n", ["--id", "id"], "Spalte „b“, Zeile 2 der Daten, steht „5“"),
        ("id,a,b\nx,1,0\ny,0,ja\n", ["--id", "id"], "bitte bei --meta nennen"),
        ("id,a,a\nx,1,0\n", ["--id", "id"], "mehrmals"),
        ("id\nx\n", ["--meta", "id"], "keine Spalte ist eine Aussage"),
        ("", [], "ist leer"),
        ("id,a\nx,1\n", ["--meta", "id", "--moderated-out", "z"], "„z“ aus --moderated-out gibt es nicht"),
        ("id,a\nx,1\n", ["--meta", "id", "--k", "1"], "--k muss mindestens 2 sein"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, capsys, content: str, more: list[str], told: str) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(content, encoding="utf-8")

    assert main(["opinion", str(file), *more]) == 2
    assert told in capsys.readouterr().err


def test_one_single_participant_is_answered(tmp_path: Path, capsys) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("id,a,b\nx,1.0,\n", encoding="utf-8")

    assert main(["opinion", str(file), "--id", "id"]) == 0
    assert "zu wenige Menschen" in capsys.readouterr().out


def test_same_bytes_in_another_process(tmp_path: Path) -> None:
    table, _ = planted((40, 30), share=0.4, noise=0.3)
    file, outs = written(tmp_path, table), [tmp_path / "1.json", tmp_path / "2.json"]

    for number, out in enumerate(outs):
        command = [sys.executable, "-m", "sensemaking", "opinion", str(file), "--meta", "age", "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": str(number)})

    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_file_that_is_no_result_is_refused() -> None:
    with pytest.raises(SensemakingError, match="kein Ergebnis"):
        earlier_of({"themes": []}, "themes.json")
