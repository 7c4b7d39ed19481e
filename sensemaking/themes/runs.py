"""The single runs of which a consensus is made: different on purpose.

A run has a kind (which view of the texts, which algorithm), a number of groups of 1.5 or 2 times what is wanted, a
smoothing beta and, for the latent kinds, a number of dimensions. Every run ends as a mixture on terms, so that it can
place any other text too.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sensemaking.themes.grouping import group
from sensemaking.themes.mixture import Allowed, Mixture, gibbs, refine
from sensemaking.vectors import Floats, Labels, Lsa, Read, Sparse, Subwords, Terms, Tfidf, beside, presence, unit

SWEEPS = 40
NUMBER_SAMPLE = 6_000
ALPHA = 0.1
_FINER = (1.5, 2.0)
_BETA = (0.6, 1.0, 1.3, 1.7)
_DIMENSIONS = (0.65, 0.85, 1.1, 1.4)


@dataclass(frozen=True, slots=True)
class Views:
    """The texts seen in several ways; all of the same height.

    `whole`, `parts`: presence of terms, compounds whole and in parts, or in parts only. `latent`: dense views, the
    most important dimension first. `embedded`: vectors of a language model.
    """

    whole: Sparse
    parts: Sparse
    latent: tuple[Floats, ...]
    embedded: Floats | None = None

    @classmethod
    def of(cls, read: Read, terms: Terms, k: int, seed: int, embeddings: Floats | None = None) -> "Views":
        """Compute the views of texts that were read, enough dimensions for runs with k groups."""
        counts = terms.count(read)
        whole = presence(counts)
        subwords = Subwords().fit_count(read)
        by_word, by_subword = Tfidf().fit(counts).weigh(counts), Tfidf().fit(subwords).weigh(subwords)
        most = round(_dimensions(k) * _DIMENSIONS[-1])
        views = (beside(by_word, by_subword), by_subword)
        latent = tuple(Lsa(most, seed).fit(view).project(view) for view in views if min(view.shape) > 2)
        parts = whole[:, np.flatnonzero(terms.simple)]
        return cls(whole, parts, latent, None if embeddings is None else unit(embeddings))


@dataclass(frozen=True, slots=True)
class Run:
    """A learnt run: a mixture, over all terms (`parts` False) or over those that are no compounds."""

    mixture: Mixture
    parts: bool

    @classmethod
    def trivial(cls, terms: int, k: int) -> "Run":
        """Return a run that puts every text into the first of k groups, for collections that cannot be grouped."""
        weights = np.full(k, -30, np.float32)
        weights[0] = 0
        return cls(Mixture(weights, np.zeros((terms, k), np.float32)), parts=False)

    def place(self, whole: Sparse, parts: Sparse) -> Labels:
        """Return the most probable group of each text, int32, from both presence matrices."""
        best: Labels = self.mixture.log_posterior(parts if self.parts else whole).argmax(axis=1).astype(np.int32)
        return best


def make_runs(
    views: Views, k: int, count: int, seed: int, *, allowed: Allowed = None, workers: int = 2
) -> Iterator[Run]:
    """Yield `count` runs for k themes. `allowed` has k columns; further groups of a run are open to free texts."""

    def one(number: int) -> Run:
        return _run(views, k, number, np.random.default_rng((seed, number)), allowed)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(one, range(count))


def effective_themes(present: Sparse, seed: int, room: int = 100, runs: int = 4) -> float:
    """Return how many themes the texts have: the mean perplexity of sizes of mixtures with room for many.

    A Dirichlet-multinomial mixture with more groups than there are themes leaves groups empty (Yin & Wang 2014).
    """
    if present.shape[0] > NUMBER_SAMPLE:
        present = present[np.sort(np.random.default_rng((seed, 6_000)).permutation(present.shape[0])[:NUMBER_SAMPLE])]
    room = max(min(room, present.shape[0] // 4), 2)
    numbers = []
    for number in range(runs):
        chance = np.random.default_rng((seed, 7_000 + number))
        labels = gibbs(present, room, alpha=ALPHA, beta=0.1, sweeps=SWEEPS, chance=chance)
        shares = np.bincount(labels) / len(labels)
        numbers.append(float(np.exp(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())))
    return float(np.mean(numbers))


def _run(views: Views, k: int, number: int, chance: np.random.Generator, allowed: Allowed) -> Run:
    kinds = 2 + len(views.latent) + (views.embedded is not None)
    kind, turn = number % kinds, number // kinds
    groups = max(min(round(k * _FINER[turn % len(_FINER)]), views.whole.shape[0] // 2), k)
    beta = _beta(k) * _BETA[turn % len(_BETA)]
    wide = _widened(allowed, groups)
    if kind < 2:
        present = (views.whole, views.parts)[kind]
        labels = gibbs(present, groups, alpha=ALPHA, beta=beta, sweeps=SWEEPS, chance=chance, allowed=wide)
        mixture = refine(present, labels, groups, beta=beta, steps=1, allowed=wide)
        return Run(mixture, parts=kind == 1)
    labels = group(_dense(views, kind - 2, k, turn), groups, chance, allowed=wide)
    return Run(refine(views.parts, labels, groups, beta=beta, allowed=wide), parts=True)


def _dense(views: Views, number: int, k: int, turn: int) -> Floats:
    if number == len(views.latent) and views.embedded is not None:
        return views.embedded
    dimensions = round(_dimensions(k) * _DIMENSIONS[turn % len(_DIMENSIONS)])
    return unit(views.latent[number][:, :dimensions])


def _widened(allowed: Allowed, groups: int) -> Allowed:
    """Return `allowed` for a run with more groups: the further ones are open to a text that may choose at all."""
    if allowed is None:
        return None
    free = allowed.sum(axis=1) > 1
    return np.hstack([allowed, np.repeat(free[:, None], groups - allowed.shape[1], axis=1)])


def _beta(k: int) -> float:
    """Large themes need more smoothing than small ones: 0.3 up to 8 themes, 0.1 for 38."""
    return float(0.3 * min(8 / k, 1.0) ** 0.7)


def _dimensions(k: int) -> float:
    """30 dimensions for few themes, 90 for 38."""
    return min(22 + 1.8 * k, 120)
