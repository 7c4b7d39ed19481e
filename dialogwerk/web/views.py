"""Pages of the shell."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Owner, Process


def home(request: HttpRequest) -> HttpResponse:
    """Show all dialogues of this installation."""
    processes = Process.objects.visible_to(request.user).select_related("owner")
    return render(request, "web/home.html", {"processes": processes})


def process(request: HttpRequest, process: str) -> HttpResponse:
    """Show one dialogue."""
    return render(request, "web/process.html", {"process": process_for(request, process)})


def results(request: HttpRequest, process: str) -> HttpResponse:
    """Show what came of it."""
    return render(request, "web/results.html", {"process": process_for(request, process), "section": "results"})


def workshop(request: HttpRequest, process: str) -> HttpResponse:
    """Show the back office."""
    return render(request, "web/workshop.html", {"process": process_for(request, process), "section": "workshop"})


def search(request: HttpRequest) -> HttpResponse:
    """Search everything."""
    return render(request, "web/search.html")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "web/styleguide.html")


def live(request: HttpRequest) -> HttpResponse:
    """Say that the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@cache_control(public=True, max_age=31536000, immutable=True)
def accent(request: HttpRequest, owner: int, accent: str) -> HttpResponse:
    """Return the owner's accent colour as CSS custom properties: the CSP allows no inline style."""
    colour = get_object_or_404(Owner, pk=owner).accent
    css = f":root {{ --owner-accent: {colour}; }}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    return render(request, "errors/500.html", status=500)
