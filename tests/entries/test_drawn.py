"""Cards that are kept as they were drawn show what is true now."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation

from dialogwerk.entries import drawn
from dialogwerk.entries.models import LADDER, Entry, Kind
from tests import factories

TEMPLATES = [path for path in Path("dialogwerk").rglob("*.html") if "styleguide" not in path.parts]
TOLD_BY = {"get_kind_display": "kind", "get_stage_display": "stage", "region": "region", "organisation": "organisation"}


def kept_templates() -> set[str]:
    used = [re.findall(r"{% entry_card \w+([^%]*)%}", path.read_text(encoding="utf-8")) for path in TEMPLATES]
    named = [re.match(r'\s*"([^"]+)"', rest) for found in used for rest in found]
    return {match[1] if match else "entries/_card.html" for match in named}


@pytest.fixture
def entry(process) -> Entry:
    entry = factories.EntryFactory(process=process, kind=Kind.IDEA, title="Werkbank auf Zeit", stage=LADDER[0])
    return Entry.objects.for_cards().get(pk=entry.pk)


def test_templates_of_kept_cards_read_nothing_that_is_not_compared() -> None:
    assert len(kept_templates()) >= 2
    for name in kept_templates():
        source = Path(get_template(name).origin.name).read_text(encoding="utf-8")
        source = re.sub(r"{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
        read = {TOLD_BY.get(word, word) for word in re.findall(r"\bentry\.(\w+)", source)}
        compared = {word.partition(".")[0] for word in drawn.SHOWN} | {"region", "organisation"}
        assert read <= compared
        assert not set(re.findall(r"\bentry\.(?:region|organisation)\.(\w+)", source)) - {"name"}


def test_a_card_is_drawn_once_and_again_when_something_on_it_has_changed(entry, monkeypatch) -> None:
    first = drawn.draw_card(entry, "entries/_card.html")
    monkeypatch.setattr(drawn, "get_template", lambda name: pytest.fail("drawn again"))
    assert drawn.draw_card(entry, "entries/_card.html") == first
    monkeypatch.undo()

    entry.title = "Werkbank für alle"
    assert "Werkbank für alle" in drawn.draw_card(entry, "entries/_card.html")
    entry.process.slug = "anderswo"
    assert "/anderswo/" in drawn.draw_card(entry, "entries/_card.html")


def test_a_card_is_kept_for_each_language_and_each_way_to_show_it(entry) -> None:
    german = drawn.draw_card(entry, "entries/_card.html")
    with translation.override("en"):
        assert drawn.draw_card(entry, "entries/_card.html") != german
    named = drawn.draw_card(entry, "entries/_card.html", show_process=True)
    assert entry.process.title in named
    assert entry.process.title not in german
