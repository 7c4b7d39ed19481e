"""More like this: what other people wrote about the same."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.addresses import short_address
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.search import more_like
from dialogwerk.processes.access import process_for

KINDS = (Kind.IDEA, Kind.CONTRIBUTION)


def alike(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """List contributions and ideas that say much the same as this one, with the words they share."""
    its_process = process_for(request, process)
    entry = get_object_or_404(Entry, process=its_process, pk=number, kind__in=KINDS)
    entry.process = its_process
    if not may(request.user, Permission.READ_ENTRY, entry):
        return redirect(short_address(entry))
    others = Entry.objects.public().current().filter(process=its_process, kind__in=KINDS).select_related("region")
    near = more_like(entry, entries=others)
    for one in near:
        one.entry.process = its_process
    context = {"process": its_process, "section": "contributions", "entry": entry, "near": near}
    return render(request, "ideas/alike.html", context)
