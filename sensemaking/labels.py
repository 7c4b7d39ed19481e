"""How a theme is called and which sentences stand for it, in the words of the people who wrote.

Words: of each term the weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008) between
the texts of the theme and all others,

    delta = log((n + a) / (N + A - n - a)) - log((m + a) / (M + A - m - a)),    z = delta / sqrt(1/(n + a) + 1/(m + a))

with n of N texts of the theme and m of M other texts holding the term, prior a the term's share of all texts times
`PRIOR`, A the sum of all a. The z score prefers words that are both frequent here and rare elsewhere.

Sentences: cosine with the theme's mean TF-IDF vector, more for what reads like a demand and for what others support,
each from another text and unlike the ones before (maximal marginal relevance, Carbonell & Goldstein 1998).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensemaking.results import Exemplar
from sensemaking.text.masking import mask
from sensemaking.text.tokens import sentences, words
from sensemaking.vectors import Floats, Labels, Read, Sparse, Terms, Tfidf, presence, unit

PRIOR = 50.0
WORDS = 8
IN_LABEL = 3
EXEMPLARS = 3
_READ = 200  # texts of a theme that are read for sentences and spellings
_DEMAND = re.compile(
    r"\b(?:soll\w*|muss|müss\w*|brauch\w*|fordern?|wünsch\w*|bitte|mehr|statt|dürf\w*|darf|könnte\w*|verboten|verbieten|"
    r"fehl\w*|wichtig|notwendig|nötig|einführen|schaffen|should|must|need\w*|want|please|more|instead)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said about one theme. `neighbour` is the column of the theme most like it, None if there is one theme.

    `contrast` are words that tell this theme from its neighbour.
    """

    words: tuple[str, ...]
    exemplars: tuple[Exemplar, ...]
    neighbour: int | None
    contrast: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the first words as a name."""
        return ", ".join(self.words[:IN_LABEL])


def describe(
    texts: Sequence[str],
    ids: Sequence[str],
    labels: Labels,
    k: int,
    terms: Terms,
    *,
    support: Sequence[float] | None = None,
    read: Read | None = None,
) -> list[Description]:
    """Describe k themes. `labels[i]` is the theme of text i or -1, `support[i]` how many people agree with it;
    `read`: the texts, if they were read before.

    A theme without texts gets no words and no sentences.
    """
    counts = terms.count(read or Read.of(texts))
    weighed = Tfidf().fit(counts).weigh(counts) if counts.shape[1] else counts
    held = _held(presence(counts), labels, k)
    everywhere = held.sum(axis=0)
    sizes = np.bincount(labels[labels >= 0], minlength=k).astype(np.float64)
    means = unit(np.stack([np.asarray(weighed[labels == theme].sum(axis=0)).ravel() for theme in range(k)]))
    nearest = _nearest(means, sizes)
    weight = _weight(len(texts), support)
    described = []
    for theme in range(k):
        rows = np.flatnonzero(labels == theme)
        central = np.asarray(weighed[rows] @ means[theme]).ravel()
        rows = rows[np.argsort(-(central + 0.2 * weight[rows]), kind="stable")][:_READ]
        told = [(mask(texts[row]), ids[row], weight[row]) for row in rows.tolist()]
        speller = _Speller([text for text, _, _ in told], terms)
        z = log_odds(held[theme], sizes[theme], everywhere - held[theme], sizes.sum() - sizes[theme])
        other = nearest[theme]
        against = z if other is None else log_odds(held[theme], sizes[theme], held[other], sizes[other])
        chosen = _sentences(told, terms, means[theme])
        described.append(
            Description(
                _words(z, held[theme], terms.vocabulary, speller, WORDS),
                chosen,
                other,
                () if other is None else _words(against, held[theme], terms.vocabulary, speller, IN_LABEL),
            )
        )
    return described


def exemplary(
    texts: Sequence[str], ids: Sequence[str], count: int = EXEMPLARS, *, support: Sequence[float] | None = None
) -> tuple[Exemplar, ...]:
    """Return the sentences that stand for all of `texts` together, the strongest first, at most `count`.

    As in `describe` for one theme: central, more for what reads like a demand and for what others support, each from
    another text and unlike the ones before. Same input, same result.
    """
    if not texts:
        return ()
    terms = Terms(least=1, most=1.0).fit(texts)
    if not terms.vocabulary:
        return ()
    counts = terms.count(texts)
    weighed = Tfidf().fit(counts).weigh(counts)
    mean = unit(np.asarray(weighed.sum(axis=0)).reshape(1, -1))[0]
    told = list(zip(map(mask, texts), ids, _weight(len(texts), support).tolist(), strict=True))
    return _sentences(told, terms, mean, count)


def log_odds(here: NDArray, all_here: float, there: NDArray, all_there: float) -> NDArray[np.float64]:
    """Return the z scores of the module's formula: `here` of `all_here` texts hold a term, `there` of `all_there`."""
    prior = PRIOR * (here + there) / max(all_here + all_there, 1) + 1e-3
    total = prior.sum()
    left = np.log((here + prior) / np.maximum(all_here + total - here - prior, 1e-9))
    right = np.log((there + prior) / np.maximum(all_there + total - there - prior, 1e-9))
    return np.asarray((left - right) / np.sqrt(1 / (here + prior) + 1 / (there + prior)), np.float64)


def _weight(count: int, support: Sequence[float] | None) -> NDArray[np.float64]:
    """Return what the support of each text weighs, 0 to 1: by its logarithm, against the most supported one."""
    if support is None:
        return np.zeros(count)
    weight = np.log1p(np.maximum(np.asarray(support, np.float64), 0))
    return np.asarray(weight / weight.max() if weight.max() > 0 else weight, np.float64)


class _Speller:
    """Finds how people wrote a term in (masked) texts: the commonest spelling of words with that dictionary form."""

    def __init__(self, texts: Sequence[str], terms: Terms) -> None:
        self._spelt: dict[str, Counter[str]] = {}
        counted = Counter(word for text in texts for word in words(text))
        for word, count in counted.items():
            self._spelt.setdefault(terms.lemma(word.lower()), Counter())[word] += count

    def spell(self, term: str) -> str | None:
        """Return the spelling, None if nobody wrote the word alone (only in compounds, or in a masked place)."""
        spellings = self._spelt.get(term)
        if not spellings:
            return None
        return min(spellings, key=lambda word: (-spellings[word], word.isupper(), word))


def _words(z: NDArray, held: NDArray, vocabulary: Sequence[str], speller: _Speller, count: int) -> tuple[str, ...]:
    """Return the words with the highest z that stand in the theme, none part of another one."""
    chosen: dict[str, str] = {}
    for column in np.argsort(-z, kind="stable").tolist():
        if len(chosen) == count or z[column] <= 0:
            break
        term = vocabulary[column]
        if held[column] and len(term) > 2 and not any(term in other or other in term for other in chosen):
            spelt = speller.spell(term)
            if spelt and spelt not in chosen.values():
                chosen[term] = spelt
    return tuple(chosen.values())


def _sentences(
    texts: Sequence[tuple[str, str, float]], terms: Terms, mean: Floats, count: int = EXEMPLARS
) -> tuple[Exemplar, ...]:
    candidates = [(one, key, support) for text, key, support in texts for one in sentences(text)[:12]]
    fitting = [candidate for candidate in candidates if 25 <= len(candidate[0]) <= 240] or candidates
    if not fitting:
        return ()
    vectors = unit_dense(terms.count([one for one, _, _ in fitting]))
    central = np.asarray(vectors @ mean).ravel()
    scores = central + [0.1 * bool(_DEMAND.search(one)) + 0.1 * support for one, _, support in fitting]
    chosen: list[int] = []
    for place in np.argsort(-scores, kind="stable").tolist():
        alike = [float(vectors[place].multiply(vectors[other]).sum()) for other in chosen]
        if fitting[place][1] not in {fitting[other][1] for other in chosen} and max(alike, default=0) < 0.6:
            chosen.append(place)
        if len(chosen) == count:
            break
    return tuple(Exemplar(fitting[place][1], fitting[place][0], round(float(scores[place]), 4)) for place in chosen)


def unit_dense(counts: Sparse) -> Sparse:
    """Return presence with rows of length 1."""
    from sensemaking.vectors import unit_rows

    return unit_rows(presence(counts))


def _held(present: Sparse, labels: Labels, k: int) -> NDArray[np.float64]:
    """Return in how many texts of each theme each term stands, shape (k, terms)."""
    return np.stack([np.asarray(present[labels == theme].sum(axis=0), np.float64).ravel() for theme in range(k)])


def _nearest(means: Floats, sizes: NDArray) -> list[int | None]:
    cosines = (means @ means.T).astype(np.float64)
    np.fill_diagonal(cosines, -1)
    cosines[:, sizes == 0] = -1
    return [int(row.argmax()) if row.max() > -1 else None for row in cosines]
