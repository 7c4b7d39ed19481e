"""The wall for the projector."""

from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache

from dialogwerk.labs import queries
from dialogwerk.labs.access import board_for
from dialogwerk.labs.models import Board, CardKind

SIZES, DEFAULT_SIZE = range(50, 301), 100
SCHEMES = {"dunkel": "dark", "hell": "light"}


@never_cache
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board of a table, or the results of the table that pitches, so that a whole room can read it.

    `groesse` (50 to 300 per cent) and `schema` (hell, dunkel) stand in the address: a projector is set once.
    """
    board = board_for(code)
    return render(request, "labs/wall.html", _context(request, board))


@cache_control(max_age=86400, public=True)
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the QR code that leads to a table."""
    board = board_for(code)
    picture = segno.make(join_address(board), error="m").svg_inline(scale=8, border=2, dark="#000", light="#fff")
    sized = picture.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1) if "xmlns" not in picture else picture
    return HttpResponse(sized, content_type="image/svg+xml")


def join_address(board: Board) -> str:
    """Return the full address that a phone opens to sit down at a table."""
    return settings.BASE_URL + reverse("labs:table", args=[board.code])


def _context(request: HttpRequest, board: Board) -> dict[str, Any]:
    """Return what the wall shows. One query beside the board's own."""
    cards = queries.hanging(board.cards.all())
    notes = [card for card in cards if card.kind == CardKind.NOTE]
    columns = [{**column, "cards": [one for one in notes if one.column == column["key"]]} for column in board.columns]
    wanted = request.GET.get("groesse", "")
    size = int(wanted) if wanted.isdecimal() and int(wanted) in SIZES else DEFAULT_SIZE
    entrance = urlsplit(settings.BASE_URL).netloc + reverse("labs:enter").rstrip("/")
    return {
        "board": board,
        "lab": board.lab,
        "table": board.table,
        "event": board.lab.event,
        "process": board.lab.event.entry.process,
        "columns": columns,
        "results": [card for card in cards if card.kind == CardKind.RESULT],
        "size": round(size, -1),
        "scheme": SCHEMES.get(request.GET.get("schema", ""), ""),
        "entrance": entrance,
    }
