"""Pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def idea_map(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/idea_map.html", context)


def new_idea(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/new_idea.html", context)


def idea(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/idea.html", context)


def contributions(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/contributions.html", context)


def contribution(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/contribution.html", context)
