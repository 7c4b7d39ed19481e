"""What devices in the room talk to: sending and catching up (`sync`), and listening (`stream`).

A device proves itself by its own secret, not by a cookie, so that a page that was opened hours ago can still send;
that is why these addresses need no CSRF token.
"""

import json
import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.feeds import PushedResponse
from dialogwerk.labs.access import board_and_device, board_on_wire, may_facilitate
from dialogwerk.labs.actions import apply_operations, meet_device
from dialogwerk.labs.live import follow
from dialogwerk.labs.operations import Malformed, read_operation
from dialogwerk.labs.queries import changes_of, own_dots, told_of_lab

MOST_AT_ONCE = 200


class UnreadableBatch(DialogwerkError):
    """What came is no batch of operations."""

    headline = gettext_lazy("Das konnte die Tafel nicht lesen")


@csrf_exempt
@require_POST
def sync(request: HttpRequest, code: str) -> HttpResponse:
    """Take a batch of operations and answer with what the board has that the device has not.

    In: `device`, `secret`, `cursor`, `ops`, and if wanted `key` (facilitator) and `group`. Out: `cursor`, `clock`,
    `cards` changed since the given cursor, `arrived` and `refused` operations, `lab`, own `dots`, `role`.
    """
    batch = _read(request)
    board, known = board_and_device(code, batch["device"])
    device = meet_device(
        board=board,
        known=known,
        number=batch["device"],
        secret=batch["secret"],
        key=batch["key"],
        group=batch["group"],
        may_facilitate=may_facilitate(request, board),
    )
    told: dict[str, Any] = {"arrived": [], "refused": {}}
    news = None
    if batch["ops"]:
        outcome = apply_operations(device=device, operations=batch["ops"])
        board = outcome.board
        told = {"arrived": outcome.arrived, "refused": outcome.refused}
        news = outcome.news_since(batch["cursor"])
    if news is None:
        news = changes_of(board, batch["cursor"]) if batch["cursor"] < board.seq else []
    told |= {"cursor": board.seq, "clock": board.clock, "lab": told_of_lab(board.lab), "role": device.role}
    told["cards"] = news
    told["dots"] = own_dots(device, board.lab) if board.lab.dot_round else {}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_GET
def stream(request: HttpRequest, code: str) -> PushedResponse:
    """Push what happens at a table. A page opens this line first and then catches up by `sync`."""
    board = board_on_wire(code)
    return PushedResponse(partial(follow, board.pk, board.lab_id, board.seq))


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = json.loads(request.body)
        device = uuid.UUID(str(raw["device"]))
        secret = str(raw["secret"])
        operations = [read_operation(one, str(device)) for one in raw.get("ops", [])[:MOST_AT_ONCE]]
        cursor = int(raw.get("cursor", 0))
    except (Malformed, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise UnreadableBatch(_("Ihre Karten bleiben auf dem Gerät. Laden Sie die Seite neu.")) from error
    if len(secret) < 16:
        raise UnreadableBatch(_("Ihre Karten bleiben auf dem Gerät. Laden Sie die Seite neu."))
    key, group = str(raw.get("key", ""))[:100], str(raw.get("group", ""))[:20]
    return {"device": device, "secret": secret, "cursor": cursor, "ops": operations, "key": key, "group": group}
