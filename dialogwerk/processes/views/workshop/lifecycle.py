"""Steps in the life of a dialogue."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.processes.actions import change_status
from dialogwerk.processes.actions.lifecycle import STEPS
from dialogwerk.processes.forms import StepForm
from dialogwerk.processes.views.workshop.common import setup_context


def step(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Say what a step means, ask for confirmation, and take it."""
    its_process = process_for(request, process)
    require(request.user, Permission.OPEN_PROCESS, its_process)
    its_step = next((one for one in STEPS if one.key == step), None)
    if its_step is None:
        raise Http404
    if its_step.source != its_process.status:
        messages.info(request, _("Der Dialog ist inzwischen: %s.") % its_process.get_status_display())
        return redirect("processes:setup", process=process)
    context = setup_context(its_process, step=its_step, refusal=None)
    initial = {"closing_note": its_process.closing_note}
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial, step=its_step)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        note = form.cleaned_data.get("closing_note", "")
        try:
            change_status(actor=request.user, process=its_process, step=its_step, closing_note=note)
        except NotPossibleNow as refusal:
            context["refusal"] = refusal
            status = refusal.status
        else:
            messages.success(request, _("Der Dialog ist jetzt: %s.") % its_process.get_status_display())
            return redirect("processes:setup", process=process)
    return render(request, "processes/workshop_step.html", context | {"form": form}, status=status)
