"""One grouping out of many: spectral consensus of runs.

Run r puts text d into group g. Two texts are the more alike the more runs put them together, and the more so the
smaller the group in which they meet: S = sum over runs and groups of b b' / |g|, b being the indicator of group g. With
B the texts-times-groups matrix of b / sqrt(|g|), S = B B'. Its leading eigenvectors, after dividing rows by the square
roots of their sums (normalised cut, Ng, Jordan & Weiss 2002), are B V / sqrt(lambda) with V, lambda from the small
matrix B'B, so that many texts cost no more than one sparse product (Fern & Brodley 2004 cut the same bipartite graph).
k-means on rows of length 1 gives the groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import eigh

from sensemaking.themes.grouping import group
from sensemaking.themes.mixture import Allowed
from sensemaking.vectors import Floats, Labels, Sparse, unit

STARTS = 10


@dataclass(frozen=True, slots=True)
class Consensus:
    """Groups of the texts the runs were made on, and what each group of each run says about them.

    `labels`: int32, shape (texts,). `tables[r]`: float32, shape (groups of run r, k): the share of the group's texts
    that went to each theme, by which any text that run r can place is placed (`shares`).
    """

    labels: Labels
    tables: tuple[Floats, ...]


def consensus(
    runs: Sequence[Labels], k: int, chance: np.random.Generator, *, allowed: Allowed = None, starts: int = STARTS
) -> Consensus:
    """Return the consensus of `runs` in k groups."""
    labels = group(embedding(runs, k), k, chance, allowed=allowed, starts=starts)
    return Consensus(labels, tuple(_table(run, labels, k) for run in runs))


def embedding(runs: Sequence[Labels], dimensions: int) -> Floats:
    """Return the leading eigenvectors of the co-association as rows of length 1, shape (texts, dimensions)."""
    indicators = _indicators(runs)
    gram = (indicators.T @ indicators).toarray()
    values, vectors = eigh(gram)
    top = np.argsort(-values, kind="stable")[: min(dimensions, int((values > 1e-9).sum()))]
    columns = vectors[:, top] / np.sqrt(values[top])
    # the sign of an eigenvector is arbitrary: make its largest entry positive
    columns *= np.sign(columns[np.abs(columns).argmax(axis=0), np.arange(len(top))])
    return unit(np.asarray(indicators @ columns, np.float32))


def shares(runs: Sequence[Labels], tables: Sequence[Floats]) -> Floats:
    """Return how strongly all runs together put each text into each theme, float32, shape (texts, k), rows sum to 1."""
    total = np.zeros((len(runs[0]), tables[0].shape[1]), np.float32)
    for run, table in zip(runs, tables, strict=True):
        total += table[run]
    return total / np.float32(len(runs))


def agreeing(runs: Sequence[Labels], tables: Sequence[Floats], labels: Labels) -> Floats:
    """Return the share of runs that agree with `labels`, float32, shape (texts,).

    A run agrees with a text's theme if that theme is the one to which most texts of the text's group went.
    """
    votes = np.zeros(len(labels), np.float32)
    for run, table in zip(runs, tables, strict=True):
        votes += table.argmax(axis=1)[run] == labels
    return votes / np.float32(len(runs))


def _indicators(runs: Sequence[Labels]) -> Sparse:
    """Return B, rows divided by the square roots of the row sums of B B'."""
    count, many = len(runs[0]), len(runs)
    columns, weights, offset = [], [], 0
    for run in runs:
        sizes = np.bincount(run)
        columns.append(run + offset)
        weights.append(1 / np.sqrt(np.maximum(sizes, 1)))
        offset += len(sizes)
    flat = np.stack(columns, axis=1).ravel()
    ends = np.arange(0, count * many + 1, many)
    matrix = sparse.csr_matrix((np.concatenate(weights)[flat], flat, ends), shape=(count, offset))
    degrees = np.asarray(matrix @ np.asarray(matrix.sum(axis=0)).ravel()).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.sqrt(degrees)) @ matrix)


def _table(run: Labels, labels: Labels, k: int) -> Floats:
    height = int(run.max()) + 1
    counted = np.bincount(run.astype(np.int64) * k + labels, minlength=height * k).reshape(height, k)
    sums = counted.sum(axis=1, keepdims=True)
    even = np.full((height, k), 1 / k)
    return np.where(sums > 0, counted / np.maximum(sums, 1), even).astype(np.float32)
