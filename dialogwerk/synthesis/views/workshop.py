"""The back office of challenges: sets, sentences with evidence, coverage, publishing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.core.conflicts import current_texts, take_version
from dialogwerk.core.errors import Conflict
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Entry
from dialogwerk.entries.views.desk import Desk, act_on_many, take_back
from dialogwerk.ideas.workshop_forms import SortingForm
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.synthesis import actions, queries
from dialogwerk.synthesis.forms import ChallengeForm, PublishForm, Sentences, SetForm, initial_of_set
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Snapshot
from dialogwerk.synthesis.queries.snapshots import is_mentioned
from dialogwerk.synthesis.queries.writing import covered_events, narrowed, shares_of

PER_PAGE = 50
CHALLENGES = Desk(
    acts=actions.CHALLENGE_ACTS,
    form=SortingForm,
    page="synthesis:set",
    bulk="synthesis:bulk",
    undo="synthesis:undo_bulk",
    counted=ngettext_lazy("%d Herausforderung", "%d Herausforderungen"),
)


def sets(request: HttpRequest, process: str) -> HttpResponse:
    """List the sets, published or not."""
    its_process = _writable(request, process)
    found = its_process.challenge_sets.annotate(challenge_count=Count("challenges"))
    context = {
        "process": its_process,
        "section": "workshop",
        "sets": found.order_by("published_on", "-pk"),
        "is_mentioned": is_mentioned(request.user, its_process),
    }
    return render(request, "synthesis/workshop/sets.html", context)


def create(request: HttpRequest, process: str) -> HttpResponse:
    """Make a set."""
    its_process = _writable(request, process)
    form = SetForm(request.POST or None, process=its_process)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("expected_version")
        made = actions.create_set(actor=request.user, process=its_process, **form.cleaned_data)
        messages.success(
            request, _("Die Zusammenstellung ist angelegt. Schreiben Sie jetzt die erste Herausforderung.")
        )
        return redirect("synthesis:set", process=process, number=made.pk)
    context = {"process": its_process, "section": "workshop", "form": form}
    return render(request, "synthesis/workshop/create.html", context, status=422 if form.errors else 200)


def one_set(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show a set: its challenges, how much of the material is used, what is missing."""
    return _set_page(request, set_for(request, process, number))


def _set_page(
    request: HttpRequest, challenge_set: ChallengeSet, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    base = queries.base_of(challenge_set, request.user)
    shares = shares_of(queries.material_of(challenge_set), "termin", "gruppe", "region")
    covered = covered_events(shares["termin"], base)
    found = queries.challenges_of(challenge_set, request.user)
    context = _context(challenge_set) | {
        "told": queries.tell_challenges(found, request.user, with_outcomes=False),
        "covered": covered,
        "coverage": queries.coverage_of(covered),
        "shares": shares,
        "publish_form": form or PublishForm(initial={"on": timezone.localdate()}),
        "snapshots": Snapshot.objects.without_texts().filter(challenge_set=challenge_set),
        "acts": CHALLENGES.choices(),
    }
    return render(request, "synthesis/workshop/set.html", context, status=status)


@require_POST
def bulk(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Act on the ticked challenges of a set."""
    challenge_set = set_for(request, process, number)
    found = Entry.objects.filter(challenge__challenge_set=challenge_set).select_related("process")
    return act_on_many(request, challenge_set.process, CHALLENGES, found.order_by("challenge__position"), number=number)


@require_POST
def undo_bulk(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take back what was just done to many challenges."""
    return take_back(request, set_for(request, process, number).process, CHALLENGES, number=number)


def change(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change what is told of a set."""
    challenge_set = set_for(request, process, number)
    form = SetForm(request.POST or None, process=challenge_set.process, initial=initial_of_set(challenge_set))
    context = _context(challenge_set) | {"form": form}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("expected_version") or 0
        try:
            actions.change_set(
                actor=request.user, challenge_set=challenge_set, expected_version=version, **form.cleaned_data
            )
        except Conflict as conflict:
            current = conflict.context["current"]
            texts = current_texts(form, initial_of_set(current))
            take_version(form, current.version)
            return render(request, "synthesis/workshop/change.html", context | {"conflict": texts}, status=409)
        messages.success(request, _("Gespeichert."))
        return redirect("synthesis:set", process=process, number=number)
    return render(request, "synthesis/workshop/change.html", context, status=422 if form.errors else 200)


def write(request: HttpRequest, process: str, number: int, challenge: int | None = None) -> HttpResponse:
    """Write or rewrite a challenge."""
    challenge_set = set_for(request, process, number)
    its_challenge = challenge_for(challenge_set, challenge) if challenge else None
    form = ChallengeForm(request.POST or None, initial=_initial(its_challenge))
    sentences = Sentences(request.POST or None, process=challenge_set.process, challenge=its_challenge)
    context = _context(challenge_set) | {"form": form, "sentences": sentences, "challenge": its_challenge}
    if request.method == "POST" and all([form.is_valid(), sentences.is_valid()]):
        texts = {name: form.cleaned_data[name] for name in ("title", "summary")} | {"claims": sentences.claims()}
        version = form.cleaned_data["expected_version"] or 0
        try:
            saved = _save(request, challenge_set, its_challenge, version, texts)
        except Conflict as conflict:
            current = conflict.context["entry"]
            take_version(form, current.version)
            told = [(_("Titel"), current.title), (_("Kurz gesagt"), current.summary), (_("Sätze"), current.body)]
            return render(request, "synthesis/workshop/challenge.html", context | {"conflict": told}, status=409)
        messages.success(request, _("Gespeichert."))
        if "more" in request.POST:
            return redirect("synthesis:rewrite", process=process, number=number, challenge=saved.pk)
        return redirect("synthesis:set", process=process, number=number)
    status = 422 if request.method == "POST" else 200
    return render(request, "synthesis/workshop/challenge.html", context, status=status)


def unused(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """List the contributions that no sentence names, of all events or of one."""
    challenge_set = set_for(request, process, number)
    chosen = {name: request.GET.get(name, "") for name in ("region", "gruppe")}
    left = narrowed(queries.material_of(challenge_set).filter(is_used=False), chosen).select_related("origin")
    base = queries.base_of(challenge_set, request.user)
    event = next((one for one in base if str(one.pk) == request.GET.get("termin")), None)
    if event is not None:
        left = left.filter(origin=event)
    page = Paginator(left.order_by("origin", "origin_table", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    for entry in page:
        entry.process = challenge_set.process
    context = _context(challenge_set) | {"page": page, "base": base, "event": event}
    context["is_narrowed"] = any(chosen.values())
    return render(request, "synthesis/workshop/unused.html", context)


@require_POST
def publish(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Publish a set, or bring a published one up to date."""
    challenge_set = set_for(request, process, number)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _set_page(request, challenge_set, form, status=422)
    frozen = actions.publish_set(actor=request.user, challenge_set=challenge_set, on=form.cleaned_data["on"])
    if frozen is None:
        messages.success(request, _("Veröffentlicht. Seit dem letzten Stand hat sich nichts geändert."))
    else:
        done = _(
            "Veröffentlicht und als Stand %(number)s festgehalten. Jeder Beleg führt jetzt zu seiner Herausforderung."
        )
        messages.success(request, done % {"number": frozen.number})
    return redirect("synthesis:set", process=process, number=number)


@require_POST
def unpublish(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Make a set a draft again."""
    actions.unpublish_set(actor=request.user, challenge_set=set_for(request, process, number))
    messages.success(request, _("Die Zusammenstellung ist wieder ein Entwurf, den nur das Team sieht."))
    return redirect("synthesis:set", process=process, number=number)


@require_POST
def move(request: HttpRequest, process: str, number: int, challenge: int) -> HttpResponse:
    """Move a challenge up or down."""
    challenge_set = set_for(request, process, number)
    by = -1 if request.POST.get("way") == "up" else 1
    actions.move_challenge(actor=request.user, challenge=challenge_for(challenge_set, challenge), by=by)
    return redirect("synthesis:set", process=process, number=number)


def withdraw(request: HttpRequest, process: str, number: int, challenge: int) -> HttpResponse:
    """Ask, then take a challenge out of the set."""
    challenge_set = set_for(request, process, number)
    its_challenge = challenge_for(challenge_set, challenge)
    if request.method == "POST":
        actions.withdraw_challenge(actor=request.user, challenge=its_challenge)
        messages.success(request, _("Die Herausforderung ist zurückgezogen."))
        return redirect("synthesis:set", process=process, number=number)
    return render(request, "synthesis/workshop/withdraw.html", _context(challenge_set) | {"challenge": its_challenge})


def _writable(request: HttpRequest, slug: str) -> Process:
    process = process_for(request, slug)
    require(request.user, Permission.WRITE_CHALLENGES, process)
    return process


def set_for(request: HttpRequest, slug: str, number: int) -> ChallengeSet:
    """Return a set the reader may write in."""
    process = _writable(request, slug)
    challenge_set = get_object_or_404(ChallengeSet, pk=number, process=process)
    challenge_set.process = process
    return challenge_set


def challenge_for(challenge_set: ChallengeSet, number: int) -> Challenge:
    """Return one of its challenges."""
    challenge = get_object_or_404(
        Challenge.objects.select_related("entry__process", "challenge_set__process", "group__table"),
        pk=number,
        challenge_set=challenge_set,
    )
    return challenge


def _context(challenge_set: ChallengeSet) -> dict[str, Any]:
    return {"process": challenge_set.process, "section": "workshop", "challenge_set": challenge_set, "conflict": None}


def _initial(challenge: Challenge | None) -> dict[str, Any]:
    if challenge is None:
        return {}
    entry = challenge.entry
    return {"title": entry.title, "summary": entry.summary, "expected_version": entry.version}


def _save(
    request: HttpRequest, challenge_set: ChallengeSet, challenge: Challenge | None, version: int, texts: dict[str, Any]
) -> Challenge:
    if challenge is None:
        return actions.write_challenge(actor=request.user, challenge_set=challenge_set, **texts)
    actions.rewrite_challenge(actor=request.user, challenge=challenge, expected_version=version, **texts)
    return challenge
