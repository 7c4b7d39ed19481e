"""The facilitator's board."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.errors import NotAllowed
from dialogwerk.entries.actions.attachments import UnusableImage
from dialogwerk.labs.access import KEYS, board_for, may_facilitate
from dialogwerk.labs.actions.photos import add_photo
from dialogwerk.labs.forms import PhotoForm
from dialogwerk.labs.models import Board


@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board to the person who sorts at this table; her link brings the key once."""
    its_board = board_for(code)
    key = request.GET.get("schluessel", "")
    if key and key == its_board.facilitator_key:
        request.session[KEYS] = [*{*request.session.get(KEYS, []), key}]
        return redirect("labs:board", code=its_board.code)
    _require(request, its_board)
    return render(request, "labs/board.html", _context(its_board))


def photos(request: HttpRequest, code: str) -> HttpResponse:
    """Show the pictures of a pin wall and take one more: the source of cards that are typed from it."""
    its_board = board_for(code)
    _require(request, its_board)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_photo(actor=request.user, board=its_board, **form.cleaned_data)
        except UnusableImage as error:
            form.add_error("upload", f"{error.message} {error.what_to_do}")
        else:
            messages.success(request, _("Das Foto ist da. Beim Tippen können Sie es als Quelle angeben."))
            return redirect("labs:photos", code=code)
    context = _context(its_board) | {"form": form}
    return render(request, "labs/photos.html", context, status=422 if form.errors else 200)


def _require(request: HttpRequest, board: Board) -> None:
    if not may_facilitate(request, board):
        raise NotAllowed(
            what_to_do=_("Öffnen Sie den Link für die Moderation, den Sie von der Leitung bekommen haben.")
        )


def _context(board: Board) -> dict[str, Any]:
    """Return what the pages of a board show. One query beside the board's own."""
    return {
        "board": board,
        "lab": board.lab,
        "table": board.table,
        "event": board.lab.event,
        "process": board.lab.event.entry.process,
        "photos": list(board.photos.all()),
        "groups": StakeholderGroup.choices,
    }
