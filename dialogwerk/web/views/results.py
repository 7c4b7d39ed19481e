"""What came of a dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def results(request: HttpRequest, process: str) -> HttpResponse:
    """Show what came of it."""
    return render(request, "web/results.html", {"process": process_for(request, process), "section": "results"})
