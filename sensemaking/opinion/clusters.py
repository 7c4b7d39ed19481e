"""Groups on the plane: k-means for two to five groups, the number by silhouette, small groups protected.

Starts are, as in Polis, the first distinct points, and besides several drawn by k-means++ from a fixed seed; the
tightest result counts, so that the outcome does not hang on who voted first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

STARTS = 5
STEPS = 50
_START_STEPS = 10
_START_SAMPLE = 1_500  # points on which the starts are compared
_SILHOUETTE_SAMPLE = 800
_ROUNDS = 5
ALONE = -1


@dataclass(frozen=True, slots=True)
class Clusters:
    """`labels`: 0, 1, … by falling size, `ALONE` for those who stand in a group that is too small to be shown."""

    labels: Labels
    silhouette: float

    @property
    def number(self) -> int:
        """Return how many groups are shown."""
        return int(self.labels.max(initial=-1)) + 1


def cluster(points: Floats, *, least: int, most: int = 5, number: int | None = None, seed: int = 0) -> Clusters:
    """Part `points`, shape (n, 2), into groups of `least` members at least.

    Of all numbers of groups from 2 to `most` (or `number` only) the one with the best silhouette is taken whose groups
    are all large enough. Where there is none, the members of the too small groups stand alone, and the rest is parted
    anew. With fewer than two groups at the end nobody is in a group.
    """
    labels = np.full(len(points), ALONE, np.int64)
    rest = np.arange(len(points))
    for _ in range(_ROUNDS):
        found = _best(points[rest], least, range(2, most + 1) if number is None else [number], seed)
        if found is None:
            break
        parted, quality = found
        small = np.bincount(parted)[parted] < least
        if not small.any():
            labels[rest] = _by_size(parted)
            return Clusters(labels, quality)
        rest = rest[~small]
    return Clusters(labels, 0.0)


def _best(points: Floats, least: int, numbers: "range | list[int]", seed: int) -> tuple[Labels, float] | None:
    """Return the labels with the best silhouette, those without a too small group first; None if there are too few."""
    found = []
    different = len(np.unique(points, axis=0))
    distances = _sample_distances(points)
    for number in numbers:
        if len(points) < number * max(least, 1) or different < number:
            continue
        labels = kmeans(points, number, seed)
        quality = _silhouette(distances, _sample(labels, _SILHOUETTE_SAMPLE))
        found.append((bool(np.bincount(labels).min() >= least), quality, -number, labels))
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:3])
    return best[3], best[1]


def kmeans(points: Floats, number: int, seed: int = 0) -> Labels:
    """Return labels 0, 1, … of the tightest of several runs of Lloyd's k-means; every label occurs."""
    sample = _sample(points, _START_SAMPLE)
    chance = np.random.default_rng(seed)
    starts = [_first_distinct(sample, number), *(_plus_plus(sample, number, chance) for _ in range(STARTS))]
    best, _ = min((_lloyd(sample, start, _START_STEPS) for start in starts), key=lambda run: run[1])
    centres, _ = _lloyd(points, best, STEPS)
    _, labels = np.unique(_distances(points, centres).argmin(axis=0), return_inverse=True)
    return labels.astype(np.int64)


def silhouette(points: Floats, labels: Labels) -> float:
    """Return the mean silhouette (Rousseeuw 1987), of an even sample of the points against that sample."""
    return _silhouette(_sample_distances(points), _sample(labels, _SILHOUETTE_SAMPLE))


def _silhouette(distances: Floats, labels: Labels) -> float:
    """Return the mean silhouette from distances of shape (n, n) and n labels."""
    _, labels, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    if len(sizes) < 2:
        return 0.0
    sums = distances @ np.eye(len(sizes))[labels]
    rows = np.arange(len(labels))
    inside = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    outside = means.min(axis=1)
    larger = np.maximum(inside, outside)
    score = np.where((sizes[labels] > 1) & (larger > 0), (outside - inside) / np.where(larger > 0, larger, 1), 0)
    return float(score.mean())


def _sample(values: NDArray, size: int) -> NDArray:
    """Return every so-many-th value, `size` of them at most, spread evenly; all of them where there are no more."""
    return values if len(values) <= size else values[np.arange(size) * len(values) // size]


def _sample_distances(points: Floats) -> Floats:
    x, y = _sample(points, _SILHOUETTE_SAMPLE).T
    return np.asarray(np.sqrt(np.square(x[:, None] - x) + np.square(y[:, None] - y)), np.float64)


def _distances(points: Floats, centres: Floats) -> Floats:
    """Return squared distances without the square of the point, shape (centres, points)."""
    return np.asarray(np.square(centres).sum(axis=1)[:, None] - 2 * centres @ points.T)


def _lloyd(points: Floats, centres: Floats, steps: int) -> tuple[Floats, float]:
    """Return where the centres come to rest, and the sum of squared distances to the nearest one."""
    number = len(centres)
    for _ in range(steps):
        labels = _distances(points, centres).argmin(axis=0)
        sizes = np.bincount(labels, minlength=number)
        sums = np.stack([np.bincount(labels, points[:, axis], number) for axis in range(points.shape[1])], axis=1)
        moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
        still = np.abs(moved - centres).max() < 1e-6
        centres = moved
        if still:
            break
    return centres, float(_distances(points, centres).min(axis=0).sum() + np.square(points).sum())


def _first_distinct(points: Floats, number: int) -> Floats:
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:number]]


def _plus_plus(points: Floats, number: int, chance: np.random.Generator) -> Floats:
    chosen = [points[chance.integers(len(points))]]
    nearest = np.square(points - chosen[0]).sum(axis=1)
    while len(chosen) < number:
        whole = nearest.sum()
        place = min(int(np.searchsorted(np.cumsum(nearest), chance.random() * whole)), len(points) - 1)
        chosen.append(points[place])
        nearest = np.minimum(nearest, np.square(points - chosen[-1]).sum(axis=1))
    return np.array(chosen)


def _by_size(labels: Labels) -> Labels:
    """Return the labels numbered by falling size; of equal sizes the one whose first member comes first."""
    _, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(sizes)), key=lambda label: (-sizes[label], first[label]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[labels]
