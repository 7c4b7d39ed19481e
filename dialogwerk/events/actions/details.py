"""Making, changing, cancelling and publishing an event."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.text import slug_of
from dialogwerk.entries.actions import add_entry, change_state, place_entry, record_revision, revise_entry
from dialogwerk.entries.models import Kind, State
from dialogwerk.entries.search import index_entry
from dialogwerk.events.models import Event, EventSeries, EventStatus
from dialogwerk.processes.models import Process, Topic

CARD_TEXTS = ("title", "summary")
CARD = ("region", "place_name", "source")
# what a calendar tells of: a change of these makes the calendars of those who come change, too
CALENDAR = ("starts_at", "ends_at", "venue_name", "venue_street", "venue_postcode", "venue_city", "online_link")
SHEET = ("kind", "number_in_series", "venue_access", *CALENDAR)


@transaction.atomic
def create_event(*, actor: Any, process: Process, topics: Iterable[Topic] = (), **fields: Any) -> Event:
    """Make an event as a draft. `fields`: those of `change_event`. Raises `ValidationError` for impossible fields."""
    entry = add_entry(
        actor=actor,
        process=process,
        kind=Kind.EVENT,
        topics=topics,
        point=fields.get("point"),
        **{name: fields[name] for name in (*CARD_TEXTS, *CARD) if name in fields},
    )
    event = Event(entry=entry, **{name: fields[name] for name in _own(fields)})
    _set_others(event, fields)
    event.full_clean()
    event.save()
    _set_co_hosts(event, fields)
    record_revision(actor=actor, entry=entry, detail=event, reason=_("angelegt"))
    audit.record(actor=actor, act="create_event", target=entry, process_slug=process.slug)
    return event


@transaction.atomic
def change_event(
    *, actor: Any, event: Event, expected_version: int, topics: Iterable[Topic] | None = None, **fields: Any
) -> None:
    """Change an event. Keeps the former texts as a version; tells calendars when time or place changed.

    `fields`: title, summary, region, place_name, source, point, series (its title), organiser, facilitator, co_hosts
    (names of organisations), and those of `Event`. Raises `Conflict` when somebody saved since `expected_version`.
    """
    before = {name: getattr(event, name) for name in CALENDAR}
    for name in CARD:
        if name in fields:
            setattr(event.entry, name, fields[name])
    texts = {name: fields[name] for name in (*CARD_TEXTS, *Event.REVISED_TEXTS) if name in fields}
    for name in set(_own(fields)) - set(texts):
        setattr(event, name, fields[name])
    _set_others(event, fields)
    if any(before[name] != getattr(event, name) for name in CALENDAR):
        event.sequence += 1
    revise_entry(actor=actor, entry=event.entry, expected_version=expected_version, texts=texts, detail=event)
    _set_co_hosts(event, fields)
    if "point" in fields:
        place_entry(actor=actor, entry=event.entry, point=fields["point"])
    if topics is not None:
        event.entry.topics.set(topics)
    index_entry(event.entry)
    _record(actor, "change_event", event, version=event.entry.version)


@transaction.atomic
def cancel_event(*, actor: Any, event: Event, reason: str) -> None:
    """Cancel an event that is not over. Its page says why, calendars strike it out. Raises `NotPossibleNow`."""
    if event.is_cancelled:
        raise NotPossibleNow(_("Diese Veranstaltung ist schon abgesagt."))
    if event.is_over:
        raise NotPossibleNow(
            _("Diese Veranstaltung ist vorbei."),
            what_to_do=_("Fand sie nicht statt, dann verlegen Sie sie zuerst auf den neuen Tag."),
        )
    if not reason.strip():
        raise NotPossibleNow(
            _("Es fehlt der Grund."), what_to_do=_("Schreiben Sie in einem Satz, warum die Veranstaltung ausfällt.")
        )
    event.status, event.cancelled_note = EventStatus.CANCELLED, reason.strip()
    _announce(event)
    _record(actor, "cancel_event", event, sequence=event.sequence)


@transaction.atomic
def reinstate_event(*, actor: Any, event: Event) -> None:
    """Take a cancellation back. Raises `NotPossibleNow` when there is none."""
    if not event.is_cancelled:
        raise NotPossibleNow(_("Diese Veranstaltung ist nicht abgesagt."))
    event.status, event.cancelled_note = EventStatus.PLANNED, ""
    _announce(event)
    _record(actor, "reinstate_event", event, sequence=event.sequence)


@transaction.atomic
def publish_event(*, actor: Any, event: Event) -> None:
    """Show an event to everybody. Raises `NotPossibleNow`."""
    change_state(actor=actor, entry=event.entry, state=State.PUBLISHED)
    _record(actor, "publish_event", event)


@transaction.atomic
def unpublish_event(*, actor: Any, event: Event) -> None:
    """Make a published event a draft again. Raises `NotPossibleNow` where cards or ideas already came from it."""
    if event.entry.originated.exists():
        raise NotPossibleNow(
            _("Von dieser Veranstaltung gibt es schon Beiträge oder Ideen, die auf sie verweisen."),
            what_to_do=_("Sagen Sie sie ab, oder berichtigen Sie die Angaben."),
        )
    change_state(actor=actor, entry=event.entry, state=State.DRAFT)
    _record(actor, "unpublish_event", event)


def _own(fields: dict[str, Any]) -> list[str]:
    return [name for name in (*SHEET, *Event.REVISED_TEXTS) if name in fields]


def _set_others(event: Event, fields: dict[str, Any]) -> None:
    """Set what is named in words: series and organisations. Unknown ones are made."""
    if "series" in fields:
        event.series = _series(event.entry.process, fields["series"])
    for name in ("organiser", "facilitator"):
        if name in fields:
            setattr(event, name, _organisation(fields[name]))


def _set_co_hosts(event: Event, fields: dict[str, Any]) -> None:
    if "co_hosts" in fields:
        event.co_hosts.set(host for host in map(_organisation, fields["co_hosts"]) if host)


def _series(process: Process, title: str) -> EventSeries | None:
    if not title.strip():
        return None
    found = EventSeries.objects.filter(process=process, title__iexact=title.strip()).first()
    if found is not None:
        return found
    slug, number = slug_of(title, 50) or "reihe", 1
    while EventSeries.objects.filter(process=process, slug=slug).exists():
        number += 1
        slug = f"{slug_of(title, 50)}-{number}"
    return EventSeries.objects.create(process=process, slug=slug, title=title.strip())


def _organisation(name: str) -> Organisation | None:
    return Organisation.objects.get_or_create(name=name.strip())[0] if name.strip() else None


def _announce(event: Event) -> None:
    """Save what calendars have to be told of."""
    event.sequence += 1
    event.save(update_fields=["status", "cancelled_note", "sequence"])
    event.entry.changed_at = timezone.now()
    event.entry.save(update_fields=["changed_at"])


def _record(actor: Any, act: str, event: Event, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=event.entry, process_slug=event.entry.process.slug, **detail)
