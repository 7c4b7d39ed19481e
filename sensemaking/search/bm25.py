"""BM25 (Robertson & Zaragoza 2009) over any counts, as lists of texts by term.

    score(q, d) = sum over terms t of q:  idf(t) · n_td (k1 + 1) / (n_td + k1 (1 - b + b L_d / L))
    idf(t) = ln(1 + (N - N_t + 1/2) / (N_t + 1/2))

with n_td counts of t in d, L_d the length of d and L the mean length, N texts of which N_t hold t. Terms of the
question count once.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sensemaking.vectors import Floats, Sparse


@dataclass(slots=True)
class Bm25:
    """Weights of terms in texts, to which texts can be added; idf and mean length stay as learnt by `fit`."""

    k1: float = 1.2
    b: float = 0.75
    idf: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    length: float = 1.0
    size: int = 0
    _parts: list[Sparse] = field(default_factory=list)  # csr, terms x texts

    def fit(self, counts: Sparse) -> "Bm25":
        """Learn from counts of shape (texts, terms), and hold these texts; return self."""
        holding = np.bincount(counts.indices, minlength=counts.shape[1])
        number = counts.shape[0]
        self.idf = np.log1p((number - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        self.length = float(counts.sum()) / max(number, 1) or 1.0
        self._parts, self.size = [], 0
        self.add(counts)
        return self

    def add(self, counts: Sparse) -> None:
        """Hold further texts, with counts of the same terms."""
        lengths = np.asarray(counts.sum(axis=1)).ravel() / self.length
        weighed = sparse.csr_matrix(counts, dtype=np.float32, copy=True)
        across = np.repeat(lengths, np.diff(weighed.indptr))
        weighed.data *= (self.k1 + 1) / (weighed.data + self.k1 * (1 - self.b + self.b * across))
        weighed.data = (weighed.data * self.idf[weighed.indices]).astype(np.float32)
        self._parts.append(weighed.T.tocsr())
        self.size += counts.shape[0]
        self._settle()

    def scores(self, terms: NDArray[np.int32]) -> Floats:
        """Return the scores of all texts for a question of these distinct terms, float32."""
        return np.concatenate([np.zeros(0, np.float32), *(_sums(part, terms) for part in self._parts)])

    def _settle(self) -> None:
        """Join the last parts as long as the one before is not much larger: few parts, few copies."""
        while len(self._parts) > 1 and self._parts[-2].shape[1] < 4 * self._parts[-1].shape[1]:
            last, before = self._parts.pop(), self._parts.pop()
            self._parts.append(sparse.hstack([before, last], format="csr"))


def _sums(part: Sparse, terms: NDArray[np.int32]) -> Floats:
    """Return the sums of some rows of `part`."""
    rows = [slice(start, end) for start, end in zip(part.indptr[terms], part.indptr[terms + 1], strict=True)]
    if not rows:
        return np.zeros(part.shape[1], np.float32)
    places = np.concatenate([part.indices[row] for row in rows])
    weights = np.concatenate([part.data[row] for row in rows])
    # as one column whose cells of the same place add up: `bincount` turns both into twice as wide numbers first
    column = sparse.csc_matrix((weights, places, np.array([0, len(places)])), shape=(part.shape[1], 1))
    return np.asarray(column @ np.ones(1, np.float32), np.float32)
