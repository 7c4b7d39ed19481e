"""Making a dialogue, and the overview of its set-up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.actions import create_process, renew_preview
from dialogwerk.processes.actions.lifecycle import steps_from
from dialogwerk.processes.forms import NewProcessForm
from dialogwerk.processes.views.workshop.common import process_to_set_up, setup_context


def new(request: HttpRequest) -> HttpResponse:
    """Make a new dialogue."""
    require(request.user, Permission.CREATE_PROCESS)
    form = NewProcessForm(request.POST or None)
    if form.is_valid():
        process = create_process(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Dialog ist angelegt. Nur Sie und sein Team sehen ihn."))
        return redirect("processes:setup", process=process.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "processes/workshop_new.html", {"form": form, "section": "workshop"}, status=status)


def overview(request: HttpRequest, process: str) -> HttpResponse:
    """Show all parts, what each lacks, and the next step in the life of the dialogue."""
    its_process = process_to_set_up(request, process)
    context = setup_context(
        its_process,
        steps=steps_from(its_process),
        preview_address=request.build_absolute_uri(reverse("processes:preview", args=[its_process.preview_token])),
    )
    return render(request, "processes/workshop_setup.html", context)


@require_POST
def new_preview(request: HttpRequest, process: str) -> HttpResponse:
    """Make a new preview link."""
    its_process = process_to_set_up(request, process)
    renew_preview(actor=request.user, process=its_process)
    messages.success(request, _("Der Vorschau-Link ist neu. Der alte führt nirgends mehr hin."))
    return redirect("processes:setup", process=process)
