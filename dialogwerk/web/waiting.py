"""What waits for somebody in the back office of a dialogue."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Comment, Entry, Flag, Kind, OfficialAnswer, State
from dialogwerk.events.models import Event, EventStatus
from dialogwerk.ideas.models import Support
from dialogwerk.processes.models import Process, Role
from dialogwerk.processes.queries import regions_covered
from dialogwerk.surveys.queries.surveys import waiting_proposals
from dialogwerk.synthesis.models import MissingNote
from dialogwerk.synthesis.queries.missing import waits

Words = str | Promise
SOON = datetime.timedelta(days=7)
EDITORS = (Role.LEAD, Role.EDITOR)
MODERATORS = (Role.LEAD, Role.MODERATOR)
CARERS = (Role.LEAD, Role.EDITOR, Role.REGION_CONTACT)
PUBLISHERS = (*EDITORS, Role.MODERATOR)
IS_IDEA = Q(kind=Kind.IDEA)


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


@dataclass(frozen=True)
class EntryBox:
    """One kind of entries that wait, for whom, and where they are worked off."""

    key: str
    label: Words
    hint: Words
    roles: tuple[Role, ...]
    condition: Q
    links: tuple[str, ...]
    query: str = ""
    is_of_whole: bool = False


ENTRY_BOXES = (
    EntryBox(
        "in_review",
        _("Einsendungen warten auf Freigabe"),
        _("Lesen Sie sie und geben Sie sie frei."),
        PUBLISHERS,
        Q(state=State.IN_REVIEW),
        ("entries:review",),
    ),
    EntryBox(
        "draft",
        _("Ideen im Entwurf"),
        _("Noch nicht öffentlich. Stellen Sie sie fertig oder ziehen Sie sie zurück."),
        PUBLISHERS,
        Q(state=State.DRAFT) & IS_IDEA,
        ("ideas:workshop",),
        "?state=draft",
    ),
    EntryBox(
        "unanswered",
        _("Ideen ohne offizielle Antwort"),
        _("Sagen Sie, was die zuständige Stelle dazu meint."),
        CARERS,
        Q(state=State.PUBLISHED, is_answered=False) & IS_IDEA,
        ("ideas:workshop",),
        "?unanswered=on",
    ),
    EntryBox(
        "no_region",
        _("Ideen ohne Region"),
        _("Ohne Region fehlt ihnen eine Ansprechstelle."),
        EDITORS,
        Q(state=State.PUBLISHED, region=None) & IS_IDEA,
        ("ideas:workshop",),
        "?no_region=on",
        is_of_whole=True,
    ),
    EntryBox(
        "no_topic",
        _("Ideen ohne Themenfeld"),
        _("Ohne Themenfeld sind sie schwer zu finden."),
        EDITORS,
        Q(state=State.PUBLISHED, has_topic=False) & IS_IDEA,
        ("ideas:workshop",),
        "?no_topic=on",
    ),
)

TEXT_BOXES: tuple[tuple[str, Words, Words, tuple[str, ...]], ...] = (
    (
        "comments",
        _("Kommentare warten auf Freigabe"),
        _("Lesen Sie sie und geben Sie sie frei."),
        ("entries:review",),
    ),
    (
        "proposals",
        _("Vorgeschlagene Aussagen im Stimmungsbild"),
        _("Lesen Sie sie und nehmen Sie auf, was ein eigener Gedanke ist."),
        ("surveys:proposed",),
    ),
    (
        "flags",
        _("Meldungen von Leserinnen und Lesern"),
        _("Prüfen Sie, ob eine Regel verletzt ist."),
        ("entries:moderation",),
    ),
    (
        "missing",
        _("Hinweise, dass ein Beitrag fehlt"),
        _("Prüfen Sie, ob ein Satz ihn aufnimmt, und antworten Sie."),
        ("synthesis:missing_notes",),
    ),
)


def waiting_for(person: Any, process: Process) -> list[Waiting]:
    """Return what waits for `person`, only what her role and region cover, also if nothing does. At most 4 queries."""
    return [
        *_entries_waiting(person, process),
        *_texts_waiting(person, process),
        *_support_waiting(person, process),
        *_events_waiting(person, process),
    ]


def _covered(regions: set[int] | None, prefix: str = "") -> Q:
    if regions is None:
        return Q()
    return Q(**{f"{prefix}region__in": regions}) if regions else Q(pk__in=[])


def _entries_waiting(person: Any, process: Process) -> list[Waiting]:
    boxes = [(box, regions_covered(person, process, *box.roles)) for box in ENTRY_BOXES]
    boxes = [(box, regions) for box, regions in boxes if regions is None or (regions and not box.is_of_whole)]
    if not boxes:
        return []
    aggregates: dict[str, Any] = {}
    for box, regions in boxes:
        condition = box.condition & _covered(regions)
        aggregates[f"{box.key}_count"] = Count("pk", filter=condition)
        aggregates[f"{box.key}_first"] = Min("created_at", filter=condition)
    entries = Entry.objects.current().filter(process=process)
    found = entries.annotate(
        is_answered=Exists(OfficialAnswer.objects.filter(entry=OuterRef("pk"))),
        has_topic=Exists(Entry.topics.through.objects.filter(entry=OuterRef("pk"))),
    ).aggregate(**aggregates)
    return [
        Waiting(
            box.key, box.label, box.hint, found[f"{box.key}_count"], found[f"{box.key}_first"], box.links, box.query
        )
        for box, _regions in boxes
    ]


def _texts_waiting(person: Any, process: Process) -> list[Waiting]:
    """Return comments and proposed statements to read, rules that are broken, contributions that are missing.

    One query for all of them.
    """
    published = regions_covered(person, process, *PUBLISHERS)
    moderated = regions_covered(person, process, *MODERATORS)
    parts = {}
    if published != set():
        comments = Comment.objects.filter(_covered(published, "entry__"), entry__process=process, state=State.IN_REVIEW)
        parts["comments"] = _counted(comments, "comments", "created_at")
    if published is None:
        notes = MissingNote.objects.filter(waits(), challenge_set__process=process)
        parts["missing"] = _counted(notes, "missing")
        parts["proposals"] = _counted(waiting_proposals(process), "proposals")
    if moderated != set():
        flags = Flag.objects.filter(_covered(moderated, "entry__"), entry__process=process, settled_at=None)
        parts["flags"] = _counted(flags, "flags")
    if not parts:
        return []
    first, *others = parts.values()
    found = {key: (count, first_at) for key, count, first_at in first.union(*others, all=True)}
    return [
        Waiting(key, label, hint, *found.get(key, (0, None)), links)
        for key, label, hint, links in TEXT_BOXES
        if key in parts
    ]


def _counted(rows: QuerySet[Any], key: str, when: str = "made_at") -> Any:
    grouped = rows.order_by().annotate(key=Value(key)).values("key")
    return grouped.annotate(count=Count("pk"), first=Min(when)).values_list("key", "count", "first")


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
