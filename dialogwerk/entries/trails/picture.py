"""The drawing of a trail: stations on a grid, lines between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogwerk.entries.trails.model import End, Group, Station, Step, Trail

GROUP_FROM = 5  # so many stations of one kind with the same neighbours are drawn as one
MAX_SPOTS = 7  # so many in one column; past it, all of one kind are drawn as one
WIDTH, HALF, DOT = 100, 50, 13  # units of the drawing: a column, half a row, from a spot's top to its dot
SIZE = 2  # rows of a spot, in halves
BEND, CLEAR = 18, 10  # how wide a change of row is, and how far before the next column it ends
SWEEPS = 6


@dataclass(frozen=True)
class Spot:
    """A place of the drawing: one station, or many of one kind drawn as one. Rows count in halves, from 1.

    `is_beside`: another one of its column stands before it; where the drawing runs downwards it is set in as a branch.
    """

    stations: tuple[Station, ...]
    column: int
    row: int
    ends: tuple[End, ...] = ()
    is_last: bool = False
    is_beside: bool = False

    @property
    def only(self) -> Station | None:
        """The one station, if it is but one."""
        return self.stations[0] if len(self.stations) == 1 else None

    @property
    def is_here(self) -> bool:
        """Whether this is the entry asked about."""
        return self.stations[0].is_start

    @property
    def title(self) -> str:
        """„80 Beiträge aus 5 Veranstaltungen“ for many."""
        return self.only.title if self.only else Group(self.stations).label


@dataclass(frozen=True)
class Line:
    """A line between two spots, as the `d` of an SVG path."""

    path: str
    is_mine: bool


@dataclass(frozen=True)
class Picture:
    """The whole drawing, on `columns` by `rows` half rows."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    columns: int
    rows: int

    @property
    def view_box(self) -> str:
        """The units of the drawing."""
        return f"0 0 {self.columns * WIDTH} {self.rows * HALF}"


class _Node:
    """A spot in the making. Rows count in halves; a spot takes two."""

    def __init__(self, column: int, stations: Sequence[Station]) -> None:
        self.column = column
        self.stations = tuple(stations)
        self.row = 0
        self.neighbours: list[_Node] = []

    @property
    def is_start(self) -> bool:
        return any(station.is_start for station in self.stations)


class _Lane:
    """A line in the making, with the row in which it passes columns between its ends."""

    def __init__(self, source: _Node, target: _Node) -> None:
        self.source = source
        self.target = target
        self.row = target.row
        self.passed = range(source.column + 1, target.column)


def draw(trail: Trail) -> Picture:
    """Return the drawing of a trail. No query."""
    nodes = _nodes(trail)
    of = {station.number: node for node in nodes for station in node.stations}
    pairs = _pairs(_forward(trail.steps), of)
    for source, target in pairs:
        source.neighbours.append(target)
        target.neighbours.append(source)
    columns: dict[int, list[_Node]] = {}
    for node in nodes:
        columns.setdefault(node.column, []).append(node)
    _place(columns)
    lanes = [_Lane(source, target) for source, target in pairs]
    _route(lanes, nodes)
    top = min([node.row for node in nodes] + [lane.row for lane in lanes if lane.passed])
    bottom = max([node.row + SIZE for node in nodes] + [lane.row + 1 for lane in lanes if lane.passed])
    first = min(columns)
    ends = {end.station.number: end for end in trail.ends}
    spots = [
        Spot(
            stations=node.stations,
            column=node.column - first + 1,
            row=node.row - top + 1,
            ends=tuple(ends[station.number] for station in node.stations if station.number in ends)[:1],
            is_last=len(columns) > 2 and node.column - first >= len(columns) * 2 / 3,
            is_beside=index > 0,
        )
        for position in sorted(columns)
        for index, node in enumerate(columns[position])
    ]
    lines = sorted((_line(lane, first, top) for lane in lanes), key=lambda line: line.is_mine)
    return Picture(tuple(spots), tuple(lines), len(columns), bottom - top)


def _forward(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that go on to a later column; those that close a circle are told in the list only."""
    return [step for step in steps if step.source.column < step.target.column]


def _pairs(steps: Iterable[Step], of: dict[int, _Node]) -> list[tuple[_Node, _Node]]:
    """Return which nodes a line joins: none where the way leads there over other stations, too. The list tells all."""
    joined = dict.fromkeys((of[step.source.number], of[step.target.number]) for step in steps)
    onward: dict[_Node, list[_Node]] = {}
    for source, target in joined:
        onward.setdefault(source, []).append(target)
    return [(source, target) for source, target in joined if not _leads_round(source, target, onward)]


def _leads_round(source: _Node, target: _Node, onward: dict[_Node, list[_Node]]) -> bool:
    """Say whether a way leads from `source` to `target` over others."""
    seen = {other for other in onward[source] if other is not target}
    waiting = list(seen)
    while waiting:
        for other in onward.get(waiting.pop(), []):
            if other is target:
                return True
            if other not in seen and other.column < target.column:
                seen.add(other)
                waiting.append(other)
    return False


def _nodes(trail: Trail) -> list[_Node]:
    """Return the nodes: each station, or many of one kind with the same neighbours towards the entry as one."""
    neighbours: dict[int, set[int]] = {}
    for step in _forward(trail.steps):
        if step.target.column <= 0:
            neighbours.setdefault(step.source.number, set()).add(step.target.number)
        else:
            neighbours.setdefault(step.target.number, set()).add(step.source.number)
    node_of: dict[int, _Node] = {}
    nodes: list[_Node] = []
    for column in sorted(trail.columns, key=lambda column: abs(column.position)):
        alike: dict[tuple[object, ...], list[Station]] = {}
        for station in column.stations:
            near = frozenset(id(node_of[number]) for number in neighbours.get(station.number, ()) if number in node_of)
            alike.setdefault((station.kind, station.is_public, near), []).append(station)
        made = _gathered(column.position, alike)
        nodes += made
        node_of |= {station.number: node for node in made for station in node.stations}
    return nodes


def _gathered(position: int, alike: dict[tuple[object, ...], list[Station]]) -> list[_Node]:
    made: list[list[Station]] = []
    for stations in alike.values():
        made += [stations] if len(stations) >= GROUP_FROM else [[station] for station in stations]
    if len(made) > MAX_SPOTS:
        by_kind: dict[str, list[Station]] = {}
        for stations in made:
            by_kind.setdefault(stations[0].kind, []).extend(stations)
        made = list(by_kind.values())
    return [_Node(position, stations) for stations in made]


def _place(columns: dict[int, list[_Node]]) -> None:
    """Give each node a row: near its neighbours, in an order with few crossings."""
    for column in columns.values():
        for index, node in enumerate(column):
            node.row = index * SIZE
    for sweep in range(SWEEPS):
        for position in sorted(columns, reverse=sweep % 2 == 0):
            _settle(columns[position])


def _settle(column: list[_Node]) -> None:
    """Order one column by its neighbours and move each node as near to them as the others allow."""
    wished = {node: _wish(node) for node in column}
    column.sort(key=lambda node: wished[node])
    levels = [wished[node] - index * SIZE for index, node in enumerate(column)]
    for index, (node, level) in enumerate(zip(column, _rising(levels), strict=True)):
        node.row = round(level) + index * SIZE


def _wish(node: _Node) -> float:
    rows = [other.row for other in node.neighbours]
    return sum(rows) / len(rows) if rows else float(node.row)


def _rising(levels: Sequence[float]) -> list[float]:
    """Return the rising numbers nearest to `levels` (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for level in levels:
        mean, weight = level, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, weight = (mean * weight + other * others) / (weight + others), weight + others
        pools.append((mean, weight))
    return [mean for mean, weight in pools for _each in range(weight)]


def _route(lanes: Sequence[_Lane], nodes: Sequence[_Node]) -> None:
    """Give lines that pass columns a free row through all of them, the nearest one. Lines with a common end share."""
    taken: dict[tuple[int, int], set[_Node]] = {}
    for node in nodes:
        for row in range(node.row, node.row + SIZE):
            taken[node.column, row] = set()
    height = max(node.row for node in nodes) - min(node.row for node in nodes) + SIZE + len(lanes) + 1
    for lane in sorted(lanes, key=lambda lane: len(lane.passed)):
        middle = (lane.source.row + lane.target.row) / 2
        ends = {lane.source, lane.target}
        rows = range(lane.target.row - height, lane.target.row + height + 1)
        lane.row = next(
            row
            for row in sorted(rows, key=lambda row: (abs(row - lane.target.row) + abs(row - middle), row))
            if all(ends & taken.get((column, row), ends) for column in lane.passed)
        )
        for column in lane.passed:
            spot = taken.setdefault((column, lane.row), set(ends))
            spot &= ends


def _line(lane: _Lane, first: int, top: int) -> Line:
    left, right = (lane.source.column - first) * WIDTH, (lane.target.column - first) * WIDTH
    above, between, below = (_height(row - top) for row in (lane.source.row, lane.row, lane.target.row))
    path = f"M{left} {above}"
    if lane.passed:
        path += _bend(left + WIDTH, above, between)
        above = between
    path += _bend(right, above, below)
    return Line(path, is_mine=lane.source.is_start or lane.target.is_start)


def _bend(right: int, above: int, below: int) -> str:
    """Return a run along a row that changes to another one just before the column at `right`."""
    if above == below:
        return f"H{right}"
    end = right - CLEAR
    return f"H{end - BEND}C{end - BEND / 3:g} {above} {end - BEND * 2 / 3:g} {below} {end} {below}H{right}"


def _height(row: int) -> int:
    """Return the height of the dots in a row."""
    return row * HALF + DOT
