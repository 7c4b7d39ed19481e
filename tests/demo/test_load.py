"""The demonstration loads whole, and what it tells agrees with the reference documents."""

import re
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from dialogwerk.demo import reading
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.processes.models import Process

pytestmark = [pytest.mark.demo, pytest.mark.xdist_group("demo")]


def _texts():
    for slug in reading.PROCESSES:
        dialogue = reading.read_dialogue(slug)
        for group in dialogue.contributions:
            for card in group["cards"]:
                yield card["key"], card["text"]
        for idea in dialogue.ideas:
            yield idea["key"], idea["summary"]
        for board in dialogue.labs:
            for card in board["cards"]:
                yield card["key"], card["text"]


def test_no_text_stands_twice() -> None:
    counted = Counter(re.sub(r"\W+", " ", text).strip().lower() for _key, text in _texts())

    assert [text for text, count in counted.items() if count > 1] == []


def test_unknown_key_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "process.yaml").write_text("slug: x\n")
    (tmp_path / "x" / "ideas_a.yaml").write_text("- {key: neu, titel: Tippfehler}\n")
    monkeypatch.setattr(reading, "DATA", tmp_path)

    with pytest.raises(reading.DemoDataError, match=r"ideas_a.yaml: neu: unknown keys \['titel'\]"):
        reading.read_dialogue("x")


def test_demo_loads_whole_and_only_once(loaded_demo) -> None:
    kinds = Counter(Entry.objects.values_list("kind", flat=True))

    assert Process.objects.count() == 5
    assert kinds[Kind.IDEA] >= 150
    assert kinds[Kind.CONTRIBUTION] >= 1500
    assert Entry.objects.filter(process__slug="experimentierraeume", kind=Kind.EXPERIMENT).count() == 17
    with pytest.raises(CommandError, match="leere Installation"):
        call_command("load_demo")


def test_reference_documents_are_told(loaded_demo) -> None:
    nrw = Process.objects.get(slug="nrw")
    hannover = Process.objects.get(slug="hannover")
    allianz = Process.objects.get(slug="allianz")
    berlin = Process.objects.get(slug="berlin")
    workshop = Entry.objects.get(process=hannover, kind=Kind.EVENT, event__starts_at__date="2018-01-17").event

    assert berlin.motto.startswith("Der Mensch zählt, die Technik dient")
    assert nrw.process_regions.count() == 16
    assert nrw.challenge_sets.exclude(published_on=None).get().challenges.count() == 5
    assert workshop.participant_count == 70
    assert workshop.tables.count() == 3
    assert all(table.cells.count() == 3 for table in workshop.tables.all())
    assert allianz.committees.first().benches.count() == 4
    assert Entry.objects.filter(process=allianz, kind=Kind.MEASURE).count() == 7
