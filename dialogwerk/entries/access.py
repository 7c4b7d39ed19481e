"""From an address to an entry the reader may see."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Entry


def entry_for(request: HttpRequest, number: int) -> Entry:
    """Return the entry with its process, owner and author, or answer 404 as if it did not exist. One query."""
    entry = get_object_or_404(
        Entry.objects.select_related("process__owner__organisation", "process__region_set", "author"), pk=number
    )
    if not may(request.user, Permission.READ_ENTRY, entry):
        raise Http404
    return entry
