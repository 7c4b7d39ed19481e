"""What waits for somebody in the back office of a dialogue."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, Flag, Kind, OfficialAnswer, State
from dialogwerk.events.models import Event, EventStatus
from dialogwerk.ideas.models import Support
from dialogwerk.processes.models import Process, Role
from dialogwerk.processes.queries import regions_covered

Words = str | Promise
SOON = datetime.timedelta(days=7)
EDITORS = (Role.LEAD, Role.EDITOR)
MODERATORS = (Role.LEAD, Role.MODERATOR)
CARERS = (Role.LEAD, Role.EDITOR, Role.REGION_CONTACT)
# kinds that live in a region and belong to a topic
SORTED_KINDS = (Kind.IDEA, Kind.CONTRIBUTION)


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits: what it is, how many, since (or when) the first, where to go."""

    key: str
    label: Words
    hint: Words
    count: int
    first_at: datetime.datetime | None
    links: tuple[str, ...]
    query: str = ""
    is_ahead: bool = False


def waiting_for(person: Any, process: Process) -> list[Waiting]:
    """Return what waits for `person`, only what her role and region cover, also if nothing does. At most 4 queries."""
    return [
        *_entries_waiting(person, process),
        *_flags_waiting(person, process),
        *_support_waiting(person, process),
        *_events_waiting(person, process),
    ]


def _covered(regions: set[int] | None, prefix: str = "") -> Q:
    if regions is None:
        return Q()
    return Q(**{f"{prefix}region__in": regions}) if regions else Q(pk__in=[])


def _entries_waiting(person: Any, process: Process) -> list[Waiting]:
    publishes = regions_covered(person, process, *EDITORS, Role.MODERATOR)
    answers = regions_covered(person, process, *CARERS)
    edits = regions_covered(person, process, *EDITORS)
    published = Q(state=State.PUBLISHED)
    conditions = {
        "in_review": Q(state=State.IN_REVIEW) & _covered(publishes),
        "draft": Q(state=State.DRAFT) & _covered(publishes),
        "unanswered": published & Q(kind=Kind.IDEA, is_answered=False) & _covered(answers),
        "no_region": published & Q(kind__in=SORTED_KINDS, region=None) & _covered(edits),
        "no_topic": published & Q(kind__in=SORTED_KINDS, has_topic=False) & _covered(edits),
    }
    counts = {f"{key}_count": Count("pk", filter=condition) for key, condition in conditions.items()}
    firsts = {f"{key}_first": Min("created_at", filter=condition) for key, condition in conditions.items()}
    found = (
        Entry.objects.current()
        .filter(process=process)
        .annotate(
            is_answered=Exists(OfficialAnswer.objects.filter(entry=OuterRef("pk"))),
            has_topic=Exists(Entry.topics.through.objects.filter(entry=OuterRef("pk"))),
        )
        .aggregate(**counts, **firsts)
    )
    words = [
        (
            "in_review",
            _("Einsendungen warten auf Freigabe"),
            _("Lesen Sie sie und geben Sie sie frei."),
            publishes,
            ("entries:review", "ideas:workshop"),
            "?state=in_review",
        ),
        (
            "draft",
            _("Entwürfe"),
            _("Noch nicht öffentlich. Fertigstellen oder verwerfen."),
            publishes,
            ("ideas:workshop",),
            "?state=draft",
        ),
        (
            "unanswered",
            _("Ideen ohne offizielle Antwort"),
            _("Sagen Sie, was die zuständige Stelle dazu meint."),
            answers,
            ("ideas:workshop",),
            "?unanswered=on",
        ),
        (
            "no_region",
            _("Einträge ohne Region"),
            _("Ohne Region fehlt ihnen eine Ansprechstelle."),
            edits,
            ("ideas:workshop",),
            "?without=region",
        ),
        (
            "no_topic",
            _("Einträge ohne Themenfeld"),
            _("Ohne Themenfeld sind sie schwer zu finden."),
            edits,
            ("ideas:workshop",),
            "?without=topic",
        ),
    ]
    return [
        Waiting(key, label, hint, found[f"{key}_count"], found[f"{key}_first"], links, query)
        for key, label, hint, regions, links, query in words
        if regions is None or (regions and key != "no_region")
    ]


def _flags_waiting(person: Any, process: Process) -> list[Waiting]:
    regions = regions_covered(person, process, *MODERATORS)
    if regions == set():
        return []
    found = Flag.objects.filter(_covered(regions, "entry__"), entry__process=process, settled_at=None).aggregate(
        count=Count("pk"), first=Min("made_at")
    )
    return [
        Waiting(
            "flags",
            _("Meldungen von Leserinnen und Lesern"),
            _("Prüfen Sie, ob eine Regel verletzt ist."),
            found["count"],
            found["first"],
            ("entries:moderation",),
        )
    ]


def _support_waiting(person: Any, process: Process) -> list[Waiting]:
    regions = regions_covered(person, process, *CARERS)
    if regions == set():
        return []
    found = Support.objects.filter(
        _covered(regions, "idea__entry__"), idea__entry__process=process, withdrawn_at=None, settled_at=None
    ).aggregate(count=Count("pk"), first=Min("offered_at"))
    return [
        Waiting(
            "support",
            _("Angebote mitzumachen"),
            _("Bringen Sie die Menschen zusammen und melden Sie sich zurück."),
            found["count"],
            found["first"],
            ("ideas:offers",),
        )
    ]


def _events_waiting(person: Any, process: Process) -> list[Waiting]:
    regions = regions_covered(person, process, *EDITORS)
    if regions == set():
        return []
    now = timezone.now()
    soon = Q(status=EventStatus.PLANNED, starts_at__gte=now, starts_at__lte=now + SOON)
    undocumented = Q(status=EventStatus.HELD) | Q(status=EventStatus.PLANNED, ends_at__lt=now)
    found = Event.objects.filter(_covered(regions, "entry__"), entry__process=process).aggregate(
        soon=Count("pk", filter=soon),
        soon_first=Min("starts_at", filter=soon),
        undocumented=Count("pk", filter=undocumented),
        undocumented_first=Min("starts_at", filter=undocumented),
    )
    return [
        Waiting(
            "soon",
            _("Termine in den nächsten sieben Tagen"),
            _("Sind Ort, Programm und Tische vollständig?"),
            found["soon"],
            found["soon_first"],
            ("events:workshop",),
            is_ahead=True,
        ),
        Waiting(
            "undocumented",
            _("Termine ohne Dokumentation"),
            _("Tragen Sie Rückblick, Zahlen und Ergebnisse nach."),
            found["undocumented"],
            found["undocumented_first"],
            ("events:workshop",),
        ),
    ]
