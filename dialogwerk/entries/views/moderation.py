"""Reports and the desk of the moderators."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import DialogwerkError, NotAllowed
from dialogwerk.core.gate import may, require
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.access import entry_for
from dialogwerk.entries.actions.moderation import decide, flag_entry, undo_decision
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.forms.moderation import DecisionForm, FlagForm
from dialogwerk.entries.models import ModerationDecision, Verdict
from dialogwerk.entries.queries.moderation import (
    RELEASERS,
    Case,
    case_counts,
    decisions_of,
    reported_cases,
    scope_of,
    waiting_cases,
)
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process


def flag(request: HttpRequest, number: int) -> HttpResponse:
    """Report an entry, or one comment on it (`?kommentar=`), without an account too."""
    entry = entry_for(request, number)
    form = FlagForm(request.POST or None, entry=entry, initial={"comment": request.GET.get("kommentar")})
    if request.method == "POST" and request.POST.get("website"):
        return redirect(page_of(entry))
    if request.method == "POST" and form.is_valid():
        limit(request, "flag")
        flag_entry(actor=request.user, entry=entry, **form.cleaned_data)
        messages.success(request, _("Danke für den Hinweis. Die Moderation sieht sich den Text an."))
        return redirect(page_of(entry))
    context = {"process": entry.process, "entry": entry, "form": form, "comment": _named_comment(form)}
    return render(request, "entries/flag.html", context, status=422 if form.is_bound else 200)


def moderation(request: HttpRequest, process: str) -> HttpResponse:
    """Show the texts with open reports and take decisions about them."""
    its_process = process_for(request, process)
    require(request.user, Permission.MODERATE, its_process)
    cases = reported_cases(its_process, request.user, _page_number(request))
    verdicts = (Verdict.KEEP, Verdict.HIDE)
    return _desk(request, its_process, cases, verdicts, "reported", Permission.MODERATE_ENTRY)


def review(request: HttpRequest, process: str) -> HttpResponse:
    """Show what waits for release and take decisions about it."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    if scope_of(request.user, its_process, RELEASERS) is None:
        raise NotAllowed
    cases = waiting_cases(its_process, request.user, _page_number(request))
    verdicts = (Verdict.RELEASE, Verdict.HIDE)
    return _desk(request, its_process, cases, verdicts, "waiting", Permission.PUBLISH_ENTRY)


def decisions(request: HttpRequest, process: str) -> HttpResponse:
    """Show what was decided; each decision can be undone."""
    its_process = process_for(request, process)
    require(request.user, Permission.MODERATE, its_process)
    context = _context(request, its_process, "decided")
    context["decisions"] = context["page"] = decisions_of(its_process, request.user, _page_number(request))
    return render(request, "entries/moderation_decisions.html", context)


@require_POST
def undo(request: HttpRequest, process: str, decision: int) -> HttpResponse:
    """Take a decision back."""
    its_process = process_for(request, process)
    made = get_object_or_404(
        ModerationDecision.objects.select_related("entry__process", "entry__author", "comment__author"),
        pk=decision,
        entry__process=its_process,
    )
    require(request.user, Permission.MODERATE_ENTRY, made.entry)
    undo_decision(actor=request.user, decision=made)
    messages.success(request, _("Die Entscheidung ist zurückgenommen. Alles ist wie vorher."))
    return redirect("entries:decisions", process=process)


def _desk(
    request: HttpRequest,
    process: Process,
    cases: Page,
    verdicts: tuple[Verdict, ...],
    view: str,
    permission: Permission,
) -> HttpResponse:
    keys = [case.key for case in cases]
    form = DecisionForm(_posted(request), process=process, keys=keys, verdicts=verdicts)
    if request.method == "POST" and form.is_valid():
        chosen = [case for case in cases if case.key in form.cleaned_data["cases"]]
        _decide_all(
            request, chosen, permission, **{name: form.cleaned_data[name] for name in ("verdict", "rule", "note")}
        )
        return redirect(request.get_full_path())
    context = _context(request, process, view) | {"page": cases, "form": form, "chosen": request.POST.getlist("cases")}
    return render(request, "entries/moderation.html", context, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest) -> Any:
    """Return what came in; the button beside one text („jetzt“) means: release only this one."""
    if request.method != "POST":
        return None
    data: Any = request.POST.copy()
    if data.get("jetzt"):
        data.setlist("cases", [data["jetzt"]])
        data["verdict"] = Verdict.RELEASE
    return data


def _decide_all(request: HttpRequest, cases: list[Case], permission: Permission, **decision: Any) -> None:
    done, late = 0, 0
    for case in cases:
        require(request.user, permission, case.entry)
        try:
            decide(actor=request.user, entry=case.entry, comment=case.comment, **decision)
            done += 1
        except DialogwerkError:
            late += 1
    if done:
        words = ngettext("%(count)d Text ist entschieden.", "%(count)d Texte sind entschieden.", done)
        messages.success(request, words % {"count": done} + " " + _("Unter „Entschieden“ lässt sich das zurücknehmen."))
    if late:
        messages.warning(request, _("Manches hatte inzwischen jemand anderes entschieden. Es bleibt, wie es ist."))


def _context(request: HttpRequest, process: Process, view: str) -> dict[str, Any]:
    return {
        "process": process,
        "section": "workshop",
        "view": view,
        "counts": case_counts(process, request.user),
        "moderates": may(request.user, Permission.MODERATE, process),
    }


def _page_number(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return int(page) if page.isdecimal() and len(page) < 8 else 1


def _named_comment(form: FlagForm) -> object | None:
    """Return the comment that the report is about, so that the page can quote it."""
    number = str(form["comment"].value() or "")
    if not number.isdecimal():
        return None
    comment: object | None = form.fields["comment"].queryset.filter(pk=number).first()  # type: ignore[attr-defined]
    return comment
