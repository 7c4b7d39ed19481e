"""k-means on rows of length 1, with themes that some texts must or may not belong to."""

import numpy as np
from sklearn.cluster import kmeans_plusplus

from sensemaking.themes.mixture import Allowed
from sensemaking.vectors import Floats, Labels, unit

STEPS = 60


def group(vectors: Floats, k: int, chance: np.random.Generator, *, allowed: Allowed = None, starts: int = 1) -> Labels:
    """Return the best of `starts` runs of spherical k-means (Dhillon & Modha 2001), int32, shape (texts,).

    Begun with k-means++ (Arthur & Vassilvitskii 2007). Where `allowed` leaves texts a single theme, its centre begins
    at their mean. The best run has the largest sum of cosines.
    """
    best, most = np.zeros(len(vectors), np.int32), -np.inf
    for _ in range(starts):
        labels, fit = _once(vectors, k, chance, allowed)
        if fit > most:
            best, most = labels, fit
    return best


def _once(vectors: Floats, k: int, chance: np.random.Generator, allowed: Allowed) -> tuple[Labels, float]:
    centres = _begin(vectors, k, chance, allowed)
    labels = np.full(len(vectors), -1, np.int32)
    fit = 0.0
    for _ in range(STEPS):
        cosines = vectors @ centres.T
        if allowed is not None:
            cosines = np.where(allowed, cosines, -2).astype(np.float32)
        new = cosines.argmax(axis=1).astype(np.int32)
        fit = float(cosines[np.arange(len(new)), new].sum(dtype=np.float64))
        if np.array_equal(new, labels):
            break
        labels = new
        centres = _centres(vectors, labels, k, centres)
    return labels, fit


def _begin(vectors: Floats, k: int, chance: np.random.Generator, allowed: Allowed) -> Floats:
    seeds = min(k, len(vectors))
    state = int(chance.integers(2**31 - 1))
    centres, _ = kmeans_plusplus(vectors, seeds, random_state=state)
    centres = np.vstack([centres, np.zeros((k - seeds, vectors.shape[1]), np.float32)])
    if allowed is not None:
        only = allowed.sum(axis=1) == 1
        for theme in np.unique(allowed[only].argmax(axis=1)).tolist():
            centres[theme] = vectors[only & allowed[:, theme]].mean(axis=0)
    return unit(centres)


def _centres(vectors: Floats, labels: Labels, k: int, before: Floats) -> Floats:
    """Return the directions of the sums of each group; an empty group stays where it was."""
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    centres = before.copy()
    centres[present] = unit(np.add.reduceat(vectors[order], starts, axis=0))
    return centres
