"""How good is it? Measures against labels that people gave, of stability, of ranking; planted duplicates.

Every measure here is between 0 and 1 (the adjusted Rand index can fall below 0), more is better.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from sensemaking.errors import SensemakingError

Labels = Sequence[Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two groupings of the same texts agree.

    * `nmi`: mutual information over the arithmetic mean of both entropies, I(A; B) / ((H(A) + H(B)) / 2); equals the
      V-measure (Rosenberg & Hirschberg 2007).
    * `ari`: adjusted Rand index (Hubert & Arabie 1985), 0 is what chance gives.
    * `bcubed`: harmonic mean of the B-cubed precision (`precision`) and recall (`recall`) (Amigó et al. 2009).
    """

    nmi: float
    ari: float
    bcubed: float
    precision: float
    recall: float


def agreement(labels: Labels, groups: Labels) -> Agreement:
    """Compare `groups` (found) with `labels` (given by people), of equal length and at least 1."""
    truth, found = _numbered(labels), _numbered(groups)
    _require_alike(len(truth), len(found))
    table = _contingency(truth, found)
    precision, recall = _bcubed(table)
    return Agreement(
        float(normalized_mutual_info_score(truth, found)),
        float(adjusted_rand_score(truth, found)),
        2 * precision * recall / (precision + recall),
        precision,
        recall,
    )


def small_group_recall(labels: Labels, groups: Labels, largest: float = 0.05) -> float:
    """Return how well small groups are found: the mean over labels of at most `largest` share of all texts.

    For each such label the best F1 of any found group with it; 1 if there is no such label.
    """
    truth, found = _numbered(labels), _numbered(groups)
    _require_alike(len(truth), len(found))
    table = _contingency(truth, found).toarray().astype(np.float64)
    sizes, widths = table.sum(axis=1), table.sum(axis=0)
    small = np.flatnonzero(sizes <= largest * len(truth))
    if not len(small):
        return 1.0
    f1 = 2 * table[small] / (sizes[small, None] + widths[None, :])
    return float(f1.max(axis=1).mean())


def effective_number(groups: Labels) -> float:
    """Return the effective number of groups: the perplexity exp(H) of their sizes (Hill number of order 1)."""
    _, sizes = np.unique(_numbered(groups), return_counts=True)
    shares = sizes / sizes.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))


@dataclass(frozen=True, slots=True)
class Stability:
    """Mean adjusted Rand index of pairs of runs: with `other_seeds`, and with a share of the texts `removed`."""

    other_seeds: float
    removed: float


def stability(
    group: Callable[[Sequence[str], int], Labels],
    texts: Sequence[str],
    *,
    runs: int = 3,
    share: float = 0.1,
    seed: int = 0,
) -> Stability:
    """Run `group(texts, seed)` with several seeds and on several subsets; compare with the first run.

    In the second figure the seed stays and `share` of the texts are left out; compared is what both runs hold.
    """
    first = _numbered(group(texts, seed))
    seeds = [adjusted_rand_score(first, _numbered(group(texts, seed + run))) for run in range(1, runs)]
    chance = np.random.default_rng(seed)
    removed = []
    for _ in range(1, runs):
        kept = np.sort(chance.permutation(len(texts))[: max(int(len(texts) * (1 - share)), 1)])
        again = _numbered(group([texts[row] for row in kept.tolist()], seed))
        removed.append(adjusted_rand_score(first[kept], again))
    return Stability(float(np.mean(seeds)), float(np.mean(removed)))


def ndcg(relevant: Sequence[bool], depth: int = 10) -> float:
    """Return nDCG at `depth` (Järvelin & Kekäläinen 2002) of a ranking: `relevant[i]` tells whether place i is right.

    The whole ranking must be handed in, so that the best possible one is known; 0 if nothing is relevant.
    """
    gains = np.asarray(relevant, np.float64)
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    best = discounts[: int(min(gains.sum(), depth))].sum()
    return float((gains[:depth] * discounts[: len(gains[:depth])]).sum() / best) if best else 0.0


def r_precision(relevant: Sequence[bool]) -> float:
    """Return the share of relevant ones among the first R of a whole ranking, R being how many there are."""
    gains = np.asarray(relevant, np.float64)
    count = int(gains.sum())
    return float(gains[:count].mean()) if count else 0.0


def learning_curve(
    fit_predict: Callable[[NDArray[np.int64], NDArray[np.int64]], Labels],
    labels: Labels,
    sizes: Sequence[int],
    *,
    repeats: int = 5,
    seed: int = 0,
) -> list[tuple[int, float]]:
    """Return (number of labels, mean macro-F1 on a quarter held out) for each size.

    `fit_predict(train, test)` gets row numbers, learns from the labels of `train` and returns labels for `test`.
    """
    from sklearn.metrics import f1_score

    truth = _numbered(labels)
    curve = []
    for size in sizes:
        scores = []
        for repeat in range(repeats):
            order = np.random.default_rng((seed, repeat)).permutation(len(truth))
            test, pool = order[: len(order) // 4], order[len(order) // 4 :]
            guessed = {label: number for number, label in enumerate(dict.fromkeys(labels))}
            predicted = [guessed.get(label, -1) for label in fit_predict(pool[:size], test)]
            scores.append(f1_score(truth[test], predicted, average="macro", labels=np.unique(truth), zero_division=0))
        curve.append((size, float(np.mean(scores))))
    return curve


def plant_duplicates(texts: Sequence[str], count: int, seed: int = 0) -> tuple[list[str], list[int]]:
    """Return `count` near-duplicates of texts drawn from `texts`, and the row each was made of.

    Each gets one to three of the changes that people make when they post twice: small letters, a word dropped, a word
    put in, two words swapped, a typing error, a full stop more, an introduction. Texts of fewer than six words are not
    drawn (a change of one word is a different text).
    """
    chance = np.random.default_rng(seed)
    long_enough = [row for row, text in enumerate(texts) if len(text.split()) >= 6]
    if not long_enough:
        raise SensemakingError(
            "Kein Text hat sechs Wörter: so lassen sich keine Beinahe-Doppelten einsetzen.",
            "No text has six words: near-duplicates cannot be planted.",
        )
    rows = [long_enough[place] for place in chance.integers(len(long_enough), size=count).tolist()]
    return [_varied(texts[row], chance) for row in rows], rows


def _varied(text: str, chance: np.random.Generator) -> str:
    words = text.split()
    changes = chance.permutation(len(_CHANGES))[: 1 + int(chance.integers(1 + min(len(words) // 8, 2)))]
    for change in changes.tolist():
        words = _CHANGES[change](words, int(chance.integers(len(words) - 1)))
    return " ".join(words)


def _typing_error(words: list[str], place: int) -> list[str]:
    word = words[place]
    return [*words[:place], word[:1] + word[2:3] + word[1:2] + word[3:], *words[place + 1 :]]


_CHANGES: tuple[Callable[[list[str], int], list[str]], ...] = (
    lambda words, _: [word.lower() for word in words],
    lambda words, place: words[:place] + words[place + 1 :],
    lambda words, place: [*words[:place], "wirklich", *words[place:]],
    lambda words, place: [*words[:place], words[place + 1], words[place], *words[place + 2 :]],
    _typing_error,
    lambda words, _: [*words[:-1], words[-1].rstrip(".!") + "!"],
    lambda words, _: ["Hallo,", *words],
)


def _bcubed(table: sparse.csr_matrix) -> tuple[float, float]:
    """Precision: mean over texts of the share of its group that has its label; recall the other way round."""
    cells = table.tocoo()
    squared = cells.data.astype(np.float64) ** 2
    sizes, widths = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel()
    total = sizes.sum()
    return float((squared / widths[cells.col]).sum() / total), float((squared / sizes[cells.row]).sum() / total)


def _contingency(truth: NDArray[np.int64], found: NDArray[np.int64]) -> sparse.csr_matrix:
    ones = np.ones(len(truth), np.int64)
    return sparse.coo_matrix((ones, (truth, found))).tocsr()


def _numbered(labels: Labels) -> NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    values = labels.tolist() if isinstance(labels, np.ndarray) else labels
    return np.array([numbers.setdefault(label, len(numbers)) for label in values], np.int64)


def _require_alike(one: int, other: int) -> None:
    if not one or one != other:
        raise SensemakingError(
            f"Verglichen werden können nur gleich viele Zuordnungen, mindestens eine ({one} und {other}).",
            f"Only groupings of equally many texts, at least one, can be compared ({one} and {other}).",
        )
