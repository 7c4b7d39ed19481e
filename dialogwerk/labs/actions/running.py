"""What the host of a lab does: prepare, open, rounds, timer, pitch, close."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts.codes import new_code
from dialogwerk.core import audit, push
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.events.models import Event
from dialogwerk.labs.models import Board, Card, Lab, LabStatus, Round, default_columns
from dialogwerk.labs.queries import board_channel, lab_channel

# from status -> statuses it may change to
TRANSITIONS = {
    LabStatus.PREPARING: {LabStatus.OPEN},
    LabStatus.OPEN: {LabStatus.CLOSED},
    LabStatus.CLOSED: {LabStatus.OPEN},
}
LONGEST_TIMER = datetime.timedelta(hours=8)


@transaction.atomic
def prepare_lab(*, actor: Any, event: Event, columns: list[dict[str, str]] | None = None) -> Lab:
    """Make the lab of an event and a board with a code for each of its tables; tables added later get theirs too.

    Raises `NotPossibleNow` without tables.
    """
    tables = list(event.tables.all())
    if not tables:
        raise NotPossibleNow(
            _("Diese Veranstaltung hat noch keine Tische."),
            what_to_do=_("Legen Sie unter „Tische“ mindestens einen Tisch an, dann bekommt jeder seine Tafel."),
        )
    lab, made = Lab.objects.get_or_create(event=event)
    have = set(lab.boards.values_list("table", flat=True))
    taken = set(Board.objects.values_list("code", flat=True))
    for table in tables:
        if table.pk not in have:
            code = next(code for code in iter(new_code, None) if code not in taken)
            taken.add(code)
            Board.objects.create(lab=lab, table=table, code=code, columns=columns or default_columns())
    if made:
        _record(actor, "prepare_lab", lab)
    return lab


@transaction.atomic
def open_lab(*, actor: Any, lab: Lab) -> Lab:
    """Let people write. Also opens a closed lab again. Raises `NotPossibleNow` when it is open."""
    lab = _change_status(lab, LabStatus.OPEN)
    lab.opened_at = lab.opened_at or timezone.now()
    lab.closed_at = None
    if lab.round == Round.ARRIVE:
        lab.round = Round.WRITE
    return _save(actor, "open_lab", lab)


@transaction.atomic
def close_lab(*, actor: Any, lab: Lab) -> Lab:
    """End the writing. Cards that arrive later from devices without network are taken and marked as late."""
    lab = _change_status(lab, LabStatus.CLOSED)
    lab.closed_at, lab.timer_ends_at, lab.timer_left = timezone.now(), None, None
    return _save(actor, "close_lab", lab)


@transaction.atomic
def set_round(
    *, actor: Any, lab: Lab, round: Round, dots_each: int | None = None, dots_hidden: bool | None = None
) -> Lab:
    """Change what the room is doing. Each new round of dots counts from zero; leaving it shows hidden dots."""
    lab = _locked(lab)
    was_hidden = lab.hides_dots
    if round == Round.DOTS and lab.round != Round.DOTS:
        lab.dot_round += 1
    lab.round = round
    lab.dots_each = lab.dots_each if dots_each is None else dots_each
    lab.dots_hidden = lab.dots_hidden if dots_hidden is None else dots_hidden
    if was_hidden != lab.hides_dots or round == Round.DOTS:
        _tell_dots(lab)
    return _save(actor, "set_round", lab, round=round)


@transaction.atomic
def start_timer(*, actor: Any, lab: Lab, seconds: int) -> Lab:
    """Let the timer run from now for `seconds` (or go on with what was left)."""
    lab = _locked(lab)
    length = min(datetime.timedelta(seconds=max(0, seconds)), LONGEST_TIMER)
    lab.timer_ends_at, lab.timer_left = timezone.now() + length, None
    return _save(actor, "start_timer", lab, seconds=seconds)


@transaction.atomic
def pause_timer(*, actor: Any, lab: Lab, forget: bool = False) -> Lab:
    """Hold the timer where it is, or take it away."""
    lab = _locked(lab)
    left = max(0, round((lab.timer_ends_at - timezone.now()).total_seconds())) if lab.timer_ends_at else lab.timer_left
    lab.timer_ends_at, lab.timer_left = None, None if forget else left
    return _save(actor, "pause_timer", lab)


@transaction.atomic
def call_pitch(*, actor: Any, lab: Lab, board: Board | None) -> Lab:
    """Call a table to the front; all walls show its results. None ends the pitches."""
    lab = _locked(lab)
    lab.pitch = board
    if board is not None:
        lab.round = Round.PITCH
    return _save(actor, "call_pitch", lab, board=board.pk if board else None)


@transaction.atomic
def set_note(*, actor: Any, lab: Lab, note: str) -> Lab:
    """Show a line to everybody in the room; empty takes it away."""
    lab = _locked(lab)
    lab.note = note
    return _save(actor, "set_note", lab)


def _locked(lab: Lab) -> Lab:
    return Lab.objects.select_for_update(of=("self",)).select_related("event__entry__process").get(pk=lab.pk)


def _change_status(lab: Lab, status: LabStatus) -> Lab:
    lab = _locked(lab)
    if status not in TRANSITIONS[LabStatus(lab.status)]:
        raise NotPossibleNow(_("Das Labor ist schon „%(status)s“.") % {"status": lab.get_status_display()})
    lab.status = status
    return lab


def _tell_dots(lab: Lab) -> None:
    """Let the cards with dots count as changed: devices must learn (or forget) their numbers."""
    for board in lab.boards.select_for_update():
        Board.objects.filter(pk=board.pk).update(seq=F("seq") + 1)
        Card.objects.filter(board=board).exclude(dots={}).update(seq=board.seq + 1)
        push.announce(board_channel(board.pk))


def _save(actor: Any, act: str, lab: Lab, **detail: Any) -> Lab:
    lab.seq += 1
    lab.full_clean(exclude=["event"])
    lab.save()
    _record(actor, act, lab, **detail)
    push.announce(lab_channel(lab.pk))
    return lab


def _record(actor: Any, act: str, lab: Lab, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=lab, process_slug=lab.event.entry.process.slug, **detail)
