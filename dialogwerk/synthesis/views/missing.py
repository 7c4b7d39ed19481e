"""What readers miss in a published set: saying it, and reading what was said and answered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.accounts.guests import guest_may_act
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import require
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Entry, State
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process, ProcessStatus
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.forms.missing import MissingForm
from dialogwerk.synthesis.models import ChallengeSet, MissingNote
from dialogwerk.synthesis.queries import published_sets
from dialogwerk.synthesis.queries.missing import notes_beside

PER_PAGE = 20


@guest_may_act(gettext_lazy("Sagen, dass ein Beitrag fehlt"))
def missing(request: HttpRequest, process: str) -> HttpResponse:
    """Show what readers miss in a set and what the team answered; take a new note."""
    its_process = process_for(request, process)
    chosen = _set(request, its_process)
    if request.method == "POST":
        return _take(request, chosen)
    initial = {"number": f"#{wanted}"} if (wanted := request.GET.get("beitrag", "")).isdecimal() else {}
    return _page(request, chosen, MissingForm(initial=initial, process=its_process, person=request.user))


def _take(request: HttpRequest, challenge_set: ChallengeSet) -> HttpResponse:
    process = challenge_set.process
    form = MissingForm(request.POST, process=process, person=request.user)
    if not form.is_valid():
        return _page(request, challenge_set, form, status=422)
    number = form.chosen
    require(request.user, Permission.REPORT_MISSING, process)
    limit(request, "missing")
    try:
        note = actions.report_missing(
            actor=request.user,
            challenge_set=challenge_set,
            entry=Entry.objects.filter(pk=number).first(),
            number=number,
            reason=form.cleaned_data["reason"],
        )
    except NotPossibleNow as refusal:
        form.add_error("number", " ".join(filter(None, (str(refusal.message), str(refusal.what_to_do or "")))))
        return _page(request, challenge_set, form, status=422)
    if note.state == State.IN_REVIEW:
        messages.success(request, _("Danke! Das Team liest Ihren Hinweis und antwortet. Sie erhalten eine Mail."))
    else:
        messages.success(request, _("Danke! Ihr Hinweis steht jetzt hier. Das Team antwortet; Sie erhalten eine Mail."))
    return redirect(_address(challenge_set) + f"#hinweis-{note.pk}")


@require_POST
def withdraw(request: HttpRequest, process: str, note: int) -> HttpResponse:
    """Take one's own note back."""
    own = _note(request, process, note)
    require(request.user, Permission.WITHDRAW_MISSING, own)
    actions.withdraw_missing(actor=request.user, note=own)
    messages.success(request, _("Ihr Hinweis ist zurückgezogen, der Text gelöscht."))
    return redirect(_address(own.challenge_set))


@require_POST
def flag(request: HttpRequest, process: str, note: int) -> HttpResponse:
    """Report a note to the team."""
    shown = _note(request, process, note)
    if shown.state != State.PUBLISHED:
        raise Http404
    limit(request, "flag")
    actions.flag_missing(actor=request.user, note=shown)
    messages.success(request, _("Danke. Das Team prüft den Hinweis."))
    return redirect(_address(shown.challenge_set))


def _page(request: HttpRequest, challenge_set: ChallengeSet, form: MissingForm, status: int = 200) -> HttpResponse:
    notes = notes_beside(challenge_set, request.user)
    page = Paginator(notes, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "process": challenge_set.process,
        "section": "challenges",
        "challenge_set": challenge_set,
        "form": form,
        "page": page,
        "takes_notes": challenge_set.process.status == ProcessStatus.OPEN,
        "action": _address(challenge_set),
    }
    return render(request, "synthesis/missing/missing.html", context, status=status)


def _set(request: HttpRequest, process: Process) -> ChallengeSet:
    wanted = request.GET.get("stand", "")
    sets = published_sets(process)
    chosen = next((one for one in sets if str(one.pk) == wanted), None) if wanted else next(iter(sets), None)
    if chosen is None:
        raise Http404
    chosen.process = process
    return chosen


def _note(request: HttpRequest, slug: str, number: int) -> MissingNote:
    process = process_for(request, slug)
    notes = MissingNote.objects.select_related("challenge_set", "author", "entry")
    found = get_object_or_404(notes, pk=number, challenge_set__process=process)
    found.challenge_set.process = process
    return found


def _address(challenge_set: ChallengeSet) -> str:
    return f"{reverse('synthesis:missing', args=[challenge_set.process.slug])}?stand={challenge_set.pk}"
