"""Sending in ideas and contributions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.access import process_for


def new_idea(request: HttpRequest, process: str) -> HttpResponse:
    """Show."""
    context = {"process": process_for(request, process)}
    return render(request, "ideas/new_idea.html", context)
