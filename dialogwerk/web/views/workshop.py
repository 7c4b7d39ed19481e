"""The back office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def workshop(request: HttpRequest, process: str) -> HttpResponse:
    """Show the back office."""
    return render(request, "web/workshop.html", {"process": process_for(request, process), "section": "workshop"})
