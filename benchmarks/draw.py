"""Draw the pictures and write the tables of docs/method/figures.md from what was measured (`benchmarks/figures/`).

    python -m benchmarks.draw

Pictures are SVG with colours for light and dark. A test holds them and the tables to the measured figures.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from benchmarks import figures

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "method" / "figures.md"
WIDTH, LEFT, RIGHT, TOP = 760, 190, 44, 72
STYLE = """
svg{font:13px system-ui,sans-serif;background:#fff}.t{fill:#1b1b1f}.m{fill:#55555f}.g{stroke:#d9d9e0}.a{stroke:#55555f}
.p0{--c:#a3123f}.p1{--c:#1f5fa8}.p2{--c:#8a5a00}.p3{--c:#5b4bb5}.p4{--c:#23713a}.l{fill:none;stroke:var(--c)}
.d{fill:var(--c)}@media(prefers-color-scheme:dark){svg{background:#17171b}.t{fill:#f2f2f5}.m{fill:#b9b9c4}
.g{stroke:#3c3c46}.a{stroke:#b9b9c4}.p0{--c:#ff8fae}.p1{--c:#7db9ff}.p2{--c:#e8b352}.p3{--c:#b9adff}.p4{--c:#76d391}}
""".replace("\n", "")
SHAPES = (
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",
    "M-5-5h10v10h-10Z",
    "M0-6 6 5H-6Z",
    "M0-7 6 0 0 7-6 0Z",
    "M0 6 6-5H-6Z",
)
Points = dict[str, list[tuple[float, float]]]  # x, y for each recipe, the same order in every picture
OURS = "sensemaking"


@dataclass
class Picture:
    """An SVG that grows: a title, a legend, axes, marks."""

    title: str
    height: int
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, anchor: str = "start", shade: str = "m") -> None:
        self.parts.append(f'<text class="{shade}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>')

    def line(self, x: float, y: float, x2: float, y2: float, more: str = 'class="g"') -> None:
        self.parts.append(f'<path {more} d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}"/>')

    def mark(self, x: float, y: float, kind: int) -> None:
        self.parts.append(
            f'<path class="p{kind % 5} d" d="{SHAPES[kind % 5]}" transform="translate({x:.1f} {y:.1f})"/>'
        )

    def legend(self, names: Sequence[str]) -> None:
        x, y = 26.0, 38
        for kind, name in enumerate(names):
            width = 34 + 7.3 * len(name)
            if x + width > WIDTH:
                x, y = 26.0, y + 19
            self.mark(x, y, kind)
            self.text(x + 11, y + 4, name)
            x += width

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img">'
        title = (
            f'<title>{escape(self.title)}</title><style>{STYLE}</style><text class="t" x="20" y="20" font-weight="600">'
        )
        return "\n".join([head, f"{title}{escape(self.title)}</text>", *self.parts, "</svg>", ""])


def dots(title: str, rows: Sequence[str], points: dict[str, list[float]], ticks: Sequence[float]) -> str:
    """Draw one line of marks per row, from the first to the last tick."""
    picture = Picture(title, TOP + 34 * len(rows) + 34)
    across = _scale(ticks[0], ticks[-1], LEFT, WIDTH - RIGHT)
    bottom = TOP + 34 * len(rows)
    for tick in ticks:
        picture.line(across(tick), TOP, across(tick), bottom)
        picture.text(across(tick), bottom + 20, f"{tick:g}", "middle")
    for number, row in enumerate(rows):
        y = TOP + 17 + 34 * number
        picture.text(LEFT - 14, y + 4, row, "end", "t")
        picture.line(LEFT, y, WIDTH - RIGHT, y)
    for kind, values in reversed(list(enumerate(points.values()))):  # ours on top of the others
        for number, value in enumerate(values):
            picture.mark(across(value), TOP + 17 + 34 * number, kind)
    picture.legend(list(points))
    return picture.svg()


def curves(title: str, axes: tuple[str, str], points: Points, x: Sequence[float], y: Sequence[float], *,
           log: bool = False, aim: float | None = None) -> str:  # fmt: skip
    """Draw a line per recipe; `x` and `y` are the ticks."""
    picture, left, bottom = Picture(title, 400), 66, 350
    across = _scale(x[0], x[-1], left, WIDTH - RIGHT, log=log)
    up = _scale(y[0], y[-1], bottom, TOP + 16, log=log)
    for tick in x:
        picture.line(across(tick), TOP + 16, across(tick), bottom)
        picture.text(across(tick), bottom + 20, f"{tick:,.0f}", "middle")
    for tick in y:
        picture.line(left, up(tick), WIDTH - RIGHT, up(tick))
        picture.text(left - 8, up(tick) + 4, f"{tick:,g}", "end")
    picture.text(WIDTH - RIGHT, bottom + 40, axes[0], "end")
    picture.text(20, TOP + 8, axes[1])
    if aim is not None:
        picture.line(left, up(aim), WIDTH - RIGHT, up(aim), 'class="a" stroke-width="1.5" stroke-dasharray="6 5"')
        picture.text(left + 6, up(aim) - 6, f"aim {aim:g}")
    for kind, each in reversed(list(enumerate(points.values()))):
        places = [(across(one), up(other)) for one, other in each]
        joined = "L".join(f"{one:.1f} {other:.1f}" for one, other in places)
        picture.parts.append(f'<path class="p{kind % 5} l" stroke-width="2" d="M{joined}"/>')
        for one, other in places:
            picture.mark(one, other, kind)
    picture.legend(list(points))
    return picture.svg()


def _scale(low: float, high: float, start: float, end: float, *, log: bool = False) -> Callable[[float], float]:
    change = math.log10 if log else float
    return lambda value: start + (change(value) - change(low)) / (change(high) - change(low)) * (end - start)


def by_recipe(rows: Sequence[dict]) -> dict[str, list[dict]]:
    """Return rows by recipe, ours first."""
    names = sorted(
        {row["recipe"] for row in rows}, key=lambda name: (not name.startswith(("sense", "ours, ask")), name)
    )
    return {name: [row for row in rows if row["recipe"] == name] for name in names}


def table(head: Sequence[str], rows: Sequence[Sequence[object]], text_columns: int = 1) -> str:
    """Return a Markdown table; numbers stand right."""
    rule = [" --- "] * text_columns + [" ---: "] * (len(head) - text_columns)
    lines = [f"| {' | '.join(map(str, row))} |" for row in [head, *rows]]
    return "\n".join([lines[0], f"|{'|'.join(rule)}|", *lines[1:]])


def pictures() -> dict[str, str]:
    """Return all pictures by file name."""
    themes, scale, sorting = (figures.read(name) for name in ("themes", "scale", "sorting"))
    names = list(dict.fromkeys(row["data"] for row in themes))
    drawn = {}
    for measure, title in (("nmi", "NMI"), ("ari", "adjusted Rand index")):
        values = {
            name: [row[measure] for data in names for row in rows if row["data"] == data]
            for name, rows in by_recipe(themes).items()
        }
        drawn[f"themes-{measure}.svg"] = dots(
            f"Themes against labels of people: {title}", names, values, [0, 0.2, 0.4, 0.6, 0.8, 1]
        )
    learnt = {name: [(row["decisions"], row["macro_f1"]) for row in rows] for name, rows in by_recipe(sorting).items()}
    drawn["sorting.svg"] = curves("Sorting help: macro-F1 by number of decisions", ("decisions", "macro-F1"), learnt,
                                  [0, 100, 200, 300, 400, 500], [0, 0.2, 0.4, 0.6, 0.8], aim=0.64)  # fmt: skip
    for value, label, ticks in (("cpu_s", "CPU seconds", [0.1, 1, 10, 100, 1000]), ("peak_gib", "GiB", [0.1, 1, 10])):
        points = {name: sorted((row["texts"], row[value]) for row in rows) for name, rows in by_recipe(scale).items()}
        drawn[f"scale-{value.split('_')[0]}.svg"] = curves(f"{label} by number of texts", ("texts", label), points,
                                                           [1e3, 1e4, 1e5, 1e6], ticks, log=True)  # fmt: skip
    return drawn


def tables() -> dict[str, str]:
    """Return the tables by the name of their place in the document."""
    themes, scale, sorting, alike = (figures.read(name) for name in ("themes", "scale", "sorting", "duplicates"))
    marks = sorted({row["decisions"] for row in sorting})
    ours = [row for row in sorted(scale, key=lambda row: row["texts"]) if row["recipe"] == OURS]
    return {
        "themes": table(
            ["data (texts, groups)", "recipe", "NMI", "ARI", "B-cubed", "small groups", "CPU s"],
            [
                [f"{row['data']} ({row['texts']:,}, {row['groups']})", _name(row["recipe"])]
                + [f"{row[part]:.2f}" for part in ("nmi", "ari", "bcubed", "small")] + [f"{row['cpu_s']:.1f}"]
                for row in themes
            ], 2,
        ),
        "sorting": table(
            ["recipe", *marks],
            [[_name(name), *(f"{row['macro_f1']:.3f}" for row in rows)] for name, rows in by_recipe(sorting).items()],
        ),
        "scale": table(
            ["recipe", "texts", "CPU s", "peak GiB"],
            [
                [_name(row["recipe"]), f"{row['texts']:,}", f"{row['cpu_s']:.1f}", f"{row['peak_gib']:.2f}"]
                for row in sorted(scale, key=lambda row: row["texts"])
            ],
        ),
        "steps": table(
            ["texts", "duplicates, CPU s", "themes, CPU s", "texts alone, GiB", "peak GiB", "themes", "unclear"],
            [
                [f"{row['texts']:,}", _duplicates(row), f"{row['themes_cpu_s']:.1f}",
                 f"{row['texts_gib']:.2f}", f"{row['peak_gib']:.2f}", row["themes"], f"{row['unclear_share']:.0%}"]
                for row in ours
            ],
        ),
        "duplicates": table(
            ["texts", "planted", "recall", "groups found", "CPU s", "texts alone, GiB", "peak GiB"],
            [
                [f"{row['texts']:,}", f"{row['planted']:,}", f"{row['recall']:.3f}", f"{row['groups']:,}",
                 f"{row['cpu_s']:.1f}", f"{row['texts_gib']:.2f}", f"{row['peak_gib']:.2f}"]
                for row in sorted(alike, key=lambda row: row["texts"])
            ],
        ),
    }  # fmt: skip


def _duplicates(row: dict) -> str:
    return f"{row['duplicates_cpu_s']:.1f}" if "duplicates_cpu_s" in row else "left out"


def _name(recipe: str) -> str:
    return f"**{recipe}**" if recipe.startswith(("sense", "ours")) else recipe


def filled(document: str) -> str:
    """Return the document with the tables of today."""
    for name, content in tables().items():
        place = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        document = place.sub(lambda found, content=content: f"{found[1]}{content}\n{found[2]}", document)
    return document


def main() -> None:
    """Write pictures and tables."""
    folder = DOCUMENT.parent / "img"
    folder.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (folder / name).write_text(svg, encoding="utf-8")
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
