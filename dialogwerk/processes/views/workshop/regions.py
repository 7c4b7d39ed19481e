"""The region set of a dialogue."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.processes.actions import add_all_regions
from dialogwerk.processes.forms import RegionSetForm
from dialogwerk.processes.models import Process
from dialogwerk.processes.views.workshop.common import process_to_set_up
from dialogwerk.processes.views.workshop.parts import save_part


@require_POST
def region_set(request: HttpRequest, process: str) -> HttpResponse:
    """Choose into which regions the land is cut."""
    its_process = process_to_set_up(request, process)
    form = RegionSetForm(request.POST, instance=Process.objects.get(pk=its_process.pk))
    context: dict[str, Any] = {}
    if save_part(request, its_process, form, context) is not None:
        told = [str(error) for errors in form.errors.values() for error in errors]
        told = told or [_("Jemand hat den Schnitt gerade geändert. Bitte prüfen Sie ihn und wählen Sie noch einmal.")]
        messages.error(request, " ".join(told))
    return redirect("processes:setup_part", process=process, part="regionen")


@require_POST
def all_regions(request: HttpRequest, process: str) -> HttpResponse:
    """Take in every region of the set."""
    its_process = process_to_set_up(request, process)
    count = add_all_regions(actor=request.user, process=its_process)
    messages.success(request, ngettext("%d Region ist dazugekommen.", "%d Regionen sind dazugekommen.", count) % count)
    return redirect("processes:setup_part", process=process, part="regionen")
