"""All dialogues of this installation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.models import Process


def home(request: HttpRequest) -> HttpResponse:
    """Show all dialogues of this installation."""
    processes = Process.objects.visible_to(request.user).select_related("owner")
    return render(request, "web/home.html", {"processes": processes})
