"""Every component in every state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "web/styleguide.html")
