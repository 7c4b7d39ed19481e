"""What everybody reads: ideas and contributions."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.addresses import missing_page, page_of, short_address
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.queries.cards import own_rows
from dialogwerk.entries.queries.discussion import discussion_context
from dialogwerk.entries.trails import trail_of
from dialogwerk.ideas.forms import ContributionFilters, SupportForm
from dialogwerk.ideas.queries import card_of, contributions_of, is_in_no_challenge, needs_of, steps_from
from dialogwerk.ideas.rules import is_open_for, takes_support
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Act

PER_PAGE = 30


def idea(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show an idea with everything that belongs to it."""
    its_process = process_for(request, process)
    entry = card_of(its_process, number, Kind.IDEA)
    if not may(request.user, Permission.READ_ENTRY, entry):
        return redirect(short_address(entry))
    if slug != (entry.slug or "-"):
        return redirect(page_of(entry), permanent=True)
    needs = needs_of(entry)
    context = {
        **_shared(request, entry),
        "section": "map",
        "idea": entry.idea,
        "answer": getattr(entry, "official_answer", None),
        "needs": needs,
        "takes_support": takes_support(entry),
        "support_form": SupportForm(needs=[need for need in needs if not need.met_at]),
        "support": _support_seen_by(request, entry),
        "contact": getattr(entry, "contact", None),
    }
    return render(request, "ideas/idea.html", context)


def contributions(request: HttpRequest, process: str) -> HttpResponse:
    """List contributions; text, topic, event, table, region, column and group narrow the list down."""
    its_process = process_for(request, process)
    filters = ContributionFilters(request.GET, process=its_process)
    chosen = filters.chosen()
    page = Paginator(contributions_of(its_process, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "process": its_process,
        "section": "contributions",
        "filters": filters,
        "is_filtered": bool(chosen),
        "page": page,
        "steps": steps_from(page.object_list, its_process),
        "can_contribute": is_open_for(its_process, Act.CONTRIBUTE),
    }
    return render(request, "ideas/contributions.html", context)


def contribution(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show one contribution as the card it was, with its origin and what became of it."""
    its_process = process_for(request, process)
    entry = card_of(its_process, number, Kind.CONTRIBUTION)
    if not may(request.user, Permission.READ_ENTRY, entry):
        return redirect(short_address(entry))
    if slug != (entry.slug or "-"):
        return redirect(page_of(entry), permanent=True)
    context = {
        **_shared(request, entry),
        "section": "contributions",
        "contribution": entry.contribution,
        "answer": getattr(entry, "official_answer", None),
        "shows_discussion": _shows_discussion(entry),
        "missing": missing_page(entry) if is_in_no_challenge(entry) else "",
    }
    return render(request, "ideas/contribution.html", context)


def _shared(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    own = own_rows(entry)
    return {
        "process": entry.process,
        "entry": entry,
        "topics": own.topics,
        "attachments": own.attachments,
        "trail": trail_of(entry, request.user),
        "today": timezone.localdate(),
        **discussion_context(request, entry),
    }


def _support_seen_by(request: HttpRequest, entry: Entry) -> list[Any]:
    """Return the offers the reader may see: all for the team and the author, else her own."""
    if not request.user.is_authenticated:
        return []
    offers = entry.idea.support.select_related("person", "need").filter(withdrawn_at=None)
    if not may(request.user, Permission.SEE_SUPPORT, entry):
        offers = offers.filter(person=request.user)
    return list(offers)


def _shows_discussion(entry: Entry) -> bool:
    opened = is_open_for(entry.process, Act.COMMENT) or is_open_for(entry.process, Act.RATE)
    return opened or bool(entry.comment_count or entry.rating_count)
