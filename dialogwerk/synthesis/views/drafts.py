"""Drafts of a challenge: asked for, read, taken over sentence by sentence."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.entries.models import Entry
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import challenge_in, writable
from dialogwerk.synthesis.drafting.endpoint import configured
from dialogwerk.synthesis.models import Challenge, Draft

WEAK = 0.3  # a sentence that shares fewer of its words with what it cites is marked
SHOWN = 6


def drafts(request: HttpRequest, process: str, number: int, challenge: int) -> HttpResponse:
    """Show the drafts of a challenge, the newest first; make or ask for another one. 202 while one is written."""
    its_challenge = challenge_in(writable(request, process), number, challenge)
    if request.method == "POST":
        return _make(request, its_challenge)
    found = list(its_challenge.drafts.select_related("asked_by").order_by("-pk")[:SHOWN])
    numbers = {cited for draft in found for told in draft.sentences for cited in told["numbers"]}
    cited = Entry.objects.public().filter(process=its_challenge.entry.process).in_bulk(numbers)
    for entry in cited.values():
        entry.process = its_challenge.entry.process
    is_under_way = any(draft.is_under_way for draft in found)
    context = {
        "process": its_challenge.entry.process,
        "section": "workshop",
        "challenge_set": its_challenge.challenge_set,
        "challenge": its_challenge,
        "drafts": [_told(draft, cited) for draft in found],
        "is_under_way": is_under_way,
        "endpoint": configured(),
    }
    return render(request, "synthesis/workshop/drafts.html", context, status=202 if is_under_way else 200)


@require_POST
def take(request: HttpRequest, process: str, number: int, challenge: int, draft: int) -> HttpResponse:
    """Take chosen sentences of a draft over, or throw it away."""
    its_challenge = challenge_in(writable(request, process), number, challenge)
    found = get_object_or_404(Draft, pk=draft, challenge=its_challenge)
    found.challenge = its_challenge
    if "discard" in request.POST:
        actions.discard_draft(actor=request.user, draft=found)
        messages.success(request, _("Der Entwurf ist gelöscht."))
        return redirect("synthesis:drafts", process=process, number=number, challenge=challenge)
    places = [int(one) for one in request.POST.getlist("place") if one.isascii() and one.isdigit() and len(one) < 4]
    count = actions.take_from_draft(actor=request.user, draft=found, places=places)
    if not count:
        messages.error(request, _("Wählen Sie mindestens einen Satz aus."))
        return redirect("synthesis:drafts", process=process, number=number, challenge=challenge)
    done = ngettext(
        "%(count)s Satz steht jetzt in der Herausforderung, als Entwurf markiert.",
        "%(count)s Sätze stehen jetzt in der Herausforderung, als Entwurf markiert.",
        count,
    )
    messages.success(request, done % {"count": count})
    return redirect("synthesis:rewrite", process=process, number=number, challenge=challenge)


def _make(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    if "words" in request.POST:
        actions.ask_for_draft(actor=request.user, challenge=challenge)
    else:
        actions.draft_from_contributions(actor=request.user, challenge=challenge)
    slug = challenge.entry.process.slug
    return redirect("synthesis:drafts", process=slug, number=challenge.challenge_set_id, challenge=challenge.pk)


def _told(draft: Draft, cited: dict[int, Entry]) -> dict[str, Any]:
    sentences = [
        {
            "place": place,
            "text": told["text"],
            "entries": [cited[number] for number in told["numbers"] if number in cited],
            "is_weak": told["shared"] < WEAK,
        }
        for place, told in enumerate(draft.sentences)
    ]
    return {"draft": draft, "sentences": sentences, "fault": _(draft.fault) if draft.fault else ""}
