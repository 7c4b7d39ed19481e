"""One theme per text: the Dirichlet-multinomial mixture (Nigam et al. 2000; Yin & Wang 2014), in blocks.

A text d is a bag of terms, theme k a distribution over the V terms. With m_k texts, n_k terms and n_kw counts of a
term w in theme k, all without d,

    p(z_d=k) ~ (m_k + alpha) * prod_w prod_{j=0}^{n_dw - 1} (n_kw + beta + j) / prod_{i=0}^{N_d - 1} (n_k + V beta + i)

Terms count once per text (n_dw is 0 or 1), so the inner product has one factor. Gibbs sampling takes a *block* of
texts out of the counts, draws all their themes anew from the formula against the counts of all others, and puts them
back: with many blocks nearly the collapsed sampler, and each block is one sparse product.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import gammaln

from sensemaking.vectors import Floats, Labels, Sparse

# allowed[d, k] is False where text d may not be in theme k; one row per text, None where everything is allowed
Allowed = NDArray[np.bool_] | None
BLOCKS = 12


@dataclass(frozen=True, slots=True)
class Mixture:
    """A learnt mixture: `log_weights` of shape (k,), `log_words` of shape (terms, k), both float32."""

    log_weights: Floats
    log_words: Floats

    def log_posterior(self, present: Sparse) -> Floats:
        """Return log p(theme | text), float32, shape (texts, k). A text without known terms gets the weights."""
        scores = np.asarray(present @ self.log_words, np.float32) + self.log_weights
        return log_normalised(scores)


def log_normalised(scores: Floats) -> Floats:
    """Return log of the softmax of each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


def estimate(present: Sparse, responsibilities: Floats, alpha: float, beta: float) -> Mixture:
    """Return the mixture with the smoothed means for `responsibilities` of shape (texts, k) (the M step)."""
    totals = np.asarray(present.T @ responsibilities, np.float64) + beta
    weights = responsibilities.sum(axis=0, dtype=np.float64) + alpha
    return Mixture(
        np.log(weights / weights.sum()).astype(np.float32),
        (np.log(totals) - np.log(totals.sum(axis=0))).astype(np.float32),
    )


def refine(
    present: Sparse,
    labels: Labels,
    k: int,
    *,
    beta: float,
    steps: int = 15,
    alpha: float = 1.0,
    allowed: Allowed = None,
) -> Mixture:
    """Return the mixture after `steps` of expectation maximisation (Dempster et al. 1977) begun at `labels`.

    The E step is tempered by the length of a text, as terms of one text are not independent.
    """
    responsibilities = one_hot(labels, k)
    mixture = estimate(present, responsibilities, alpha, beta)
    for _ in range(steps):
        posterior = mixture.log_posterior(present)
        responsibilities = np.exp(log_normalised(barred(posterior, allowed)))
        mixture = estimate(present, responsibilities, alpha, beta)
    return mixture


def gibbs(
    present: Sparse,
    k: int,
    *,
    alpha: float,
    beta: float,
    sweeps: int,
    chance: np.random.Generator,
    start: Labels | None = None,
    allowed: Allowed = None,
) -> Labels:
    """Return the themes of all texts after `sweeps` of block Gibbs sampling, int32, shape (texts,).

    The last sweeps are greedy (the most probable theme instead of a draw), so that the end is a mode.
    """
    count, terms = present.shape
    labels = _start(count, k, chance, start, allowed)
    order = chance.permutation(count)
    blocks = [_Block.of(present, rows) for rows in np.array_split(order, min(BLOCKS, count))]
    words = np.asarray(present.T @ one_hot(labels, k), np.float32)
    totals = words.sum(axis=0)
    texts = np.bincount(labels, minlength=k).astype(np.float32)
    for sweep in range(sweeps):
        greedy = sweep >= sweeps - 5
        for block in blocks:
            others = words[block.columns] - block.counted(labels, k)
            texts -= np.bincount(labels[block.rows], minlength=k).astype(np.float32)
            totals -= block.totals(labels, k)
            scores = barred(block.scores(others, totals, texts, alpha, beta, terms), allowed, block.rows)
            labels[block.rows] = scores.argmax(axis=1) if greedy else draw(scores, chance)
            words[block.columns] = others + block.counted(labels, k)
            texts += np.bincount(labels[block.rows], minlength=k).astype(np.float32)
            totals += block.totals(labels, k)
    return labels


def draw(scores: Floats, chance: np.random.Generator) -> Labels:
    """Draw one column per row with probability proportional to exp(score): the largest score plus Gumbel noise."""
    noise = chance.random(scores.shape, np.float32)
    drawn: Labels = (scores - np.log(-np.log(noise + 1e-12) + 1e-12)).argmax(axis=1).astype(np.int32)
    return drawn


def barred(scores: Floats, allowed: Allowed, rows: NDArray[np.int64] | None = None) -> Floats:
    """Return `scores` with minus infinity (a very small number) where not allowed; they are those of `rows` only."""
    if allowed is None:
        return scores
    return np.where(allowed if rows is None else allowed[rows], scores, np.float32(-1e30)).astype(np.float32)


def one_hot(labels: Labels, k: int) -> Floats:
    """Return float32 of shape (texts, k) with a one at each label."""
    return np.eye(k, dtype=np.float32)[labels]


def _start(count: int, k: int, chance: np.random.Generator, start: Labels | None, allowed: Allowed) -> Labels:
    if start is not None:
        return start.astype(np.int32)
    even = np.zeros((count, k), np.float32)
    return draw(barred(even, allowed), chance)


@dataclass(frozen=True, slots=True)
class _Block:
    """Some texts, with the terms that occur in them."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    present: Sparse
    transposed: Sparse
    lengths: Floats

    @classmethod
    def of(cls, present: Sparse, rows: NDArray[np.int64]) -> "_Block":
        part = present[rows]
        columns, places = np.unique(part.indices, return_inverse=True)
        own = sparse.csr_matrix((part.data, places.astype(np.int32), part.indptr), shape=(len(rows), len(columns)))
        return cls(rows, columns, own, own.T.tocsr(), np.diff(part.indptr).astype(np.float32)[:, None])

    def counted(self, labels: Labels, k: int) -> Floats:
        """Return how often each of the block's terms stands in each theme in texts of the block, shape (columns, k)."""
        return np.asarray(self.transposed @ one_hot(labels[self.rows], k), np.float32)

    def totals(self, labels: Labels, k: int) -> Floats:
        """Return how many terms the block has in each theme, shape (k,)."""
        return np.bincount(labels[self.rows], weights=self.lengths.ravel(), minlength=k).astype(np.float32)

    def scores(self, others: Floats, totals: Floats, texts: Floats, alpha: float, beta: float, terms: int) -> Floats:
        """Return the logarithm of the module's formula, up to a constant per text, shape (rows, k)."""
        known = np.asarray(self.present @ np.log(others + np.float32(beta)), np.float32)
        sizes = totals + np.float32(terms * beta)
        lengths, inverse = np.unique(self.lengths, return_inverse=True)
        rising = (gammaln(sizes + lengths[:, None]) - gammaln(sizes)).astype(np.float32)
        return np.asarray(known - rising[inverse.ravel()] + np.log(texts + np.float32(alpha)), np.float32)
