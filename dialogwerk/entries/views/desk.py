"""Lists of the back office whose entries are acted on together: confirm, do, take back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.entries.actions.bulk import BulkAct, BulkResult, change_back, change_many
from dialogwerk.entries.forms.bulk import BulkForm
from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process


@dataclass(frozen=True)
class Desk:
    """One list: its acts and their form, the names of its addresses, and how its entries are counted ("%d Idee")."""

    acts: Mapping[str, BulkAct]
    form: type[BulkForm]
    page: str
    bulk: str
    undo: str
    counted: Any

    def address(self, request: HttpRequest, process: Process, name: str, **arguments: Any) -> str:
        """Return one of its addresses, with the filters of the list."""
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return reverse(name, kwargs={"process": process.slug, **arguments}) + query

    def choices(self) -> list[tuple[str, Any]]:
        """Return the acts to choose from."""
        return [(name, act.label) for name, act in self.acts.items()]


def chosen_numbers(request: HttpRequest) -> list[int]:
    """Return the numbers of the entries that were ticked."""
    return [int(number) for number in request.POST.getlist("entries") if number.isdecimal() and len(number) < 19]


def act_on_many(
    request: HttpRequest, process: Process, desk: Desk, found: QuerySet[Entry], **arguments: Any
) -> HttpResponse:
    """Show what one act would change of the ticked entries among `found`; do it when that was confirmed.

    `arguments` belong to the desk's addresses beside the process. The list comes back with the filters it had.
    """
    back = desk.address(request, process, desk.page, **arguments)
    name = request.POST.get("act", "")
    entries = list(found.filter(pk__in=chosen_numbers(request)))
    if name not in desk.acts or not entries:
        messages.warning(request, _("Bitte wählen Sie mindestens einen Eintrag und eine Handlung."))
        return redirect(back)
    is_confirmed = "confirmed" in request.POST
    act = desk.acts[name]
    form = desk.form(request.POST if is_confirmed else None, act=act, process=process)
    if is_confirmed and form.is_valid():
        result = change_many(actor=request.user, entries=entries, acts=desk.acts, act=name, data=form.cleaned_data)
        _report(request, desk, result, act, reverse(desk.undo, kwargs={"process": process.slug, **arguments}))
        return redirect(back)
    context = {
        "process": process,
        "section": "workshop",
        "act": name,
        "headline": f"{desk.counted % len(entries)}: {act.label}",
        "entries": entries,
        "form": form,
        "here": desk.address(request, process, desk.bulk, **arguments),
        "back": back,
    }
    return render(request, "entries/workshop/bulk.html", context, status=422 if is_confirmed else 200)


def take_back(request: HttpRequest, process: Process, desk: Desk, **arguments: Any) -> HttpResponse:
    """Take back what the reader just did to many entries."""
    told = json.loads(take_kept(request))
    result = change_back(actor=request.user, acts=desk.acts, kept=told["kept"])
    if result.done:
        words = _("Rückgängig gemacht: %(what)s.") % {"what": desk.counted % len(result.done)}
        messages.success(request, words)
    _refusals(request, result)
    address = reverse(desk.page, kwargs={"process": process.slug, **arguments})
    return redirect(f"{address}?{told['query']}" if told["query"] else address)


def _report(request: HttpRequest, desk: Desk, result: BulkResult, act: BulkAct, undo: str) -> None:
    if result.done:
        words = _("Geändert: %(what)s.") % {"what": desk.counted % len(result.done)}
        if result.kept:
            kept = json.dumps({"kept": result.kept, "query": request.GET.urlencode()})
            keep_for_undo(request, f"{words} {act.afterwards}".strip(), kept=kept, address=undo)
        else:
            messages.success(request, words)
    _refusals(request, result)


def _refusals(request: HttpRequest, result: BulkResult) -> None:
    for entry, why in result.refused:
        messages.warning(request, f"#{entry.pk} „{entry.title}“: {why}")
