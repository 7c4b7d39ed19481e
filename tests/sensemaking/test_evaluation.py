"""Measures agree with what can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensemaking.errors import SensemakingError
from sensemaking.evaluation import (
    agreement,
    effective_number,
    learning_curve,
    ndcg,
    plant_duplicates,
    r_precision,
    small_group_recall,
    stability,
)


def test_bcubed_by_hand() -> None:
    # groups {a, a, b} and {b}: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall (1 + 1 + 1/2 + 1/2) / 4
    result = agreement(["a", "a", "b", "b"], [1, 1, 1, 2])

    assert result.precision == pytest.approx(8 / 12)
    assert result.recall == pytest.approx(3 / 4)
    assert result.bcubed == pytest.approx(2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=30))
def test_the_same_grouping_under_other_names_agrees_fully(labels: list[int]) -> None:
    result = agreement(labels, [f"g{label}" for label in labels])

    assert (result.nmi, result.ari, result.bcubed) == pytest.approx((1, 1, 1))
    assert small_group_recall(labels, labels) == pytest.approx(1)
    assert 1 - 1e-9 <= effective_number(labels) <= len(set(labels)) + 1e-9


def test_rankings() -> None:
    assert ndcg([True, True, False]) == pytest.approx(1)
    assert ndcg([False, True]) == pytest.approx(1 / np.log2(3))
    assert ndcg([False, False]) == r_precision([False]) == 0
    assert r_precision([True, False, True]) == pytest.approx(0.5)


def test_recall_of_small_groups_looks_at_small_ones_only() -> None:
    labels = ["large"] * 96 + ["small"] * 4

    assert small_group_recall(labels, labels) == 1
    assert small_group_recall(labels, [0] * 100) == pytest.approx(2 * 4 / 104)


def test_stability_of_what_never_changes_is_one() -> None:
    texts = [str(number) for number in range(40)]
    steady = stability(lambda part, seed: [int(text) % 3 for text in part], texts)
    noisy = stability(lambda part, seed: np.random.default_rng(seed).integers(3, size=len(part)).tolist(), texts)

    assert (steady.other_seeds, steady.removed) == (1, 1)
    assert noisy.other_seeds < 0.2


def test_learning_curve_rises_with_labels() -> None:
    labels = ["a", "b", "c", "d"] * 30

    def remember(train: np.ndarray, test: np.ndarray) -> list[str]:
        known = {row % 4: labels[row] for row in train.tolist()}
        return [known.get(row % 4, "a") for row in test.tolist()]

    (few, low), (many, high) = learning_curve(remember, labels, [2, 40])

    assert (few, many) == (2, 40)
    assert low < high == 1


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(SensemakingError, match="gleich viele"):
        agreement(["a"], ["a", "b"])
    with pytest.raises(SensemakingError, match="sechs Wörter"):
        plant_duplicates(["kurz"], 1)
