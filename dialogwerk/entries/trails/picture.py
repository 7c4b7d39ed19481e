"""The drawing of a trail: stations on a grid, lines between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogwerk.entries.trails.model import End, Group, Station, Step, Trail

GROUP_FROM = 5  # so many stations of one kind with the same neighbours are drawn as one
MAX_SPOTS = 7  # so many in one column; past it, all of one kind are drawn as one
WIDTH, HALF, DOT = 100, 50, 11  # units of the drawing: a column, half a row, from a spot's top to its dot
SWEEPS = 6


@dataclass(frozen=True)
class Spot:
    """A place of the drawing: one station, or many of one kind drawn as one. Rows count in halves, from 1."""

    stations: tuple[Station, ...]
    column: int
    row: int
    ends: tuple[End, ...] = ()
    is_last: bool = False

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
    """A spot in the making, or the place that a long line takes in a column that it only passes."""

    def __init__(self, column: int, stations: Sequence[Station] = ()) -> None:
        self.column = column
        self.stations = tuple(stations)
        self.size = 2 if stations else 1
        self.row = 0
        self.is_mine = any(station.is_start for station in stations)
        self.before: list[_Node] = []
        self.after: list[_Node] = []


def draw(trail: Trail) -> Picture:
    """Return the drawing of a trail. No query."""
    nodes = _nodes(trail)
    of = {station.number: node for node in nodes for station in node.stations}
    pairs = dict.fromkeys((of[step.source.number], of[step.target.number]) for step in _forward(trail.steps))
    columns = _columns(nodes, pairs)
    _place(columns)
    first = min(columns)
    ends = {end.station.number: end for end in trail.ends}
    spots = [
        Spot(
            stations=node.stations,
            column=node.column - first + 1,
            row=node.row + 1,
            ends=tuple(ends[station.number] for station in node.stations if station.number in ends)[:1],
            is_last=node.column - first >= len(columns) * 2 / 3 and len(columns) > 2,
        )
        for column in sorted(columns)
        for node in columns[column]
        if node.stations
    ]
    every = [node for column in columns.values() for node in column]
    lines = [_line(node, after, first) for node in every for after in node.after]
    rows = max(node.row + node.size for node in every)
    return Picture(tuple(spots), tuple(lines), len(columns), rows)


def _forward(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that go on to a later column; those that close a circle are told in the list only."""
    return [step for step in steps if step.source.column < step.target.column]


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


def _columns(nodes: Sequence[_Node], pairs: Iterable[tuple[_Node, _Node]]) -> dict[int, list[_Node]]:
    """Sort the nodes into columns and give long lines a place in each column that they pass."""
    columns: dict[int, list[_Node]] = {}
    for node in nodes:
        columns.setdefault(node.column, []).append(node)
    for source, target in pairs:
        near = source
        for position in range(source.column + 1, target.column):
            passing = _Node(position)
            passing.is_mine = source.is_mine or target.is_mine
            columns.setdefault(position, []).append(passing)
            near.after.append(passing)
            passing.before.append(near)
            near = passing
        near.after.append(target)
        target.before.append(near)
    return columns


def _place(columns: dict[int, list[_Node]]) -> None:
    """Give each node a row: near its neighbours, in an order with few crossings."""
    positions = sorted(columns)
    for column in columns.values():
        row = 0
        for node in column:
            node.row, row = row, row + node.size
    for sweep in range(SWEEPS):
        for position in positions if sweep % 2 else positions[::-1]:
            _settle(columns[position])
    top = min(node.row for column in columns.values() for node in column)
    for column in columns.values():
        for node in column:
            node.row -= top


def _settle(column: list[_Node]) -> None:
    """Order one column by its neighbours and move each node as near to them as the others allow."""
    wished = {node: _wish(node) for node in column}
    column.sort(key=lambda node: wished[node])
    offset, levels = 0, []
    for node in column:
        levels.append(wished[node] - offset)
        offset += node.size
    offset = 0
    for node, level in zip(column, _rising(levels), strict=True):
        node.row = round(level) + offset
        offset += node.size


def _wish(node: _Node) -> float:
    near = [other.row + (other.size - node.size) / 2 for other in (*node.before, *node.after)]
    return sum(near) / len(near) if near else float(node.row)


def _rising(levels: Sequence[float]) -> list[float]:
    """Return the rising numbers nearest to `levels` (pool adjacent violators)."""
    pools: list[list[float]] = []
    for level in levels:
        pools.append([level, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, weight = pools.pop()
            other, others = pools[-1]
            pools[-1] = [(mean * weight + other * others) / (weight + others), weight + others]
    return [mean for mean, weight in pools for _each in range(int(weight))]


def _line(source: _Node, target: _Node, first: int) -> Line:
    left, right = (source.column - first) * WIDTH, (target.column - first) * WIDTH
    above, below = _height(source), _height(target)
    if above == below:
        path = f"M{left} {above}H{right}"
    else:
        path = f"M{left} {above}H{right - 34}C{right - 12} {above} {right - 22} {below} {right} {below}"
    return Line(path, is_mine=source.is_mine or target.is_mine)


def _height(node: _Node) -> int:
    """Return the height of the node's dot; a passing line runs at the same height within its half row."""
    return node.row * HALF + DOT
