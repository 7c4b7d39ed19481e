"""Pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def event_list(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "events/event_list.html", context)


def event(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "events/event.html", context)
