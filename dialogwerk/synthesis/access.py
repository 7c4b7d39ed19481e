"""From an address to a sorting table somebody may use."""

from django.http import Http404, HttpRequest

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, Group, SortingTable


def sortable(request: HttpRequest, slug: str) -> Process:
    """Return the process whose contributions the reader may sort."""
    process = process_for(request, slug)
    require(request.user, Permission.SORT_CONTRIBUTIONS, process)
    return process


def table_for(request: HttpRequest, slug: str, number: int) -> SortingTable:
    """Return a table the reader may sort at."""
    process = sortable(request, slug)
    table = SortingTable.objects.select_related("phase", "earlier").filter(pk=number, process=process).first()
    if table is None:
        raise Http404
    table.process = process
    return table


def group_for(table: SortingTable, number: int) -> Group:
    """Return a group that is there."""
    group = table.groups.filter(pk=number, is_gone=False).first()
    if group is None:
        raise Http404
    group.table = table
    return group


def writable(request: HttpRequest, slug: str) -> Process:
    """Return the process whose challenges the reader may write."""
    process = process_for(request, slug)
    require(request.user, Permission.WRITE_CHALLENGES, process)
    return process


def challenge_in(process: Process, number: int, challenge: int) -> Challenge:
    """Return a challenge of a set of the process, with the set and the group it came from. One query."""
    found = Challenge.objects.select_related("entry", "challenge_set", "group__table")
    one = found.filter(pk=challenge, challenge_set=number, challenge_set__process=process).first()
    if one is None:
        raise Http404
    one.entry.process = one.challenge_set.process = process
    return one
