"""The table of votes: participants by statements, 1 agree, -1 disagree, 0 pass, nothing where nobody voted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from sensemaking.errors import SensemakingError

Sparse = Any  # scipy.sparse.csr_matrix; SciPy has no types


@dataclass(frozen=True, slots=True)
class Votes:
    """Who voted how on what.

    `values`: csr float32 of shape (participants, statements). A vote is a *stored* entry, 1, -1 or 0 (pass); what is
    not stored is a missing vote. Do not call `eliminate_zeros` on it.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    values: Sparse

    @classmethod
    def from_table(
        cls, table: ArrayLike, participants: Sequence[str] | None = None, statements: Sequence[str] | None = None
    ) -> "Votes":
        """Make it from a full table of shape (participants, statements) with NaN where nobody voted.

        Raises `SensemakingError` for other values than 1, -1, 0 and NaN, and for names that do not fit the shape.
        """
        full = np.asarray(table, np.float32)
        if full.ndim != 2:
            raise SensemakingError("Die Tabelle braucht Zeilen und Spalten.", "The table needs rows and columns.")
        rows, columns = np.nonzero(~np.isnan(full))
        return cls.from_triples(rows, columns, full[rows, columns], full.shape, participants, statements)

    @classmethod
    def from_triples(
        cls,
        rows: ArrayLike,
        columns: ArrayLike,
        votes: ArrayLike,
        shape: tuple[int, int],
        participants: Sequence[str] | None = None,
        statements: Sequence[str] | None = None,
    ) -> "Votes":
        """Make it from single votes (participant's row, statement's column, vote). Of several votes the last counts."""
        row, column, vote = np.asarray(rows, np.int64), np.asarray(columns, np.int64), np.asarray(votes, np.float32)
        if not np.isin(vote, (-1, 0, 1)).all():
            raise SensemakingError("Eine Stimme ist 1, -1 oder 0.", "A vote is 1, -1 or 0.")
        place = row * shape[1] + column
        _, last = np.unique(place[::-1], return_index=True)  # sorted by row and column
        kept = len(place) - 1 - last
        ends = np.searchsorted(row[kept], np.arange(shape[0] + 1))
        values = sparse.csr_matrix((vote[kept], column[kept].astype(np.int32), ends.astype(np.int32)), shape=shape)
        return cls(_names(participants, shape[0]), _names(statements, shape[1]), values)

    def counts(self) -> NDArray[np.int64]:
        """Return the number of votes of each participant."""
        return np.asarray(np.diff(self.values.indptr), np.int64)

    def without(self, *, participants: Collection[str] = (), statements: Collection[str] = ()) -> "Votes":
        """Return the votes without some participants (banned) and some statements (moderated out)."""
        gone, mute = set(participants), set(statements)
        rows = [number for number, name in enumerate(self.participants) if name not in gone]
        columns = [number for number, name in enumerate(self.statements) if name not in mute]
        return self.part(rows, columns)

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> "Votes":
        """Return some rows and some columns, in the order given."""
        names = tuple(self.participants[row] for row in rows), tuple(self.statements[column] for column in columns)
        return Votes(*names, self.values[list(rows)][:, list(columns)])

    def rows(self, rows: NDArray[np.int64]) -> "Votes":
        """Return some participants, in the order given."""
        return Votes(tuple(self.participants[row] for row in rows.tolist()), self.statements, self.values[rows])

    def hidden(self, share: float, chance: np.random.Generator) -> "Votes":
        """Return the votes with about `share` of them left out by chance."""
        kept = chance.random(self.values.nnz) >= share
        ends = np.concatenate([[0], np.cumsum(kept)])[self.values.indptr]
        values = sparse.csr_matrix(
            (self.values.data[kept], self.values.indices[kept], ends.astype(np.int32)), shape=self.values.shape
        )
        return Votes(self.participants, self.statements, values)

    def tally(self, rows: NDArray[np.int64], groups: NDArray[np.int64], number: int) -> "Tally":
        """Count the votes of `rows` by group: `groups[i]` in 0..number-1 is the group of `rows[i]`."""
        votes = self.values[rows]
        group = np.repeat(groups, np.diff(votes.indptr))
        width = votes.shape[1]
        place = group * width + votes.indices

        def count(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
            return np.bincount(place[chosen], minlength=number * width).reshape(number, width)

        return Tally(count(votes.data == 1), count(votes.data == -1), count(votes.data == 0))


@dataclass(frozen=True, slots=True)
class Tally:
    """How often agreed, disagreed and passed: int arrays of shape (groups, statements)."""

    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    passed: NDArray[np.int64]

    @property
    def seen(self) -> NDArray[np.int64]:
        """Return how many voted, passes included."""
        return self.agree + self.disagree + self.passed

    def total(self) -> "Tally":
        """Return the sum over the groups, shape (1, statements)."""
        return Tally(*(part.sum(axis=0, keepdims=True) for part in (self.agree, self.disagree, self.passed)))

    def others(self) -> "Tally":
        """Return for each group the votes of all other groups together."""
        return Tally(*(part.sum(axis=0) - part for part in (self.agree, self.disagree, self.passed)))


def _names(names: Sequence[str] | None, number: int) -> tuple[str, ...]:
    if names is None:
        return tuple(str(position) for position in range(1, number + 1))
    if len(names) != number:
        raise SensemakingError(
            f"{number} Zeilen oder Spalten, aber {len(names)} Namen.", f"{number} rows or columns, {len(names)} names."
        )
    if len(set(names)) != number:
        raise SensemakingError("Namen kommen doppelt vor.", "Names occur twice.")
    return tuple(map(str, names))
