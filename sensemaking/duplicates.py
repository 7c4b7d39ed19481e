"""Which texts say the same in nearly the same words.

Two texts are near-duplicates if their sets of shingles have a Jaccard index |A and B| / |A or B| of at least 0.55.
Shingles are the letters and digits of the text in small letters, cut into overlapping pieces of `SHINGLE` signs, so
that a typing error, a word more or less, or another punctuation changes few of them.

Candidates are found by MinHash (Broder 1997): `SIGNATURE` values h_j(A) = min over a in A of (a_j * hash(a) + b_j) mod
2^32, for which P(h_j(A) = h_j(B)) is the Jaccard index s, in `BANDS` bands of 4: a pair meets in one band with
probability 1 - (1 - s^4)^32, which is 0.95 at s = 0.55, 0.99 at 0.6 and 0.9998 at 0.7. Whoever asks for likeness from
0.7 on gets 16 bands of 6, that is 0.87 at 0.7, 0.96 at 0.75 and 0.99 at 0.8: texts that share most of their words but
not their sense hardly meet there. Every candidate is then compared exactly. Groups are the connected components of
near-duplicates. Candidates are looked at some thousands at a time and forgotten, each pair where it first meets; where
only the groups are asked for (`duplicate_groups`), two texts of one group are not compared again. So memory holds the
shingles and some numbers of each text, whatever the number of variants: for a million texts about 1.4 GiB.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

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
_Any = TypeVar("_Any", bound=np.generic)
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
        self._signs = np.zeros((0, self.bands * self.width), np.uint8)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, texts: Sequence[str]) -> list[Pair]:
        """Add `texts`; return the new pairs of near-duplicates, among them and with earlier ones, sorted."""
        before = len(self)
        self.know(texts)
        return self.pairs_since(before)

    def pairs_since(self, before: int) -> list[Pair]:
        """Return the pairs of which one is the text number `before` or a later one, sorted, and keep them."""
        new = [Pair(*told) for some in self._candidates(before) for told in self._verified(some)]
        new.sort(key=lambda pair: (pair.first, pair.second))
        self.pairs = sorted([*self.pairs, *new], key=lambda pair: (pair.first, pair.second))
        return new

    def know(self, texts: Sequence[str]) -> None:
        """Add `texts` without looking for near-duplicates; `pairs_since` does that for many such parts at once."""
        if not texts:
            return
        before, end = len(self), int(self._starts[-1])
        hashes = _longer(self._hashes, end + sum(map(len, texts)))  # memory that is not written to is none yet
        starts = _longer(self._starts, before + len(texts) + 1)
        bands, signs = _longer(self._bands, before + len(texts)), _longer(self._signs, before + len(texts))
        for start in range(0, len(texts), _CHUNK):
            part = self._prepared(texts[start : start + _CHUNK], before)
            count, more = len(part.bands), len(part.hashes)
            if end + more > len(hashes):  # small letters can be more than large ones
                hashes = _longer(hashes[:end], 2 * (end + more))
            hashes[end : end + more] = part.hashes
            starts[before + 1 : before + 1 + count] = part.starts[1:] + end
            bands[before : before + count] = part.bands
            signs[before : before + count] = part.signs
            before, end = before + count, end + more
        self._hashes, self._starts, self._bands, self._signs, self._sorted = hashes[:end], starts, bands, signs, []

    def near(self, text: str) -> list[tuple[int, float]]:
        """Return (row, Jaccard index) of the near-duplicates of a new text, the nearest first."""
        new = self._prepared([text], len(self))
        if not len(new.hashes):
            return []
        rows = np.unique(np.concatenate([self._bucket(band, new.bands[0, band]) for band in range(self.bands)]))
        found = [(row, _jaccard(self._shingles(row), new.hashes)) for row in rows.tolist()]
        return sorted(((row, value) for row, value in found if value >= self.threshold), key=lambda x: (-x[1], x[0]))

    def groups(self) -> list[list[int]]:
        """Return the groups of two and more rows, each ascending, ordered by first row."""
        roots = _Roots(len(self))
        for pair in self.pairs:
            roots.join(pair.first, pair.second)
        return roots.groups()

    def joined(self) -> list[list[int]]:
        """Return the groups of all texts known, without any `pairs`: what is in one group is not compared again."""
        roots = _Roots(len(self))
        for some in self._candidates(0):
            apart = some[roots.of(some[:, 0]) != roots.of(some[:, 1])]
            for first, second, _value in self._verified(apart):
                roots.join(first, second)
        return roots.groups()

    def _shingles(self, row: int) -> NDArray[np.uint32]:
        return self._hashes[self._starts[row] : self._starts[row + 1]]

    def _prepared(self, texts: Sequence[str], before: int) -> "_Part":
        hashes, starts = _shingles_of(texts)
        signatures = _signatures(hashes, starts, self.bands * self.width)
        bands = _banded(signatures, starts, self.bands, before)
        return _Part(hashes, starts, bands, signatures.astype(np.uint8))

    def _bucket(self, band: int, value: np.uint64) -> _Rows:
        if not self._sorted:
            orders = [np.argsort(self._bands[:, number], kind="stable") for number in range(self.bands)]
            self._sorted = [(self._bands[order, number], order) for number, order in enumerate(orders)]
        values, order = self._sorted[band]
        return order[np.searchsorted(values, value, "left") : np.searchsorted(values, value, "right")]

    def _candidates(self, before: int) -> Iterator[_Rows]:
        """Yield pairs, int64, shape (pairs, 2), first < second, that share a bucket and of which one is new.

        Each pair comes once, from the first bucket in which it is compared, some thousands at a time.
        """
        if len(self) <= before:
            return
        places = np.zeros((len(self), self.bands), np.int32)  # within wide buckets, 0 in narrow ones
        for band in range(self.bands):
            values = self._bands[:, band]
            order = np.argsort(values, kind="stable")
            values = values[order]
            starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
            sizes = np.diff(np.r_[starts, len(values)])
            is_wide = np.repeat(sizes > _WIDEST, sizes)
            places[order[is_wide], band] = (np.arange(len(order)) - np.repeat(starts, sizes))[is_wide]
            for one, other in _within(starts, sizes, order):
                pairs = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)
                pairs = pairs[pairs[:, 1] >= before]
                for start in range(0, len(pairs), _PAIRS):
                    first, second = pairs[start : start + _PAIRS].T
                    met = self._bands[first, :band] == self._bands[second, :band]
                    if met.any():
                        place = places[first, :band]
                        met &= (places[second, :band] - place < _WIDEST) | (place == 0)
                    yield pairs[start : start + _PAIRS][~met.any(axis=1)]

    def _verified(self, candidates: _Rows) -> Iterator[tuple[int, int, float]]:
        """Yield those of some candidates that are near-duplicates, with their exact index."""
        lengths = np.diff(self._starts)
        # the index cannot exceed the ratio of the sizes
        small = np.minimum(lengths[candidates[:, 0]], lengths[candidates[:, 1]])
        large = np.maximum(lengths[candidates[:, 0]], lengths[candidates[:, 1]])
        for first, second in self._promising(candidates[small >= self.threshold * large]).tolist():
            value = _jaccard(self._shingles(first), self._shingles(second))
            if value >= self.threshold:
                yield first, second, value

    def _promising(self, candidates: _Rows) -> _Rows:
        """Return the candidates whose signatures agree so far that they may be near-duplicates.

        The share of equal values estimates the index; what lies `_SIGMAS` standard deviations below is not looked at.
        """
        size = self._signs.shape[1]
        line = self.threshold - _SIGMAS * (self.threshold * (1 - self.threshold) / size) ** 0.5
        agree: NDArray[np.bool_] = self._signs[candidates[:, 0]] == self._signs[candidates[:, 1]]
        kept: _Rows = candidates[agree.mean(axis=1) >= line]
        return kept


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
    found.know(texts)
    return found.joined()


class _Roots:
    """Which rows are one group: a forest in which each row points to a smaller one of its group (union-find)."""

    def __init__(self, count: int) -> None:
        self._root = np.arange(count)

    def of(self, rows: _Rows) -> _Rows:
        """Return the root of each row."""
        found = self._root[rows]
        while True:
            next_ones = self._root[found]
            if np.array_equal(next_ones, found):
                self._root[rows] = found
                return found
            found = next_ones

    def join(self, first: int, second: int) -> None:
        """Make one group of those of two rows."""
        one, other = sorted((self._find(first), self._find(second)))
        self._root[other] = one

    def _find(self, row: int) -> int:
        root = self._root
        while root[row] != row:
            root[row] = root[root[row]]
            row = int(root[row])
        return row

    def groups(self) -> list[list[int]]:
        """Return the groups of two and more rows, each ascending, ordered by first row."""
        roots = self.of(np.arange(len(self._root)))
        many = np.bincount(roots, minlength=len(roots))[roots] > 1
        members: dict[int, list[int]] = {}
        for row, root in zip(np.flatnonzero(many).tolist(), roots[many].tolist(), strict=True):
            members.setdefault(root, []).append(row)
        return list(members.values())


def _longer(array: NDArray[_Any], length: int) -> NDArray[_Any]:
    """Return a copy with room for `length` rows."""
    room = np.empty((length, *array.shape[1:]), array.dtype)
    room[: len(array)] = array
    return room


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


def _within(starts: _Rows, sizes: _Rows, order: _Rows) -> Iterator[tuple[_Rows, _Rows]]:
    """Yield pairs of rows of one bucket: all pairs of narrow buckets; in wide ones each with its next and the first.

    `order`: the rows, those of each bucket one after the other, of which each begins in `starts` and has so many rows.
    """
    shared = np.flatnonzero(np.repeat(sizes > 1, sizes))
    place = (np.arange(len(order)) - np.repeat(starts, sizes))[shared]
    for distance in range(1, _WIDEST):
        later = shared[place >= distance]
        if not len(later):
            return
        yield order[later - distance], order[later]
    far = place >= _WIDEST
    yield order[(shared - place)[far]], order[shared[far]]
