"""Which texts are like this one.

Three ways to compare, joined differently for each purpose, because measured to be best differently
(docs/method/search.md):

* c: BM25 over character 3- and 4-grams of the words. Strong for finding one certain text again.
* w: BM25 over dictionary forms and parts of compounds.
* s: cosine in a latent space of 150 dimensions learnt from dictionary forms beside subwords of 4 to 6 letters. Strong
  for what belongs to the same issue in other words.

"same" ranks by z(c) + 0.2 z(w) + 0.2 z(s), z standardised over all texts. "issue" ranks by s after moving the question
towards its five nearest texts (Rocchio 1971): q' = unit(q + unit(mean of the five)). "offer", need to offers, ranks by
the mean of both, each standardised. Vectors of an embedding model enter as one more cosine, standardised and averaged
with the rest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sensemaking.errors import SensemakingError
from sensemaking.search.bm25 import Bm25
from sensemaking.text.tokens import words
from sensemaking.vectors import Floats, Lsa, Sparse, Subwords, Terms, Tfidf, beside, unit

Purpose = Literal["same", "issue", "offer"]

DIMENSIONS = 150
FEEDBACK = 5
SIDE = 0.2
REASONS = 6
_LEARN = 20_000
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that is like the question.

    `score`: by which it ranks, comparable within one question only. `likeness`: cosine in the latent space, 0 to 1,
    comparable between questions. `shared`: words of the found text that the question has too, in whatever form, as
    they are written there, the rarest first; empty where only the meaning is near.
    """

    id: str
    score: float
    likeness: float
    shared: tuple[str, ...]


@dataclass(slots=True)
class _Question:
    terms: NDArray[np.int32]
    grams: NDArray[np.int32]
    latent: Floats
    vector: Floats | None


@dataclass(slots=True)
class Search:
    """An index of texts. `fit` learns and holds; `add` holds more at once; `similar` asks.

    Words that occur in added texts only are compared by their letters and not as words, until `fit` is called again.
    """

    seed: int = 0
    ids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _rows: dict[str, int] = field(default_factory=dict)
    _terms: Terms = field(default_factory=lambda: Terms(least=1, most=1.0))
    _grams: Subwords = field(default_factory=lambda: Subwords(3, 4, least=1))
    _subwords: Subwords = field(default_factory=lambda: Subwords(4, 6, least=2))
    _by_terms: Bm25 = field(default_factory=lambda: Bm25(k1=0.5))
    _by_grams: Bm25 = field(default_factory=Bm25)
    _weights: tuple[Tfidf, Tfidf] = field(default_factory=lambda: (Tfidf(), Tfidf()))
    _lsa: Lsa = field(default_factory=lambda: Lsa(DIMENSIONS))
    _latent: Floats = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    _room: Floats = field(default_factory=lambda: np.zeros((0, 1), np.float32))  # `_latent` is its beginning
    _vectors: Floats | None = None
    _gone: set[int] = field(default_factory=set)

    def fit(self, texts: Sequence[str], ids: Sequence[str] | None = None, vectors: Floats | None = None) -> "Search":
        """Learn from `texts` and hold them; return self.

        `ids` default to "1", "2", …. `vectors`: of an embedding model, shape (texts, d). Raises `SensemakingError`
        without texts, or where ids occur twice.
        """
        if not texts:
            raise SensemakingError("Es gibt keine Texte zu durchsuchen.", "There are no texts to search.")
        learn = list(texts[:: -(-len(texts) // _LEARN)])
        self.ids, self.texts, self._rows, self._gone = [], [], {}, set()
        self._name(texts, ids)
        term_counts = self._terms.fit(texts).count(texts)
        self._by_terms.fit(term_counts)
        self._by_grams.fit(self._grams.fit_count(texts))
        for_terms, for_subwords = self._weights
        term_part = for_terms.fit(term_counts).weigh(self._terms.count(learn))
        sub_counts = self._subwords.fit_count(learn)
        joined = beside(term_part, for_subwords.fit(sub_counts).weigh(sub_counts))
        self._lsa = Lsa(DIMENSIONS, self.seed).fit(joined) if joined.nnz else _nothing_to_learn(joined.shape[1])
        self._latent = self._room = self._project(texts)
        self._vectors = None if vectors is None else unit(vectors)
        return self

    def add(self, texts: Sequence[str], ids: Sequence[str], vectors: Floats | None = None) -> None:
        """Hold further texts. `vectors` are needed where `fit` had some."""
        if (vectors is None) != (self._vectors is None):
            raise SensemakingError(
                "Mit und ohne Vektoren lassen sich nicht mischen.", "Texts with and without vectors do not mix."
            )
        self._name(texts, ids)
        self._by_terms.add(self._terms.count(texts))
        self._by_grams.add(self._grams.count(texts))
        self._place(self._project(texts))
        if self._vectors is not None and vectors is not None:
            self._vectors = np.concatenate([self._vectors, unit(vectors)])

    def remove(self, ids: Collection[str]) -> None:
        """Find these texts no more."""
        self._gone.update(self._row(name) for name in ids)

    def similar(
        self,
        text: str,
        purpose: Purpose = "same",
        *,
        most: int = 10,
        within: Collection[str] | None = None,
        vector: Floats | None = None,
    ) -> list[Hit]:
        """Return the texts most like `text`, best first; none that has nothing in common with it.

        `within`: only among these ids. `vector`: what the embedding model says of `text`.
        """
        return self._hits(self._question(text, vector), purpose, most, within, None)

    def similar_to(
        self, name: str, purpose: Purpose = "same", *, most: int = 10, within: Collection[str] | None = None
    ) -> list[Hit]:
        """Return the texts most like the one with this id, without itself."""
        row = self._row(name)
        question = self._question(self.texts[row], None if self._vectors is None else self._vectors[row])
        return self._hits(question, purpose, most, within, row)

    def text_of(self, name: str) -> str:
        """Return the text with this id."""
        return self.texts[self._row(name)]

    def scores(self, text: str, purpose: Purpose = "same", vector: Floats | None = None) -> Floats:
        """Return the score of every text, float32, in the order of `ids`; -inf: nothing in common."""
        return self._scores(self._question(text, vector), purpose)

    def _question(self, text: str, vector: Floats | None) -> _Question:
        return _Question(
            np.unique(self._terms.count([text]).indices),
            np.unique(self._grams.count([text]).indices),
            self._project([text])[0],
            None if vector is None or self._vectors is None else unit(np.atleast_2d(vector))[0],
        )

    def _scores(self, question: _Question, purpose: Purpose) -> Floats:
        """Return the scores of all texts, -inf for those that have nothing in common with the question."""
        cosines = self._latent @ question.latent
        near = cosines > 0
        parts = []
        if purpose != "issue":
            grams, terms = self._by_grams.scores(question.grams), self._by_terms.scores(question.terms)
            parts.append(_standard(grams) + SIDE * _standard(terms) + SIDE * _standard(cosines))
            near = near | (grams > 0)
        if purpose != "same":
            parts.append(self._latent @ self._moved(question.latent, cosines))
        if question.vector is not None and self._vectors is not None:
            likeness = self._vectors @ question.vector
            parts.append(likeness)
            near = near | (likeness > 0)
        scores = parts[0] if len(parts) == 1 else np.mean([_standard(part) for part in parts], axis=0)
        return np.where(near, scores, -np.inf).astype(np.float32)

    def _moved(self, latent: Floats, cosines: Floats) -> Floats:
        nearest = _best(np.where(cosines > 0, cosines, -np.inf), FEEDBACK)
        if not len(nearest):
            return latent
        moved = latent + unit(self._latent[nearest].mean(axis=0)[None])[0]
        return np.asarray(unit(moved[None])[0], np.float32)

    def _hits(
        self, question: _Question, purpose: Purpose, most: int, within: Collection[str] | None, but: int | None
    ) -> list[Hit]:
        scores = self._scores(question, purpose)
        scores[list(self._gone | ({but} if but is not None else set()))] = -np.inf
        if within is not None:
            outside = np.ones(len(scores), np.bool_)
            outside[[self._row(name) for name in within]] = False
            scores[outside] = -np.inf
        rows, asked = _best(scores, most), set(question.terms.tolist())
        likeness = np.maximum(self._latent[rows] @ question.latent, 0).tolist()
        return [
            Hit(self.ids[row], float(scores[row]), like, self._shared(self.texts[row], asked))
            for row, like in zip(rows.tolist(), likeness, strict=True)
        ]

    def _shared(self, text: str, asked: set[int]) -> tuple[str, ...]:
        found: dict[int, str] = {}
        for word in words(text):
            for term in asked.intersection(self._terms.numbers_of(word.lower())):
                found.setdefault(term, word)
        rarest = sorted(found, key=lambda term: (-self._by_terms.idf[term], found[term]))
        return tuple(dict.fromkeys(found[term] for term in rarest))[:REASONS]

    def _project(self, texts: Sequence[str]) -> Floats:
        parts = [self._weighed(texts[start : start + _CHUNK]) for start in range(0, len(texts), _CHUNK)]
        return np.concatenate([self._lsa.project(part) for part in parts])

    def _place(self, latent: Floats) -> None:
        """Put places behind the others; an eighth more room than is needed spares most texts a copy of all."""
        held, size = len(self._latent), len(self._latent) + len(latent)
        if size > len(self._room):
            room = np.empty((size + size // 8, latent.shape[1]), np.float32)
            room[:held] = self._latent
            self._room = room
        self._room[held:size] = latent
        self._latent = self._room[:size]

    def _weighed(self, texts: Sequence[str]) -> Sparse:
        for_terms, for_subwords = self._weights
        return beside(for_terms.weigh(self._terms.count(texts)), for_subwords.weigh(self._subwords.count(texts)))

    def _name(self, texts: Sequence[str], ids: Sequence[str] | None) -> None:
        names = [str(number) for number in range(1, len(texts) + 1)] if ids is None else list(ids)
        if len(names) != len(texts) or len({*names, *self._rows}) != len(names) + len(self._rows):
            raise SensemakingError("Jeder Text braucht eine eigene Kennung.", "Each text needs an id of its own.")
        self._rows.update({name: len(self.ids) + number for number, name in enumerate(names)})
        self.ids.extend(names)
        self.texts.extend(texts)

    def _row(self, name: str) -> int:
        if name not in self._rows:
            raise SensemakingError(f"Die Kennung „{name}“ gibt es nicht.", f'There is no id "{name}".')
        return self._rows[name]


def _standard(scores: Floats) -> Floats:
    """Return (scores - mean) / standard deviation; zeros where all are alike."""
    spread = scores.std()
    return np.asarray((scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores), np.float32)


def _nothing_to_learn(width: int) -> Lsa:
    """Return a latent space of one dimension in which everything is 0."""
    return Lsa(1, components=np.zeros((1, width), np.float32))


def _best(scores: Floats, most: int) -> NDArray[np.int64]:
    """Return the rows of the `most` largest finite scores, largest first, equal ones by row."""
    most = min(most, len(scores))
    if most <= 0:
        return np.zeros(0, np.int64)
    bound = np.partition(scores, len(scores) - most)[len(scores) - most]
    near = np.flatnonzero((scores >= bound) & np.isfinite(scores))
    return near[np.argsort(-scores[near], kind="stable")][:most]
