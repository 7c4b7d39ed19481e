"""Would other votes have given the same groups? Hide a fifth of them, group again, compare.

With many participants each repetition draws `SAMPLE` of them by chance and groups only these. That is the severer test,
for people change as well as votes, and bounds the time for any size.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score

from sensemaking.opinion.clusters import ALONE, Labels
from sensemaking.opinion.votes import Votes

HIDDEN = 0.2
REPEATS = 10
ENOUGH = 0.6
SAMPLE = 2_500


@dataclass(frozen=True, slots=True)
class Stability:
    """`mean`: mean adjusted Rand index (Hubert & Arabie 1985) between the groups and those of each of `runs`."""

    mean: float
    runs: tuple[float, ...]
    hidden: float
    enough: float

    @property
    def is_enough(self) -> bool:
        """Return whether groups may be drawn."""
        return self.mean >= self.enough


def stability_of(
    votes: Votes,
    labels: Labels,
    group: Callable[[Votes], Labels],
    *,
    repeats: int = REPEATS,
    hidden: float = HIDDEN,
    enough: float = ENOUGH,
    seed: int = 0,
) -> Stability:
    """Group the votes `repeats` times with a share `hidden` of them left out by chance, anew from the beginning.

    `labels`: the groups with all votes, -1 for who is in none; `group` makes such labels from votes. Compared are those
    who are in a group both times; a run in which nobody is counts as 0.
    """
    chance = np.random.default_rng(seed)
    runs = []
    for _ in range(repeats):
        rows = _drawn(len(labels), chance)
        before, after = labels[rows], group(votes.rows(rows).hidden(hidden, chance))
        both = (before != ALONE) & (after != ALONE)
        runs.append(float(adjusted_rand_score(before[both], after[both])) if both.any() else 0.0)
    return Stability(float(np.mean(runs)) if runs else 0.0, tuple(runs), hidden, enough)


def _drawn(number: int, chance: np.random.Generator) -> Labels:
    if number <= SAMPLE:
        return np.arange(number)
    return np.sort(chance.choice(number, SAMPLE, replace=False))
