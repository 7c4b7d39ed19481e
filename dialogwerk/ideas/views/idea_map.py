"""The idea map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def idea_map(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process), "section": "map"}
    return render(request, "ideas/idea_map.html", context)
