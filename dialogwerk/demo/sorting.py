"""Sorting tables in the middle of the work. They are sorted by moves, so that they have a history like any other."""

import datetime
import uuid
from collections.abc import Iterable

from dialogwerk.accounts.models import Person
from dialogwerk.core.models import AuditRecord
from dialogwerk.demo.reading import Dialogue, Record, moment
from dialogwerk.demo.trail import find
from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.actions import (
    Claim,
    apply_moves,
    challenge_from_group,
    create_set,
    lay_out_table,
    rewrite_challenge,
)
from dialogwerk.synthesis.models import Group, Move, SortingTable
from dialogwerk.synthesis.moves import read_ask

AT_A_TIME = 3  # cards in one move
BETWEEN = datetime.timedelta(seconds=40)


def load_sorting(process: Process, dialogue: Dialogue, entries: dict[str, Entry]) -> None:
    """Lay out the tables of a dialogue and sort what the file says; the rest is left to whoever looks."""
    for told in dialogue.sorting:
        _load(process, dialogue.slug, told, entries)


def _load(process: Process, slug: str, told: Record, entries: dict[str, Entry]) -> None:
    before = AuditRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    at = moment(told["on"], "09:00")
    editor = _person("redaktion")
    events = [find(entries, slug, key) for key in told["events"]]
    table = lay_out_table(actor=editor, process=process, title=told["title"], events=events)
    for group in told["groups"]:
        cards = [find(entries, slug, key).pk for key in group["cards"]]
        for start in range(0, len(cards), AT_A_TIME):
            _move(table, group["by"], "make", cards[start : start + AT_A_TIME], group["name"])
        if group.get("note"):
            Group.objects.filter(table=table, name=group["name"]).update(note=group["note"])
    _move(table, told["aside"]["by"], "aside", [find(entries, slug, key).pk for key in told["aside"]["cards"]])
    _draft(process, slug, table, told["draft"], entries)
    moves = list(table.moves.order_by("seq"))
    for place, move in enumerate(moves):
        move.made_at = at + place * BETWEEN
    Move.objects.bulk_update(moves, ["made_at"])
    SortingTable.objects.filter(pk=table.pk).update(made_at=at)
    AuditRecord.objects.filter(pk__gt=before).update(at=at)


def _draft(process: Process, slug: str, table: SortingTable, told: Record, entries: dict[str, Entry]) -> None:
    editor = _person("redaktion")
    group = Group.objects.select_related("table__process").get(table=table, name=told["group"])
    challenge_set = create_set(actor=editor, process=process, title=told["set"], based_on=table.events.all())
    challenge = challenge_from_group(actor=editor, group=group, challenge_set=challenge_set)
    claims = [
        Claim(one["text"], tuple(find(entries, slug, key).pk for key in one.get("evidence", [])))
        for one in told["sentences"]
    ]
    texts = {"title": told["title"], "summary": told["summary"], "claims": claims}
    rewrite_challenge(actor=editor, challenge=challenge, expected_version=challenge.entry.version, **texts)
    Entry.objects.filter(pk=challenge.pk).update(is_invented=True)


def _move(table: SortingTable, by: str, kind: str, entries: Iterable[int], name: str = "") -> None:
    ask = read_ask({"id": str(uuid.uuid4()), "kind": kind, "entries": list(entries), "name": name})
    apply_moves(actor=_person(by), table=table, asks=[ask])


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@demo.example.org")
