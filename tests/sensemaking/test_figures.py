"""Pictures and tables of the method show what was measured, and nothing else."""

import re

import pytest

from benchmarks import draw

TOLD = draw.DOCUMENT.read_text(encoding="utf-8")


def test_tables_are_those_of_the_measured_figures() -> None:
    assert draw.filled(TOLD) == TOLD
    assert set(re.findall(r"<!-- table: (\w+) -->", TOLD)) == set(draw.tables())


@pytest.mark.parametrize("name", draw.pictures())
def test_picture_is_drawn_from_the_measured_figures(name: str) -> None:
    drawn = draw.pictures()[name]

    assert (draw.DOCUMENT.parent / "img" / name).read_text(encoding="utf-8") == drawn
    assert re.search(rf"!\[[^\]]{{40,}}\]\(img/{re.escape(name)}\)", TOLD)
    assert "prefers-color-scheme:dark" in drawn
    assert "nan" not in drawn
