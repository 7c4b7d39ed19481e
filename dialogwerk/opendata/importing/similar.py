"""Which rows of a file say very likely the same as another row, or as a contribution that is there (`sensemaking`)."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.opendata.importing.checking import NewContribution
from dialogwerk.processes.models import Process

ALIKE = 0.7  # share of pieces in common from which on nearly all pairs that were judged said the same
AT_ONCE = 10_000


@dataclass(frozen=True)
class Similar:
    """A row, the earlier rows and the contributions that say the same, and whether it can be done without."""

    row: int
    rows: tuple[int, ...]
    entries: tuple[int, ...]
    is_spare: bool


def find_similar(
    process: Process,
    rows: list[NewContribution],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Similar]:
    """Return the rows that say the same as something before them, in order. One query.

    A row is spare when it is like a contribution that is there, or like a row that is not spare itself: of those that
    are alike one stays. The same words are found by looking them up, so that a thousand „k. A.“ cost nothing.
    """
    from sensemaking.duplicates import Duplicates

    there = Entry.objects.filter(process=process, kind=Kind.CONTRIBUTION).exclude(state=State.WITHDRAWN)
    known = [(number, summary or title) for number, summary, title in there.values_list("pk", "summary", "title")]
    texts = [*(text for _number, text in known), *(row.text for row in rows)]
    first: dict[str, int] = {}
    firsts = [first.setdefault(" ".join(text.split()).casefold(), place) for place, text in enumerate(texts)]
    places = list(first.values())  # of each wording once, in order
    seen = Duplicates(ALIKE)
    for start in range(0, len(places), AT_ONCE):
        seen.know([texts[place] for place in places[start : start + AT_ONCE]])
        progress(min(start + AT_ONCE, len(places)), len(places))
    near: dict[int, list[int]] = defaultdict(list)
    for pair in seen.pairs_since(sum(place < len(known) for place in places)):
        near[places[pair.second]].append(places[pair.first])
    return _told(known, rows, firsts, near)


def _told(
    known: list[tuple[int, str]], rows: list[NewContribution], firsts: list[int], near: dict[int, list[int]]
) -> list[Similar]:
    found, spare = [], set()
    for place, row in enumerate(rows, start=len(known)):
        alike = [firsts[place]] if firsts[place] != place else []
        alike += [one for one in near.get(firsts[place], []) if one not in alike]
        if not alike:
            continue
        is_spare = any(one not in spare for one in alike)
        if is_spare:
            spare.add(place)
        found.append(
            Similar(
                row.row,
                tuple(rows[one - len(known)].row for one in alike if one >= len(known)),
                tuple(known[one][0] for one in alike if one < len(known)),
                is_spare,
            )
        )
    return found
