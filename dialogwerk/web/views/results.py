"""What came of a dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for
from dialogwerk.web.queries.outcomes import OutcomeFilters, outcomes


def results(request: HttpRequest, process: str) -> HttpResponse:
    """Show what came of it: projects, experiments, practices and so on, grouped by kind, filtered by the address."""
    found = process_for(request, process)
    filters = OutcomeFilters(request.GET, process=found)
    kind = request.GET.get("art", "")
    context = {
        "process": found,
        "section": "results",
        "filters": filters,
        "kind": kind,
        "is_filtered": bool(filters.chosen),
        "outcomes": outcomes(found, filters, kind, request.GET.get("page", "1")),
    }
    return render(request, "web/results.html", context)
