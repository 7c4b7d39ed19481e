"""Pages of people in the room: the code, the table, the wall."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from dialogwerk.entries.addresses import short_address
from dialogwerk.labs import queries
from dialogwerk.labs.access import board_for, may_facilitate
from dialogwerk.labs.actions import Outcome, meet_device
from dialogwerk.labs.actions.plain import give_dot, leave_address, new_identity, take_back, take_dot, write_card
from dialogwerk.labs.forms import AddressForm, CardForm, CodeForm, GroupForm
from dialogwerk.labs.models import Board, Card, Device
from dialogwerk.labs.rules import takes_dots

SEATS = "lab_seats"


def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        if queries.board_by_code(form.cleaned_data["code"]):
            return redirect("labs:table", code=form.cleaned_data["code"])
        form.add_error("code", _("Zu diesem Code gibt es keinen Tisch. Vergleichen Sie ihn mit dem auf der Wand."))
    return render(request, "labs/enter.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@ensure_csrf_cookie
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Show a participant her table, and take a card from a device without script.

    The QR code of a paper card leads here too; once that card is published, on to its contribution.
    """
    board = board_for(code)
    if entry := queries.entry_of_paper(board, request.GET.get("karte", "")):
        return redirect(short_address(entry))
    form = CardForm(request.POST or None, board=board)
    if request.method == "POST" and form.is_valid():
        outcome = write_card(device=_seat(request, board), **form.cleaned_data)
        for reason in outcome.refused.values():
            form.add_error("text", reason)
        if not outcome.refused:
            messages.success(request, _("Ihre Karte hängt an der Tafel."))
            return redirect("labs:table", code=code)
    return render(request, "labs/table.html", _table(request, board, form), status=422 if form.errors else 200)


@require_POST
def card(request: HttpRequest, code: str, card: uuid.UUID) -> HttpResponse:
    """Take a card back, or give and take a dot, from a device without script."""
    board = board_for(code)
    device = _seat(request, board)
    its_card = Card.objects.filter(board=board, pk=card).first()
    if its_card is None:
        raise Http404
    outcome = _act(request.POST.get("act", ""), device, board, its_card)
    for reason in outcome.refused.values() if outcome else [_("Sie haben in dieser Runde keinen Punkt mehr.")]:
        messages.warning(request, reason)
    return redirect("labs:table", code=code)


def _act(act: str, device: Device, board: Board, card: Card) -> Outcome | None:
    if act == "withdraw":
        return take_back(device=device, card=card)
    change_dot = give_dot if act == "dot" else take_dot
    return change_dot(device=device, lab=board.lab, card=card)


@require_POST
def about_me(request: HttpRequest, code: str) -> HttpResponse:
    """Take the group somebody speaks for, or the address for the results."""
    board = board_for(code)
    form = AddressForm(request.POST) if "email" in request.POST else GroupForm(request.POST)
    if not form.is_valid():
        context = _table(request, board, CardForm(board=board)) | {_name(form): form}
        return render(request, "labs/table.html", context, status=422)
    if isinstance(form, AddressForm):
        leave_address(device=_seat(request, board), email=form.cleaned_data["email"])
        messages.success(request, _("Danke. Sie bekommen eine Mail, sobald die Ergebnisse online sind."))
    else:
        _seat(request, board, group=form.cleaned_data["group"])
        messages.success(request, _("Gespeichert."))
    return redirect("labs:table", code=code)


def _name(form: Any) -> str:
    return "address_form" if isinstance(form, AddressForm) else "group_form"


def _seat(request: HttpRequest, board: Board, group: str = "") -> Device:
    """Return the device of this session at this table; made at its first act."""
    seat = _named_in(request) or _kept_in(request, board)
    return meet_device(
        board=board,
        number=uuid.UUID(seat["device"]),
        secret=seat["secret"],
        group=group,
        may_facilitate=may_facilitate(request, board),
    )


def _named_in(request: HttpRequest) -> dict[str, str] | None:
    """Return the identity that a device with script put into the form."""
    seat = {name: request.POST.get(name, "") for name in ("device", "secret")}
    try:
        uuid.UUID(seat["device"])
    except ValueError:
        return None
    return seat if seat["secret"] else None


def _kept_in(request: HttpRequest, board: Board) -> dict[str, str]:
    seats: dict[str, dict[str, str]] = request.session.setdefault(SEATS, {})
    if board.code not in seats:
        seats[board.code] = new_identity()
        request.session.modified = True
    return seats[board.code]


def _table(request: HttpRequest, board: Board, form: CardForm) -> dict[str, Any]:
    """Return what the page of a table shows. Five queries."""
    seat = request.session.get(SEATS, {}).get(board.code)
    device = Device.objects.filter(pk=seat["device"]).first() if seat else None
    lab = board.lab
    dots = queries.own_dots(device, lab) if device and takes_dots(lab) else {}
    cards = queries.shown_cards(board, device, dots)
    columns = [
        {**column, "cards": [one for one in cards if one.card.column == column["key"]]} for column in board.columns
    ]
    return {
        "board": board,
        "lab": lab,
        "table": board.table,
        "event": lab.event,
        "process": lab.event.entry.process,
        "form": form,
        "group_form": GroupForm(initial={"group": device.group if device else ""}),
        "address_form": AddressForm(),
        "columns": columns,
        "own": [one for one in cards if one.is_own],
        "gives_dots": takes_dots(lab),
        "dots_left": lab.dots_each - len(dots),
    }
