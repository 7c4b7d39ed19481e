"""Parts of pages that are kept as they were drawn show what is true now."""

from typing import NamedTuple

import pytest
from django.utils import translation

from dialogwerk.core import drawn
from tests import factories

PART = "entries/_trail_station.html"


class Told(NamedTuple):
    title: str
    address: str = "/messung/"
    is_start: bool = True
    day: None = None
    where: str = ""
    stage: int = 0
    summary: str = ""
    steps: tuple[str, ...] = ()


def test_a_part_is_drawn_once_for_each_thing_it_shows(monkeypatch) -> None:
    first = drawn.draw(PART, station=Told("Werkbank <auf Zeit>"))
    assert "<strong>Werkbank &lt;auf Zeit&gt;</strong>" in first
    monkeypatch.setattr(drawn, "get_template", lambda name: pytest.fail("drawn again"))
    assert drawn.draw(PART, station=Told("Werkbank <auf Zeit>")) is first
    monkeypatch.undo()

    assert "für alle" in drawn.draw(PART, station=Told("Werkbank für alle"))


def test_a_part_is_drawn_for_each_language() -> None:
    assert "Ganz lesen" in drawn.draw(PART, station=Told("Werkbank"))
    with translation.override("en"):
        assert "Ganz lesen" not in drawn.draw(PART, station=Told("Werkbank"))


def test_what_can_change_in_itself_is_refused(process) -> None:
    entry = factories.EntryFactory(process=process)
    with pytest.raises(TypeError):
        drawn.draw(PART, station=entry)
    with pytest.raises(TypeError):
        drawn.draw(PART, station=Told("Werkbank", steps=["eins"]))  # type: ignore[arg-type]


def test_no_more_is_kept_than_it_says(monkeypatch) -> None:
    monkeypatch.setattr(drawn, "MOST", 10)
    for part in ("eins eins", "zwei zwei", "drei drei"):
        assert drawn.kept(part, lambda part=part: part) == part
        assert list(drawn._drawn.values()) == [part]
