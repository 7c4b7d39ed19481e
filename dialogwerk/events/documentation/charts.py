"""Bars as SVG, drawn here: the same picture stands on the page and in the PDF, each beside a table of its numbers."""

import base64
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, ROW, BAR = 320, 40, 9


def bar_chart(
    rows: Sequence[tuple[str, int]], *, title: str, bar: str = "", ink: str = "", back: str = ""
) -> SafeString:
    """Return one bar a row, its label and number above it.

    Without colours the style sheet of the page gives them (`chart__bar`, `chart__back`, `chart__text`).
    """
    largest = max([count for _label, count in rows] + [1])
    colours = {"bar": bar or "currentColor", "ink": ink or "currentColor", "back": back or "none"}
    lines = format_html_join(
        "",
        '<text class="chart__text" x="0" y="{}" font-size="14" fill="{}">{}</text>'
        '<text class="chart__text" x="{}" y="{}" font-size="14" font-weight="600" text-anchor="end" fill="{}">{}</text>'
        '<rect class="chart__back" x="0" y="{}" width="{}" height="{}" fill="{}"/>'
        '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}" fill="{}"/>',
        (
            (
                *(place * ROW + 16, colours["ink"], label),
                *(WIDTH, place * ROW + 16, colours["ink"], number_format(count)),
                *(place * ROW + 22, WIDTH, BAR, colours["back"]),
                *(place * ROW + 22, round(WIDTH * count / largest), BAR, colours["bar"]),
            )
            for place, (label, count) in enumerate(rows)
        ),
    )
    return format_html(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-family="Fira Sans, sans-serif">{}</svg>',
        WIDTH,
        len(rows) * ROW,
        title,
        lines,
    )


def as_picture(svg: str) -> str:
    """Return an SVG as the address of a picture that a printed page carries in itself."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
