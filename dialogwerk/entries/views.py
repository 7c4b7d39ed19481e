"""Pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def entry(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "entries/entry.html", context)


def short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to the canonical address."""
    raise NotImplementedError


def trail(request: HttpRequest, number: int) -> HttpResponse:
    """Show the trail."""
    raise NotImplementedError
