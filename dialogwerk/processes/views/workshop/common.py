"""What all pages of the set-up share."""

from typing import Any

from django.http import HttpRequest

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.processes.setup import PART, checklist_for


def process_to_set_up(request: HttpRequest, slug: str) -> Process:
    """Return the process if the reader may set it up."""
    process = process_for(request, slug)
    require(request.user, Permission.SET_UP_PROCESS, process)
    return process


def setup_context(process: Process, part: str = "", **more: Any) -> dict[str, Any]:
    """Return what every page of the set-up shows: the process, the part, the checklist. One query."""
    return {
        "process": process,
        "section": "workshop",
        "checklist": checklist_for(process),
        "part": PART.get(part),
        **more,
    }
