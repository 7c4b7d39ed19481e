"""Loading an event with programme and tables."""

import datetime
from typing import Any

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.demo.frame import organisation
from dialogwerk.demo.reading import Record, moment, paragraphs
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import (
    Event,
    EventGroupCount,
    EventSeries,
    MatrixCell,
    ProgrammeItem,
    Table,
)
from dialogwerk.processes.models import Process, Topic


def load_event(process: Process, entry: Entry, record: Record, topics: dict[str, Topic]) -> Event:
    """Make the detail sheet of an event."""
    venue = record.get("venue") or {}
    starts_at = moment(record["date"], record.get("starts", "09:00"))
    ends_at = moment(record["date"], record["ends"]) if record.get("ends") else starts_at + datetime.timedelta(hours=8)
    event = Event.objects.create(
        entry=entry,
        series=_series(process, record.get("series")),
        number_in_series=record.get("number"),
        kind=record["kind"],
        status=record["status"],
        subtitle=record.get("subtitle", "") or "",
        starts_at=starts_at,
        ends_at=ends_at,
        venue_name=venue.get("name", "") or "",
        venue_street=venue.get("street", "") or "",
        venue_postcode=str(venue.get("postcode", "") or ""),
        venue_city=venue.get("city", "") or "",
        venue_access=venue.get("access", "") or "",
        organiser=organisation(record["organiser"]) if record.get("organiser") else None,
        facilitator=organisation(record["facilitator"]) if record.get("facilitator") else None,
        guiding_question=record.get("guiding_question", "") or "",
        participant_count=record.get("participants"),
        review=paragraphs(record.get("review") or ""),
        cancelled_note=record.get("cancelled", "") or "",
    )
    event.co_hosts.set(organisation(name) for name in record.get("co_hosts") or [])
    EventGroupCount.objects.bulk_create(
        EventGroupCount(event=event, group=StakeholderGroup(group), count=count)
        for group, count in (record.get("groups") or {}).items()
    )
    ProgrammeItem.objects.bulk_create(_item(event, item) for item in record.get("programme") or [])
    for told in record.get("tables") or []:
        _load_table(event, told, topics)
    return event


def _series(process: Process, slug: str | None) -> EventSeries | None:
    if not slug:
        return None
    titles = {"ideenlabore": "Regionale Ideenlabore", "roundtables": "Virtuelle Roundtables"}
    title = titles.get(slug, slug.replace("-", " ").title())
    return EventSeries.objects.get_or_create(process=process, slug=slug, defaults={"title": title})[0]


def _item(event: Event, told: Record) -> ProgrammeItem:
    return ProgrammeItem(
        event=event,
        starts_at=datetime.time.fromisoformat(_clock(told["at"])),
        ends_at=datetime.time.fromisoformat(_clock(told["until"])) if told.get("until") else None,
        kind=told["kind"],
        title=told["title"],
        speaker=told.get("speaker", "") or "",
    )


def _clock(value: Any) -> str:
    """Return hh:mm; YAML 1.1 reads an unquoted 16:00 as a number of minutes."""
    if isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    return str(value).zfill(5)


def _load_table(event: Event, told: Record, topics: dict[str, Topic]) -> None:
    persona = told.get("persona") or {}
    table = Table.objects.create(
        event=event,
        number=told["number"],
        title=told.get("title", "") or "",
        group=told.get("group", "") or "",
        guiding_question=told.get("guiding_question", "") or "",
        persona_name=persona.get("name", ""),
        persona_role=persona.get("role", ""),
        persona_situation=persona.get("situation", ""),
        persona_challenge=persona.get("challenge", ""),
        result=told.get("result", "") or "",
    )
    table.topics.set(topics[slug] for slug in told.get("topics") or [])
    MatrixCell.objects.bulk_create(
        MatrixCell(table=table, topic=topics[cell["topic"]], result=cell.get("result", ""))
        for cell in told.get("cells") or []
    )
