"""Removing rows so that they can be brought back: with everything that goes or loses its link together with them.

Views keep what `remove_rows` returns in the session of whoever removed (`keep_for_undo`) and offer the way back in
the message.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import Collector
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow

SESSION_KEY = "kept_for_undo"
AT_MOST = 5


@transaction.atomic
def remove_rows(rows: Sequence[models.Model]) -> str:
    """Delete `rows` with all that hangs on them; return what `bring_rows_back` needs. Raises `ProtectedError`."""
    collector = Collector(using=connection.alias)
    for row in rows:
        collector.collect([row])
    collector.sort()
    things = [thing for _model, found in reversed(collector.data.items()) for thing in found]
    things += [thing for found in collector.fast_deletes for thing in found]
    kept = {"rows": serializers.serialize("python", things), "links": _lost_links(collector)}
    collector.delete()
    return json.dumps(kept, default=str)  # Django's own encoder would cut times to milliseconds


@transaction.atomic
def bring_rows_back(kept: str) -> list[models.Model]:
    """Put back what `remove_rows` deleted, with its former numbers and links.

    Raises `NotPossibleNow` where something else has taken the place, or where what it belonged to is gone.
    """
    told = json.loads(kept)
    things: list[models.Model] = [item.object for item in serializers.deserialize("python", told["rows"])]
    try:
        with transaction.atomic():
            for thing in things:
                thing.save_base(raw=True, force_insert=True)
            for link in told["links"]:
                rows = _rows_of(link["model"]).filter(pk__in=link["rows"], **{f"{link['field']}__isnull": True})
                rows.update(**{link["field"]: link["target"]})
            connection.check_constraints([thing._meta.db_table for thing in things])
    except IntegrityError as error:
        raise NotPossibleNow(
            _("Das Entfernte lässt sich nicht zurückholen: Inzwischen gibt es etwas Gleiches, oder ein Teil fehlt."),
            what_to_do=_("Legen Sie es von Hand neu an."),
        ) from error
    return things


def keep_for_undo(request: HttpRequest, text: str, *, kept: str, address: str) -> None:
    """Say `text` with a button that posts to `address`; its view takes `kept` out again with `take_kept`."""
    key = get_random_string(12)
    before = list(request.session.get(SESSION_KEY, {}).items())
    request.session[SESSION_KEY] = dict([*before, (key, {"address": address, "kept": kept})][-AT_MOST:])
    messages.success(request, text, extra_tags=f"{address}?kept={key}")


def take_kept(request: HttpRequest) -> str:
    """Return what was kept for the address that is asked now. Raises `NotPossibleNow` if there is nothing (more)."""
    there = request.session.get(SESSION_KEY, {})
    found = there.get(request.GET.get("kept", ""))
    if found is None or found["address"] != request.path:
        raise NotPossibleNow(_("Es gibt hier nichts mehr zurückzuholen."))
    request.session[SESSION_KEY] = {key: value for key, value in there.items() if value is not found}
    return str(found["kept"])


def _rows_of(label: str) -> Any:
    return apps.get_model(label)._base_manager


def _lost_links(collector: Collector) -> list[dict[str, Any]]:
    """Return which rows lose a link (`SET_NULL`), so that they get it back."""
    lost = []
    updates: dict[Any, Any] = dict(collector.field_updates)
    for (field, _value), groups in updates.items():
        for thing in (thing for group in groups for thing in group):
            target = getattr(thing, field.attname)
            lost.append({"model": thing._meta.label, "field": field.attname, "rows": [thing.pk], "target": target})
    return lost
