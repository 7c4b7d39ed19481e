"""All dialogues of this installation."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.processes.models import ProcessStatus
from dialogwerk.web.queries.overview import overviews
from dialogwerk.web.region_map import region_map


def home(request: HttpRequest) -> HttpResponse:
    """Show all dialogues of this installation."""
    found = overviews(request.user)
    colours = sorted({(overview.process.owner_id, overview.process.owner.accent) for overview in found})
    running = [overview for overview in found if overview.process.status == ProcessStatus.OPEN]
    context = {
        "running": running,
        "coming": [overview for overview in found if overview.process.status == ProcessStatus.DRAFT],
        "past": [overview for overview in found if overview not in running and overview.process.status != "draft"],
        "has_own_search": True,
        "region_map": region_map(found),
        "colours": hashlib.sha256(repr(colours).encode()).hexdigest()[:12],
    }
    return render(request, "web/home.html", context)
