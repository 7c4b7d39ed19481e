"""Groups keep their letter and the picture its sides when votes come in and everything is computed anew."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]
SAME = 0.3


def keys_of(members: Sequence[frozenset[str]], earlier: Mapping[str, frozenset[str]]) -> list[str]:
    """Return a letter for each group: that of the earlier group it continues, otherwise the next one not yet used.

    Groups are paired so that the sum of the overlaps is largest (Kuhn 1955). Overlap is shared / all members (Jaccard),
    counted among participants known both times; a pair below `SAME` is no continuation.
    """
    known = frozenset().union(*earlier.values()) & frozenset().union(*members)
    names = sorted(earlier)
    overlap = np.array([[_jaccard(group & known, earlier[name] & known) for name in names] for group in members])
    keys: list[str | None] = [None] * len(members)
    if overlap.size:
        for row, column in zip(*linear_sum_assignment(-overlap), strict=True):
            if overlap[row, column] >= SAME:
                keys[row] = names[column]
    new = (letter for number in range(10_000) if (letter := _letters(number)) not in earlier)
    return [key if key is not None else next(new) for key in keys]


def signs_towards(points: Mapping[str, tuple[float, float]], earlier: Mapping[str, tuple[float, float]]) -> Floats:
    """Return 1 or -1 for each axis, so that participants known both times stay on their side."""
    both = [name for name in points if name in earlier]
    if not both:
        return np.ones(2)
    now, then = np.array([points[name] for name in both]), np.array([earlier[name] for name in both])
    return np.where((now * then).sum(axis=0) < 0, -1.0, 1.0)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _letters(number: int) -> str:
    """Return A, B, …, Z, AA, AB and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
