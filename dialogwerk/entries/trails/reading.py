"""From an entry to its trail, for one reader."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.addresses import DATE_FIELDS
from dialogwerk.entries.models import Entry, Kind, StageStep, State
from dialogwerk.entries.trails.ends import EXITS, ends_of
from dialogwerk.entries.trails.model import Station, Step, Trail
from dialogwerk.entries.trails.walk import MAX_EDGES, MAX_STEPS, Edge, Walk, walk

TOLD_OF = (State.HIDDEN, State.WITHDRAWN)
SHOWN = (
    *("process_id", "kind", "title", "slug", "summary", "stage", "is_superseded", "origin_id", "origin_table"),
    *("place_name", "region__name", "organisation__name", "rating_count", "rating_sum", "published_at", "created_at"),
    *("state", "author_id", "process__slug", "process__title", "process__status", "process__owner__short_name"),
)
_LONG_AGO = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
_CHAIN = list(Kind.values)


def trail_of(entry: Entry, person: Any, *, max_steps: int = MAX_STEPS, max_edges: int = MAX_EDGES) -> Trail:
    """Return the trail of `entry` as far as `person` may see it. Two queries: walk, cards.

    A third one where entries on the way are not for this reader.

    An entry the person may not see stays out; where others lead through it, it stands there as "nicht öffentlich",
    without title, people or reasons. Hidden and withdrawn ones that were left out are counted; drafts are not told of.
    """
    way = walk(entry.pk, max_steps=max_steps, max_edges=max_edges)
    cards = _cards(way.numbers, entry, person)
    unseen = way.numbers - cards.keys()
    kept = cards.keys() | _between(way, cards)
    kinds, states = _hidden(unseen)
    kinds |= {number: card.kind for number, card in cards.items()}
    columns = _aligned(_columns(way, kept), kinds, way)
    stations = {number: _station(number, cards.get(number), kinds[number], columns[number]) for number in kept}
    edges = {(edge.source, edge.target, edge.link): edge for edge in way.edges}
    steps = [_step(edge, stations) for edge in edges.values() if edge.source in kept and edge.target in kept]
    trail = Trail(
        start=stations[entry.pk],
        stations=tuple(sorted(stations.values(), key=_order)),
        steps=tuple(sorted(steps, key=lambda step: (_order(step.source), _order(step.target)))),
        unseen=sum(states[number] in TOLD_OF for number in unseen - kept),
        is_cut=way.is_cut,
    )
    ends, end_count = ends_of(trail)
    return replace(trail, ends=ends, end_count=end_count)


def leads_to(source: Entry, target: Entry) -> bool:
    """Say whether the trail already leads from `source` to `target`. One query."""
    return target.pk in reached_from(source)


def reached_from(source: Entry) -> set[int]:
    """Return the numbers of all entries the trail leads to from `source`, and its own. One query."""
    ahead: dict[int, list[int]] = {}
    for edge in walk(source.pk).edges:
        ahead.setdefault(edge.source, []).append(edge.target)
    return {source.pk, *_reachable([source.pk], ahead)}


def _cards(numbers: Iterable[int], start: Entry, person: Any) -> dict[int, Entry]:
    """Return the cards the reader may see, and the start, with no more than a station or an end shows.

    `office_name`, `office_email` and `agency_name` tell who cares for its region in its process, `left_because` why
    it left the ladder.
    """
    if person.is_authenticated:
        found: Iterable[Entry] = _cards_among(list(numbers), start.pk, person)
    else:
        found = _PUBLIC_CARDS.all(numbers=list(numbers), start=start.pk)
    return {card.pk: card for card in found}


def _cards_among(numbers: list[Any], start: Any, person: Any) -> QuerySet[Entry]:
    seen = Entry.objects.visible_to(person).filter(pk__in=numbers) | Entry.objects.filter(pk=start)
    offices = Q(region__process_regions__process=F("process"))
    left = StageStep.objects.filter(entry=OuterRef("pk"), stage=OuterRef("stage"), stage__in=EXITS)
    return (
        seen.select_related("process__owner", "region", "organisation")
        .only(*SHOWN)
        .annotate(
            happened_at=Coalesce(*map(F, DATE_FIELDS)),
            office=FilteredRelation("region__process_regions", condition=offices),
            office_name=F("office__contact_office"),
            office_email=F("office__contact_email"),
            agency_name=F("office__agency__name"),
            left_because=Subquery(left.order_by("-reached_at", "-pk").values("reason")[:1]),
        )
    )


_PUBLIC_CARDS = Prepared(
    lambda: _cards_among([Given("numbers", BigIntegerField())], Given("start", BigIntegerField()), AnonymousUser())
)


def _hidden(numbers: set[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return kind and state of those the reader may not see, nothing else of them."""
    rows = list(Entry.objects.filter(pk__in=numbers).values_list("pk", "kind", "state")) if numbers else []
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _between(way: Walk, cards: Mapping[int, Entry]) -> set[int]:
    """Return the unseen entries that lie between seen ones and the start. Those at an end stay out."""
    toward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for edge in way.edges:
        if edge.way < 0:
            toward.setdefault(edge.source, []).append(edge.target)
        else:
            back.setdefault(edge.target, []).append(edge.source)
    passed = _reachable(cards, toward) | _reachable(cards, back)
    return passed - cards.keys()


def _reachable(starts: Iterable[int], ahead: Mapping[int, list[int]]) -> set[int]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        for number in ahead.get(waiting.pop(), []):
            if number not in found:
                found.add(number)
                waiting.append(number)
    return found


def _columns(way: Walk, kept: Iterable[int]) -> dict[int, int]:
    """Return the column of each entry: as many steps from the start as the longest way between them has."""
    kept = set(kept)
    onward: dict[int, dict[int, list[int]]] = {-1: {}, 1: {}}
    for edge in way.edges:
        if edge.source in kept and edge.target in kept:
            near, far = (edge.target, edge.source) if edge.way < 0 else (edge.source, edge.target)
            onward[edge.way].setdefault(near, []).append(far)
    columns = {way.start: 0}
    for side in (-1, 1):
        for number, distance in _longest(way.start, onward[side]).items():
            columns.setdefault(number, side * distance)
    return columns


def _aligned(columns: dict[int, int], kinds: Mapping[int, str], way: Walk) -> dict[int, int]:
    """Return the columns with all events in one, and all contributions in one, as far back as one of them stands."""
    behind = {number: column for number, column in columns.items() if column < 0}
    for kind in (Kind.CONTRIBUTION, Kind.EVENT):
        alike = [number for number in behind if kinds[number] == kind]
        first = min((behind[number] for number in alike), default=0)
        behind |= dict.fromkeys(alike, first)
    onward = [(edge.source, edge.target) for edge in way.edges if edge.way < 0 and edge.source in behind]
    onward = [(near, far) for near, far in onward if columns.get(far, 0) > columns[near] and far in columns]
    moved = True
    while moved:  # ends: every step here goes on to a later column, so that nothing is pushed twice in a circle
        moved = False
        for near, far in onward:
            limit = behind.get(far, 0) - 1
            if behind[near] > limit:
                behind[near], moved = limit, True
    return columns | behind


def _longest(start: int, onward: Mapping[int, list[int]]) -> dict[int, int]:
    """Return the longest distance of each entry from `start`; steps that close a circle do not count."""
    order: list[int] = []
    closing: set[tuple[int, int]] = set()
    on_path, done = {start}, {start}
    stack = [(start, iter(onward.get(start, [])))]
    while stack:
        near, rest = stack[-1]
        far = next(rest, None)
        if far is None:
            stack.pop()
            on_path.discard(near)
            order.append(near)
        elif far in on_path:
            closing.add((near, far))
        elif far not in done:
            done.add(far)
            on_path.add(far)
            stack.append((far, iter(onward.get(far, []))))
    distance = dict.fromkeys(done, 0)
    for near in reversed(order):
        for far in onward.get(near, []):
            if (near, far) not in closing:
                distance[far] = max(distance[far], distance[near] + 1)
    return distance


def _station(number: int, card: Entry | None, kind: str, column: int) -> Station:
    if card is None:
        return Station(number, kind, column, None)
    happened_at = getattr(card, "happened_at", None) or card.published_at or card.created_at
    return Station(number, card.kind, column, card, happened_at)


def _step(edge: Edge, stations: Mapping[int, Station]) -> Step:
    source, target = stations[edge.source], stations[edge.target]
    if not (source.is_public and target.is_public):
        return Step(source, target, edge.relation, None, "", "", None)
    happened_at = edge.made_at or target.happened_at
    return Step(source, target, edge.relation, happened_at, edge.who, edge.reason, edge.link)


def _order(station: Station) -> tuple[Any, ...]:
    rank = _CHAIN.index(station.kind) if station.kind in _CHAIN else len(_CHAIN)
    return (station.column, rank, station.happened_at or _LONG_AGO, station.number)
