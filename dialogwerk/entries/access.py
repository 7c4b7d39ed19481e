"""From an address to an entry the reader may see."""

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Entry

_ENTRY = Prepared(
    lambda: Entry.objects.filter(pk=Given("number", BigIntegerField())).select_related(
        "process__owner__organisation", "process__region_set", "author"
    )
)


def entry_for(request: HttpRequest, number: int) -> Entry:
    """Return the entry with its process, owner and author, or answer 404 as if it did not exist. One query."""
    entry = _ENTRY.first(number=number)
    if entry is None or not may(request.user, Permission.READ_ENTRY, entry):
        raise Http404
    return entry
