"""From the rows to the record. What arose at an event are entries whose origin it is.

The column of a card stands on the sheet of the contribution, which belongs to a room above: it is read by name.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.entries.models import Attachment, AttachmentKind, Entry, Kind, Link, Relation, State
from dialogwerk.events import queries
from dialogwerk.events.attendance import Attendance, attendance_of
from dialogwerk.events.documentation.model import (
    Card,
    CardColumn,
    Documentation,
    DocumentedTable,
    IdeaLine,
    Matrix,
    MatrixLine,
    Mention,
    Persona,
    Picture,
    ProgrammeLine,
    Step,
)
from dialogwerk.events.models import Event, MatrixCell, Table

COLUMNS = ("challenge", "idea", "implementation", "partner", "")


def documentation_of(event: Event, person: Any) -> Documentation:
    """Return what is told of `event` (from `queries.one_event`, its process loaded). Ten queries at most.

    Before it begins nothing has come of it; before it ends no result, picture or number is told.
    """
    has_begun = (event.is_over or event.starts_at <= timezone.now()) and not event.is_cancelled
    is_over = event.is_over and not event.is_cancelled
    rows = queries.tables_of(event)
    arisen = _arisen(event, person) if has_begun else []
    ideas = [entry for entry in arisen if entry.kind == Kind.IDEA] if is_over else []
    links = _links(event, ideas, person)
    attachments = list(event.entry.attachments.all()) if is_over else []
    cards = [_card(entry) for entry in arisen if entry.kind == Kind.CONTRIBUTION]
    lines = {idea.pk: _idea_line(idea, rows) for idea in ideas}
    tables = tuple(
        _table(row, [card for card, number in _with_tables(cards, arisen) if number == row.number], ideas, lines)
        for row in rows
    )
    known = {row.number for row in rows}
    entry = event.entry
    return Documentation(
        **_facts(event, is_over),
        attendance=_attendance(event) if is_over else Attendance((), 0),
        programme=tuple(_programme(event)),
        tables=tables if is_over else tuple(_announced(table) for table in tables),
        loose=_columns([card for card, number in _with_tables(cards, arisen) if number not in known]),
        matrix=matrix_of(event, rows),
        ideas=tuple(lines.values()),
        taken_up=tuple(_taken_up(event, links)),
        pictures=tuple(_pictures(attachments, AttachmentKind.IMAGE)),
        papers=tuple(_pictures(attachments, AttachmentKind.DOCUMENT)),
        steps=tuple(_steps(event, links)) if is_over else (),
        earlier=tuple(mention(link.source) for link in links if link.target_id == entry.pk),
        later=tuple(
            mention(link.target) for link in links if link.source_id == entry.pk and link.target.kind == Kind.EVENT
        ),
        as_of=_as_of(entry, arisen, links, attachments),
    )


def mention(entry: Entry) -> Mention:
    """Return how an entry is named (its process must be loaded). No query."""
    return Mention(entry.pk, entry.title, entry.kind, entry.process.slug, entry.slug)


def _facts(event: Event, is_over: bool) -> dict[str, Any]:
    entry, process = event.entry, event.entry.process
    series = str(event.series or "")
    if series and event.number_in_series:
        series = _("%(series)s, Nr. %(number)s") % {"series": series, "number": event.number_in_series}
    return {
        "mention": mention(entry),
        "process": process.title,
        "owner": str(process.owner.organisation),
        "accent": process.owner.accent,
        "kind": event.get_kind_display(),
        "series": series,
        "subtitle": event.subtitle,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "is_one_day": event.is_one_day,
        "is_over": is_over,
        "venue": event.venue or entry.place_name,
        "region": entry.region.name if entry.region else "",
        "organiser": str(event.organiser or ""),
        "co_hosts": tuple(str(host) for host in event.co_hosts.all()),
        "facilitator": str(event.facilitator or ""),
        "summary": entry.summary,
        "guiding_question": event.guiding_question,
        "review": event.review if is_over else "",
        "body": entry.body,
        "participant_count": event.participant_count if is_over else None,
        "licence": entry.licence,
        "source": entry.source,
        "is_invented": entry.is_invented,
        "language": get_language() or "de",
    }


def _arisen(event: Event, person: Any) -> list[Entry]:
    """Return ideas and cards that arose here, in the order of the tables. One query."""
    seen = Entry.objects.visible_to(person).current().filter(origin=event.pk)
    wanted = Q(kind=Kind.IDEA) | Q(kind=Kind.CONTRIBUTION, state=State.PUBLISHED)
    found = list(seen.filter(wanted).select_related("contribution").order_by("origin_table", "number"))
    for entry in found:
        entry.process = event.entry.process
    return found


def _links(event: Event, ideas: Sequence[Entry], person: Any) -> list[Link]:
    """Return the links that are told: what this event took up or goes on from, and what became of its ideas.

    The newest first. One query.
    """
    entry = event.entry
    taken = Link.objects.filter(source=entry, relation=Relation.CARRIED_ON, undone_at=None).values("target")
    of_ideas = Q(source__in=[idea.pk for idea in ideas]) | Q(source__in=taken)
    of_event = Q(source=entry, relation__in=(Relation.CARRIED_ON, Relation.BUILDS_ON))
    to_event = Q(target=entry, relation=Relation.BUILDS_ON)
    seen = Entry.objects.visible_to(person)
    links = Link.objects.filter(
        of_event | to_event | (of_ideas & Q(relation__in=queries.WENT_ON)),
        Exists(seen.filter(pk=OuterRef("target"))),
        Exists(seen.filter(pk=OuterRef("source"))),
        undone_at=None,
    )
    return list(links.select_related("source__process", "target__process").order_by("-made_at", "-pk"))


def _card(entry: Entry) -> Card:
    sheet = getattr(entry, "contribution", None)
    key = sheet.column if sheet else ""
    return Card(
        mention=mention(entry),
        text=entry.summary or entry.title,
        column=key,
        column_title=sheet.get_column_display() if sheet and key else "",
        group=entry.get_stakeholder_group_display() if entry.stakeholder_group else "",
    )


def _with_tables(cards: Sequence[Card], arisen: Sequence[Entry]) -> Iterable[tuple[Card, int | None]]:
    numbers = {entry.pk: entry.origin_table for entry in arisen}
    return ((card, numbers[card.mention.number]) for card in cards)


def _columns(cards: Sequence[Card]) -> tuple[CardColumn, ...]:
    """Return the cards by column, in the order of the board; those without a column last."""
    titles = {card.column: card.column_title for card in cards}
    order = [key for key in COLUMNS if key in titles] + sorted(titles.keys() - set(COLUMNS))
    return tuple(CardColumn(key, titles[key], tuple(card for card in cards if card.column == key)) for key in order)


def table_label(table: Table) -> str:
    """Return „Tisch 2“, or the group of a matrix workshop."""
    return table.group or _("Tisch %(number)s") % {"number": table.number}


def _table(table: Table, cards: Sequence[Card], ideas: Sequence[Entry], lines: dict[int, IdeaLine]) -> DocumentedTable:
    persona = Persona(table.persona_name, table.persona_role, table.persona_situation, table.persona_challenge)
    return DocumentedTable(
        number=table.number,
        label=table_label(table),
        title=table.title,
        guiding_question=table.guiding_question,
        persona=persona if persona.name else None,
        result=table.result,
        topics=tuple(topic.title for topic in table.topics.all()),
        columns=_columns(cards),
        ideas=tuple(lines[idea.pk] for idea in ideas if idea.origin_table == table.number),
    )


def _announced(table: DocumentedTable) -> DocumentedTable:
    """Return the table as it is told of before the end: without its result."""
    return replace(table, result="")


def _idea_line(idea: Entry, rows: Sequence[Table]) -> IdeaLine:
    table = next((row for row in rows if row.number == idea.origin_table), None)
    if table is None and idea.origin_table:
        label = _("Tisch %(number)s") % {"number": idea.origin_table}
    else:
        label = table_label(table) if table else ""
    if table and table.title and table.title != label:
        label = f"{label}: {table.title}"
    stage = str(idea.get_stage_display()) if idea.stage else ""
    return IdeaLine(mention(idea), idea.summary, stage, label)


def _taken_up(event: Event, links: Sequence[Link]) -> Iterable[IdeaLine]:
    for link in sorted(links, key=lambda link: link.pk):
        if link.source_id == event.pk and link.relation == Relation.CARRIED_ON:
            idea = link.target
            stage = str(idea.get_stage_display()) if idea.stage else ""
            yield IdeaLine(mention(idea), idea.summary, stage, "", note=link.reason)


def _steps(event: Event, links: Sequence[Link]) -> Iterable[Step]:
    """Return what became of the ideas since; what happened before it was taken up here is no step of this event."""
    for link in links:
        is_own = event.pk in (link.source_id, link.target_id)
        if link.relation in queries.WENT_ON and not is_own and link.made_at >= event.starts_at:
            yield Step(
                on=link.made_at,
                source=mention(link.source),
                relation=link.get_relation_display(),
                target=mention(link.target),
                target_kind=link.target.get_kind_display(),
                office=link.actor_office,
                reason=link.reason,
            )


def _attendance(event: Event) -> Attendance:
    return attendance_of(event.group_counts.filter(group__in=StakeholderGroup.values))


def _programme(event: Event) -> Iterable[ProgrammeLine]:
    for item in event.programme.all():
        yield ProgrammeLine(item.starts_at, item.ends_at, item.kind, item.get_kind_display(), item.title, item.speaker)


def matrix_of(event: Event, rows: Sequence[Table]) -> Matrix | None:
    """Return the matrix of an event, None where its tables are no groups. At most one query."""
    groups = [row for row in rows if row.group]
    found = MatrixCell.objects.filter(table__event=event).select_related("topic") if groups else []
    cells = sorted(found, key=lambda cell: (cell.topic.position, cell.pk))
    if not cells:
        return None
    topics = {cell.topic_id: cell.topic.title for cell in cells}
    results = {(cell.table_id, cell.topic_id): cell.result for cell in cells}
    lines = [
        MatrixLine(group.group, tuple((title, results.get((group.pk, number), "")) for number, title in topics.items()))
        for group in groups
    ]
    return Matrix(tuple(topics.values()), tuple(lines))


def _pictures(attachments: Sequence[Attachment], kind: AttachmentKind) -> Iterable[Picture]:
    for one in attachments:
        if one.kind == kind:
            yield Picture(
                name=one.file.name or "",
                url=one.file.url,
                small_url=one.small.url if one.small else "",
                width=one.width or 0,
                height=one.height or 0,
                alt=one.alt,
                caption=one.caption,
                copyright=one.copyright,
            )


def _as_of(
    entry: Entry, arisen: Sequence[Entry], links: Sequence[Link], attachments: Sequence[Attachment]
) -> datetime.date:
    """Return the day of the last change in what is told."""
    moments = [entry.changed_at, *(one.changed_at for one in arisen), *(link.made_at for link in links)]
    return timezone.localtime(max([*moments, *(one.added_at for one in attachments)])).date()
