"""Large calculations in pieces, for any number of workers at once."""

import datetime
import os
import socket
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from dialogwerk.synthesis.actions.suggesting import CalledOff, keep
from dialogwerk.synthesis.models import Piece, Run, RunState, Suggestion

LEASE = datetime.timedelta(seconds=30)


def cut(run: Run, numbers: Sequence[int], size: int) -> int:
    """Cut placements (ascending) into pieces and return how many there are."""
    starts = range(0, len(numbers), size)
    pieces = [
        Piece(run=run, first=numbers[start], last=numbers[min(start + size, len(numbers)) - 1]) for start in starts
    ]
    Piece.objects.bulk_create(pieces)
    return len(pieces)


@transaction.atomic
def take_piece(run: Run) -> Piece | None:
    """Take a piece that nobody works on: one never taken, or one whose worker was silent for the length of a lease.

    Two workers never get the same one: rows that another one looks at are passed over.
    """
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lt=now - LEASE)
    piece = run.pieces.select_for_update(skip_locked=True).filter(free, is_done=False).order_by("first").first()
    if piece is not None:
        piece.taken_at, piece.taken_by = now, f"{socket.gethostname()[:40]}:{os.getpid()}"
        piece.save(update_fields=["taken_at", "taken_by"])
    return piece


@transaction.atomic
def finish_piece(run: Run, piece: Piece, suggestions: Sequence[Suggestion]) -> None:
    """Write down what a piece has found, unless another worker was faster. Raises `CalledOff`."""
    running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    if not running.update(beat_at=timezone.now()):  # holds the row: nobody calls off in between
        raise CalledOff
    if Piece.objects.filter(pk=piece.pk, is_done=False).update(is_done=True):
        keep(run, suggestions)


def share_done(run: Run) -> float:
    """Return which share of the pieces is done, 0 to 1."""
    counted = run.pieces.aggregate(all=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    return counted["done"] / counted["all"] if counted["all"] else 1.0
