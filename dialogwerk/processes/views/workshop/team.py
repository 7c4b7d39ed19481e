"""The team of a dialogue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.processes.access import process_for
from dialogwerk.processes.actions import end_role, give_role
from dialogwerk.processes.actions.team import take_end_back
from dialogwerk.processes.forms import RoleForm
from dialogwerk.processes.models import Process, TeamRole
from dialogwerk.processes.queries import team_of
from dialogwerk.processes.role_words import ROLE_WORDS
from dialogwerk.processes.views.workshop.common import setup_context


def team(request: HttpRequest, process: str) -> HttpResponse:
    """List who has which role, and give one."""
    its_process = _process(request, process)
    form = RoleForm(request.POST if request.method == "POST" else None, process=its_process)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _give(request, its_process, form):
            return redirect("processes:team", process=process)
    context = setup_context(
        its_process,
        "team",
        form=form,
        team=team_of(its_process),
        role_words=ROLE_WORDS,
        today=timezone.localdate(),
    )
    return render(request, "processes/workshop_team.html", context, status=status)


def _give(request: HttpRequest, process: Process, form: RoleForm) -> bool:
    try:
        role = give_role(actor=request.user, process=process, **form.cleaned_data)
    except NotPossibleNow as refusal:
        form.add_error("email", f"{refusal.message} {refusal.what_to_do}")
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(
        request,
        _("%(name)s hat jetzt die Rolle „%(role)s“ und bekommt eine Nachricht.")
        % {"name": role.person.public_name, "role": role.get_role_display()},
    )
    return True


def end(request: HttpRequest, process: str, role: int) -> HttpResponse:
    """Ask whether a role shall end, and end it."""
    its_process = _process(request, process)
    its_role = get_object_or_404(
        TeamRole.objects.select_related("person", "region", "process").filter(process=its_process), pk=role
    )
    if request.method != "POST":
        context = setup_context(its_process, "team", role=its_role)
        return render(request, "processes/workshop_end_role.html", context)
    words = _("Die Rolle von %s ist beendet.") % its_role.person.public_name
    kept = end_role(actor=request.user, role=its_role)
    keep_for_undo(request, words, kept=kept, address=reverse("processes:take_end_back", args=[process]))
    return redirect("processes:team", process=process)


@require_POST
def take_back(request: HttpRequest, process: str) -> HttpResponse:
    """Give the role back that was just ended."""
    its_process = _process(request, process)
    role = take_end_back(actor=request.user, process=its_process, kept=take_kept(request))
    messages.success(request, _("%s hat die Rolle wieder.") % role.person.public_name)
    return redirect("processes:team", process=process)


def _process(request: HttpRequest, slug: str) -> Process:
    process = process_for(request, slug)
    require(request.user, Permission.MANAGE_TEAM, process)
    return process
