"""What every page's shell shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dialogwerk import __version__
from dialogwerk.processes.models import Process
from dialogwerk.processes.queries import roles_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs beside the page's own context."""

    def own_workshops() -> list[Process]:
        """Return the processes in whose team the reader is: one query for members of a team, none for others."""
        numbers = {role.process_id for role in roles_of(getattr(request, "user", None))}
        return list(Process.objects.filter(pk__in=numbers).order_by("title")) if numbers else []

    return {"dialogwerk_version": __version__, "base_url": settings.BASE_URL, "own_workshops": own_workshops}
