"""One dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def process(request: HttpRequest, process: str) -> HttpResponse:
    """Show one dialogue."""
    return render(request, "web/process.html", {"process": process_for(request, process)})
