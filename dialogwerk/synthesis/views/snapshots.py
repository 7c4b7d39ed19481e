"""What was published: the frozen snapshots, as pages and as data."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import writable
from dialogwerk.synthesis.models import Snapshot
from dialogwerk.synthesis.queries import snapshots as queries
from dialogwerk.synthesis.queries.comparing import changes_between
from dialogwerk.synthesis.queries.opening import data_of


def snapshot(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show a snapshot as it was, less what was removed later, and what had changed since the one before."""
    found = _snapshot(request, process, number)
    context: dict[str, Any] = {"process": found.process, "section": "challenges", "snapshot": found}
    if found.withdrawn_at is not None:
        return render(request, "synthesis/snapshot/withdrawn.html", context, status=410)
    told = queries.tell_snapshot(found, request.user)
    before = queries.before(found)
    context |= {
        "told": told,
        "map": queries.evidence_map(told),
        "changes": changes_between(before, found, queries.readable(before, found)) if before else None,
        "after": queries.after(found),
    }
    return render(request, "synthesis/snapshot/snapshot.html", context)


def data(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Give a snapshot as open data."""
    found = _snapshot(request, process, number)
    if found.withdrawn_at is not None:
        raise Http404
    told = data_of(queries.tell_snapshot(found, request.user))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{found.process.slug}-stand-{found.number}.json"'
    return answer


@require_POST
def take_back(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take a snapshot back."""
    its_process = writable(request, process)
    found = get_object_or_404(Snapshot, process=its_process, number=number)
    actions.take_snapshot_back(actor=request.user, snapshot=found)
    messages.success(request, _("Der Stand ist zurückgenommen. Unter seiner Adresse steht das jetzt auch."))
    return redirect("synthesis:set", process=process, number=found.challenge_set_id)


@require_POST
def mention(request: HttpRequest, process: str) -> HttpResponse:
    """Agree to be named in what is published, or take one's name out again."""
    its_process = process_for(request, process)
    require(request.user, Permission.SORT_CONTRIBUTIONS, its_process)
    if "agree" in request.POST:
        actions.agree_to_mention(actor=request.user, process=its_process)
        messages.success(
            request, _("Danke. Künftige Stände, an denen Sie mitarbeiten, nennen Ihren öffentlichen Namen.")
        )
    else:
        actions.withdraw_mention(actor=request.user, process=its_process)
        messages.success(request, _("Ihr Name steht in keinem Stand mehr."))
    may_write = may(request.user, Permission.WRITE_CHALLENGES, its_process)
    return redirect("synthesis:workshop" if may_write else "synthesis:tables", process=process)


def _snapshot(request: HttpRequest, slug: str, number: int) -> Snapshot:
    process = process_for(request, slug)
    found = get_object_or_404(Snapshot.objects.select_related("challenge_set"), process=process, number=number)
    found.process = found.challenge_set.process = process
    return found
