"""Texts as a sorting assistant sees them: letters, a latent space, and which words a text is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sensemaking.errors import SensemakingError
from sensemaking.text.stopwords import STOPWORDS
from sensemaking.text.tokens import words
from sensemaking.vectors import Floats, Lsa, Read, Sparse, Subwords, Terms, Tfidf, beside, unit

DIMENSIONS = 150
SOURCE = 0.7  # how much the same source counts beside letters and latent space, which have length 1
_LEARN = 20_000
_FUNCTION_WORDS = STOPWORDS["de"] | STOPWORDS["en"]


@dataclass(slots=True)
class Spelling:
    """The words of texts as people wrote them, without function words.

    `words`: the distinct ones. `of_text`: csr, shape (texts, words), those of each text in the order of appearance,
    each once. `grams`: csr float32, shape (words, n-grams), idf of the n-grams of each word.
    """

    words: list[str]
    of_text: Sparse
    grams: Sparse

    @classmethod
    def of(cls, texts: Sequence[str], grams: Subwords, weights: Tfidf) -> "Spelling":
        """Read `texts`."""
        numbers: dict[str, int] = {}
        columns: list[int] = []
        ends = [0]
        for text in texts:
            first: dict[str, str] = {}
            for word in words(text):
                first.setdefault(word.lower(), word)
            written = [word for small, word in first.items() if small not in _FUNCTION_WORDS]
            columns.extend([numbers.setdefault(word, len(numbers)) for word in written])
            ends.append(len(columns))
        shape = (len(texts), len(numbers))
        of_text = sparse.csr_matrix((np.ones(len(columns), np.int8), np.array(columns, np.int32), ends), shape=shape)
        counts = grams.count(list(numbers))
        counts.data = weights.idf[counts.indices]
        return cls(list(numbers), of_text, counts)

    def speaking(
        self, speaks: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], most: int
    ) -> list[tuple[str, ...]]:
        """Return for each text of `rows` its words that speak most for the group at the same place of `columns`.

        `speaks`: float, shape (n-grams and sources, groups), what each says for a group and against the others.
        """
        values = np.asarray(self.grams @ speaks[: self.grams.shape[1]])
        chosen = self.of_text[rows]
        lengths = np.diff(chosen.indptr)
        at = np.repeat(np.arange(len(rows)), lengths)
        value = values[chosen.indices, np.asarray(columns)[at]]
        order = np.lexsort((-value, at))
        rank = np.arange(len(at)) - chosen.indptr[at]  # `at` is sorted, before and after
        kept = order[(rank < most) & (value[order] > 0)]
        found: list[list[str]] = [[] for _ in range(len(rows))]
        for row, word in zip(at[kept].tolist(), chosen.indices[kept].tolist(), strict=True):
            found[row].append(self.words[word])
        return [tuple(told) for told in found]


@dataclass(slots=True)
class Features:
    """Texts as the classifier sees them. Made once (`of`), then shared by every `Assistant` on these texts.

    `sparse`: TF-IDF of character n-grams, and behind them a column for each source with `SOURCE` where a text comes
    from it, csr float32. `dense`: place in the latent space, float32.
    """

    sparse: Sparse
    dense: Floats
    spelling: Spelling

    @classmethod
    def of(
        cls, texts: Sequence[str], *, vectors: Floats | None = None, sources: Sequence[str] = (), seed: int = 0
    ) -> "Features":
        """Make the features of `texts`. `vectors`: of an embedding model, shape (texts, d), one more view.

        `sources`: where each text comes from (a table in a workshop), empty where nothing is known.
        """
        features = Reader().fit(texts, seed, sources)
        if vectors is not None:
            features.dense = np.hstack([features.dense, unit(vectors)])
        return features

    def __len__(self) -> int:
        return int(self.sparse.shape[0])


@dataclass(slots=True)
class Reader:
    """How texts become features: n-grams, terms, latent space, sources, learnt from a collection or a sample of it."""

    grams: Subwords = field(default_factory=lambda: Subwords(3, 5))
    letters: Tfidf = field(default_factory=Tfidf)
    terms: Terms = field(default_factory=Terms)
    words: Tfidf = field(default_factory=Tfidf)
    latent: Lsa | None = None
    sources: dict[str, int] = field(default_factory=dict)

    def fit(self, texts: Sequence[str], seed: int = 0, sources: Sequence[str] = ()) -> Features:
        """Learn from `texts` and return their features."""
        if not texts:
            raise SensemakingError("Es gibt keine Texte zu sortieren.", "There are no texts to sort.")
        self.grams = Subwords(3, 5, least=min(2, len(texts)))
        read = Read.of(texts)
        counts = self.grams.fit_count(read)
        letters = self.letters.fit(counts).weigh(counts)
        of_terms = self.terms.fit(texts, read).count(read)
        joined = beside(self.words.fit(of_terms).weigh(of_terms), letters)
        if joined.nnz:
            self.latent = Lsa(DIMENSIONS, seed).fit(joined[:: -(-len(texts) // _LEARN)])
        self.sources = {source: column for column, source in enumerate(sorted(set(sources) - {""}))}
        return self._features(texts, letters, joined, sources)

    def read(self, texts: Sequence[str], sources: Sequence[str] = ()) -> Features:
        """Return the features of other texts, by what was learnt."""
        letters = self.letters.weigh(self.grams.count(texts))
        return self._features(texts, letters, beside(self.words.weigh(self.terms.count(texts)), letters), sources)

    def _features(self, texts: Sequence[str], letters: Sparse, joined: Sparse, sources: Sequence[str]) -> Features:
        dense = np.zeros((len(texts), 0)) if self.latent is None else self.latent.project(joined)
        if self.sources:
            letters = sparse.hstack([letters, self._origin(len(texts), sources)], format="csr", dtype=np.float32)
        return Features(letters, np.asarray(dense, np.float32), Spelling.of(texts, self.grams, self.letters))

    def _origin(self, count: int, sources: Sequence[str]) -> Sparse:
        """Return a column for each source, csr float32, shape (texts, sources). Unknown ones have none."""
        cells = [(row, self.sources[source]) for row, source in enumerate(sources) if source in self.sources]
        rows, columns = ([cell[part] for cell in cells] for part in range(2))
        values = np.full(len(cells), SOURCE, np.float32)
        return sparse.csr_matrix((values, (rows, columns)), shape=(count, len(self.sources)), dtype=np.float32)
