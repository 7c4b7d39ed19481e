"""The team's desk for organisations. They belong to all dialogues: whoever changes one must edit all that name it."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.errors import NotAllowed, NotPossibleNow
from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.processes.access import process_for
from dialogwerk.processes.actions.organisations import create_organisation, merge_organisations, part_organisations
from dialogwerk.processes.forms.organisations import MergeForm, OrganisationFilters, OrganisationForm
from dialogwerk.processes.models import Process
from dialogwerk.processes.organisations import Use, others_concerned, possible_duplicates, uses_of_organisations
from dialogwerk.processes.views.workshop.parts import save_part

PER_PAGE = 50
MANY = 20


def organisations(request: HttpRequest, process: str) -> HttpResponse:
    """List all organisations; name those that may stand there twice."""
    its_process = _process(request, process)
    filters = OrganisationFilters(request.GET)
    found = filters.narrow(Organisation.objects.order_by("name"))
    context = {
        "process": its_process,
        "section": "workshop",
        "filters": filters,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "duplicates": possible_duplicates()[:MANY],
    }
    return render(request, "processes/workshop_organisations.html", context)


def new(request: HttpRequest, process: str) -> HttpResponse:
    """Add an organisation."""
    its_process = _process(request, process)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_organisation(actor=request.user, process=its_process, **form.values())
        messages.success(request, _("„%(name)s“ ist angelegt.") % {"name": made})
        return redirect("processes:organisations", process)
    return _form_page(request, its_process, form, status=422 if form.is_bound else 200)


def organisation(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change an organisation; say where it is named."""
    its_process = _process(request, process)
    target = get_object_or_404(Organisation, pk=number)
    uses = uses_of_organisations([target])[target.pk]
    locked_by = _locked_by(request, its_process, uses)
    more: dict[str, Any] = {"organisation": target, "uses": uses, "locked_by": locked_by}
    if request.method != "POST" or locked_by:
        return _form_page(request, its_process, OrganisationForm(instance=target), status=200, **more)
    form = OrganisationForm(request.POST, instance=Organisation.objects.get(pk=target.pk))
    status = save_part(request, its_process, form, more, act="revise_organisation")
    if status is None:
        return redirect("processes:organisations", process)
    return _form_page(request, its_process, form, status=status, **more)


def merge(request: HttpRequest, process: str) -> HttpResponse:
    """Show the chosen ones side by side with what names them; make one of them."""
    its_process = _process(request, process)
    numbers = [int(number) for number in request.GET.getlist("wahl") if number.isdecimal()][:MANY]
    chosen = list(Organisation.objects.filter(pk__in=numbers))
    if len(chosen) < 2:
        messages.warning(request, _("Bitte wählen Sie mindestens zwei Organisationen."))
        return redirect("processes:organisations", process)
    uses = uses_of_organisations(chosen)
    locked_by = _locked_by(request, its_process, itertools.chain.from_iterable(uses.values()))
    form = MergeForm(request.POST or None, organisations=chosen)
    if request.method == "POST" and form.is_valid():
        if locked_by:
            raise NotAllowed(permission=Permission.MANAGE_ORGANISATIONS, person=request.user)
        try:
            kept = merge_organisations(actor=request.user, process=its_process, kept=form.chosen, others=form.others)
        except NotPossibleNow as refusal:
            form.add_error(None, f"{refusal.message} {refusal.what_to_do}")
        else:
            address = reverse("processes:part_organisations", args=[process])
            text = _("Zusammengeführt: Es bleibt „%(name)s“.") % {"name": form.chosen}
            keep_for_undo(request, text, kept=kept, address=address)
            return redirect("processes:organisations", process)
    context = {
        "process": its_process,
        "section": "workshop",
        "form": form,
        "chosen": [(one, uses[one.pk]) for one in chosen],
        "locked_by": locked_by,
    }
    return render(request, "processes/workshop_organisations_merge.html", context, status=422 if form.errors else 200)


@require_POST
def part(request: HttpRequest, process: str) -> HttpResponse:
    """Undo the merge that was just made."""
    its_process = _process(request, process)
    part_organisations(actor=request.user, process=its_process, told=take_kept(request))
    messages.success(request, _("Die Organisationen stehen wieder einzeln da."))
    return redirect("processes:organisations", process)


def _process(request: HttpRequest, slug: str) -> Process:
    process = process_for(request, slug)
    require(request.user, Permission.MANAGE_ORGANISATIONS, process)
    return process


def _locked_by(request: HttpRequest, process: Process, uses: Iterable[Use]) -> list[Process]:
    """Return the other dialogues in which they are named and that the reader does not edit."""
    others = others_concerned(uses, process)
    return [other for other in others if not may(request.user, Permission.MANAGE_ORGANISATIONS, other)]


def _form_page(
    request: HttpRequest, process: Process, form: OrganisationForm, *, status: int, **more: Any
) -> HttpResponse:
    context = {"process": process, "section": "workshop", "form": form, "organisation": None, **more}
    return render(request, "processes/workshop_organisation.html", context, status=status)
