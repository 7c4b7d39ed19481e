"""Suggestions at a sorting table: asking for them, calling that off, taking all above a line."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.ids import uuid7
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import table_for
from dialogwerk.synthesis.queries import suggestions as queries
from dialogwerk.synthesis.queries.tables import WINDOW, with_entries


@require_POST
def ask(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Ask for suggestions; with `gruppen` also for groups that might be made."""
    table = table_for(request, process, number)
    actions.ask_for_suggestions(actor=request.user, table=table, proposes="gruppen" in request.POST)
    messages.success(request, _("Die Vorschläge werden gerechnet. Sortieren Sie ruhig weiter."))
    return redirect("synthesis:table", process=process, number=number)


@require_POST
def call_off(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Call the calculation off that is under way."""
    machine = queries.machine_of(table_for(request, process, number))
    if machine.under_way is not None:
        actions.call_off(actor=request.user, run=machine.under_way)
    messages.success(request, _("Die Rechnung ist abgebrochen. Was vorher vorgeschlagen war, gilt weiter."))
    return redirect("synthesis:table", process=process, number=number)


def line(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what taking all suggestions above a line would do, before anybody does it."""
    table = table_for(request, process, number)
    wanted = request.GET.get("ab", "")
    named = min(99, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else None
    lines = {*queries.LINES} if named is None else {*queries.LINES, named}
    effects = queries.effects_of(table, sorted(lines, reverse=True))
    chosen = queries.usual_line(effects) if named is None else named
    found = with_entries(queries.above_line(table, chosen))
    page = Paginator(found, WINDOW).get_page(request.GET.get("page"))
    told = queries.suggested_for(table, page.object_list)
    for placement in page:
        placement.entry.process = table.process
        placement.suggestion = told.get(placement.pk)  # type: ignore[attr-defined]
    context = {
        "process": table.process,
        "section": "workshop",
        "table": table,
        "line": chosen,
        "page": page,
        "effects": [effect for effect in effects if effect.line in queries.LINES],
        "expected": next(effect.expected for effect in effects if effect.line == chosen),
        "by_group": queries.effect_by_group(table, chosen),
        "ask_id": uuid7(),
        "here": "",
    }
    return render(request, "synthesis/sorting/line.html", context)
