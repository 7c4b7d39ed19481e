"""What everybody sees of an entry: its page, its permanent address, its trail, its versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions.sheets import sheet_of
from dialogwerk.entries.addresses import PAGES, page_of
from dialogwerk.entries.models import Entry, Kind, ModerationDecision, Revision, State, Verdict
from dialogwerk.entries.queries import discussion_context
from dialogwerk.entries.queries.cards import own_rows, with_own_rows
from dialogwerk.entries.trails import Trail, draw, trail_of
from dialogwerk.entries.versions import compare, field_names
from dialogwerk.processes.access import process_for

GONE = {State.HIDDEN: 403, State.WITHDRAWN: 410}
# the area of the dialogue in which an entry stands; all other kinds are results
SECTIONS: dict[str, str] = {
    Kind.CONTRIBUTION: "contributions",
    Kind.IDEA: "map",
    Kind.CHALLENGE: "challenges",
    Kind.EVENT: "events",
}


def short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the permanent address to the page; say what happened to hidden, withdrawn and merged entries."""
    entry = _entry(number)
    if not may(request.user, Permission.READ_ENTRY, entry):
        return _gone(request, entry)
    comment = request.GET.get("kommentar", "")
    if comment.isdecimal():
        return redirect(f"{page_of(entry)}?kommentar={comment}#kommentar-{comment}")
    if entry.is_superseded:
        successors = trail_of(entry, request.user).successors
        if len(successors) == 1 and successors[0].target.entry:
            successor = successors[0].target.entry
            messages.info(request, _led_on(entry, successors[0].happened_at))
            return redirect(page_of(successor))
    return redirect(page_of(entry))


def entry(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show an entry of a kind that has no page of its own."""
    its_process = process_for(request, process)
    entries = with_own_rows(Entry.objects.select_related("region", "organisation", "author", "official_answer"))
    entry = get_object_or_404(entries, pk=number, process=its_process)
    entry.process = its_process
    if not may(request.user, Permission.READ_ENTRY, entry):
        return _gone(request, entry)
    if entry.kind in PAGES or slug != (entry.slug or "-"):
        return redirect(page_of(entry), permanent=True)
    own = own_rows(entry)
    context = {
        "process": its_process,
        "section": "results",
        "entry": entry,
        "topics": own.topics,
        "facts": own.facts,
        "attachments": own.attachments,
        "answer": getattr(entry, "official_answer", None),
        "trail": trail_of(entry, request.user),
        **discussion_context(request, entry),
    }
    return render(request, "entries/entry.html", context)


def trail(request: HttpRequest, number: int) -> HttpResponse:
    """Show the whole trail of an entry: drawn, and the same as a list."""
    entry = _entry(number)
    if not may(request.user, Permission.READ_ENTRY, entry):
        return _gone(request, entry)
    way: Trail = trail_of(entry, request.user)
    context = {
        "process": entry.process,
        "section": "results",
        "entry": entry,
        "trail": way,
        "picture": draw(way),
    }
    return render(request, "entries/trail.html", context)


def versions(request: HttpRequest, number: int) -> HttpResponse:
    """Show what changed from version to version."""
    entry = _entry(number)
    if not may(request.user, Permission.READ_ENTRY, entry):
        return _gone(request, entry)
    revisions = list(Revision.objects.filter(entry=entry).select_related("actor"))
    context = {
        "process": entry.process,
        "section": SECTIONS.get(entry.kind, "results"),
        "entry": entry,
        "comparisons": compare(revisions, field_names(entry, sheet_of(entry))),
    }
    return render(request, "entries/versions.html", context)


def _entry(number: int) -> Entry:
    return get_object_or_404(
        Entry.objects.select_related("process__owner__organisation", "region", "organisation", "author"), pk=number
    )


def _gone(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Say what happened to an entry that once was public; others do not exist for this reader."""
    if entry.state not in GONE or not may(request.user, Permission.READ_PROCESS, entry.process):
        raise Http404
    decision = None
    if entry.state == State.HIDDEN:
        decisions = ModerationDecision.objects.filter(entry=entry, comment=None, verdict=Verdict.HIDE)
        decision = decisions.select_related("rule").first()
    context = {
        "process": entry.process,
        "number": entry.pk,
        "kind": entry.get_kind_display(),
        "is_hidden": entry.state == State.HIDDEN,
        "happened_at": decision.made_at if decision else entry.changed_at,
        "rule": decision.rule if decision else None,
    }
    return render(request, "entries/gone.html", context, status=GONE[State(entry.state)])


def _led_on(entry: Entry, happened_at: Any) -> str:
    return format_html(
        _("#{number} „{title}“ ging am {date} in diesem Eintrag auf. <a href='{address}'>Frühere Fassung lesen</a>"),
        number=entry.pk,
        title=entry.title,
        date=date_format(happened_at, "SHORT_DATE_FORMAT") if happened_at else "",
        address=page_of(entry),
    )
