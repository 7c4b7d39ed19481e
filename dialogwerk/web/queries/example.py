"""The best example of a trail in a dialogue: the longest way from a contribution to something that happened."""

from django.core.cache import cache

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.entries.trails import walk
from dialogwerk.processes.models import Process

GOALS = (Kind.ADOPTION, Kind.PROJECT, Kind.EXPERIMENT, Kind.PRACTICE, Kind.WORKING_GROUP, Kind.MEASURE, Kind.CHALLENGE)
STARTS = (Kind.CONTRIBUTION, Kind.IDEA)
CANDIDATES = 6
KEPT_SECONDS = 600
SHORTEST = 3


def example_numbers(process: Process) -> list[int]:
    """Return the numbers of the example's stations in order, none where no way is long enough.

    Only numbers are kept, for ten minutes: the page reads the entries itself, as they are then. No query mostly.
    """
    return cache.get_or_set(_key(process), lambda: _longest_way(process), KEPT_SECONDS) or []


def forget_example(process: Process) -> None:
    """Look for the example anew next time."""
    cache.delete(_key(process))


def _key(process: Process) -> str:
    return f"example-{process.pk}"


def _longest_way(process: Process) -> list[int]:
    goals = Entry.objects.current().filter(process=process, state=State.PUBLISHED)
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
