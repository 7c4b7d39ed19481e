"""What every page's shell shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dialogwerk.processes.models import Process, roles_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs beside the page's own context."""

    def own_workshops() -> list[Process]:
        """Return the processes in whose team the reader is: no query beside that for the roles."""
        found = {role.process_id: role.process for role in roles_of(getattr(request, "user", None))}
        return sorted(found.values(), key=lambda process: process.title)

    return {"base_url": settings.BASE_URL, "own_workshops": own_workshops}
