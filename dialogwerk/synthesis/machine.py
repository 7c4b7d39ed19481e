"""The one door to statistics: rows become lists and arrays, results become rows.

`sensemaking` and its libraries are loaded at the first use, which is in a job: no page needs them.

What is learnt. Texts are TF-IDF vectors of length 1, of dictionary forms beside pieces of words.
A ridge regression in its dual form learns one score per group from the decisions: with K the products of all decided
texts with each other, w the weight of a decision (groups count alike, however large), Y = +1 for its group and -1 for
the others, A = (K + R diag(1/w))^-1 Y. The score of a text is its products with the decided texts, times A. What the
regression would say of each decided text without knowing its decision follows from the same inverse (leave one out,
Rifkin & Lippert 2007): that gives the share it would have guessed right, and, as a rising function of the lead of the
best group over the second one (isotonic regression), how sure it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

RIDGE = 0.5
WEAK = 0.15  # what a text counts that only the first grouping put there, against one that a person did
MOST_PROPOSED = 20
MOST_DECIDED = 3000
FEWEST_TO_CALIBRATE = 20
AT_ONCE = 4000
WORDS = 4

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a text belongs: group, the next best one, how sure (0 to 1), how much a decision would teach (0 to 1)."""

    group: int
    second: int | None
    confidence: float
    learns: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Guesses for the texts nobody decided about, by their place, and the share of decisions it would have guessed."""

    guesses: dict[int, Guess]
    hit_rate: float | None


@dataclass(frozen=True, slots=True)
class _Features:
    """The vectors of all texts, and which columns are words, by name."""

    matrix: Any
    vocabulary: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group the machine would make: a name, words that mark it, and its texts with how sure each is."""

    name: str
    words: tuple[str, ...]
    members: tuple[tuple[int, float], ...]


def propose(texts: Sequence[str], tell: Tell = lambda percent: None) -> list[Proposal]:
    """Propose groups to begin with, the largest first: the themes in which many runs agree (`sensemaking.themes`)."""
    from sensemaking.errors import SensemakingError
    from sensemaking.themes.synthesis import Settings, find_themes

    def progress(_step: str, done: int, of: int) -> None:
        tell(15 + 75 * done // max(of, 1))

    try:
        found = find_themes(texts, settings=Settings(levels=1, runs=16), progress=progress).synthesis
    except SensemakingError:
        return []
    members: dict[str, list[tuple[int, float]]] = {theme.key: [] for theme in found.themes}
    for place, assignment in enumerate(found.assignments):
        if assignment.theme in members:
            members[assignment.theme].append((place, assignment.confidence))
    largest = sorted(found.themes, key=lambda theme: -len(members[theme.key]))[:MOST_PROPOSED]
    return [Proposal(theme.label, tuple(theme.words[:6]), tuple(members[theme.key])) for theme in largest]


def stacks(texts: Sequence[str]) -> list[list[int]]:
    """Return which texts say the same in nearly the same words (`sensemaking.duplicates`), two or more each."""
    from sensemaking.duplicates import duplicate_groups

    return [group for group in duplicate_groups(texts) if len(group) > 1]


def rank(
    texts: Sequence[str],
    groups: Sequence[int | None],
    tell: Tell = lambda percent: None,
    weak: Mapping[int, int] | None = None,
) -> Ranking:
    """Guess where each text without a group belongs, from those that have one. `tell` hears how far it is, in percent.

    `weak` names groups of texts nobody decided about, as the first grouping saw them; they count little.

    Same input, same result. Fewer than two groups with decisions teach nothing: no guesses then.
    """
    import numpy as np

    weak = weak or {}
    decided = [place for place, group in enumerate(groups) if group is not None][-MOST_DECIDED:]
    count = len(decided)
    decided += [place for place in weak if groups[place] is None]
    named = [groups[place] if groups[place] is not None else weak[place] for place in decided]
    names = sorted(set(named))  # type: ignore[type-var]
    if len(names) < 2:
        return Ranking({}, None)
    features = _features(tuple(texts))
    tell(50)
    labels = np.array([names.index(name) for name in named])
    known = features.matrix[decided]
    strength = np.where(np.arange(len(decided)) < count, 1.0, WEAK)
    weights, inverse = _learn(known, labels, len(names), strength)
    sure, hit_rate = _calibrate(weights, inverse, labels, count)
    tell(70)
    wanted = [place for place, group in enumerate(groups) if group is None]
    directions = known.T @ weights  # of each column of the vectors, for each group
    guesses: dict[int, Guess] = {}
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        rows = features.matrix[part]
        scores = np.asarray(rows @ directions)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :2]
        told = _words(rows, order[:, 0], directions, features.vocabulary)
        leads = -np.diff(np.take_along_axis(scores, order, axis=1), axis=1).ravel()
        facts = zip(part, order.tolist(), sure(leads).tolist(), (1 / (1 + 4 * leads)).tolist(), told, strict=True)
        for place, (best, second), confidence, learns, words in facts:
            guesses[place] = Guess(names[best], names[second], round(confidence, 4), round(learns, 4), words)
        tell(70 + 25 * (start + len(part)) // len(wanted))
    return Ranking(guesses, hit_rate)


def _learn(known: Any, labels: Any, count: int, strength: Any) -> tuple[Any, Any]:
    """Return the weights of the decided texts, shape (decided, groups), and the inverse they come from."""
    import numpy as np
    from scipy import linalg

    sizes = np.bincount(labels, minlength=count)
    weight = strength * len(labels) / (count * sizes[labels])
    gram = np.asarray((known @ known.T).todense(), np.float64)
    inverse = linalg.inv(gram + RIDGE * np.diag(1 / weight), check_finite=False)
    targets = np.where(labels[:, None] == np.arange(count), 1.0, -1.0)
    return inverse @ targets, inverse


def _calibrate(weights: Any, inverse: Any, labels: Any, count: int) -> tuple[Callable[[Any], Any], float | None]:
    """Return how sure a lead makes, and how many decisions would have been guessed right; both from leaving one out."""
    import numpy as np

    targets = np.where(labels[:, None] == np.arange(weights.shape[1]), 1.0, -1.0)
    alone = (targets - weights / np.diag(inverse)[:, None])[:count]
    hits = alone.argmax(axis=1) == labels[:count]
    if count < FEWEST_TO_CALIBRATE:
        # too few to know: never called sure
        return lambda lead: np.minimum(0.6, 0.2 + 0.4 * lead), float(hits.mean()) if count > 4 else None
    from sklearn.isotonic import IsotonicRegression

    ordered = np.sort(alone, axis=1)
    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip")
    curve.fit(ordered[:, -1] - ordered[:, -2], hits.astype(float))
    # a staircase says the same of many; a little slope keeps their order
    return lambda lead: np.minimum(0.99, curve.predict(lead) + 0.01 * np.minimum(lead, 1)), float(hits.mean())


def _words(rows: Any, best: Any, directions: Any, vocabulary: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each row the words that speak most for its best group."""
    told = []
    width = len(vocabulary)
    for place in range(rows.shape[0]):
        span = slice(rows.indptr[place], rows.indptr[place + 1])
        columns, values = rows.indices[span], rows.data[span]
        values, columns = values[columns < width], columns[columns < width]
        speaks = values * directions[columns, best[place]]
        order = (-speaks).argsort(kind="stable")[:WORDS]
        told.append(tuple(vocabulary[columns[one]] for one in order if speaks[one] > 0))
    return told


@lru_cache(maxsize=2)
def _features(texts: tuple[str, ...]) -> _Features:
    """Return the vectors of texts; those of the last two tables are kept, as every few moves they are asked again."""
    from sensemaking.vectors import Subwords, Terms, Tfidf, beside

    terms = Terms().fit(texts)
    counts, pieces = terms.count(texts), None
    subwords = Subwords()
    pieces = subwords.fit_count(texts)
    matrix = beside(Tfidf().fit(counts).weigh(counts), Tfidf().fit(pieces).weigh(pieces))
    return _Features(matrix, terms.vocabulary)
