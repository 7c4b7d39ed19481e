"""Texts as a sorting assistant sees them: letters, a latent space, and which words a text is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sensemaking.errors import SensemakingError
from sensemaking.text.stopwords import STOPWORDS
from sensemaking.text.tokens import words
from sensemaking.vectors import Floats, Lsa, Sparse, Subwords, Terms, Tfidf, beside, unit

DIMENSIONS = 150
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

        `speaks`: float, shape (n-grams, groups), what an n-gram says for a group and against the others.
        """
        values = np.asarray(self.grams @ speaks)
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

    `sparse`: TF-IDF of character n-grams, csr float32. `dense`: place in the latent space, float32.
    """

    sparse: Sparse
    dense: Floats
    spelling: Spelling

    @classmethod
    def of(cls, texts: Sequence[str], *, vectors: Floats | None = None, seed: int = 0) -> "Features":
        """Make the features of `texts`. `vectors`: of an embedding model, shape (texts, d), one more view."""
        if not texts:
            raise SensemakingError("Es gibt keine Texte zu sortieren.", "There are no texts to sort.")
        grams, weights, terms = Subwords(3, 5, least=min(2, len(texts))), Tfidf(), Terms()
        counts = grams.fit_count(texts)
        letters = weights.fit(counts).weigh(counts)
        of_terms = terms.fit(texts).count(texts)
        joined = beside(Tfidf().fit(of_terms).weigh(of_terms), letters)
        dense = np.zeros((len(texts), 0), np.float32)
        if joined.nnz:
            learnt = Lsa(DIMENSIONS, seed).fit(joined[:: -(-len(texts) // _LEARN)])
            dense = learnt.project(joined)
        if vectors is not None:
            dense = np.hstack([dense, unit(vectors)])
        return cls(letters, np.asarray(dense, np.float32), Spelling.of(texts, grams, weights))

    def __len__(self) -> int:
        return int(self.sparse.shape[0])
