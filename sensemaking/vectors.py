"""Texts as numbers: sparse counts of terms, TF-IDF, subwords, latent semantic vectors.

All per-text work is one pass that numbers the words of each text. What a word contributes (dictionary form, parts of a
compound, n-grams) is found once for each *distinct* word and joined by a sparse product:
counts = words times
contributions.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from sensemaking.text.compounds import Compounds
from sensemaking.text.language import languages_of
from sensemaking.text.lemmas import lemma_of
from sensemaking.text.stopwords import STOPWORDS
from sensemaking.text.tokens import words

Sparse = Any  # scipy.sparse.csr_matrix; SciPy has no types
Floats = NDArray[np.float32]
Labels = NDArray[np.int32]
_LANGUAGE_SAMPLE = 500
_REMEMBERED = 500_000  # words of which the columns are kept; then anew, so that an endless stream fits into memory


class Words:
    """Numbers the distinct words (small letters) of a collection; grows with each call of `count`.

    `nouns()` are those that are mostly written with a capital letter.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._capitals: Counter[str] = Counter()
        self._all: Counter[str] = Counter()

    def count(self, texts: Sequence[str]) -> Sparse:
        """Return how often each word occurs: int32, shape (texts, words so far), columns in order of appearance."""
        numbers, columns, ends = self.numbers, [], [0]
        spelt: Counter[str] = Counter()
        for text in texts:
            written = words(text)
            spelt.update(written)
            columns.extend([numbers.setdefault(word.lower(), len(numbers)) for word in written])
            ends.append(len(columns))
        for word, count in spelt.items():
            small = word.lower()
            self._all[small] += count
            if word[1:] == small[1:] and word != small:
                self._capitals[small] += count
        shape = (len(texts), len(numbers))
        counts = sparse.csr_matrix((np.ones(len(columns), np.int32), np.array(columns, np.int32), ends), shape=shape)
        counts.sum_duplicates()
        return counts

    def nouns(self) -> frozenset[str]:
        """Return the words (small letters) of which more than half begin with a capital letter."""
        return frozenset(word for word, count in self._capitals.items() if 2 * count > self._all[word])

    def spelt(self) -> list[str]:
        """Return the words in the order of their numbers."""
        return list(self.numbers)


@dataclass(frozen=True, slots=True)
class Read:
    """Texts that were read once: their words and how often each occurs where."""

    words: Words
    counts: Sparse

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Read":
        """Read `texts`."""
        words = Words()
        return cls(words, words.count(texts))


def presence(counts: Sparse) -> Sparse:
    """Return a copy of `counts` with every count 1 (float32)."""
    ones = sparse.csr_matrix(counts, dtype=np.float32, copy=True)
    ones.data = np.ones_like(ones.data)
    return ones


@dataclass(slots=True)
class Terms:
    """Counts of terms: dictionary forms without function words, compounds both whole and in parts.

    `fit` learns languages, vocabulary and compounds; `count` gives csr float32 of shape (texts, len(vocabulary)).
    `least`: in how many texts a term must occur; `most`: in which share of the texts at most. `simple` tells of each
    term of the vocabulary whether it is no compound: the simple columns alone count compounds by their parts only.
    """

    least: int = 2
    most: float = 0.5
    languages: tuple[str, ...] = ("de",)
    vocabulary: list[str] = field(default_factory=list)
    document_counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    simple: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    _index: dict[str, int] = field(default_factory=dict)
    _nouns: frozenset[str] = frozenset()
    _compounds: Compounds = field(default_factory=lambda: Compounds({}))
    _of_word: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def fit(self, texts: Sequence[str], read: "Read | None" = None) -> "Terms":
        """Learn from `texts` (already `read`, if that is given); return self."""
        step = max(len(texts) // _LANGUAGE_SAMPLE, 1)
        self.languages = languages_of(texts[::step])
        read = read or Read.of(texts)
        seen, counts = read.words, read.counts
        self._nouns = seen.nouns()
        frequencies = np.asarray((counts > 0).sum(axis=0)).ravel()
        lemmas = [self.lemma(word) for word in seen.spelt()]
        in_texts: Counter[str] = Counter()
        for lemma, frequency in zip(lemmas, frequencies.tolist(), strict=True):
            in_texts[lemma] += frequency
        self._compounds = Compounds(in_texts)
        terms = {term: number for number, term in enumerate(dict.fromkeys(t for x in lemmas for t in self._terms(x)))}
        joined = _indicator([[terms[term] for term in self._terms(lemma)] for lemma in lemmas], len(terms))
        frequency = np.asarray(((counts @ joined) > 0).sum(axis=0)).ravel()
        kept = (frequency >= self.least) & (frequency <= max(self.most * len(texts), self.least))
        self.vocabulary = [term for term, keep in zip(terms, kept.tolist(), strict=True) if keep]
        self.document_counts = frequency[kept].astype(np.int64)
        self.simple = np.array([len(self._compounds.split(term)) == 1 for term in self.vocabulary], np.bool_)
        self._index = {term: number for number, term in enumerate(self.vocabulary)}
        self._of_word = {}
        return self

    def count(self, texts: "Sequence[str] | Read") -> Sparse:
        """Return the counts of the terms learnt, float32, shape (texts, len(vocabulary)). Others are left out."""
        read = texts if isinstance(texts, Read) else Read.of(texts)
        joined = _indicator([self.numbers_of(word) for word in read.words.spelt()], len(self.vocabulary))
        return sparse.csr_matrix(read.counts.astype(np.float32) @ joined)

    def numbers_of(self, word: str) -> tuple[int, ...]:
        """Return the columns to which one word (small letters) counts."""
        found = self._of_word.get(word)
        if found is None:
            terms = self._terms(self.lemma(word))
            found = tuple(self._index[term] for term in terms if term in self._index)
            if len(self._of_word) >= _REMEMBERED:
                self._of_word.clear()
            self._of_word[word] = found
        return found

    def lemma(self, word: str) -> str:
        """Return the dictionary form of a word (small letters)."""
        return lemma_of(word, self.languages, noun=word in self._nouns)

    def _terms(self, lemma: str) -> tuple[str, ...]:
        parts = self._compounds.split(lemma)
        return tuple(part for part in dict.fromkeys((lemma, *parts)) if self._counts(part))

    def _counts(self, term: str) -> bool:
        return len(term) > 1 and not any(term in STOPWORDS[language] for language in self.languages)


@dataclass(slots=True)
class Subwords:
    """Counts of the character n-grams of words, borders included (" rad", "radw", …, "weg ").

    `shortest` to `longest` letters; n-grams of fewer than `least` texts are left out.
    """

    shortest: int = 4
    longest: int = 6
    least: int = 3
    most: float = 0.5
    _index: dict[str, int] = field(default_factory=dict)
    _of_word: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def fit_count(self, texts: "Sequence[str] | Read") -> Sparse:
        """Learn the n-grams of `texts` and return their counts, float32, shape (texts, n-grams)."""
        read = texts if isinstance(texts, Read) else Read.of(texts)
        seen, counts = read.words, read.counts
        grams: dict[str, int] = {}
        of_word = [[grams.setdefault(gram, len(grams)) for gram in self._grams(word)] for word in seen.spelt()]
        joined = sparse.csr_matrix(counts.astype(np.float32) @ _indicator(of_word, len(grams)))
        frequency = np.bincount(joined.indices, minlength=len(grams))
        kept = np.flatnonzero((frequency >= self.least) & (frequency <= max(self.most * counts.shape[0], self.least)))
        spelt = list(grams)
        self._index = {spelt[old]: new for new, old in enumerate(kept.tolist())}
        self._of_word = {}
        return sparse.csr_matrix(joined[:, kept])

    def count(self, texts: Sequence[str]) -> Sparse:
        """Return the counts of the n-grams learnt."""
        seen = Words()
        counts = seen.count(texts)
        of_word = [self._numbers(word) for word in seen.spelt()]
        return sparse.csr_matrix(counts.astype(np.float32) @ _indicator(of_word, len(self._index)))

    def _numbers(self, word: str) -> tuple[int, ...]:
        if word not in self._of_word:
            self._of_word[word] = tuple(self._index[gram] for gram in self._grams(word) if gram in self._index)
        return self._of_word[word]

    def _grams(self, word: str) -> list[str]:
        padded = f" {word} "
        if len(padded) <= self.shortest:
            return [padded]
        sizes = range(self.shortest, min(self.longest, len(padded)) + 1)
        return [padded[start : start + size] for size in sizes for start in range(len(padded) - size + 1)]


@dataclass(slots=True)
class Tfidf:
    """TF-IDF with 1 + log(count), idf = log((1 + n) / (1 + df)) + 1, rows of length 1 (Salton & Buckley 1988)."""

    idf: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    def fit(self, counts: Sparse) -> "Tfidf":
        """Learn idf from counts of shape (texts, terms); return self."""
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        self.idf = (np.log((1 + counts.shape[0]) / (1 + frequency)) + 1).astype(np.float32)
        return self

    def weigh(self, counts: Sparse) -> Sparse:
        """Return the weights, csr float32 of the shape of `counts`; a text without terms is a row of zeros."""
        weighed = sparse.csr_matrix(counts, dtype=np.float32, copy=True)
        weighed.data = (1 + np.log(weighed.data)) * self.idf[weighed.indices]
        return unit_rows(weighed)


@dataclass(slots=True)
class Lsa:
    """Latent semantic analysis (Deerwester et al. 1990): `dimensions` right singular vectors of a weighted matrix.

    Randomised singular vectors (Halko, Martinsson & Tropp 2011); `project` gives rows of length 1.
    """

    dimensions: int
    seed: int = 0
    components: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def fit(self, weighed: Sparse) -> "Lsa":
        """Learn from a matrix of shape (texts, terms); return self. Fewer dimensions where the matrix has fewer."""
        most = max(min(self.dimensions, min(weighed.shape) - 1), 1)
        _, _, right = randomized_svd(weighed, most, n_oversamples=10, n_iter=3, random_state=self.seed)
        self.components = right.astype(np.float32)
        return self

    def project(self, weighed: Sparse) -> Floats:
        """Return vectors of length 1, float32, shape (texts, dimensions); zeros for a text without terms."""
        return unit(np.asarray(weighed @ self.components.T, np.float32))


def unit(vectors: NDArray[np.floating]) -> Floats:
    """Return rows of length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def unit_rows(matrix: Sparse) -> Sparse:
    """Return a sparse matrix with rows of length 1; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data = (matrix.data / np.repeat(np.where(lengths > 0, lengths, 1), np.diff(matrix.indptr))).astype(
        np.float32
    )
    return matrix


def beside(*matrices: Sparse) -> Sparse:
    """Return sparse matrices of the same height side by side, each row as a whole of length 1."""
    return unit_rows(sparse.hstack(matrices, format="csr", dtype=np.float32))


def _indicator(columns: Sequence[Sequence[int]], width: int) -> Sparse:
    """Return float32 ones at `columns[row]` in each row, a column named twice counting twice."""
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((column for row in columns for column in row), np.int32, ends[-1])
    matrix = sparse.csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(columns), width))
    matrix.sum_duplicates()
    return matrix
