"""Which texts say the same in nearly the same words.

Two texts are near-duplicates if their sets of shingles have a Jaccard index |A and B| / |A or B| of at least 0.55.
Shingles are the letters and digits of the text in small letters, cut into overlapping pieces of `SHINGLE` signs, so
that a typing error, a word more or less, or another punctuation changes few of them.

Candidates are found by MinHash (Broder 1997): `SIGNATURE` values h_j(A) = min over a in A of (a_j * hash(a) + b_j) mod
2^32, for which P(h_j(A) = h_j(B)) is the Jaccard index s, in `BANDS` bands of 4: a pair meets in one band with
probability 1 - (1 - s^4)^32, which is 0.95 at s = 0.55, 0.99 at 0.6 and 0.9998 at 0.7. Whoever asks for likeness from
0.7 on gets 16 bands of 6, that is 0.87 at 0.7, 0.96 at 0.75 and 0.99 at 0.8: texts that share most of their words but
not their sense hardly meet there. Every candidate is then compared exactly. Groups are the connected components of
near-duplicates. All of it is arrays: a million texts fit into memory.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from sensemaking.text.tokens import words

SHINGLE = 5
SIGNATURE = 128
BANDS = 32
THRESHOLD = 0.55
_STRICT, _STRICT_BANDS, _STRICT_WIDTH = 0.7, 16, 6
_CHUNK = 1_000  # texts at a time: their shingles stay in the cache of the processor
_PAIRS, _SIGMAS = 50_000, 4
_WIDEST = 64  # texts of one bucket that are compared all with all; more are compared with the first of them
_Rows = NDArray[np.int64]
_Array = TypeVar("_Array", NDArray[np.int64], NDArray[np.uint64])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows, first < second, and their exact Jaccard index."""

    first: int
    second: int
    similarity: float


@dataclass(slots=True)
class Duplicates:
    """Near-duplicates of a growing collection. `threshold`: the Jaccard index from which on texts count as such.

    `add(texts)` takes many at once and numbers them on; `near(text)` asks for one new text without adding it.
    """

    threshold: float = THRESHOLD
    pairs: list[Pair] = field(default_factory=list)
    bands: int = field(init=False)
    width: int = field(init=False)
    _hashes: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    _starts: _Rows = field(default_factory=lambda: np.zeros(1, np.int64))
    _bands: NDArray[np.uint64] = field(init=False)
    _signs: NDArray[np.uint8] = field(init=False)
    _sorted: list[tuple[NDArray[np.uint64], _Rows]] = field(default_factory=list)

    def __post_init__(self) -> None:
        strict = self.threshold >= _STRICT
        self.bands, self.width = (_STRICT_BANDS, _STRICT_WIDTH) if strict else (BANDS, SIGNATURE // BANDS)
        self._bands = np.zeros((0, self.bands), np.uint64)
        self._signs = np.zeros((0, self.bands * self.width if strict else 0), np.uint8)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, texts: Sequence[str]) -> list[Pair]:
        """Add `texts`; return the new pairs of near-duplicates, among them and with earlier ones, sorted."""
        before = len(self)
        self.know(texts)
        return self.pairs_since(before)

    def pairs_since(self, before: int) -> list[Pair]:
        """Return the pairs of which one is the text number `before` or a later one, sorted, and keep them."""
        new = self._verified(self._candidates(before)) if len(self) > before else []
        self.pairs = sorted([*self.pairs, *new], key=lambda pair: (pair.first, pair.second))
        return new

    def know(self, texts: Sequence[str]) -> None:
        """Add `texts` without looking for near-duplicates; `pairs_since` does that for many such parts at once."""
        parts = [self._prepared(texts[start : start + _CHUNK]) for start in range(0, len(texts), _CHUNK)]
        if not parts:
            return
        ends = np.cumsum(np.concatenate([np.diff(part.starts) for part in parts])) + self._starts[-1]
        self._hashes = np.concatenate([self._hashes, *(part.hashes for part in parts)])
        self._starts = np.concatenate([self._starts, ends])
        self._bands = np.concatenate([self._bands, *(part.bands for part in parts)])
        self._signs = np.concatenate([self._signs, *(part.signs[:, : self._signs.shape[1]] for part in parts)])
        self._sorted = []

    def near(self, text: str) -> list[tuple[int, float]]:
        """Return (row, Jaccard index) of the near-duplicates of a new text, the nearest first."""
        new = self._prepared([text])
        if not len(new.hashes):
            return []
        rows = np.unique(np.concatenate([self._bucket(band, new.bands[0, band]) for band in range(self.bands)]))
        found = [(row, _jaccard(self._shingles(row), new.hashes)) for row in rows.tolist()]
        return sorted(((row, value) for row, value in found if value >= self.threshold), key=lambda x: (-x[1], x[0]))

    def groups(self) -> list[list[int]]:
        """Return the groups of two and more rows, each ascending, ordered by first row."""
        first = np.array([pair.first for pair in self.pairs], np.int64)
        second = np.array([pair.second for pair in self.pairs], np.int64)
        graph = sparse.coo_matrix((np.ones(len(first), np.bool_), (first, second)), shape=(len(self), len(self)))
        _, labels = connected_components(graph, directed=False)
        members: dict[int, list[int]] = {}
        for row in np.unique(np.concatenate([first, second])).tolist():
            members.setdefault(int(labels[row]), []).append(row)
        return sorted(members.values())

    def _shingles(self, row: int) -> NDArray[np.uint32]:
        return self._hashes[self._starts[row] : self._starts[row + 1]]

    def _prepared(self, texts: Sequence[str]) -> "_Part":
        hashes, starts = _shingles_of(texts)
        signatures = _signatures(hashes, starts, self.bands * self.width)
        bands = _banded(signatures, starts, self.bands, before=len(self))
        return _Part(hashes, starts, bands, signatures.astype(np.uint8))

    def _bucket(self, band: int, value: np.uint64) -> _Rows:
        if not self._sorted:
            orders = [np.argsort(self._bands[:, number], kind="stable") for number in range(self.bands)]
            self._sorted = [(self._bands[order, number], order) for number, order in enumerate(orders)]
        values, order = self._sorted[band]
        return order[np.searchsorted(values, value, "left") : np.searchsorted(values, value, "right")]

    def _candidates(self, before: int) -> NDArray[np.int64]:
        """Return distinct pairs (first, second), one row each, that share a bucket and of which one is new."""
        codes: list[_Rows] = []
        total = len(self)
        for band in range(self.bands):
            values = self._bands[:, band]
            order = np.argsort(values, kind="stable")
            for first, second in _within(values[order], order):
                kept = np.maximum(first, second) >= before
                codes.append(np.minimum(first, second)[kept] * total + np.maximum(first, second)[kept])
        code = _distinct(np.concatenate([np.zeros(0, np.int64), *codes]))
        return np.stack([code // max(total, 1), code % max(total, 1)], axis=1)

    def _verified(self, candidates: NDArray[np.int64]) -> list[Pair]:
        pairs = []
        lengths = np.diff(self._starts)
        # the index cannot exceed the ratio of the sizes
        small = np.minimum(lengths[candidates[:, 0]], lengths[candidates[:, 1]])
        large = np.maximum(lengths[candidates[:, 0]], lengths[candidates[:, 1]])
        likely = self._promising(candidates[small >= self.threshold * large])
        for start in range(0, len(likely), _PAIRS):  # as lists they take ten times the memory
            for first, second in likely[start : start + _PAIRS].tolist():
                value = _jaccard(self._shingles(first), self._shingles(second))
                if value >= self.threshold:
                    pairs.append(Pair(first, second, value))
        return pairs

    def _promising(self, candidates: _Rows) -> _Rows:
        """Return the candidates whose signatures agree so far that they may be near-duplicates.

        The share of equal values estimates the index; what lies `_SIGMAS` standard deviations below is not looked at.
        """
        size = self._signs.shape[1]
        if not size:
            return candidates
        line = self.threshold - _SIGMAS * (self.threshold * (1 - self.threshold) / size) ** 0.5
        kept = [
            some[(self._signs[some[:, 0]] == self._signs[some[:, 1]]).mean(axis=1) >= line]
            for some in np.array_split(candidates, max(len(candidates) // _PAIRS, 1))
        ]
        return np.concatenate(kept)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some texts made ready: shingles, where each text's begin, bands, and the lowest bytes of the signatures."""

    hashes: NDArray[np.uint32]
    starts: _Rows
    bands: NDArray[np.uint64]
    signs: NDArray[np.uint8]


def duplicate_groups(texts: Sequence[str], threshold: float = THRESHOLD) -> list[list[int]]:
    """Return the groups of near-duplicates among `texts` as lists of row numbers."""
    found = Duplicates(threshold)
    found.add(texts)
    return found.groups()


def shingles(text: str) -> NDArray[np.uint32]:
    """Return the distinct hashes of the shingles of `text`, ascending; none for a text without letters."""
    return _shingles_of([text])[0]


def _shingles_of(texts: Sequence[str]) -> tuple[NDArray[np.uint32], _Rows]:
    """Return the shingles of all texts one after the other, and where those of each begin, shape (texts + 1,)."""
    joined = [" ".join(words(text)).lower() for text in texts]
    lengths = np.fromiter(map(len, joined), np.int64, len(joined))
    codes = np.frombuffer("".join(joined).encode("utf-32-le"), np.uint32)
    width = max(len(codes) - SHINGLE + 1, 0)
    hashed = np.zeros(width, np.uint32)
    for place in range(SHINGLE):
        hashed = (hashed ^ codes[place : place + width]) * np.uint32(16777619)
        hashed ^= hashed >> np.uint32(15)
    rows = np.repeat(np.arange(len(joined)), lengths)[:width]
    is_long = lengths > SHINGLE
    is_whole = is_long[rows] & (np.arange(width) + SHINGLE <= np.cumsum(lengths)[rows])  # within one text
    short = np.flatnonzero(~is_long & (lengths > 0))
    whole = np.fromiter((zlib.crc32(joined[row].encode()) for row in short), np.uint64, len(short))
    keys = np.concatenate(
        [(rows[is_whole] << 32).astype(np.uint64) | hashed[is_whole], (short << 32).astype(np.uint64) | whole]
    )
    keys = _distinct(keys)
    starts = np.searchsorted(keys, np.arange(len(joined) + 1, dtype=np.uint64) << np.uint64(32))
    return keys.astype(np.uint32), starts.astype(np.int64)


def _distinct(values: _Array) -> _Array:
    """Return each of `values` once, ascending, and sort them: many times as fast as `np.unique`, which hashes first."""
    values.sort()
    found: _Array = values[np.r_[True, values[1:] != values[:-1]][: len(values)]]
    return found


def _jaccard(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    common = len(np.intersect1d(one, other, assume_unique=True))
    union = len(one) + len(other) - common
    return common / union if union else 0.0


_RANDOM = np.random.default_rng(20140107)
_FACTORS = _RANDOM.integers(1, 2**32, SIGNATURE, dtype=np.uint64).astype(np.uint32) | np.uint32(1)
_OFFSETS = _RANDOM.integers(0, 2**32, SIGNATURE, dtype=np.uint64).astype(np.uint32)
_MIX = _RANDOM.integers(1, 2**63, (BANDS, SIGNATURE // BANDS), dtype=np.uint64) | np.uint64(1)


def _signatures(hashes: NDArray[np.uint32], starts: _Rows, size: int) -> NDArray[np.uint32]:
    """Return the MinHash values, uint32, shape (texts, size); rows without shingles are zeros."""
    filled = np.flatnonzero(np.diff(starts))
    values = np.zeros((len(starts) - 1, size), np.uint32)
    for number in range(size if len(filled) else 0):
        permuted = hashes * _FACTORS[number] + _OFFSETS[number]
        permuted ^= permuted >> np.uint32(16)
        permuted *= np.uint32(0x85EBCA6B)
        values[filled, number] = np.minimum.reduceat(permuted, starts[filled])
    return values


def _banded(signatures: NDArray[np.uint32], starts: _Rows, bands: int, before: int) -> NDArray[np.uint64]:
    """Return one number per band, uint64, shape (texts, bands). Texts without shingles get numbers of their own."""
    width = signatures.shape[1] // bands
    parts = signatures.reshape(len(signatures), bands, width).astype(np.uint64)
    mix = _MIX.ravel()[: bands * width].reshape(bands, width)
    found: NDArray[np.uint64] = (parts * mix).sum(axis=2, dtype=np.uint64)
    empty = np.flatnonzero(np.diff(starts) == 0)
    found[empty] = (np.uint64(before) + empty.astype(np.uint64))[:, None]
    return found


def _within(values: NDArray[np.uint64], order: _Rows) -> Iterator[tuple[_Rows, _Rows]]:
    """Yield pairs of rows with equal values: all pairs of small buckets; in wide ones each with the first rows."""
    count = len(values)
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    place = np.arange(count) - np.repeat(starts, np.diff(np.r_[starts, count]))
    for distance in range(1, min(_WIDEST, count)):
        later = np.flatnonzero(place >= distance)
        if not len(later):
            return
        yield order[later - distance], order[later]
    wide = np.flatnonzero(place >= _WIDEST)
    yield order[wide - place[wide]], order[wide]
