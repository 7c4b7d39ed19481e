"""Reads of events: lists with what came of them, and everything one event's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from dialogwerk.entries.models import Entry, Kind, Relation
from dialogwerk.entries.search import matching
from dialogwerk.events.models import Event, EventKind, EventSeries, Table, TakeUp
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process

OFFERED = 12
WENT_ON = (Relation.BECAME, Relation.PURSUED_BY, Relation.TESTED_IN, Relation.TOLD_IN, Relation.CITED_IN,
           Relation.DECIDED_BY, Relation.ADOPTED_FROM, Relation.MERGED_INTO, Relation.BUILDS_ON)  # fmt: skip


def _arisen(kind: Kind, **same: Any) -> Coalesce:
    """Count the public entries of a kind that arose at the event of the outer row."""
    arisen = Entry.objects.public().of_kind(kind).filter(**same).order_by().values("origin")
    return Coalesce(Subquery(arisen.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def events_of(process: Process, person: Any) -> QuerySet[Event]:
    """Return the events of a process the person may see, with what a list shows. One query."""
    visible = Entry.objects.visible_to(person).filter(process=process, kind=Kind.EVENT)
    return (
        Event.objects.filter(entry__in=visible.values("pk"))
        .select_related("entry__region", "series")
        .annotate(
            idea_count=_arisen(Kind.IDEA, is_superseded=False, origin=OuterRef("pk")),
            contribution_count=_arisen(Kind.CONTRIBUTION, origin=OuterRef("pk")),
        )
    )


def coming(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those that are not over, the next one first."""
    return events.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")


def past(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those that are over, the last one first."""
    return events.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class Choices:
    """What the list of events can be narrowed down to: only what there is."""

    regions: Sequence[Region]
    kinds: Sequence[tuple[str, str]]
    series: Sequence[EventSeries]
    years: Sequence[int]


def choices_of(process: Process, person: Any) -> Choices:
    """Return the filters that would find something. Three queries."""
    visible = Entry.objects.visible_to(person).filter(process=process, kind=Kind.EVENT).values("pk")
    rows = Event.objects.filter(entry__in=visible).annotate(year=ExtractYear("starts_at")).order_by()
    found = list(rows.values_list("year", "kind", "series", "entry__region").distinct())
    kinds, series = {row[1] for row in found}, {row[2] for row in found}
    return Choices(
        regions=list(Region.objects.filter(pk__in={row[3] for row in found if row[3]}).order_by("name")),
        kinds=[(value, str(label)) for value, label in EventKind.choices if value in kinds],
        series=list(EventSeries.objects.filter(pk__in={number for number in series if number}).order_by("title")),
        years=sorted({row[0] for row in found}, reverse=True),
    )


def one_event(process: Process, number: int) -> Event | None:
    """Return an event with everything that stands on its own row, and how many contributions it has. One query."""
    return (
        Event.objects.filter(pk=number, entry__process=process)
        .select_related("entry__region", "series", "organiser", "facilitator")
        .annotate(contribution_count=_arisen(Kind.CONTRIBUTION, origin=OuterRef("pk")))
        .first()
    )


def tables_of(event: Event) -> list[Table]:
    """Return the tables of an event with topics and number of public contributions. Two queries."""
    cards = (
        Entry.objects.public()
        .of_kind(Kind.CONTRIBUTION)
        .filter(origin=event.pk, origin_table=OuterRef("number"))
        .order_by()
        .values("origin_table")
        .annotate(n=Count("pk"))
        .values("n")
    )
    tables = event.tables.annotate(contribution_count=Coalesce(Subquery(cards, output_field=IntegerField()), 0))
    return list(tables.prefetch_related("topics"))


def taken_up_at(event: Event) -> QuerySet[TakeUp]:
    """Return which ideas the event took up again, the first one first. One query."""
    standing = TakeUp.objects.filter(event=event, link__undone_at=None)
    return standing.select_related("entry__process", "entry__author", "entry__origin", "link", "round_link")


def ideas_to_take_up(event: Event, person: Any, text: str = "") -> list[Entry]:
    """Return ideas the event could take up: those that match `text`, else the newest, its own region first.

    Three queries at most.
    """
    taken = TakeUp.objects.filter(event=event, link__undone_at=None).values("entry")
    ideas = Entry.objects.visible_to(person).current().of_kind(Kind.IDEA).filter(process=event.entry.process)
    ideas = ideas.exclude(pk__in=taken).exclude(Q(origin=event.pk) & Q(origin__isnull=False))
    ideas = ideas.select_related("origin", "region")
    own_region = Case(When(region=event.entry.region_id, then=0), default=1) if event.entry.region_id else Value(0)
    ordered = ideas.annotate(distance=own_region).order_by("distance", "-published_at", "-number")
    found = list(matching(text, ordered)[:OFFERED])
    for idea in found:
        idea.process = event.entry.process
    return found


def neighbours(event: Event, person: Any) -> tuple[Event | None, Event | None]:
    """Return the event before and the one after in the same series. One query."""
    if event.series_id is None:
        return None, None
    visible = Entry.objects.visible_to(person).filter(kind=Kind.EVENT, process=event.entry.process_id)
    series = Event.objects.filter(series=event.series_id, entry__in=visible.values("pk")).order_by()
    before = Q(starts_at__lt=event.starts_at) | Q(starts_at=event.starts_at, pk__lt=event.pk)
    after = Q(starts_at__gt=event.starts_at) | Q(starts_at=event.starts_at, pk__gt=event.pk)
    wanted = Q(pk__in=series.filter(before).order_by("-starts_at", "-pk").values("pk")[:1]) | Q(
        pk__in=series.filter(after).order_by("starts_at", "pk").values("pk")[:1]
    )
    found = Event.objects.filter(wanted).select_related("entry__process")
    sides = {(one.starts_at, one.pk) > (event.starts_at, event.pk): one for one in found}
    return sides.get(False), sides.get(True)
