"""Joining in."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from dialogwerk.accounts.guests import guest_may_act
from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.gate import may, require
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.ideas.actions import mark_need, offer_support, settle_support, withdraw_support
from dialogwerk.ideas.actions.supporting import settle_many
from dialogwerk.ideas.forms import SupportForm
from dialogwerk.ideas.models import Need, Support
from dialogwerk.ideas.queries import card_of, support_for
from dialogwerk.ideas.rules import offered_support, takes_support
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process


@guest_may_act(gettext_lazy("Mitmachen anbieten"))
def support(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the form with which one joins in; take an offer."""
    entry = _idea(request, process, number)
    form = SupportForm(request.POST or None, needs=list(entry.idea.needs.filter(met_at=None)))
    if request.method == "POST" and form.is_valid():
        require(request.user, Permission.OFFER_SUPPORT, entry)
        limit(request, "support")
        data = form.cleaned_data
        offer_support(actor=request.user, idea=entry.idea, message=data["message"], need=data.get("need"))
        messages.success(request, _("Danke! Die Ansprechstelle der Region hat Ihr Angebot erhalten und meldet sich."))
        return redirect(f"{page_of(entry)}#mitmachen")
    context = {
        "process": entry.process,
        "section": "map",
        "entry": entry,
        "support_form": form,
        "takes_support": takes_support(entry),
    }
    return render(request, "ideas/support.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def withdraw(request: HttpRequest, process: str, number: int, support: int) -> HttpResponse:
    """Take one's own offer back."""
    offer = _offer(request, process, number, support)
    if not offered_support(request.user, offer):
        raise NotAllowed
    withdraw_support(actor=request.user, support=offer)
    messages.success(request, _("Ihr Angebot ist zurückgezogen."))
    return redirect(f"{page_of(offer.idea.entry)}#mitmachen")


@require_POST
def settle(request: HttpRequest, process: str, number: int, support: int) -> HttpResponse:
    """Mark an offer as dealt with, or open it again."""
    offer = _offer(request, process, number, support)
    require(request.user, Permission.ANSWER_ENTRY, offer.idea.entry)
    settle_support(actor=request.user, support=offer, is_settled=offer.settled_at is None)
    if offer.settled_at:
        messages.success(request, _("Das Angebot ist als erledigt markiert."))
    else:
        messages.success(request, _("Das Angebot ist wieder offen."))
    return redirect("ideas:offers", process=process)


@require_POST
def settle_many_offers(request: HttpRequest, process: str) -> HttpResponse:
    """Mark the ticked offers as dealt with, or open them again; one click takes it back."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    is_settled = request.POST.get("act") != "reopen"
    ticked = [int(number) for number in request.POST.getlist("offers") if number.isdecimal() and len(number) < 19]
    changed = _settle(request, its_process, ticked, is_settled=is_settled)
    page = f"{reverse('ideas:offers', args=[process])}?{request.GET.urlencode()}"
    if not changed:
        messages.warning(request, _("Bitte wählen Sie mindestens ein Angebot, bei dem sich etwas ändert."))
        return redirect(page)
    words = ngettext("%d Angebot ist erledigt.", "%d Angebote sind erledigt.", len(changed))
    if not is_settled:
        words = ngettext("%d Angebot ist wieder offen.", "%d Angebote sind wieder offen.", len(changed))
    kept = json.dumps({"offers": changed, "was_settled": not is_settled, "page": page})
    address = reverse("ideas:undo_settle_many", args=[process])
    keep_for_undo(request, words % len(changed), kept=kept, address=address)
    return redirect(page)


@require_POST
def undo_settle_many(request: HttpRequest, process: str) -> HttpResponse:
    """Take back what was just done to many offers."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    told = json.loads(take_kept(request))
    _settle(request, its_process, told["offers"], is_settled=told["was_settled"])
    messages.success(request, _("Rückgängig gemacht."))
    return redirect(told["page"])


def _settle(request: HttpRequest, process: Process, numbers: list[int], *, is_settled: bool) -> list[int]:
    """Return the numbers of the offers that changed; those the reader may not answer for stay as they are."""
    found = support_for(process, request.user).filter(pk__in=numbers).order_by("pk")
    allowed = [one for one in found if may(request.user, Permission.ANSWER_ENTRY, one.idea.entry)]
    return [one.pk for one in settle_many(actor=request.user, offers=allowed, is_settled=is_settled)]


@require_POST
def meet_need(request: HttpRequest, process: str, number: int, need: int) -> HttpResponse:
    """Say that something an idea needs was found, or is needed again."""
    entry = _idea(request, process, number)
    require(request.user, Permission.EDIT_ENTRY, entry)
    wanted = get_object_or_404(Need.objects.select_related("idea__entry__process"), idea=entry.idea, pk=need)
    mark_need(actor=request.user, need=wanted, is_met=wanted.met_at is None)
    return redirect(f"{page_of(entry)}#mitmachen")


def _idea(request: HttpRequest, process: str, number: int) -> Entry:
    entry = card_of(process_for(request, process), number, Kind.IDEA)
    if not may(request.user, Permission.READ_ENTRY, entry):
        raise NotAllowed
    return entry


def _offer(request: HttpRequest, process: str, number: int, support: int) -> Support:
    offers = Support.objects.select_related("idea__entry__process")
    return get_object_or_404(offers, idea__entry__process=process_for(request, process), idea=number, pk=support)
