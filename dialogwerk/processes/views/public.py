"""Pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def regions(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "processes/regions.html", context)


def region(request: HttpRequest, process: str, region: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "processes/region.html", context)
