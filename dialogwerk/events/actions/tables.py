"""The tables of an event: questions, personas, results, and the matrix of groups and topics."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.removal import remove_rows
from dialogwerk.events.actions.parts import record, save_part
from dialogwerk.events.models import Event, MatrixCell, Table
from dialogwerk.processes.models import Topic


@transaction.atomic
def add_table(*, actor: Any, event: Event, topics: Iterable[Topic] = (), **fields: Any) -> Table:
    """Add a table with the next free number, or with `number`. Raises `ValidationError` where that is taken."""
    fields.setdefault("number", (event.tables.aggregate(last=Max("number"))["last"] or 0) + 1)
    table = Table(event=event, **fields)
    table.full_clean()
    table.save()
    table.topics.set(topics)
    record(actor, "add_table", event, table=table.number)
    return table


@transaction.atomic
def change_table(
    *,
    actor: Any,
    table: Table,
    expected_version: int,
    topics: Iterable[Topic] | None = None,
    results: Mapping[int, str] | None = None,
    **fields: Any,
) -> None:
    """Change a table; `results` are its fields of the matrix (number of the topic -> text).

    A table whose number changes takes its cards along. Raises `Conflict`, `ValidationError`.
    """
    before = Table.objects.values_list("number", flat=True).get(pk=table.pk)
    save_part(table, expected_version, fields)
    if table.number != before:
        table.event.entry.originated.filter(origin_table=before).update(origin_table=table.number)
    if topics is not None:
        table.topics.set(topics)
    for topic, result in (results or {}).items():
        MatrixCell.objects.filter(table=table, topic=topic).update(result=result.strip())
    record(actor, "change_table", table.event, table=table.number)


@transaction.atomic
def remove_table(*, actor: Any, table: Table) -> str:
    """Remove a table nothing came from; return what `bring_part_back` needs.

    Raises `NotPossibleNow` where contributions or ideas name it.
    """
    count = table.event.entry.originated.filter(origin_table=table.number).count()
    if count:
        raise NotPossibleNow(
            ngettext(
                "Von diesem Tisch stammt %(count)s Eintrag. Er bliebe ohne Herkunft zurück.",
                "Von diesem Tisch stammen %(count)s Einträge. Sie blieben ohne Herkunft zurück.",
                count,
            )
            % {"count": count},
            what_to_do=_("Ändern Sie den Tisch, statt ihn zu entfernen."),
        )
    record(actor, "remove_table", table.event, table=table.number, title=table.title)
    return remove_rows([table])


@transaction.atomic
def lay_out_matrix(*, actor: Any, event: Event, groups: Iterable[str], topics: Iterable[Topic]) -> list[Table]:
    """Make a table for each group and a field for each topic. What is there already stays as it is."""
    topics, tables = list(topics), []
    for group in groups:
        table = event.tables.filter(group=group).first()
        if table is None:
            table = add_table(actor=actor, event=event, topics=topics, group=group)
        else:
            table.topics.add(*topics)
        for topic in topics:
            MatrixCell.objects.get_or_create(table=table, topic=topic)
        tables.append(table)
    record(actor, "lay_out_matrix", event, groups=len(tables), topics=len(topics))
    return tables


@transaction.atomic
def take_back_matrix(*, actor: Any, event: Event, tables: Iterable[int]) -> int:
    """Remove the tables a matrix has just made; return how many. Those that were worked on since then stay."""
    made = event.tables.filter(pk__in=list(tables), version=1)
    written = MatrixCell.objects.filter(table=OuterRef("pk")).exclude(result="")
    used = event.entry.originated.exclude(origin_table=None).values("origin_table")
    unused = list(made.exclude(Exists(written)).exclude(number__in=used))
    remove_rows(unused)
    record(actor, "take_back_matrix", event, tables=len(unused))
    return len(unused)
