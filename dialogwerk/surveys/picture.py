"""Opinion groups as a picture, drawn here: everybody a point, each group an area with its letter.

A group is known by letter, shape of its points and place, never by colour alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, EDGE = 640, 420, 48
MOST_POINTS = 600  # more would only be a blot
Point = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    """A participant on the plane; `group` may be empty."""

    x: float
    y: float
    group: str


def draw(dots: Sequence[Dot], groups: Sequence[str], *, own: Dot | None, title: str) -> SafeString:
    """Return the picture as SVG; colours and sizes are given by the style sheet."""
    to_picture = _scale([*dots, *([own] if own else [])])
    places = {key: number for number, key in enumerate(groups, start=1)}
    areas, letters = [], []
    for key, number in places.items():
        points = [to_picture(dot) for dot in dots if dot.group == key]
        if not points:
            continue
        areas.append((number, " ".join(f"{x},{y}" for x, y in _hull(points))))
        x = round(sum(point[0] for point in points) / len(points))
        y = round(sum(point[1] for point in points) / len(points))
        letters.append((x, y, number, x, y + 9, key))
    step = -(-len(dots) // MOST_POINTS) or 1
    marks = [(places.get(dot.group, 0), _shape(places.get(dot.group, 0), *to_picture(dot))) for dot in dots[::step]]
    return format_html(
        '<svg class="opinion-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}">{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        format_html_join("", '<polygon class="opinion-area opinion-{}" points="{}"/>', areas),
        format_html_join("", '<path class="opinion-dot opinion-{}" d="{}"/>', marks),
        format_html_join(
            "",
            '<circle class="opinion-disc" cx="{}" cy="{}" r="17"/>'
            '<text class="opinion-letter opinion-{}" x="{}" y="{}" text-anchor="middle">{}</text>',
            letters,
        ),
        _you(*to_picture(own)) if own else "",
    )


def _you(x: float, y: float) -> SafeString:
    below = y < HEIGHT - 40
    return format_html(
        '<circle class="opinion-you" cx="{}" cy="{}" r="11"/>'
        '<text class="opinion-you-text" x="{}" y="{}" text-anchor="middle">{}</text>',
        x,
        y,
        min(max(x, 24), WIDTH - 24),
        y + (30 if below else -18),
        _("Sie"),
    )


def _scale(dots: Sequence[Dot]) -> Callable[[Dot], Point]:
    """Return the function that puts a dot into the picture, the same scale on both axes."""
    xs, ys = [dot.x for dot in dots] or [0.0], [dot.y for dot in dots] or [0.0]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    spread = max((max(xs) - min(xs)) / (WIDTH - 2 * EDGE), (max(ys) - min(ys)) / (HEIGHT - 2 * EDGE), 1e-9)

    def place(dot: Dot) -> Point:
        return (
            round(WIDTH / 2 + (dot.x - middle[0]) / spread, 1),
            round(HEIGHT / 2 - (dot.y - middle[1]) / spread, 1),
        )

    return place


def _shape(number: int, x: float, y: float) -> str:
    """Return the path of a point: circle, square, triangle, diamond, cross."""
    paths = (
        f"M{x - 3},{y}a3,3 0 1,0 6,0a3,3 0 1,0 -6,0z",
        f"M{x - 4.5},{y}a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z",
        f"M{x - 4},{y - 4}h8v8h-8z",
        f"M{x},{y - 5}l5,9h-10z",
        f"M{x},{y - 5.5}l5.5,5.5l-5.5,5.5l-5.5,-5.5z",
        f"M{x - 1.5},{y - 5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    )
    return paths[number if number < len(paths) else 1 + (number - 1) % (len(paths) - 1)]


def _hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the smallest convex area around the points (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(line: Sequence[Point]) -> list[Point]:
        corners: list[Point] = []
        for point in line:
            while len(corners) > 1 and _turn(corners[-2], corners[-1], point) <= 0:
                corners.pop()
            corners.append(point)
        return corners[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
