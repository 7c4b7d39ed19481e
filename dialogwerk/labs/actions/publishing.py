"""From cards to contributions: what the team decides, and publishing in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.core.text import excerpt
from dialogwerk.entries.actions import add_entries, add_entry, record_revision
from dialogwerk.entries.actions.linking import link_sources
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import Entry, Kind, Link, Relation, Stage, StageStep, State
from dialogwerk.events.models import EventStatus
from dialogwerk.ideas.actions.submitting import TITLE_LENGTH
from dialogwerk.ideas.models import Column, Contribution, Idea
from dialogwerk.labs.models import Board, Card, CardKind, CardReview, Decision, Device, Lab, LabStatus, Life
from dialogwerk.labs.queries import cards_to_publish, open_marks, wording_of

SUMMARY_LENGTH = 2000


@dataclass(frozen=True)
class Published:
    """How many contributions and ideas were made."""

    contributions: int
    ideas: int


@transaction.atomic
def decide_cards(*, actor: Any, lab: Lab, cards: Sequence[Card], decision: Decision, reason: str = "") -> int:
    """Say of some cards whether they are published. Can be changed until they are. Returns how many changed."""
    now, changed = timezone.now(), 0
    for card in cards:
        if card.entry_id is not None:
            continue
        defaults = {"decision": decision, "reason": reason, "decided_by": actor, "decided_at": now}
        CardReview.objects.update_or_create(card=card, defaults=defaults)
        changed += 1
    _record(actor, "decide_cards", lab, decision=str(decision), cards=changed)
    return changed


@transaction.atomic
def word_card(*, actor: Any, lab: Lab, card: Card, text: str) -> CardReview:
    """Correct the wording for the public; the card keeps its own. The same text as the card's takes it back.

    Raises `NotPossibleNow` when the card is published: its entry has versions of its own then.
    """
    if card.entry_id is not None:
        raise NotPossibleNow(_("Diese Karte ist schon veröffentlicht."), what_to_do=_("Ändern Sie den Beitrag selbst."))
    wording = "" if text.strip() == card.text else text.strip()
    review, _made = CardReview.objects.update_or_create(
        card=card,
        defaults={"text": wording, "decision": Decision.TAKE, "decided_by": actor, "decided_at": timezone.now()},
    )
    _record(actor, "word_card", lab, card=str(card.pk))
    return review


@transaction.atomic
def publish_lab(*, actor: Any, lab: Lab) -> Published:
    """Make a contribution of each card and an idea of each result, linked to event, table and card.

    Cards that were merged or split become contributions too, that lead to what they went up in. Nothing that was
    published before is touched, so it can be done again for cards that came late. Raises `NotPossibleNow` while the lab
    is open, before the event is public, or while marked cards are undecided. Devices that left an address are told.
    """
    lab = Lab.objects.select_for_update(of=("self",)).select_related("event__entry__process").get(pk=lab.pk)
    _require_ready(lab)
    made: dict[str, Entry] = {}
    ideas = 0
    for board in lab.boards.select_related("table").prefetch_related("table__topics"):
        cards = list(cards_to_publish(board))
        made |= _contributions(actor, lab, board, [card for card in cards if card.kind == CardKind.NOTE])
        _link_merged(actor, cards, made)
        for card in cards:
            if card.kind == CardKind.RESULT:
                _idea(actor, lab, board, card, cards, made)
                ideas += 1
    lab.published_at = timezone.now()
    lab.save(update_fields=["published_at"])
    event = lab.event
    if event.status == EventStatus.PLANNED:
        event.status = EventStatus.HELD
        event.save(update_fields=["status"])
    _record(actor, "publish_lab", lab, contributions=len(made), ideas=ideas)
    _tell(lab)
    return Published(len(made), ideas)


def _require_ready(lab: Lab) -> None:
    if lab.status != LabStatus.CLOSED:
        raise NotPossibleNow(
            _("Das Labor läuft noch."), what_to_do=_("Schließen Sie es zuerst, dann können Sie veröffentlichen.")
        )
    if lab.event.entry.state != State.PUBLISHED:
        raise NotPossibleNow(
            _("Die Veranstaltung ist noch ein Entwurf."),
            what_to_do=_("Veröffentlichen Sie zuerst die Veranstaltung: Jeder Beitrag führt zu ihr zurück."),
        )
    if count := open_marks(lab):
        raise NotPossibleNow(
            _("%(count)s Karten mit Hinweisen auf Namen oder Adressen sind noch nicht entschieden.") % {"count": count},
            what_to_do=_("Sehen Sie diese Karten durch: veröffentlichen, anders formulieren oder weglassen."),
        )


def _contributions(actor: Any, lab: Lab, board: Board, cards: Sequence[Card]) -> dict[str, Entry]:
    """Make a contribution of each card; return them by card. As many queries for one card as for a batch."""
    entries = []
    for card in cards:
        text = wording_of(card)
        fields = _fields(lab, board, card)
        entries.append(Entry(kind=Kind.CONTRIBUTION, title=excerpt(text, TITLE_LENGTH), summary=text, **fields))
    process = lab.event.entry.process
    add_entries(actor=actor, process=process, entries=entries, topics=board.table.topics.all())
    sheets = []
    for card, entry in zip(cards, entries, strict=True):
        column = board.column(card.column).get("column", "")
        known = column if column in Column.values else ""
        sheets.append(Contribution(entry=entry, column=known, source_name="labor", source_key=str(card.pk)))
        card.entry = entry
    Contribution.objects.bulk_create(sheets)
    Card.objects.bulk_update(cards, ["entry"])
    return {str(card.pk): entry for card, entry in zip(cards, entries, strict=True)}


def _idea(actor: Any, lab: Lab, board: Board, card: Card, cards: Sequence[Card], made: dict[str, Entry]) -> None:
    """Make an idea of a table's result; it rests on the cards it names, else on those with dots, else on all."""
    title, _mark, text = wording_of(card).partition("\n")
    text = text.strip()
    summary = text if len(text) <= SUMMARY_LENGTH else excerpt(text, SUMMARY_LENGTH)
    entry = add_entry(
        actor=actor,
        process=lab.event.entry.process,
        topics=board.table.topics.all(),
        kind=Kind.IDEA,
        title=title.strip()[:200],
        summary=summary,
        stage=Stage.COLLECTED,
        **_fields(lab, board, card),
    )
    idea = Idea(entry=entry, approach=text if len(text) > SUMMARY_LENGTH else "")
    idea.full_clean()
    idea.save(force_insert=True)
    record_revision(actor=actor, entry=entry, detail=idea, reason=_("im Labor entstanden"))
    StageStep.objects.create(entry=entry, stage=Stage.COLLECTED, reason=_("Ergebnis eines Tisches."), actor=actor)
    card.entry = entry
    card.save(update_fields=["entry"])
    link_sources(
        actor=actor,
        sources=_grounds(card, cards, made),
        target=entry,
        relation=Relation.EVIDENCE_FOR,
        reason=_("Karte am Tisch, aus dessen Arbeit die Idee hervorging."),
        made_at=lab.closed_at,
    )


def _grounds(result: Card, cards: Sequence[Card], made: dict[str, Entry]) -> list[Entry]:
    live = [one for one in cards if one.kind == CardKind.NOTE and one.life == Life.LIVE]
    named = [one for one in live if str(one.pk) in result.sources]
    with_dots = [one for one in live if any(one.dots.values())]
    return [made[str(one.pk)] for one in named or with_dots or live if str(one.pk) in made]


def _fields(lab: Lab, board: Board, card: Card) -> dict[str, Any]:
    """Return what every entry that was a card says of where it comes from."""
    event = lab.event.entry
    return {
        "state": State.PUBLISHED,
        "origin": event,
        "origin_table": board.table.number,
        "region": event.region,
        "place_name": event.place_name,
        "stakeholder_group": card.voice or (card.device.group if card.device else ""),
        "created_at": card.received_at,
        "published_at": timezone.now(),
    }


def _link_merged(actor: Any, cards: Sequence[Card], made: dict[str, Entry]) -> None:
    """Let contributions of merged and split cards lead to what they went up in, as the facilitator did it."""
    relations = {Life.MERGED: Relation.MERGED_INTO, Life.SPLIT: Relation.SPLIT_FROM}
    how = {"actor": actor, "reason": _("Am Tisch so sortiert.")}
    links = [
        Link(source=made[str(card.pk)], target=made[number], relation=relations[Life(card.life)], **how)
        for card in cards
        if card.life in relations and str(card.pk) in made
        for number in card.into
        if number in made
    ]
    Link.objects.bulk_create(links)
    gone = {link.source_id for link in links}
    Entry.objects.filter(pk__in=gone).update(is_superseded=True)


def _tell(lab: Lab) -> None:
    """Write once to each device that left an address, then forget the address."""
    event = lab.event.entry
    for device in Device.objects.filter(board__lab=lab).exclude(email=""):
        own = [card.entry for card in device.cards.exclude(entry=None).select_related("entry__process")]
        send_mail("labs/mail/published.txt", to=device.email, event=event, address=page_of(event), own=own)
        device.email = ""
        device.save(update_fields=["email"])


def _record(actor: Any, act: str, lab: Lab, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=lab, process_slug=lab.event.entry.process.slug, **detail)
