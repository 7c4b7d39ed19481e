"""What was learnt: places any text, of the collection or new, in a moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensemaking.results import UNCLEAR, Assignment
from sensemaking.themes.consensus import agreeing, shares
from sensemaking.themes.decisions import Decisions
from sensemaking.themes.mixture import barred
from sensemaking.themes.runs import Run
from sensemaking.vectors import Floats, Labels, Terms, presence

CHUNK = 20_000
# a text is unclear if fewer runs than this agree on where it belongs, or if it shares no term with any other
AGREEMENT = 0.2


@dataclass(frozen=True, slots=True)
class Placed:
    """Where texts stand: columns of the model's keys. All arrays of shape (texts,).

    `best` and `second` are int32, `second` is -1 with one theme only. `confidence` is float32. `unclear` is bool.
    """

    best: Labels
    second: Labels
    confidence: Floats
    unclear: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """A learnt grouping: terms, runs, what their groups say about the themes (`tables`), the keys of the themes."""

    terms: Terms
    runs: tuple[Run, ...]
    tables: tuple[Floats, ...]
    keys: tuple[str, ...]

    def place(
        self,
        texts: Sequence[str],
        ids: Sequence[str],
        decisions: Decisions,
        progress: Callable[[int, int], None] | None = None,
    ) -> Placed:
        """Place `texts`; what was decided about any of `ids` is kept. About 0.3 ms a text, a few ms at least."""
        parts = []
        for start in range(0, len(texts), CHUNK):
            chunk = slice(start, start + CHUNK)
            parts.append(self._place(texts[chunk], constraints(ids[chunk], self.keys, decisions)))
            if progress:
                progress(min(start + CHUNK, len(texts)), len(texts))
        return Placed(*(np.concatenate([getattr(part, name) for part in parts]) for name in Placed.__slots__))

    def assign(self, texts: Sequence[str], ids: Sequence[str], decisions: Decisions | None = None) -> list[Assignment]:
        """Return where new texts stand, with the same rules as all others."""
        if not texts:
            return []
        decisions = decisions or Decisions()
        return assignments(self.place(texts, ids, decisions), ids, self.keys, decisions)

    def _place(self, texts: Sequence[str], allowed: NDArray[np.bool_] | None) -> Placed:
        whole = presence(self.terms.count(texts))
        parts = whole[:, np.flatnonzero(self.terms.simple)]
        placed = [run.place(whole, parts) for run in self.runs]
        scores = barred(shares(placed, self.tables), allowed)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :2].astype(np.int32)
        best = order[:, 0]
        second = order[:, 1] if order.shape[1] > 1 else np.full(len(best), -1, np.int32)
        confidence = agreeing(placed, self.tables, best)
        unknown = np.diff(whole.indptr) == 0
        if not self.terms.vocabulary:  # all alike, or nothing in common: one theme for all that hold a word
            unknown = np.array([not any(sign.isalpha() for sign in text) for text in texts], np.bool_)
        confidence[unknown] = 0
        return Placed(best, second, confidence, unknown | (confidence < AGREEMENT))


def constraints(ids: Sequence[str], keys: Sequence[str], decisions: Decisions) -> NDArray[np.bool_] | None:
    """Return which theme is allowed for which text, bool of shape (texts, themes); None where all is.

    A text that must belong to a theme may be nowhere else. Nothing else comes to a locked theme. A text that was taken
    out of all themes but locked ones may be anywhere that nobody forbade.
    """
    column = {key: number for number, key in enumerate(keys)}
    locked = [column[key] for key in sorted(decisions.locked) if key in column]
    rows = [row for row, one in enumerate(ids) if decisions.place_of(one) in column or one in decisions.must_not]
    if not rows and not locked:
        return None
    allowed = np.ones((len(ids), len(keys)), np.bool_)
    allowed[:, locked] = False
    for row in rows:
        for key in decisions.must_not.get(ids[row], ()):
            if key in column:
                allowed[row, column[key]] = False
        place = column.get(decisions.place_of(ids[row]) or "")
        if place is not None:
            allowed[row] = False
            allowed[row, place] = True
    return allowed


def assignments(placed: Placed, ids: Sequence[str], keys: Sequence[str], decisions: Decisions) -> list[Assignment]:
    """Return one record per text, in the order of `ids`."""
    rows = zip(
        ids,
        placed.best.tolist(),
        placed.second.tolist(),
        placed.confidence.tolist(),
        placed.unclear.tolist(),
        strict=True,
    )
    return [_assignment(*row, keys, decisions) for row in rows]


def _assignment(
    one: str, best: int, second: int, confidence: float, unclear: bool, keys: Sequence[str], decisions: Decisions
) -> Assignment:
    decided = decisions.place_of(one)
    other = keys[second] if second >= 0 else None
    if decided in keys:
        return Assignment(one, str(decided), other if other != decided else None, 1.0, one in decisions.must)
    if unclear or keys[best] in decisions.must_not.get(one, ()) or keys[best] in decisions.locked:
        nearest = keys[best] if keys[best] not in decisions.must_not.get(one, ()) else None
        return Assignment(one, UNCLEAR, nearest, round(confidence, 4))
    return Assignment(one, keys[best], other, round(confidence, 4))
