"""Pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def challenges(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "synthesis/challenges.html", context)


def challenge(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "synthesis/challenge.html", context)
