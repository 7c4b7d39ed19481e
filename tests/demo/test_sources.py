"""The demonstration says where a fact comes from in words a reader knows."""

import re

import pytest

from dialogwerk.demo import reading, sources

SHORT = re.compile(r"\bSEED-[A-E]\b|\[[A-Z]\d{1,2}\b")


def test_short_names_become_sites_once_each() -> None:
    assert sources.named("SEED-B, N3, N12 (Name und Labor)") == "open.nrw, arbeitviernull.nrw (Name und Labor)"


def test_brackets_become_links() -> None:
    text = sources.linked("In neun Jahren. [N12]")

    assert text == (
        "In neun Jahren. (Quelle: [arbeitviernull.nrw](https://www.arbeitviernull.nrw/arbeit/de/prjList/49935/project/13))"
    )


@pytest.mark.parametrize("slug", reading.PROCESSES)
def test_no_short_name_is_left_for_readers(slug) -> None:
    dialogue = reading.read_dialogue(slug)
    told = [sources.linked(dialogue.process["about"])]
    told += [sources.linked(record.get("body", "")) for record in dialogue.entries]
    records = [dialogue.events, dialogue.ideas, dialogue.entries]
    told += [sources.named(record.get("source")) for group in records for record in group]

    assert [text for text in told if SHORT.search(text)] == []
    assert sources.list_of_sources(dialogue).startswith("- <http")
