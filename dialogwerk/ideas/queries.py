"""Reads across contributions and ideas."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dialogwerk.core.nested import Nested
from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.queries.cards import with_own_rows
from dialogwerk.entries.search import matching
from dialogwerk.events.models import Table
from dialogwerk.ideas.models import IdeaDraft, Need, Support
from dialogwerk.ideas.rules import may_use_draft
from dialogwerk.processes.models import Act, Phase, Process, ProcessStatus, Role, roles_of
from dialogwerk.processes.queries import open_acts

_NEEDS = Nested(Need.objects.filter(idea=OuterRef("pk")), ("text", "met_at"))
CARES = (Role.LEAD, Role.EDITOR, Role.REGION_CONTACT)


def card_of(process: Process, number: int, kind: Kind) -> Entry:
    """Return an idea or contribution of the process with sheet, own rows, origin and answer, or answer 404. One query.

    `table_title` and `table_question` tell of the table it came from, `support_count` how many joined in, `contact`
    is the region's agency and office in this process; `needs_of` and `own_rows` tell what hangs on it.
    """
    entry = _card(str(kind)).first(process=process.pk, number=number)
    if entry is None:
        raise Http404
    entry.process = process
    if entry.origin is not None:
        entry.origin.process = process
    return entry


@cache
def _card(kind: str) -> Prepared[Entry]:
    return Prepared(lambda: _cards(Given("process", BigIntegerField()), Given("number", BigIntegerField()), kind))


def _cards(process: Any, number: Any, kind: str) -> QuerySet[Entry]:
    table = Table.objects.filter(event=OuterRef("origin_id"), number=OuterRef("origin_table"))
    offers = Support.objects.filter(idea=OuterRef("pk"), withdrawn_at=None).order_by().values("idea")
    return (
        with_own_rows(Entry.objects.filter(process=process, pk=number, kind=kind))  # type: ignore[misc]  # "contact" is made below
        .annotate(
            contact=FilteredRelation("region__process_regions", condition=Q(region__process_regions__process=process)),
            need_rows=_NEEDS.column,
            table_title=Subquery(table.values("title")[:1]),
            table_question=Subquery(table.values("guiding_question")[:1]),
            support_count=Coalesce(Subquery(offers.annotate(count=Count("pk")).values("count")), 0),
        )
        .select_related(kind, "region", "author", "organisation", "origin__event", "official_answer", "contact__agency")
    )


def needs_of(entry: Any) -> list[Need]:
    """Return what an idea needs, which `card_of` read with it. No query."""
    return _NEEDS.read(entry.need_rows)


def current_draft(process: Process, person: Any, key: str = "") -> IdeaDraft | None:
    """Return the unsent draft with this key, or else the person's newest one. Two queries at most."""
    drafts = IdeaDraft.objects.filter(process=process, sent_as=None)
    by_key = drafts.filter(key=key).first() if key else None
    if by_key is not None and may_use_draft(person, by_key):
        return by_key
    if not person.is_authenticated:
        return None
    return drafts.filter(person=person).order_by("-saved_at").first()


@dataclass(frozen=True)
class Opening:
    """When an act is possible: the phase that opens next or closed last, and what is possible instead."""

    upcoming: Phase | None
    past: Phase | None
    instead: frozenset[str]


def opening_of(process: Process, act: Act, now: Any) -> Opening:
    """Say when `act`, which no phase opens now, opens or closed. Two queries at most."""
    phases = [phase for phase in process.phases.all() if act in phase.acts]
    upcoming = [phase for phase in phases if phase.opens_at and phase.opens_at > now]
    past = [phase for phase in phases if phase.closes_at and phase.closes_at <= now]
    return Opening(
        upcoming=min(upcoming, key=lambda phase: phase.opens_at, default=None),  # type: ignore[arg-type,return-value]
        past=max(past, key=lambda phase: phase.closes_at, default=None),  # type: ignore[arg-type,return-value]
        instead=frozenset(open_acts(process)),
    )


def contributions_of(process: Process, chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    """Return the public contributions of a process the reader may see, narrowed down by `chosen`, newest first."""
    entries = Entry.objects.current().filter(process=process, kind=Kind.CONTRIBUTION, state=State.PUBLISHED)
    entries = entries.for_tables().select_related(
        "process", "region", "author", "organisation", "contribution", "origin__event"
    )
    conditions: dict[str, Callable[[Any], Q]] = {
        "topic": lambda topic: Q(topics=topic),
        "event": lambda event: Q(origin=event.pk),
        "table": lambda number: Q(origin_table=number),
        "region": lambda region: Q(region=region),
        "column": lambda column: Q(contribution__column=column),
        "group": lambda group: Q(stakeholder_group=group),
    }
    for name, condition in conditions.items():
        if name in chosen:
            entries = entries.filter(condition(chosen[name]))
    entries = entries.order_by("-published_at", "-number")
    return matching(chosen.get("q", ""), entries)


def steps_from(entries: Iterable[Entry], process: Process) -> dict[int, list[Link]]:
    """Return what each of the process's entries became, by its number, as far as it is public. One query."""
    links = (
        Link.objects.filter(
            ~Q(target__process__status=ProcessStatus.DRAFT) | Q(target__process=process),
            source__in=[entry.pk for entry in entries],
            undone_at=None,
            target__state=State.PUBLISHED,
        )
        .select_related("target__process")
        .order_by("made_at", "pk")
    )
    found: dict[int, list[Link]] = {}
    for link in links:
        found.setdefault(link.source_id, []).append(link)
    return found


def support_for(process: Process, person: Any) -> QuerySet[Support]:
    """Return the offers in a process that `person` may see as one of its team, newest first."""
    offers = Support.objects.filter(idea__entry__process=process).select_related(
        "person", "need", "idea__entry__region", "idea__entry__process"
    )
    roles = [role for role in roles_of(person) if role.process_id == process.pk and role.role in CARES]
    if getattr(person, "is_operator", False) or any(role.region_id is None for role in roles):
        return offers
    return offers.filter(idea__entry__region__in=[role.region_id for role in roles])


def entries_in_workshop(kind: Kind, process: Process, person: Any, chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    """Return the ideas or contributions of a process that `person` works with, in every state, narrowed by `chosen`."""
    entries = Entry.objects.filter(process=process, kind=kind).for_tables()
    if kind == Kind.IDEA:
        entries = _with_offers(entries.select_related("process", "region", "author", "official_answer"))
    else:
        entries = entries.select_related("process", "region", "author", "contribution", "origin")
    roles = [role for role in roles_of(person) if role.process_id == process.pk]
    if not (getattr(person, "is_operator", False) or any(role.region_id is None for role in roles)):
        entries = entries.filter(region__in=[role.region_id for role in roles])
    conditions: dict[str, Callable[[Any], Q]] = {
        "state": lambda state: Q(state=state),
        "region": lambda region: Q(region=region),
        "topic": lambda topic: Q(topics=topic),
        "stage": lambda stage: Q(stage=stage),
        "event": lambda event: Q(origin=event.pk),
        "table": lambda number: Q(origin_table=number),
        "unanswered": lambda _on: Q(state=State.PUBLISHED, official_answer=None, is_superseded=False),
        "wanted": lambda _on: Q(open_offers__gt=0),
        "no_region": lambda _on: Q(state=State.PUBLISHED, region=None),
        "no_topic": lambda _on: Q(state=State.PUBLISHED, topics=None),
    }
    for name, condition in conditions.items():
        if name in chosen:
            entries = entries.filter(condition(chosen[name]))
    if not chosen.get("superseded"):
        entries = entries.filter(is_superseded=False)
    return matching(chosen.get("q", ""), entries.order_by("-created_at", "-number"))


def _with_offers(entries: EntryQuerySet) -> EntryQuerySet:
    offers = Support.objects.filter(idea=OuterRef("pk"), withdrawn_at=None, settled_at=None).order_by().values("idea")
    return entries.annotate(open_offers=Coalesce(Subquery(offers.annotate(count=Count("pk")).values("count")), 0))


def is_in_no_challenge(entry: Entry) -> bool:
    """Tell whether a running dialogue has published challenges, and none of them rests on this entry. One query."""
    if entry.state != State.PUBLISHED or entry.is_superseded or entry.process.status != ProcessStatus.OPEN:
        return False
    leads_on = Link.objects.filter(source=entry.pk, relation=Relation.EVIDENCE_FOR, undone_at=None)
    challenges = Entry.objects.public().filter(process=entry.process_id, kind=Kind.CHALLENGE)
    return challenges.filter(~Exists(leads_on)).exists()
