"""Search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def search(request: HttpRequest) -> HttpResponse:
    """Search everything."""
    return render(request, "web/search.html")
