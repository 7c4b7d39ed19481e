"""Loading what is said in a dialogue: events, ideas, contributions and other cards."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.text import excerpt, slug_of
from dialogwerk.demo.discussion import load_discussion
from dialogwerk.demo.events import load_event
from dialogwerk.demo.frame import organisation
from dialogwerk.demo.reading import DemoDataError, Dialogue, Record, moment, paragraphs
from dialogwerk.demo.sources import linked, named
from dialogwerk.entries.models import Entry, EntryFact, EntryRegion, Kind, Revision, Stage, StageStep, State
from dialogwerk.ideas.models import Column, Contribution, Idea, Need, Support
from dialogwerk.places.models import Municipality, Region
from dialogwerk.places.queries import cell_at, regions_at
from dialogwerk.processes.models import Process, Topic

COLUMNS = {
    "Herausforderung": Column.CHALLENGE,
    "Idee": Column.IDEA,
    "Umsetzung": Column.IMPLEMENTATION,
    "Partner": Column.PARTNER,
}
STAGES = {
    "aufgenommen": Stage.COLLECTED,
    "konkretisiert": Stage.CONCRETISED,
    "beschlossen": Stage.DECIDED,
    "umsetzung": Stage.IMPLEMENTING,
    "umgesetzt": Stage.IMPLEMENTED,
    "uebertragen": Stage.TRANSFERRED,
    "geparkt": Stage.PARKED,
    "nicht-verfolgt": Stage.NOT_PURSUED,
}


def share(key: str, salt: str = "") -> float:
    """Return a number from 0 to 1 that is always the same for a key: scatter without chance."""
    return int.from_bytes(hashlib.sha256(f"{salt}{key}".encode()).digest()[:6], "big") / 2**48


class ContentLoader:
    """Loads the entries of one dialogue and remembers them by their keys."""

    def __init__(self, process: Process, dialogue: Dialogue, people: dict[str, Person], team: Person) -> None:
        self.process = process
        self.dialogue = dialogue
        self.people = people
        self.team = team
        self.now = timezone.now()
        self.entries: dict[str, Entry] = {}
        self.records: list[tuple[Record, Entry]] = []
        self.topics = {topic.slug: topic for topic in Topic.objects.filter(vocabulary__process=process)}
        regions = Region.objects.filter(region_set=process.region_set).prefetch_related("municipalities")
        self.regions = {region.slug: region for region in regions}
        self.region_of_town = {
            town.pk: region for region in self.regions.values() for town in region.municipalities.all()
        }
        self.towns: dict[str, list[Municipality]] = {}
        for municipality in Municipality.objects.all():
            self.towns.setdefault(municipality.name, []).append(municipality)

    def load(self) -> None:
        """Load everything."""
        for record in self.dialogue.events:
            self._add_event(record)
        self._add_all(self._contribution_rows(), Contribution)
        self._add_all(self._idea_rows(), Idea)
        self._add_all(self._entry_rows(), None)
        for record, entry in self.records:
            load_discussion(entry, record, people=self.people, team=self.team, pool=list(self.people.values()))

    # each of these yields (record, entry, its detail sheet without the entry)

    def _contribution_rows(self) -> Iterable[tuple[Record, Entry, Any]]:
        for group in self.dialogue.contributions:
            event = self.entries[group["event"]] if group.get("event") else None
            for card in group["cards"]:
                spoken = event.event.starts_at if event else moment(card.get("submitted", "2016-10-01"), "18:00")
                entry = self._entry(
                    card | {"region": card.get("region")},
                    kind=Kind.CONTRIBUTION,
                    title=card.get("title") or excerpt(card["text"], 80),
                    summary=card["text"],
                    at=spoken,
                    origin=event,
                    table=group.get("table"),
                )
                entry.stakeholder_group = card.get("group", "")
                yield card, entry, Contribution(column=COLUMNS.get(card.get("column", ""), ""))

    def _idea_rows(self) -> Iterable[tuple[Record, Entry, Any]]:
        texts = ("problem", "approach", "goals", "target_groups", "preconditions", "partners")
        for record in self.dialogue.ideas:
            event = self.entries[record["event"]] if record.get("event") else None
            ladder = record.get("ladder") or []
            first = ladder[0]["on"] if ladder else record.get("submitted") or "2017-01-10"
            at = moment(record["submitted"], "18:30") if record.get("submitted") else moment(first)
            entry = self._entry(record, kind=Kind.IDEA, at=at, origin=event, table=record.get("table"))
            entry.stage = STAGES[ladder[-1]["stage"]] if ladder else Stage.COLLECTED
            entry.version = 1 + len(record.get("versions") or [])
            yield record, entry, Idea(**{name: paragraphs(record.get(name) or "") for name in texts})

    def _entry_rows(self) -> Iterable[tuple[Record, Entry, Any]]:
        for record in self.dialogue.entries:
            entry = self._entry(record, kind=Kind(record["kind"]), at=moment(record.get("on", "2018-01-15")))
            entry.body = linked(record.get("body", ""))
            if record.get("organisation"):
                entry.organisation = organisation(record["organisation"])
            yield record, entry, None

    def _add_event(self, record: Record) -> None:
        at = moment(record["date"], record.get("starts", "12:00"))
        entry = self._entry(record, kind=Kind.EVENT, at=at)
        entry.published_at = entry.created_at = min(at, moment({"days": -9}))
        self._save([(record, entry)])
        load_event(self.process, entry, record, self.topics)

    def _entry(self, record: Record, *, kind: Kind, at: Any, **more: Any) -> Entry:
        """Return an unsaved card with what all records have in common."""
        origin, title = more.get("origin"), more.get("title") or record["title"]
        region = self._region(record.get("region"), record) or (origin.region if origin else None)
        entry = Entry(
            process=self.process,
            kind=kind,
            state=State.PUBLISHED,
            title=title[:200],
            slug=slug_of(title),
            summary=(more.get("summary") or record.get("summary") or "").strip(),
            author=self._person(record.get("author")),
            origin=origin,
            origin_table=more.get("table"),
            region=region,
            licence=self.process.licence,
            is_invented=bool(record.get("invented")) or not (record.get("source") or kind == Kind.EVENT),
            source=named(record.get("source")),
            created_at=at,
            changed_at=at,
            published_at=at,
        )
        self._set_point(entry, record, origin)
        return entry

    def _set_point(self, entry: Entry, record: Record, origin: Entry | None) -> None:
        key, spread = record["key"], 0.004 if entry.kind == Kind.EVENT else 0.02
        town = self._town(record.get("place"), entry.region, key)
        if town is None and origin is not None and entry.kind == Kind.CONTRIBUTION and entry.region is not None:
            near = list(entry.region.municipalities.all())
            town = near[int(share(key, "town") * len(near))] if near else None
        if town is None:
            return
        middle = (town.lon, town.lat)
        entry.place_name = town.name
        entry.region = entry.region or self.region_of_town.get(town.pk)
        if (
            entry.region
            and entry.region.lon
            and self.process.region_set
            and self.process.region_set.slug == "berlin-bezirke"
        ):
            middle = (entry.region.lon, entry.region.lat or town.lat)
        lon = middle[0] + (share(key, "lon") - 0.5) * 2 * spread
        lat = middle[1] + (share(key, "lat") - 0.5) * 1.3 * spread
        decimals = self.process.point_decimals
        entry.lon, entry.lat = round(lon, decimals), round(lat, decimals)
        entry.cell = cell_at(entry.lon, entry.lat)

    def _region(self, slug: str | None, record: Record) -> Region | None:
        if not slug:
            return None
        if slug not in self.regions:
            raise DemoDataError(f"{self.dialogue.slug}: {record['key']}: there is no region {slug}")
        return self.regions[slug]

    def _town(self, name: str | None, region: Region | None, key: str) -> Municipality | None:
        if not name:
            return None
        found = self.towns.get(name) or self.towns.get(f"{name}, Stadt")
        if not found:
            raise DemoDataError(f"{self.dialogue.slug}: {key}: there is no municipality {name}")
        inside = {town.pk for town in region.municipalities.all()} if region else set()
        return next((town for town in found if town.pk in inside), found[0])

    def _person(self, key: str | None) -> Person | None:
        if not key:
            return None
        if key not in self.people:
            raise DemoDataError(f"{self.dialogue.slug}: there is no person {key}")
        return self.people[key]

    def _add_all(self, rows: Iterable[tuple[Record, Entry, Any]], detail: type[Any] | None) -> None:
        made = list(rows)
        self._save([(record, entry) for record, entry, _sheet in made])
        if detail is not None:
            for _record, entry, sheet in made:
                sheet.entry = entry
            detail.objects.bulk_create(sheet for _record, _entry, sheet in made)
        for record, entry, sheet in made:
            if isinstance(sheet, Idea):
                self._add_idea_details(record, entry, sheet)

    def _save(self, rows: list[tuple[Record, Entry]]) -> None:
        """Save cards with topics, regions, profile and first revision, a constant number of statements for all."""
        Entry.objects.bulk_create(entry for _record, entry in rows)
        links = Entry.topics.through
        links.objects.bulk_create(
            links(entry_id=entry.pk, topic_id=self.topics[slug].pk)
            for record, entry in rows
            for slug in dict.fromkeys(record.get("topics") or [])
        )
        EntryRegion.objects.bulk_create(
            EntryRegion(entry=entry, region=region)
            for _record, entry in rows
            if entry.lon is not None and entry.lat is not None
            for region in regions_at(entry.lon, entry.lat)
            if region.region_set_id != self.process.region_set_id
        )
        EntryFact.objects.bulk_create(
            EntryFact(entry=entry, position=position, label=fact["label"][:120], value=str(fact["value"]))
            for record, entry in rows
            for position, fact in enumerate(record.get("facts") or [])
        )
        Revision.objects.bulk_create(
            Revision(
                entry=entry,
                version=entry.version,
                texts={"title": entry.title, "summary": entry.summary, "body": entry.body},
                made_at=entry.created_at,
            )
            for _record, entry in rows
        )
        for record, entry in rows:
            if record["key"] in self.entries:
                raise DemoDataError(f"{self.dialogue.slug}: the key {record['key']} stands twice")
            self.entries[record["key"]] = entry
            self.records.append((record, entry))

    def _add_idea_details(self, record: Record, entry: Entry, idea: Idea) -> None:
        StageStep.objects.bulk_create(
            StageStep(
                entry=entry,
                stage=STAGES[step["stage"]],
                reason=step.get("reason", ""),
                reached_at=moment(step["on"]),
                actor=self.team,
            )
            for step in record.get("ladder") or []
        )
        needs = Need.objects.bulk_create(
            Need(idea=idea, position=position, text=text[:300])
            for position, text in enumerate(record.get("needs") or [])
        )
        Support.objects.bulk_create(
            Support(
                idea=idea,
                person=self.people[offer["by"]],
                need=needs[0] if needs else None,
                message=offer["offer"],
                offered_at=min(entry.created_at + timedelta(days=3 + 60 * share(record["key"], offer["by"])), self.now),
            )
            for offer in record.get("support") or []
        )
        now = {"title": entry.title, "summary": entry.summary} | {
            name: getattr(idea, name) for name in Idea.REVISED_TEXTS
        }
        earlier = record.get("versions") or []
        why = ["", *(version.get("why", "")[:300] for version in earlier)]
        Revision.objects.filter(entry=entry, version=entry.version).update(texts=now, reason=why[-1])
        for number, version in enumerate(earlier, start=1):
            then = now | {name: text for name, text in version.items() if name in now}
            Revision.objects.create(
                entry=entry, version=number, texts=then, reason=why[number - 1], made_at=moment(version["on"])
            )
