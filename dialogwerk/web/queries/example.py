"""The best example of a trail in a dialogue: the longest way from a contribution to something that happened."""

from dataclasses import dataclass

from django.core.cache import cache

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.entries.trails import walk
from dialogwerk.processes.models import Process

GOALS = (Kind.ADOPTION, Kind.PROJECT, Kind.EXPERIMENT, Kind.PRACTICE, Kind.WORKING_GROUP, Kind.MEASURE, Kind.CHALLENGE)
STARTS = (Kind.CONTRIBUTION, Kind.IDEA)
CANDIDATES = 6
KEPT_SECONDS = 600
SHORTEST = 3


@dataclass(frozen=True)
class Example:
    """The stations of one way, in order."""

    stations: list[Entry]

    @property
    def goal(self) -> Entry:
        """Where the way leads."""
        return self.stations[-1]


def best_example(process: Process) -> Example | None:
    """Return the example of a process, None where no way is long enough. One query; ten minutes old at most.

    Only numbers are kept: what was hidden since does not show, and then the example is looked for anew next time.
    """
    key = f"example-{process.pk}"
    numbers = cache.get_or_set(key, lambda: _longest_way(process), KEPT_SECONDS)
    if not numbers:
        return None
    found = Entry.objects.filter(state=State.PUBLISHED).select_related("process", "region").in_bulk(numbers)
    if len(found) < len(numbers):
        cache.delete(key)
        return None
    return Example([found[number] for number in numbers])


def _longest_way(process: Process) -> list[int]:
    goals = Entry.objects.filter(process=process, state=State.PUBLISHED, is_superseded=False)
    best: list[int] = []
    for kind in GOALS:
        for goal in goals.filter(kind=kind).order_by("-published_at").values_list("pk", flat=True)[:CANDIDATES]:
            way = _way_to(goal)
            best = max(best, way, key=len)
        if len(best) >= SHORTEST:
            return best
    return []


def _way_to(goal: int) -> list[int]:
    """Return the longest way from a contribution or idea to `goal` over published entries. Two queries."""
    back: dict[int, list[int]] = {}
    edges = [edge for edge in walk(goal).edges if edge.way < 0 and edge.link is not None]
    numbers = {edge.source for edge in edges} | {goal}
    kinds = dict(Entry.objects.filter(pk__in=numbers, state=State.PUBLISHED).values_list("pk", "kind"))
    for edge in edges:
        if edge.source in kinds and edge.target in kinds:
            back.setdefault(edge.target, []).append(edge.source)
    known: dict[int, list[int]] = {}

    def longest(number: int, path: frozenset[int]) -> list[int]:
        if number not in known:
            ways = [longest(source, path | {number}) for source in sorted(back.get(number, [])) if source not in path]
            ways = [way for way in ways if way]
            own = [[number]] if kinds[number] in STARTS else []
            known[number] = max([[*way, number] for way in ways] + own, key=len, default=[])
        return known[number]

    return longest(goal, frozenset())
