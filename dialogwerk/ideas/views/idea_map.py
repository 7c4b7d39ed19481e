"""The idea map: the page, its list, its data, its card."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogwerk.entries.models import MAP_KINDS
from dialogwerk.ideas.mapping import (
    MapFilters,
    RegionCounts,
    clusters,
    entries_at_one_place,
    listing,
    matching_entries,
    region_counts,
    region_overview,
)
from dialogwerk.ideas.mapping.form import MapForm
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Act, Process
from dialogwerk.processes.queries import open_acts

HIGHEST = 2**63
"""Numbers from here on fit no column."""


@require_safe
def idea_map(request: HttpRequest, process: str) -> HttpResponse:
    """Show the map with its list; what is shown stands in the address. Twelve queries at most."""
    shown = process_for(request, process)
    form = MapForm(request.GET, process=shown)
    counts = region_counts(shown, form.filters)
    context = _list_context(request, shown, form, counts) | {
        "section": "map",
        "overview": region_overview(
            shown, counts.by_region, lambda slug: _address_with_region(request, slug), form.filters.region
        ),
        "selection": _selection(request, shown, form),
        "can_submit": Act.SUBMIT in open_acts(shown),
    }
    return render(request, "ideas/idea_map.html", context)


@require_safe
def map_list(request: HttpRequest, process: str) -> HttpResponse:
    """Answer with the list alone, for a map that was moved or filtered."""
    shown = process_for(request, process)
    form = MapForm(request.GET, process=shown)
    context = _list_context(request, shown, form, region_counts(shown, form.filters))
    return render(request, "ideas/_map_list.html", context)


@require_safe
def map_data(request: HttpRequest, process: str) -> HttpResponse:
    """Answer with clusters and points for a view. Six queries."""
    shown = process_for(request, process)
    form = MapForm(request.GET, process=shown)
    return JsonResponse(clusters(shown, form.box, form.map_zoom, form.filters).as_data())


@require_safe
def map_card(request: HttpRequest, process: str) -> HttpResponse:
    """Answer with the card of the entry, or of the entries at one point, that was selected."""
    shown = process_for(request, process)
    form = MapForm(request.GET, process=shown)
    context = {"process": shown, "selection": _selection(request, shown, form)}
    return render(request, "ideas/_map_card.html", context)


def _list_context(request: HttpRequest, process: Process, form: MapForm, counts: RegionCounts) -> dict[str, Any]:
    return {
        "process": process,
        "form": form,
        "box": form.box,
        "listing": listing(process, form.box, form.filters, counts, request.GET.get("page", "1")),
    }


def _address_with_region(request: HttpRequest, slug: str) -> str:
    """Return the address that shows one region, with all other choices but the view."""
    choices = request.GET.copy()
    for name in ("bbox", "zoom", "auswahl", "page"):
        choices.pop(name, None)
    choices["region"] = slug
    return f"{request.path}?{choices.urlencode()}"


def _selection(request: HttpRequest, process: Process, form: MapForm) -> list[Any]:
    """Return the selected entries: one by its number (`auswahl=12`), or all at one point (`auswahl=z<cell>`)."""
    wanted = request.GET.get("auswahl", "")
    kind, number = wanted[:1], wanted.removeprefix("z")
    if not (number.isascii() and number.isdigit() and len(number) < 20 and int(number) < HIGHEST):
        return []
    if kind == "z":
        return entries_at_one_place(process, form.filters, int(number))
    everything = MapFilters(kinds=MAP_KINDS)
    return list(matching_entries(process, everything).filter(pk=int(number)).for_cards())
