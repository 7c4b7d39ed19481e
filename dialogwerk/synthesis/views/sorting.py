"""What pages at a sorting table talk to: sending moves (`send`), catching up (`since`), listening (`stream`), and the
same acts by plain forms (`act`, `prove`).
"""

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.feeds import PushedResponse
from dialogwerk.core.gate import require
from dialogwerk.core.ids import uuid7
from dialogwerk.core.permissions import Permission
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import table_for
from dialogwerk.synthesis.live import follow
from dialogwerk.synthesis.models import Sentence, SortingTable
from dialogwerk.synthesis.moves import Ask, Malformed, read_ask
from dialogwerk.synthesis.queries.tables import told_since

MOST_AT_ONCE = 100
COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


class UnreadableMoves(DialogwerkError):
    """What came are no moves."""

    headline = gettext_lazy("Das konnte der Tisch nicht lesen")
    what_to_do = gettext_lazy("Laden Sie die Seite neu. Was schon sortiert ist, bleibt liegen.")


@require_POST
def send(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take moves and answer with what the page does not know yet.

    In: `cursor`, `moves`. Out: `arrived`, `refused` with reasons, `told` (what of others was replaced unknowingly),
    and all of `told_since`.
    """
    its_table = table_for(request, process, number)
    try:
        raw = json.loads(request.body)
        cursor = int(raw["cursor"])
        asks = [read_ask({**one, "cursor": cursor}) for one in raw["moves"][:MOST_AT_ONCE]]
    except (Malformed, ValueError, KeyError, TypeError) as error:
        raise UnreadableMoves from error
    outcome = actions.apply_moves(actor=request.user, table=its_table, asks=asks)
    told = {
        "arrived": [str(move.pk) for move in outcome.moves],
        "refused": outcome.refused,
        "told": outcome.told,
    } | told_since(its_table, cursor)
    return JsonResponse(told, json_dumps_params=COMPACT)


@require_GET
def since(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Tell what happened since the page's last move: after a silence, or where nothing can be pushed."""
    its_table = table_for(request, process, number)
    cursor = request.GET.get("seit", "")
    known = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
    return JsonResponse(told_since(its_table, known), json_dumps_params=COMPACT)


@require_GET
def stream(request: HttpRequest, process: str, number: int) -> PushedResponse:
    """Push what is done at a table."""
    its_table = table_for(request, process, number)
    return PushedResponse(partial(follow, its_table.pk, its_table.seq))


@require_POST
def act(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Make one move by a plain form and go back to where it was asked."""
    its_table = table_for(request, process, number)
    try:
        ask = _ask_of(request)
    except (Malformed, ValueError) as error:
        raise UnreadableMoves from error
    outcome = actions.apply_moves(actor=request.user, table=its_table, asks=[ask])
    for why in outcome.refused.values():
        messages.error(request, why)
    for words in outcome.told:
        messages.info(request, words)
    if not outcome.refused:
        messages.success(request, _words(ask, outcome.moves[0].count))
    elif ask.kind == "accept":  # the effect of the line is another one by now: let her see it
        return redirect(f"{reverse('synthesis:line', args=[process, number])}?ab={ask.line}")
    return _back(request, its_table)


@require_POST
def prove(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Let a sentence of a draft name the chosen contributions."""
    its_table = table_for(request, process, number)
    require(request.user, Permission.WRITE_CHALLENGES, its_table.process)
    wants_json = request.headers.get("accept", "").startswith("application/json")
    raw = request.POST.get("sentence", "")
    sentence = get_object_or_404(
        Sentence, pk=int(raw) if raw.isascii() and raw.isdigit() else 0, challenge__entry__process=its_table.process
    )
    numbers = [int(one) for one in request.POST.getlist("entry") if one.isascii() and one.isdigit()]
    if not numbers:
        words = _("Wählen Sie zuerst einen Beitrag aus.")
        messages.error(request, words)
        return JsonResponse({"said": words}) if wants_json else _back(request, its_table)
    count = actions.add_evidence(actor=request.user, sentence=sentence, numbers=numbers)
    words = (
        ngettext("%(count)s Beleg ist dazugekommen.", "%(count)s Belege sind dazugekommen.", count) % {"count": count}
        if count
        else _("Das ist schon ein Beleg dieses Satzes.")
    )
    if wants_json:
        return JsonResponse({"said": words})
    messages.success(request, words)
    return _back(request, its_table)


def _ask_of(request: HttpRequest) -> Ask:
    """Read a form: a button `take` („entry:group“) takes one suggestion, a button `group` puts the chosen entries
    there, any other button says what to do by `act`.
    """
    posted = request.POST
    if taken := posted.get("take"):
        entry, _colon, group = taken.partition(":")
        return read_ask({"id": uuid7(), "kind": "place", "entries": [entry], "group": group})
    kind = posted.get("act") or ("place" if posted.get("group") else "")
    return read_ask(
        {
            "id": posted.get("id") or uuid7(),
            "kind": kind,
            "entries": posted.getlist("entry"),
            "group": posted.get("group"),
            "into": posted.get("into"),
            "name": posted.get("note" if kind == "note" else "name", ""),
            "by": posted.get("by"),
            "move": posted.get("move"),
            "cursor": posted.get("cursor"),
            "run": posted.get("run"),
            "line": posted.get("line"),
        }
    )


def _words(ask: Ask, count: int) -> str:
    said: dict[str, Any] = {
        "place": _("Einsortiert."),
        "accept": _("Die Vorschläge sind übernommen. Unter „Alle Züge“ lässt sich das zurücknehmen."),
        "aside": _("Beiseite gelegt."),
        "back": _("Liegt wieder bei den unsortierten."),
        "undo": _("Zurückgenommen."),
        "merge": _("Die Gruppen sind zusammengeführt."),
        "dissolve": _("Die Gruppe ist aufgelöst. Was darin lag, ist wieder unsortiert."),
        "lock": _("Die Gruppe ist gesperrt: Es kommt nichts dazu und nichts weg."),
        "unlock": _("Die Gruppe ist wieder offen."),
    }
    return str(said.get(ask.kind, _("Gespeichert."))) if count else _("Das war schon so.")


def _back(request: HttpRequest, its_table: SortingTable) -> HttpResponse:
    wanted = request.POST.get("next", "")
    home = reverse("synthesis:table", args=[its_table.process.slug, its_table.pk])
    is_ours = wanted.startswith(home) and url_has_allowed_host_and_scheme(wanted, None)
    return redirect(wanted if is_ours else home)
