"""The upper level: few challenges over many themes."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from sensemaking.vectors import Floats, Labels, unit

LEAST, MOST = 8, 15
FROM = 16  # with fewer themes one level is enough


def upper_count(themes: int) -> int:
    """Return how many groups of the upper level stand over so many themes; 0 for none."""
    return 0 if themes < FROM else min(max(round(themes / 3.5), LEAST), MOST)


def upper_level(vectors: Floats, count: int) -> Labels:
    """Return the group of each theme, int32, shape (themes,), groups numbered by first theme.

    `vectors`, shape (themes, d): the direction of each theme. Ward's linkage (1963), cut where `count` groups are left.
    """
    groups = fcluster(linkage(vectors.astype(np.float64), method="ward"), count, criterion="maxclust").tolist()
    number = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    return np.array([number[group] for group in groups], np.int32)


def directions(vectors: Floats, labels: Labels, k: int) -> Floats:
    """Return the mean direction of the texts of each theme, rows of length 1, shape (k, d); zeros for an empty one."""
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    means = np.zeros((k, vectors.shape[1]), np.float32)
    means[present] = np.add.reduceat(vectors[order], starts, axis=0)
    return unit(means)
