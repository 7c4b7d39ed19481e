"""The plane of opinions: two principal components of the votes, and where each participant stands on them.

Missing votes count as the mean of their statement (as Polis imputes them); after subtracting the mean they are zeros,
so the centred matrix C stays as sparse as the votes are, and nothing is imputed in fact. The axes are the two leading
eigenvectors of CᵀC. Participant i stands at

    (m / v_i)^(1/4) · C_i · axes

with m statements and v_i votes. Polis uses the exponent 1/2 (Small et al. 2021), which undoes that few votes draw a
participant to the centre, but blows up their noise as well; no scaling at all leaves them in the centre. The fourth
root lies between; the groups it gives are nearer to published ones than either (docs/method/opinion.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from sensemaking.opinion.votes import Sparse, Votes

EXPONENT = 0.25
_SMALL = 256  # statements up to which the whole Gram matrix is decomposed

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """Where everybody stands.

    `means`: mean vote of each statement, shape (m,). `axes`: shape (m, 2), orthonormal columns. `points`: shape (n, 2).
    `explained`: share of the variance on each axis.
    """

    means: Floats
    axes: Floats
    points: Floats
    explained: tuple[float, float]

    def statement_points(self) -> Floats:
        """Return where a participant would stand who agreed with one statement and voted on nothing else, (m, 2)."""
        scale = len(self.means) ** EXPONENT
        return np.asarray((1 - self.means)[:, None] * self.axes * scale, np.float64)

    def turned(self, signs: Floats) -> "Plane":
        """Return the plane with axes multiplied by `signs` (each 1 or -1)."""
        return Plane(self.means, self.axes * signs, self.points * signs, self.explained)


def plane_of(votes: Votes, start: Floats | None = None) -> Plane:
    """Return the plane of the votes, the sign of each axis fixed by its own loadings (see `_signs`).

    `start`: axes of nearly the same votes, from which the iteration of large tables may begin.
    """
    centred, means = _centred(votes)
    axes, variances = _axes(centred, start)
    axes = axes * _signs(axes)
    counts = np.maximum(votes.counts(), 1)
    points = np.asarray(centred @ axes) * (len(means) / counts)[:, None] ** EXPONENT
    whole = float(np.square(centred.data).sum()) or 1.0
    return Plane(means, axes, points, (float(variances[0] / whole), float(variances[1] / whole)))


def _centred(votes: Votes) -> tuple[Sparse, Floats]:
    values = votes.values
    width = values.shape[1]
    seen = np.bincount(values.indices, minlength=width)
    sums = np.bincount(values.indices, weights=values.data, minlength=width)
    means = sums / np.maximum(seen, 1)
    data = values.data.astype(np.float64) - means[values.indices]
    return sparse.csr_matrix((data, values.indices, values.indptr), shape=values.shape), means


def _axes(centred: Sparse, start: Floats | None) -> tuple[Floats, Floats]:
    """Return the two leading eigenvectors of CᵀC, shape (m, 2), and their eigenvalues; zeros where there is none."""
    width = centred.shape[1]
    if not np.any(centred.data):
        return np.zeros((width, 2)), np.zeros(2)
    if width <= _SMALL:
        gram = (centred.T @ centred).toarray()
        first = max(width - 2, 0)
        values, vectors = linalg.eigh(gram, subset_by_index=[first, width - 1])
    else:
        across = centred.T.tocsr()
        operator = LinearOperator((width, width), matvec=lambda v: across @ (centred @ v), dtype=np.float64)
        begin = np.random.default_rng(0).standard_normal(width) if start is None else start.sum(axis=1)
        values, vectors = eigsh(operator, k=2, v0=begin, ncv=12, tol=1e-4)
    order = np.argsort(values)[::-1]
    axes, variances = np.zeros((width, 2)), np.zeros(2)
    axes[:, : len(order)], variances[: len(order)] = vectors[:, order], np.maximum(values[order], 0)
    return axes, variances


def _signs(axes: Floats) -> Floats:
    """Return 1 or -1 for each axis so that its skewness is positive: the longer tail of the loadings points right.

    An eigenvector has no sign of its own; taking what the routine happens to return makes pictures jump between runs.
    Where the skewness is nearly nothing, the largest loading decides.
    """
    skewness = (axes**3).sum(axis=0)
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    chosen = np.where(np.abs(skewness) > 1e-6, skewness, largest)
    return np.where(chosen < 0, -1.0, 1.0)
