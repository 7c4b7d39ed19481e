"""Sorting tables: the list, laying one out, the table itself, its groups, what was put aside and what was done."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import may
from dialogwerk.core.ids import uuid7
from dialogwerk.core.permissions import Permission
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import group_for, sortable, table_for
from dialogwerk.synthesis.forms import GroupForm, TableForm, TitleForm
from dialogwerk.synthesis.models import Holds, Placement, SortingTable, TableState
from dialogwerk.synthesis.queries import tables as queries
from dialogwerk.synthesis.queries.suggestions import ORDERS, Machine, in_order, machine_of, proposals_of, suggested_for
from dialogwerk.synthesis.queries.writing import desk_of, open_sets

MOVES_PER_PAGE = 100


def tables(request: HttpRequest, process: str) -> HttpResponse:
    """List the tables with how far they are."""
    its_process = sortable(request, process)
    context = {"process": its_process, "section": "workshop", "tables": queries.tables_of(its_process)}
    return render(request, "synthesis/sorting/tables.html", context)


def create(request: HttpRequest, process: str) -> HttpResponse:
    """Lay out a table."""
    its_process = sortable(request, process)
    form = TableForm(request.POST or None, process=its_process, initial={"holds": Holds.CONTRIBUTIONS})
    if request.method == "POST" and form.is_valid():
        made = actions.lay_out_table(actor=request.user, process=its_process, **form.cleaned_data)
        return redirect("synthesis:table", process=process, number=made.pk)
    context = {"process": its_process, "section": "workshop", "form": form}
    return render(request, "synthesis/sorting/create.html", context, status=422 if form.errors else 200)


@never_cache
def table(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the table: what is unsorted, the groups, and the challenge that is being written.

    `teil=liste`, `teil=gruppen`, `teil=satz` and `teil=maschine` answer with that part only.
    """
    its_table = table_for(request, process, number)
    part = request.GET.get("teil", "")
    context = _context(its_table)
    machine = machine_of(its_table) if part != "satz" else Machine(None, None)
    if part in ("", "gruppen"):
        heaps = queries.heaps_of(its_table)
        context |= {"piles": queries.piles_of(its_table, heaps), "figures": queries.figures_of(its_table, heaps)}
        context |= {"machine": machine, "proposals": proposals_of(machine.proposing) if its_table.is_open else []}
    if part in ("", "liste"):
        context |= _window(request, its_table, context.get("figures"), has_stacks=machine.proposing is not None)
    if part in ("", "satz"):
        context |= _writing(request, its_table)
    if part == "maschine":
        context["machine"] = machine
        return render(request, "synthesis/sorting/_machine.html", context)
    if part == "liste":
        return render(request, "synthesis/sorting/_list.html", context)
    if part == "gruppen":
        return render(request, "synthesis/sorting/_groups.html", context)
    if part == "satz":
        return render(request, "synthesis/sorting/_challenge.html", context)
    context |= {"ask_id": uuid7(), "here": request.get_full_path()}
    context["run_mark"] = machine.mark
    return render(request, "synthesis/sorting/table.html", context)


def group(request: HttpRequest, process: str, number: int, group: int) -> HttpResponse:
    """Show what lies in a group, and everything that can be done with it."""
    its_table = table_for(request, process, number)
    its_group = group_for(its_table, group)
    page = _page(request, queries.in_group(its_group), its_table)
    others = [one for one in its_table.groups.filter(is_gone=False) if one.pk != its_group.pk]
    context = _context(its_table) | {
        "group": its_group,
        "page": page,
        "others": others,
        "open_others": [one for one in others if not one.is_locked],
        "form": GroupForm.of(its_group),
        "ask_id": uuid7(),
        "here": request.get_full_path(),
        "may_write": may(request.user, Permission.WRITE_CHALLENGES, its_table.process),
        "sets": open_sets(its_table.process),
        "challenges": list(its_group.challenges.exclude(entry__state="withdrawn").select_related("entry")),
    }
    return render(request, "synthesis/sorting/group.html", context)


def aside(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what was put aside."""
    its_table = table_for(request, process, number)
    page = _page(request, queries.put_aside(its_table), its_table)
    groups = its_table.groups.filter(is_gone=False, is_locked=False)
    context = _context(its_table) | {"page": page, "groups": groups, "ask_id": uuid7(), "here": request.get_full_path()}
    return render(request, "synthesis/sorting/aside.html", context)


def log(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what was done, the newest first; everything that still counts can be undone."""
    its_table = table_for(request, process, number)
    page = Paginator(queries.moves_of(its_table), MOVES_PER_PAGE).get_page(request.GET.get("page"))
    context = _context(its_table) | {"page": page, "lines": queries.lines_of(page), "here": request.get_full_path()}
    return render(request, "synthesis/sorting/log.html", context)


def change(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what lies on the table by which choices, and give it another title."""
    its_table = table_for(request, process, number)
    form = TitleForm(request.POST or None, initial={"title": its_table.title})
    if request.method == "POST" and form.is_valid():
        actions.change_table(actor=request.user, table=its_table, title=form.cleaned_data["title"])
        messages.success(request, _("Gespeichert."))
        return redirect("synthesis:table", process=process, number=number)
    waiting = queries.waiting_for(its_table)
    context = _context(its_table) | {"form": form, "waiting": waiting, "chosen": queries.choices_of(its_table)}
    return render(request, "synthesis/sorting/change.html", context, status=422 if form.errors else 200)


@require_POST
def lay_more(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Lay what was published since on the table."""
    count = actions.lay_more(actor=request.user, table=table_for(request, process, number))
    words = ngettext("%(count)s neuer Beitrag liegt jetzt hier.", "%(count)s neue Beiträge liegen jetzt hier.", count)
    messages.success(request, words % {"count": count})
    return redirect("synthesis:table", process=process, number=number)


@require_POST
def set_state(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Say that the table is sorted, or open it again."""
    its_table = table_for(request, process, number)
    state = TableState.CLOSED if its_table.is_open else TableState.OPEN
    actions.set_state(actor=request.user, table=its_table, state=state)
    messages.success(
        request,
        _("Der Tisch ist abgeschlossen. Er lässt sich wieder öffnen.")
        if state == TableState.CLOSED
        else _("Der Tisch ist wieder offen."),
    )
    return redirect("synthesis:table", process=process, number=number)


def _context(its_table: SortingTable) -> dict[str, Any]:
    return {"process": its_table.process, "section": "workshop", "table": its_table}


def _page(request: HttpRequest, placements: Any, its_table: SortingTable, count: int | None = None) -> Page:
    paginator = Paginator(placements, queries.WINDOW)
    if count is not None:
        paginator.count = count  # known already, so not counted again
    page = paginator.get_page(request.GET.get("page"))
    _lend_process(page.object_list, its_table)
    return page


def _lend_process(placements: Any, its_table: SortingTable) -> None:
    """Give each entry the process that is at hand, so that its address costs no query."""
    for placement in placements:
        placement.entry.process = its_table.process


def _window(
    request: HttpRequest, its_table: SortingTable, figures: queries.Figures | None, *, has_stacks: bool
) -> dict[str, Any]:
    chosen = {"q": request.GET.get("q", "").strip()[:200]}
    event = request.GET.get("termin", "")
    if event.isascii() and event.isdigit():
        chosen["event"] = event
    order = request.GET.get("reihe", "")
    found = in_order(queries.lying_on(its_table, chosen), its_table, "" if chosen["q"] else order)
    known = figures.unsorted if figures and not has_stacks and not any(chosen.values()) else None
    page = _page(request, found, its_table, known)
    items: list[Placement] = list(page.object_list)
    wanted = request.GET.get("dazu", "")
    if wanted.isascii() and wanted.isdigit() and all(str(item.entry_id) != wanted for item in items):
        more = list(found.filter(entry=int(wanted))[:1])
        _lend_process(more, its_table)
        items = more + items
    told = suggested_for(its_table, [item for item in items if item.group_id is None and not item.is_aside])
    under = queries.stacks_under(its_table, items) if has_stacks and not chosen["q"] else {}
    for item in items:
        item.stacked = under.get(item.pk, [])  # type: ignore[attr-defined]
        item.suggestion = told.get(item.pk)  # type: ignore[attr-defined]
    orders = ORDERS if its_table.run_id else {}
    return {"page": page, "items": items, "words": chosen["q"], "order": order, "orders": orders}


def _writing(request: HttpRequest, its_table: SortingTable) -> dict[str, Any]:
    if not may(request.user, Permission.WRITE_CHALLENGES, its_table.process):
        return {"desk": None}
    return {"desk": desk_of(its_table.process, request.GET.get("herausforderung", ""))}
