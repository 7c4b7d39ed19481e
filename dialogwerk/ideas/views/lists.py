"""The back office's lists of ideas and contributions: filter, select, act on many, take it back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.entries.models import Kind
from dialogwerk.entries.views.desk import Desk, act_on_many, chosen_numbers, take_back
from dialogwerk.ideas.actions.bulk import CONTRIBUTION_ACTS, IDEA_ACTS
from dialogwerk.ideas.queries import entries_in_workshop
from dialogwerk.ideas.views.workshop import workshop_of
from dialogwerk.ideas.workshop_forms import SortingForm, WorkshopContributionFilters, WorkshopFilters

PER_PAGE = 50
RELATE = "relate"  # leads to the desk where entries of all kinds are merged and linked
IDEAS = Desk(
    acts=IDEA_ACTS,
    form=SortingForm,
    page="ideas:workshop",
    bulk="ideas:bulk",
    undo="ideas:undo_bulk",
    counted=ngettext_lazy("%d Idee", "%d Ideen"),
)
CONTRIBUTIONS = Desk(
    acts=CONTRIBUTION_ACTS,
    form=SortingForm,
    page="ideas:workshop_contributions",
    bulk="ideas:bulk_contributions",
    undo="ideas:undo_bulk_contributions",
    counted=ngettext_lazy("%d Beitrag", "%d Beiträge"),
)


def ideas(request: HttpRequest, process: str) -> HttpResponse:
    """List the ideas of a process in every state, to be filtered, selected and acted on."""
    return _list(request, process, Kind.IDEA, IDEAS, WorkshopFilters, "ideas/workshop/ideas.html")


def contributions(request: HttpRequest, process: str) -> HttpResponse:
    """List the contributions of a process in every state, to be filtered, selected and acted on."""
    template = "ideas/workshop/contributions.html"
    return _list(request, process, Kind.CONTRIBUTION, CONTRIBUTIONS, WorkshopContributionFilters, template)


@require_POST
def bulk(request: HttpRequest, process: str) -> HttpResponse:
    """Act on the ticked ideas."""
    return _bulk(request, process, Kind.IDEA, IDEAS)


@require_POST
def bulk_contributions(request: HttpRequest, process: str) -> HttpResponse:
    """Act on the ticked contributions."""
    return _bulk(request, process, Kind.CONTRIBUTION, CONTRIBUTIONS)


@require_POST
def undo_bulk(request: HttpRequest, process: str) -> HttpResponse:
    """Take back what was just done to many ideas."""
    return take_back(request, workshop_of(request, process), IDEAS)


@require_POST
def undo_bulk_contributions(request: HttpRequest, process: str) -> HttpResponse:
    """Take back what was just done to many contributions."""
    return take_back(request, workshop_of(request, process), CONTRIBUTIONS)


def _list(
    request: HttpRequest, process: str, kind: Kind, desk: Desk, form: type[WorkshopFilters], template: str
) -> HttpResponse:
    its_process = workshop_of(request, process)
    filters = form(request.GET, process=its_process)
    chosen = filters.chosen()
    found = entries_in_workshop(kind, its_process, request.user, chosen)
    context: dict[str, Any] = {
        "process": its_process,
        "section": "workshop",
        "filters": filters,
        "is_filtered": bool(chosen),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "acts": [*desk.choices(), (RELATE, _("zusammenführen oder verbinden"))],
    }
    return render(request, template, context)


def _bulk(request: HttpRequest, process: str, kind: Kind, desk: Desk) -> HttpResponse:
    its_process = workshop_of(request, process)
    found = entries_in_workshop(kind, its_process, request.user, {"superseded": True})
    if request.POST.get("act") == RELATE:
        numbers = found.filter(pk__in=chosen_numbers(request)).values_list("pk", flat=True)
        if numbers:
            query = urlencode([("wahl", number) for number in numbers])
            return redirect(f"{reverse('entries:relate', args=[its_process.slug])}?{query}")
    return act_on_many(request, its_process, desk, found)
