"""Help with sorting: from the decisions so far to suggestions for the rest.

A text x is the TF-IDF of its character 3- to 5-grams beside its place in a latent space of 150 dimensions (dictionary
forms beside subwords), each of length 1, beside a constant and, where given, its source (the table of a workshop; 0.7)
and an embedding. The classifier is ridge regression on -1/1 for each group, decisions weighted so that each group
counts the same (n decisions, n_g of group g, G groups: w = n / (G n_g)). In its dual form, with K the inner products of
the n decided texts,

    A = (K + lambda diag(1/w))^-1 Y,    scores of a text x:  sum_i A_i <x_i, x>

so that learning costs n^3 / 3 steps whatever the number of texts, and scoring one sparse product. Above `_MOST`
decisions the newest ones are used exactly and older ones by an even sample of each group.

Probabilities are (1 - d) softmax(t · scores) + d / G. Temperature t and doubt d are chosen by the likelihood of the
decisions predicted without themselves, for which ridge regression needs no further runs: y_i - A_i / [(K + lambda
diag(1/w))^-1]_ii (Hastie, Tibshirani & Friedman 2009, 7.10). Suggestions from elsewhere (themes) enter as a prior: p =
(1 - m) p_learnt + m p_prior, m = k a / (k a + n), with k = 30 and a the share of the decisions the prior was right
about (Laplace): it fades as decisions come in, and sooner where it is wrong.

Hints are texts that probably belong to a group though nobody decided so (the surest of a theme that a person took as
a group). They are learnt from like decisions, each counting `HINT` of one: w is multiplied by it, and n and n_g are
sums of such counts. How sure the assistant is, is told from decisions alone.

What a person decided is never moved: decided texts get no suggestion, and what a person excluded gets probability 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from sensemaking.errors import SensemakingError
from sensemaking.features import Features
from sensemaking.vectors import Floats

__all__ = ["Assistant", "Features", "Learnt", "Suggestion"]

RIDGE = 1.0
PRIOR = 30.0
HINT = 0.15  # what a hint counts, against a decision
_MOST = 1_200
_TEMPERATURES = np.geomspace(0.5, 32, 25)
_DOUBTS = (0.02, 0.05, 0.1, 0.2)
_FEWEST_TO_RATE = 5
_LIKE = 0.6  # cosine from which on two questions ask the same


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a text may belong: `group` with `probability`, then `second`; `margin` is how far both are apart."""

    id: str
    group: str
    probability: float
    second: str | None
    margin: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an assistant learnt, for texts it does not hold (`Assistant.adopt`).

    `letters`, `dense`: weights of n-grams and of the latent space, shape (columns, groups). `bias`: shape (groups,).
    `share`: of the prior in the chances. `doubt`: the part of the chances that is spread evenly.
    """

    groups: tuple[str, ...]
    letters: Floats
    dense: Floats
    bias: Floats
    temperature: float
    share: float
    doubt: float = 0.0


@dataclass(slots=True)
class Assistant:
    """Learns from decisions and suggests for the rest. `decide`, `exclude` and `learn` may follow in any order.

    `prior`: id to chances of groups. `hints`: id to the group where it probably belongs. After `learn`: `hit_rate` is
    the share of decisions it would have guessed without knowing them, None for fewer than five.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    features: Features
    prior: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    excluded: dict[str, set[str]] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    temperature: float = 1.0
    doubt: float = 0.0
    hit_rate: float | None = None
    _share: float | None = None
    _dense: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _bias: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    _rows: dict[str, int] = field(default_factory=dict)
    _scores: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _letters: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _kernel: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _known: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.texts) == len(self.features):
            raise SensemakingError(
                "Kennungen, Texte und Merkmale passen nicht zusammen.", "Ids, texts and features do not fit."
            )
        self._rows = {name: row for row, name in enumerate(self.ids)}

    def decide(self, decisions: Mapping[str, str | None]) -> None:
        """Take decisions: id to group, None takes a decision back. They hold until taken back."""
        for name, group in decisions.items():
            self._row(name)
            if group is None:
                self.decisions.pop(name, None)
            else:
                self.decisions.pop(name, None)  # the newest stand last
                self.decisions[name] = group

    def exclude(self, name: str, group: str) -> None:
        """Never suggest this group for this text again."""
        self._row(name)
        self.excluded.setdefault(name, set()).add(group)

    def learn(self) -> "Assistant":
        """Learn from all decisions so far; return self. Called after each handful."""
        prior_groups = {group for chances in self.prior.values() for group in chances}
        self.groups = tuple(sorted({*self.decisions.values(), *self.hints.values(), *prior_groups}))
        rows, targets = self._taught()
        certain = len(rows)
        hinted = [(self._rows[name], group) for name, group in self.hints.items() if name not in self.decisions]
        rows, targets = rows + [row for row, _ in hinted], targets + [group for _, group in hinted]
        decided = sorted(set(targets))
        self._scores = np.zeros((len(self.features), len(self.groups)), np.float32)
        self._letters = np.zeros((self.features.sparse.shape[1], len(self.groups)), np.float32)
        self._dense = np.zeros((self.features.dense.shape[1], len(self.groups)), np.float32)
        self._bias = np.zeros(len(self.groups), np.float32)
        self.temperature, self.doubt, self.hit_rate = 1.0, 0.0, None
        if len(decided) < 2:
            return self
        columns = [self.groups.index(group) for group in decided]
        wanted = np.array([decided.index(group) for group in targets])
        weights, without = _ridge(self._inner(rows), wanted, len(decided), certain)
        if certain:
            self.temperature, self.doubt = _calibrated(without[:certain], wanted[:certain])
        if certain >= _FEWEST_TO_RATE:
            self.hit_rate = float((without[:certain].argmax(axis=1) == wanted[:certain]).mean())
        self._bias[:] = -np.inf
        self._bias[columns] = weights.sum(axis=0)
        self._letters[:, columns] = self.features.sparse[rows].T @ weights
        self._dense[:, columns] = self.features.dense[rows].T @ weights
        self._spread()
        return self

    def learnt(self) -> Learnt:
        """Return what was learnt."""
        return Learnt(
            self.groups, self._letters, self._dense, self._bias, self.temperature, self._prior_share(), self.doubt
        )

    def adopt(self, learnt: Learnt) -> "Assistant":
        """Take over what another assistant learnt from texts whose features the same `Reader` made; return self."""
        self.groups, self._share = learnt.groups, learnt.share
        self.temperature, self.doubt = learnt.temperature, learnt.doubt
        self._letters, self._dense, self._bias = learnt.letters, learnt.dense, learnt.bias
        self._spread()
        return self

    def probabilities(self) -> Floats:
        """Return the probability of each group for each text, shape (texts, len(groups)), rows sum to 1.

        Decided texts have 1 at their group. Without decisions and prior all groups are as likely.
        """
        if not self.groups:
            return np.zeros((len(self.ids), 0), np.float32)
        chances = _doubted(_softmax(self._scores * self.temperature), self.doubt)
        if self.prior:
            share, given = self._prior_share(), self._given()
            chances = np.where(given.sum(axis=1, keepdims=True) > 0, (1 - share) * chances + share * given, chances)
        for name, groups in self.excluded.items():
            chances[self._rows[name], [self.groups.index(group) for group in groups if group in self.groups]] = 0
        chances /= np.where(chances.sum(axis=1, keepdims=True) > 0, chances.sum(axis=1, keepdims=True), 1)
        if self.decisions:
            places = {group: column for column, group in enumerate(self.groups)}
            rows = [self._rows[name] for name in self.decisions]
            chances[rows] = 0
            chances[rows, [places[group] for group in self.decisions.values()]] = 1
        return np.asarray(chances, np.float32)

    def suggestions(self, most: int | None = None) -> list[Suggestion]:
        """Return a suggestion for each undecided text, the surest first; only the first `most` if given."""
        rows, best, second, chance, margin = self._ranked()
        order = np.argsort(-chance, kind="stable")[:most]
        two = len(self.groups) > 1
        return [
            Suggestion(self.ids[row], self.groups[one], sure, self.groups[other] if two else None, apart)
            for row, one, other, sure, apart in zip(
                *(values[order].tolist() for values in (rows, best, second, chance, margin)), strict=True
            )
        ]

    def questions(self, most: int = 10) -> list[str]:
        """Return the ids of the undecided texts whose decision teaches most: the smallest margins, no two alike."""
        rows, _, _, _, margin = self._ranked()
        chosen: list[int] = []
        for row in rows[np.argsort(margin, kind="stable")].tolist():
            if not chosen or float((self.features.dense[chosen] @ self.features.dense[row]).max()) < _LIKE:
                chosen.append(row)
            if len(chosen) == most:
                break
        return [self.ids[row] for row in chosen]

    def why(self, name: str, group: str, most: int = 5) -> list[str]:
        """Return the words of a text, as written, that speak most for a group and against the others."""
        if group not in self.groups:
            self._row(name)
            return []
        return list(self.reasons([(name, group)], most)[0])

    def reasons(self, pairs: Sequence[tuple[str, str]], most: int = 5) -> list[tuple[str, ...]]:
        """Return `why` for many pairs of a text and one of `groups`: 20,000 take about as long as one."""
        rows, columns = self._places(pairs)
        return self.features.spelling.speaking(self._against(), rows, columns, most)

    def by_source(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Return for pairs of a text and one of `groups` whether its source says more for the group than its letters.

        Both against the other groups; a text without a source, or from one about which nothing was decided, is no.
        """
        rows, columns = self._places(pairs)
        speaks, first = self._against(), self.features.spelling.grams.shape[1]
        texts = self.features.sparse
        parts = ((texts[:, :first], speaks[:first]), (texts[:, first:], speaks[first:]))
        letters, source = (np.asarray(part @ weights)[rows, columns] for part, weights in parts)
        found: list[bool] = (source > np.maximum(letters, 0)).tolist()
        return found

    def _places(self, pairs: Sequence[tuple[str, str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of the texts and the columns of the groups."""
        places = {group: column for column, group in enumerate(self.groups)}
        rows = np.array([self._row(name) for name, _ in pairs], np.int64)
        return rows, np.array([places[group] for _, group in pairs], np.int64)

    def _against(self) -> Floats:
        """Return what n-grams and sources say for each group and against the mean of the others."""
        speaks = self._letters
        if len(self.groups) > 1:
            speaks = speaks - (speaks.sum(axis=1, keepdims=True) - speaks) / (len(self.groups) - 1)
        return speaks

    def _ranked(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
        """Return undecided rows with best and second group, the chance of the best and how far the second is off."""
        chances, rows = self.probabilities(), self._open()
        if not chances.shape[1]:
            rows = rows[:0]
        chances = chances[rows]
        kept = chances.max(axis=1, initial=0) > 0
        rows, chances = rows[kept], chances[kept]
        at = np.arange(len(rows))
        best = chances.argmax(axis=1) if chances.shape[1] else np.zeros(0, np.int64)
        chance = chances[at, best]
        chances[at, best] = -1
        second = chances.argmax(axis=1) if chances.shape[1] else best
        return rows, best, second, chance, chance - np.maximum(chances[at, second], 0)

    def _taught(self) -> tuple[list[int], list[str]]:
        """Return rows and groups to learn from: all decisions, or the newest half and a sample of the older ones."""
        taught = [(self._rows[name], group) for name, group in self.decisions.items()]
        if len(taught) > _MOST:
            old, new = taught[: -_MOST // 2], taught[-_MOST // 2 :]
            old = sorted(old, key=lambda pair: pair[1])
            taught = [old[at * len(old) // (_MOST // 2)] for at in range(_MOST // 2)] + new
        return [row for row, _ in taught], [group for _, group in taught]

    def _inner(self, rows: list[int]) -> Floats:
        """Return the inner products of decided texts; only those with texts not asked for before are computed."""
        known = {row: at for at, row in enumerate(self._known)}
        new = [row for row in dict.fromkeys(rows) if row not in known]
        if len(self._known) + len(new) > 2 * _MOST:
            self._known, self._kernel, new, known = [], np.zeros((0, 0), np.float32), list(dict.fromkeys(rows)), {}
        if new:
            both = [*self._known, *new]
            texts, dense = self.features.sparse, self.features.dense
            strip = (texts[both] @ texts[new].T).toarray() + dense[both] @ dense[new].T + 1
            whole = np.empty((len(both), len(both)), np.float32)
            at = len(self._known)
            whole[:at, :at], whole[:, at:], whole[at:, :at] = self._kernel, strip, strip[:at].T
            self._known, self._kernel = both, whole
            known = {row: place for place, row in enumerate(both)}
        places = [known[row] for row in rows]
        return self._kernel[np.ix_(places, places)]

    def _spread(self) -> None:
        """Score all texts."""
        features = self.features
        self._scores = np.asarray(
            features.sparse @ self._letters + features.dense @ self._dense + self._bias, np.float32
        )

    def _prior_share(self) -> float:
        if self._share is not None:
            return self._share
        told = [(self.prior[name], group) for name, group in self.decisions.items() if name in self.prior]
        right = sum(chances.get(group, 0.0) >= max(chances.values(), default=1.0) for chances, group in told)
        weight = PRIOR * (right + 1) / (len(told) + 2)
        return weight / (weight + len(self.decisions)) if len(set(self.decisions.values())) > 1 else 1.0

    def _given(self) -> Floats:
        places = {group: column for column, group in enumerate(self.groups)}
        cells = [
            (self._rows[name], places[group], chance)
            for name, chances in self.prior.items()
            if name in self._rows
            for group, chance in chances.items()
        ]
        rows, columns, values = ([cell[part] for cell in cells] for part in range(3))
        given = sparse.coo_matrix((values, (rows, columns)), shape=(len(self.ids), len(places))).toarray()
        return np.asarray(given / np.maximum(given.sum(axis=1, keepdims=True), 1e-12), np.float32)

    def _open(self) -> NDArray[np.int64]:
        decided = np.zeros(len(self.ids), np.bool_)
        decided[[self._rows[name] for name in self.decisions]] = True
        return np.flatnonzero(~decided)

    def _row(self, name: str) -> int:
        if name not in self._rows:
            raise SensemakingError(f"Die Kennung „{name}“ gibt es nicht.", f'There is no id "{name}".')
        return self._rows[name]


def _ridge(kernel: Floats, wanted: NDArray[np.int64], number: int, certain: int) -> tuple[Floats, NDArray[np.float64]]:
    """Return dual weights, shape (n, groups), and the scores of each text predicted without itself.

    The first `certain` texts are decisions, the others hints.
    """
    counts = np.where(np.arange(len(wanted)) < certain, 1.0, HINT)
    of_group = np.bincount(wanted, weights=counts, minlength=number)
    balance = number * of_group[wanted] / (counts * counts.sum())  # 1 / w
    target = np.where(np.arange(number) == wanted[:, None], 1.0, -1.0).astype(np.float32)
    inverse = _inverse(np.asarray(kernel + RIDGE * np.diag(balance), np.float32))
    weights = inverse @ target
    return weights.astype(np.float32), target - weights / np.diag(inverse)[:, None]


def _inverse(matrix: Floats) -> Floats:
    """Return the inverse of a positive definite matrix by its Cholesky factor: half the steps of the general way."""
    factor, wrong = linalg.lapack.spotrf(matrix, lower=1)
    lower, wrong_too = linalg.lapack.spotri(factor, lower=1)
    if wrong or wrong_too:  # rounding; the general way bears it
        return np.asarray(linalg.inv(matrix.astype(np.float64)), np.float32)
    lower = np.tril(lower)
    return np.asarray(lower + np.tril(lower, -1).T, np.float32)


def _calibrated(scores: NDArray[np.float64], wanted: NDArray[np.int64]) -> tuple[float, float]:
    """Return temperature and doubt under which `wanted` is likeliest; a weak prior keeps few decisions from certainty.

    n decisions that were all guessed leave a doubt of 1 / (n + 2) (Laplace): the next one may be the first to differ.
    """
    rows = np.arange(len(wanted))
    least = 1 / (len(wanted) + 2)
    doubts = [least, *(doubt for doubt in _DOUBTS if doubt > least)]
    losses = np.empty((len(_TEMPERATURES), len(doubts)))
    for place, t in enumerate(_TEMPERATURES):
        chances = _softmax(scores * t)
        for at, doubt in enumerate(doubts):
            losses[place, at] = -np.log(_doubted(chances, doubt)[rows, wanted]).sum() + 0.5 * np.log(t) ** 2
    best, its_doubt = divmod(int(losses.argmin()), len(doubts))
    return float(_TEMPERATURES[best]), doubts[its_doubt]


def _doubted(chances: NDArray, doubt: float) -> NDArray:
    """Return chances of which a part is spread evenly over all groups that have any."""
    open_to = chances > 0
    return np.asarray((1 - doubt) * chances + doubt * open_to / np.maximum(open_to.sum(axis=1, keepdims=True), 1))


def _softmax(scores: NDArray) -> NDArray:
    top = scores.max(axis=1, keepdims=True)
    raised = np.exp(scores - np.where(np.isfinite(top), top, 0))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
