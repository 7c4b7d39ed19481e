"""The portfolio picture: ideas of a process by usefulness and feasibility, compared with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist
from statistics import fmean
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from dialogwerk.entries.models import Entry, Kind, Scale
from dialogwerk.processes.models import Process

MOST = 60
FEWEST_PEOPLE = 3
# The drawing: a square of SIZE with a margin for words.
SIZE, MARGIN = 480, 34
LEAST, HIGHEST = 1.0, 5.0
NARROWEST_SPAN, AIR = 1.0, 0.14
RADIUS, APART, ROUNDS = 13, 27, 20


@dataclass(frozen=True)
class Axis:
    """The part of the scale from 1 to 5 that is drawn, and the mean of all ideas, where the picture is divided."""

    low: float
    high: float
    middle: float

    def place(self, value: float) -> int:
        """Return how far from the low end `value` is drawn."""
        return round((value - self.low) / (self.high - self.low) * SIZE)

    @property
    def divide(self) -> int:
        """How far from the low end the dividing line stands."""
        return self.place(self.middle)


@dataclass(frozen=True)
class Spot:
    """One idea in the picture, with its place in the drawing: feasibility to the right, usefulness upwards."""

    number: int
    entry: Entry
    usefulness: float
    feasibility: float
    people: int
    x: int
    y: int


@dataclass(frozen=True)
class Portfolio:
    """The ideas that enough people rated on both scales, best first, and how many are not drawn."""

    spots: tuple[Spot, ...]
    not_drawn: int
    usefulness: Axis
    feasibility: Axis
    fewest_people: int = FEWEST_PEOPLE

    @property
    def divide_x(self) -> int:
        """Where the line between harder and easier stands."""
        return MARGIN + self.feasibility.divide

    @property
    def divide_y(self) -> int:
        """Where the line between less and more useful stands."""
        return MARGIN + SIZE - self.usefulness.divide

    @property
    def best_width(self) -> int:
        """Width of the field of what is both useful and feasible."""
        return SIZE - self.feasibility.divide

    @property
    def best_height(self) -> int:
        """Height of that field."""
        return SIZE - self.usefulness.divide


def portfolio_of(process: Process) -> Portfolio:
    """Return the ideas that at least three people rated on both scales; the 60 most rated of them. Two queries."""
    ideas = Entry.objects.public().current().filter(process=process, kind=Kind.IDEA, rating_count__gt=0)
    feasible = Q(ratings__scale=Scale.FEASIBILITY)
    rated: QuerySet[Any] = (
        ideas.filter(rating_count__gte=FEWEST_PEOPLE)
        .annotate(
            usefulness=Avg("ratings__value", filter=Q(ratings__scale=Scale.USEFULNESS)),
            feasibility=Avg("ratings__value", filter=feasible),
            feasibility_people=Count("ratings", filter=feasible),
        )
        .filter(feasibility_people__gte=FEWEST_PEOPLE, usefulness__isnull=False)
        .select_related("process")
        .order_by("-rating_count", "number")[:MOST]
    )
    best_first: list[Any] = sorted(rated, key=lambda entry: entry.usefulness + entry.feasibility, reverse=True)
    useful, easy = _axis([idea.usefulness for idea in best_first]), _axis([idea.feasibility for idea in best_first])
    places = [
        (MARGIN + easy.place(idea.feasibility), MARGIN + SIZE - useful.place(idea.usefulness)) for idea in best_first
    ]
    spots = tuple(
        Spot(
            number,
            idea,
            idea.usefulness,
            idea.feasibility,
            idea.rating_count,
            x=x,
            y=y,
        )
        for number, (idea, (x, y)) in enumerate(zip(best_first, _apart(places), strict=True), start=1)
    )
    return Portfolio(spots, ideas.count() - len(spots), useful, easy)


def _apart(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places moved so little that no two dots cover each other; the table has the true figures."""
    moved = [list(map(float, place)) for place in places]
    least, most = MARGIN + RADIUS, MARGIN + SIZE - RADIUS
    for _round in range(ROUNDS):
        close = [pair for pair in combinations(moved, 2) if dist(*pair) < APART]
        for one, other in close:
            distance = dist(one, other)
            for axis in (0, 1):
                # Two in the very same place part sidewards.
                way = (other[axis] - one[axis]) / distance if distance else float(axis == 0)
                push = way * max(APART - distance, 0) / 2
                one[axis] = min(max(one[axis] - push, least), most)
                other[axis] = min(max(other[axis] + push, least), most)
        if not close:
            break
    return [(round(x), round(y)) for x, y in moved]


def _axis(means: Sequence[float]) -> Axis:
    """Return the part of the scale that holds all `means` with some air, at least one step wide."""
    if not means:
        return Axis(LEAST, HIGHEST, (LEAST + HIGHEST) / 2)
    low, high = min(means), max(means)
    missing = max(NARROWEST_SPAN - (high - low), 0) / 2
    air = AIR * max(high - low, NARROWEST_SPAN)
    low, high = max(low - missing - air, LEAST), min(high + missing + air, HIGHEST)
    return Axis(low, high, fmean(means))
