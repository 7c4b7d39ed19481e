"""Second-round events take ideas up again: the idea gets a new version and a link, never a copy."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions import revise_entry
from dialogwerk.entries.actions.linking import link_entries, undo_link
from dialogwerk.entries.actions.sheets import sheet_of
from dialogwerk.entries.actions.telling import tell_authors
from dialogwerk.entries.actions.writing import record_revision
from dialogwerk.entries.models import Entry, Kind, Link, Relation, Revision, State
from dialogwerk.entries.trails import leads_to
from dialogwerk.events.models import Event, TakeUp

REASON_LENGTH = 300


@transaction.atomic
def take_up_idea(
    *,
    actor: Any,
    event: Event,
    entry: Entry,
    expected_version: int,
    texts: Mapping[str, str],
    reason: str,
    table: int | None = None,
) -> TakeUp:
    """Record what an event made of an idea that was there before: a new version with the event as its reason.

    The trail leads from the event to the idea and, where the idea arose at an earlier event, from that one to this.
    The idea's author is told. Raises `Conflict` and, for ideas that cannot be taken up here, `NotPossibleNow`.
    """
    _require_possible(event, entry)
    sheet = sheet_of(entry)
    if not entry.revisions.filter(version=entry.version).exists():
        record_revision(actor=None, entry=entry, detail=sheet)
    happened_at = min(event.ends_at, timezone.now())
    office = str(event.organiser or "")[:160]
    link = link_entries(
        actor=actor,
        source=event.entry,
        target=entry,
        relation=Relation.CARRIED_ON,
        reason=reason,
        made_at=happened_at,
        actor_office=office,
    )
    told = f"{reason_of_version(event, table)}: {reason}"[:REASON_LENGTH]
    revise_entry(
        actor=actor, entry=entry, expected_version=expected_version, texts=dict(texts), reason=told, detail=sheet
    )
    made = TakeUp.objects.create(
        event=event,
        entry=entry,
        table=table,
        version=entry.version,
        link=link,
        round_link=_join_rounds(actor, event, entry, happened_at, office),
    )
    _record(actor, "take_up_idea", event, entry=entry.pk, version=entry.version)
    tell_authors("events/mail/taken_up.txt", [entry], actor=actor, event=event, reason=reason)
    return made


@transaction.atomic
def undo_take_up(*, actor: Any, take_up: TakeUp) -> bool:
    """Take it back: the links go, and the texts as they were before become the idea's newest version.

    Texts that somebody changed since stay as they are; the answer says whether they were put back. Raises
    `NotPossibleNow` when it was taken back already.
    """
    undo_link(actor=actor, link=take_up.link)
    _part_rounds(actor, take_up)
    entry, event = take_up.entry, take_up.event
    former = Revision.objects.filter(entry=entry, version=take_up.version - 1).first()
    is_latest = entry.version == take_up.version and former is not None
    if is_latest and former is not None:
        revise_entry(
            actor=actor,
            entry=entry,
            expected_version=entry.version,
            texts=former.texts,
            reason=_("zurückgenommen: %(what)s") % {"what": reason_of_version(event, take_up.table)},
            detail=sheet_of(entry),
        )
    _record(actor, "undo_take_up", event, entry=entry.pk, texts_put_back=is_latest)
    return is_latest


def reason_of_version(event: Event, table: int | None) -> str:
    """Return „weitergeführt bei: Ideenlabor II Münsterland, 27. November 2017, Tisch 1“."""
    told = _("weitergeführt bei: %(event)s, %(date)s") % {
        "event": event.entry.title,
        "date": date_format(timezone.localtime(event.starts_at), "DATE_FORMAT"),
    }
    return told + (", " + _("Tisch %(number)s") % {"number": table} if table else "")


def _require_possible(event: Event, entry: Entry) -> None:
    if event.starts_at > timezone.now() or event.is_cancelled:
        raise NotPossibleNow(
            _("Aufgreifen lässt sich eine Idee erst, wenn die Veranstaltung begonnen hat."),
            what_to_do=_("Bis dahin kann sie in der Ankündigung genannt werden."),
        )
    if entry.kind != Kind.IDEA or entry.process_id != event.entry.process_id:
        raise NotPossibleNow(_("Aufgreifen lassen sich nur Ideen dieses Dialogs."))
    if entry.origin_id == event.pk:
        raise NotPossibleNow(_("Diese Idee entstand bei dieser Veranstaltung selbst."))
    if entry.is_superseded or entry.state in (State.HIDDEN, State.WITHDRAWN):
        raise NotPossibleNow(
            _("Diese Idee steht so nicht mehr da: Sie ging in einer anderen auf, ist verborgen oder zurückgezogen."),
            what_to_do=_("Nehmen Sie die Idee, in der sie aufging."),
        )


def _join_rounds(actor: Any, event: Event, entry: Entry, happened_at: Any, office: str) -> Link | None:
    """Link the event at which the idea arose to this one, unless the trail leads there already."""
    first = entry.origin
    if first is None or first.kind != Kind.EVENT or first.event.starts_at >= event.starts_at:
        return None
    if leads_to(first, event.entry) or leads_to(event.entry, first):
        return None
    return link_entries(
        actor=actor,
        source=first,
        target=event.entry,
        relation=Relation.BUILDS_ON,
        made_at=happened_at,
        actor_office=office,
    )


def _part_rounds(actor: Any, take_up: TakeUp) -> None:
    """Take back the link between the events, unless another idea of the first one is still taken up at the second."""
    others = TakeUp.objects.filter(
        event=take_up.event, entry__origin=take_up.entry.origin_id, link__undone_at=None
    ).exclude(pk=take_up.pk)
    link = take_up.round_link
    if link is None or link.undone_at is not None:
        return
    other = others.first()
    if other is None:
        undo_link(actor=actor, link=link)
    else:
        other.round_link = link
        other.save(update_fields=["round_link"])


def _record(actor: Any, act: str, event: Event, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=event.entry, process_slug=event.entry.process.slug, **detail)
