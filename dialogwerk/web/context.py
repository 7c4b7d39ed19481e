"""What every page's shell shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dialogwerk import __version__


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs beside the page's own context."""
    return {"dialogwerk_version": __version__, "base_url": settings.BASE_URL}
