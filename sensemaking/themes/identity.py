"""Themes keep their identity over runs: a theme that holds much the same texts keeps its key."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from sensemaking.results import UNCLEAR, Synthesis
from sensemaking.themes.decisions import Decisions, next_keys

SAME = 0.3  # Jaccard index of what both runs hold


def keys_of(
    ids: Sequence[str],
    labels: Sequence[int],
    k: int,
    anchors: Sequence[str],
    decisions: Decisions,
    previous: Synthesis | None,
) -> tuple[str, ...]:
    """Return the keys of k themes. The first ones are `anchors`, themes that people decided about.

    The others are matched one to one with the themes of `previous` so that the sum of Jaccard indices is largest
    (Kuhn 1955); a match below `SAME` is a new theme. New keys are above all that were ever used.
    """
    keys: dict[int, str] = dict(enumerate(anchors))
    if previous is not None:
        free = [theme.key for theme in previous.themes if theme.key not in {*anchors, *decisions.closed}]
        keys |= _matched(ids, labels, k, len(anchors), free, previous)
    taken = {*keys.values(), *decisions.closed, *decisions.names, *decisions.must.values(), *decisions.held.values()}
    if previous is not None:
        taken |= {theme.key for theme in previous.themes}
    missing = [number for number in range(k) if number not in keys]
    return tuple(
        (keys | dict(zip(missing, next_keys(taken, len(missing)), strict=True)))[number] for number in range(k)
    )


def _matched(
    ids: Sequence[str], labels: Sequence[int], k: int, first: int, free: Sequence[str], previous: Synthesis
) -> dict[int, str]:
    if not free or k <= first:
        return {}
    earlier = {assignment.id: assignment.theme for assignment in previous.assignments if assignment.theme != UNCLEAR}
    column = {key: number for number, key in enumerate(free)}
    table = np.zeros((k, len(free)))
    sizes, widths = np.zeros(k), np.zeros(len(free))
    for one, label in zip(ids, labels, strict=True):
        place = column.get(earlier.get(one, ""))
        if one in earlier and label >= 0:
            sizes[label] += 1
        if place is not None:
            widths[place] += 1
            if label >= 0:
                table[label, place] += 1
    union = sizes[first:, None] + widths[None, :] - table[first:]
    jaccard = np.where(union > 0, table[first:] / np.maximum(union, 1), 0)
    rows, columns = linear_sum_assignment(-jaccard)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row + first: free[place] for row, place in pairs if jaccard[row, place] >= SAME}
