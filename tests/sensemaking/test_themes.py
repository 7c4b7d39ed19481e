"""Themes: every text is accounted for, the same input gives the same bytes, what people decided is kept."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sensemaking.errors import SensemakingError
from sensemaking.evaluation import agreement
from sensemaking.results import UNCLEAR, Synthesis
from sensemaking.themes import Decisions, Outcome, Settings, find_themes
from sensemaking.themes.decisions import members_of
from tests.sensemaking.german import contributions

# what is found for all of them is found in one process only
pytestmark = pytest.mark.xdist_group("themes")
TEXTS, LABELS = contributions(240)
IDS = [f"b{number}" for number in range(len(TEXTS))]
QUICK = Settings(k=6, runs=8)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return find_themes(TEXTS, IDS, settings=QUICK)


def places(synthesis: Synthesis) -> dict[str, str]:
    return {one.id: one.theme for one in synthesis.assignments}


def test_themes_are_found_labelled_and_hold_every_text(outcome: Outcome) -> None:
    synthesis = outcome.synthesis

    assert [one.id for one in synthesis.assignments] == IDS
    assert sum(theme.size for theme in synthesis.themes) + list(places(synthesis).values()).count(UNCLEAR) == len(TEXTS)
    assert agreement(LABELS, [one.theme for one in synthesis.assignments]).ari > 0.9
    assert all(0 <= one.confidence <= 1 and one.second != one.theme for one in synthesis.assignments)
    for theme in synthesis.themes:
        assert theme.label == ", ".join(theme.words[:3])
        assert len({one.id for one in theme.exemplars}) == len(theme.exemplars) > 0
        assert all(one.sentence in TEXTS[IDS.index(one.id)] for one in theme.exemplars)
        assert any(word in text for text in TEXTS for word in theme.words)


def test_number_of_themes_is_found() -> None:
    synthesis = find_themes(TEXTS, IDS, settings=Settings(runs=8)).synthesis

    assert 5 <= len(synthesis.themes) <= 9
    assert synthesis.parameters["k_given"] is False


def test_many_themes_have_an_upper_level() -> None:
    synthesis = find_themes(TEXTS, IDS, settings=Settings(k=18, runs=4)).synthesis

    assert 2 <= len(synthesis.upper) <= 15
    assert {theme.parent for theme in synthesis.themes} == {theme.key for theme in synthesis.upper}
    for upper in synthesis.upper:
        assert upper.size == sum(theme.size for theme in synthesis.themes if theme.parent == upper.key)


def test_result_is_the_same_in_other_processes_and_with_other_threads(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        "id;text\n" + "".join(f'{one};"{text}"\n' for one, text in list(zip(IDS, TEXTS, strict=True))[:120]), "utf-8"
    )
    outs, running = [], []
    for seed, threads in (("1", "1"), ("2", "2")):  # side by side
        outs.append(tmp_path / f"{seed}.json")
        command = [sys.executable, "-m", "sensemaking", "themes", table, "--id", "id", "--k", "6", "--runs", "4"]
        environment = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        running.append(
            subprocess.Popen(
                [*command, "--out", outs[-1]],
                env=os.environ | environment,
                cwd=Path(__file__).parents[2],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
    assert [process.wait() for process in running] == [0, 0]
    written = [out.read_bytes() for out in outs]
    one_worker = find_themes(TEXTS, IDS, settings=replace(QUICK, workers=1)).synthesis
    two_workers = find_themes(TEXTS, IDS, settings=replace(QUICK, workers=2)).synthesis

    assert written[0] == written[1]
    assert one_worker == two_workers


def test_new_texts_are_placed_like_the_old_ones(outcome: Outcome) -> None:
    again = outcome.model.assign(TEXTS, IDS)
    fresh, labels = contributions(60, seed=9)
    new = outcome.model.assign([*fresh, "Zebras quaken", ""], [f"n{number}" for number in range(62)])

    assert again == list(outcome.synthesis.assignments)
    assert agreement(labels, [one.theme for one in new[:60]]).ari > 0.8
    assert [one.theme for one in new[60:]] == [UNCLEAR, UNCLEAR]
    assert outcome.model.assign([], []) == []


def test_themes_keep_their_keys_in_later_runs(outcome: Outcome) -> None:
    more = contributions(60, seed=5)[0]
    later = find_themes(
        TEXTS + more, [*IDS, *(f"n{number}" for number in range(60))], settings=replace(QUICK, seed=3),
        previous=outcome.synthesis,
    ).synthesis  # fmt: skip

    before, after = places(outcome.synthesis), places(later)
    assert {theme.key for theme in later.themes} == {theme.key for theme in outcome.synthesis.themes}
    assert sum(before[one] == after[one] for one in IDS) > 0.9 * len(IDS)


def test_merging_splitting_locking_and_renaming_are_kept(outcome: Outcome) -> None:
    seen = outcome.synthesis
    one, two, three, four, five, _ = (theme.key for theme in seen.themes)
    halves = members_of(seen, three)
    decisions = (
        Decisions()
        .merge(seen, [one, two], into=one)
        .split(three, {three: halves[::2], "t90": halves[1::2]})
        .lock(seen, four)
        .rename(five, "Unser Thema")
    )
    later = find_themes(
        TEXTS, IDS, settings=replace(QUICK, seed=7), decisions=decisions, previous=seen
    ).synthesis  # fmt: skip
    after = places(later)

    assert two not in after.values()
    assert {after[text] for text in [*members_of(seen, one), *members_of(seen, two)]} == {one}
    assert {after[text] for text in halves[::2]} == {three}
    assert {after[text] for text in halves[1::2]} == {"t90"}
    assert members_of(later, four) == members_of(seen, four)
    assert [(theme.label, theme.named_by_person) for theme in later.themes if theme.key == five] == [
        ("Unser Thema", True)
    ]
    assert [theme.key for theme in later.themes if theme.locked] == [four]


@pytest.mark.parametrize("seed", range(5))
def test_decisions_about_single_texts_are_always_kept(outcome: Outcome, seed: int) -> None:
    random = np.random.default_rng(seed)
    keys = [*(theme.key for theme in outcome.synthesis.themes), "eigenes"]

    def draw() -> dict[str, str]:
        texts = random.permutation(IDS)[: random.integers(13)].tolist()
        return {text: keys[random.integers(len(keys))] for text in texts}

    must, must_not = draw(), draw()
    locked = keys[0] if seed % 2 else None
    decisions = Decisions()
    for text, key in must_not.items():
        decisions = decisions.bar([text], key)
    for text, key in must.items():
        decisions = decisions.put([text], key)
    if locked:
        decisions = decisions.lock(outcome.synthesis, locked)
    later = find_themes(
        TEXTS, IDS, settings=replace(QUICK, runs=4, seed=seed), decisions=decisions,
        previous=outcome.synthesis,
    )  # fmt: skip
    after = places(later.synthesis)

    assert len(after) == len(IDS)
    assert {text: after[text] for text in must} == must
    assert [text for text, key in must_not.items() if text not in must and after[text] == key] == []
    if locked:
        allowed = {*members_of(outcome.synthesis, locked), *(text for text, key in must.items() if key == locked)}
        assert {text for text, key in after.items() if key == locked} <= allowed
    assert later.model.assign(TEXTS, IDS, decisions) == list(later.synthesis.assignments)


def test_a_later_word_about_a_text_replaces_the_earlier_one(outcome: Outcome) -> None:
    seen = outcome.synthesis
    decisions = Decisions().bar(["b0"], "t1").put(["b0"], "t1")
    assert (decisions.must, decisions.must_not) == ({"b0": "t1"}, {})
    decisions = decisions.bar(["b0"], "t1")
    assert (decisions.must, decisions.must_not) == ({}, {"b0": frozenset({"t1"})})

    locked = Decisions().lock(seen, "t1")
    assert locked.unlock("t1") == Decisions()
    merged = Decisions().put(["b1"], "t2").rename("t2", "Zwei").merge(seen, ["t1", "t2"], into="t1")
    assert merged.must == {"b1": "t1"}
    assert merged.closed == {"t2"}
    assert merged.keys() == ["t1"]
    with pytest.raises(SensemakingError, match="kein Thema"):
        Decisions().put(["b1"], UNCLEAR)
    with pytest.raises(SensemakingError, match="nicht leer"):
        Decisions().rename("t1", " ")


def test_learning_on_a_sample_places_all_others(outcome: Outcome) -> None:
    synthesis = find_themes(TEXTS, IDS, settings=replace(QUICK, sample=150)).synthesis

    assert [one.id for one in synthesis.assignments] == IDS
    assert agreement(LABELS, [one.theme for one in synthesis.assignments]).ari > 0.8


def test_vectors_of_a_model_are_one_more_view() -> None:
    names = sorted(set(LABELS))
    vectors = np.eye(len(names), dtype=np.float32)[[names.index(label) for label in LABELS]]

    assert agreement(LABELS, [one.theme for one in find_themes(
        TEXTS, IDS, settings=QUICK, embeddings=vectors).synthesis.assignments]).ari > 0.9  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [["Gleich ist gleich"] * 30, ["Nur dies", ""], ["a b c", "d e f", "g h i"], ["", "", "Ein Wort", "Ein Wort mehr"]],
)
@pytest.mark.parametrize("k", [None, 1, 2])
def test_odd_collections_have_a_sensible_result(texts: list[str], k: int | None) -> None:
    synthesis = find_themes(texts, settings=Settings(k=k, runs=4)).synthesis

    assert len(synthesis.assignments) == len(texts)
    assert sum(theme.size for theme in synthesis.themes) <= len(texts)
    if len(set(texts)) == 1:
        assert [theme.size for theme in synthesis.themes if theme.size] == [len(texts)]


@pytest.mark.parametrize(
    ("texts", "settings", "told"),
    [
        (["einer"], Settings(), "mindestens zwei"),
        ([], Settings(), "mindestens zwei"),
        (["", " ", "12"], Settings(), "Alle Texte sind leer"),
        (["a b", "c d"], Settings(k=5), "zwischen 1 und 2"),
        (["a b", "c d"], Settings(seed=-1), "negativ"),
    ],
)
def test_what_cannot_be_grouped_is_said(texts: list[str], settings: Settings, told: str) -> None:
    with pytest.raises(SensemakingError, match=told):
        find_themes(texts, settings=settings)
