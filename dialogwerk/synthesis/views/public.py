"""What everybody reads: the published set, and each challenge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.addresses import page_of, short_address
from dialogwerk.entries.queries import discussion_context
from dialogwerk.entries.trails import trail_of
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.synthesis import queries
from dialogwerk.synthesis.models import Challenge, ChallengeSet
from dialogwerk.synthesis.queries.missing import notes_beside
from dialogwerk.synthesis.queries.snapshots import snapshots_of

SHOWN_BESIDE, NOTES_AT_MOST = 3, 500


def challenges(request: HttpRequest, process: str) -> HttpResponse:
    """Show the newest published set, or an older one; the team sees drafts, too."""
    its_process = process_for(request, process)
    sets = queries.published_sets(its_process)
    chosen = _chosen(request, its_process, sets)
    context = {"process": its_process, "section": "challenges", "sets": sets, "chosen": chosen}
    if chosen is not None:
        found = queries.challenges_of(chosen, request.user)
        for challenge in found:
            challenge.entry.process = its_process
        base = queries.base_of(chosen, request.user)
        notes = list(notes_beside(chosen, request.user)[:NOTES_AT_MOST])
        context |= {
            "told": queries.tell_challenges(found, request.user),
            "notes": notes[:SHOWN_BESIDE],
            "notes_count": len(notes),
            "snapshots": snapshots_of(its_process).filter(challenge_set=chosen),
            "base": base,
            "base_words": queries.base_in_words(base),
            "coverage": queries.coverage_of(queries.coverage_by_event(chosen, base)),
        }
    return render(request, "synthesis/challenges.html", context)


def challenge(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show one challenge with its evidence, what came of it, and what people say."""
    its_process = process_for(request, process)
    found = Challenge.objects.filter(pk=number, entry__process=its_process)
    challenge = found.select_related("entry__region", "entry__organisation", "entry__author", "challenge_set").first()
    if challenge is None:
        raise Http404
    entry = challenge.entry
    entry.process = its_process
    if not may(request.user, Permission.READ_ENTRY, entry):
        return redirect(short_address(entry))
    if slug != (entry.slug or "-"):
        return redirect(page_of(entry), permanent=True)
    context = {
        **discussion_context(request, entry),
        "process": its_process,
        "section": "challenges",
        "entry": entry,
        "challenge_set": challenge.challenge_set,
        "told": queries.tell_challenges([challenge], request.user)[0],
        "trail": trail_of(entry, request.user),
    }
    return render(request, "synthesis/challenge.html", context)


def _chosen(request: HttpRequest, process: Process, sets: list[ChallengeSet]) -> ChallengeSet | None:
    wanted = request.GET.get("stand", "")
    if not wanted.isascii() or not wanted.isdigit():
        return sets[0] if sets else None
    for one in sets:
        if one.pk == int(wanted):
            return one
    if may(request.user, Permission.WRITE_CHALLENGES, process):
        draft = process.challenge_sets.filter(pk=int(wanted)).first()
        if draft is not None:
            return draft
    raise Http404
