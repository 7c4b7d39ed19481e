"""Changing and taking back what was sent in: for its author and the team."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogwerk.core.errors import Conflict
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.text import render_differences
from dialogwerk.core.uploads import keep_uploads
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.versions import FieldChange
from dialogwerk.ideas.actions import edit_contribution, edit_idea, withdraw_entry
from dialogwerk.ideas.forms import EditContributionForm, EditIdeaForm, ReasonForm
from dialogwerk.ideas.queries import card_of
from dialogwerk.processes.access import process_for


def edit(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change an idea. Who was overtaken sees both texts and keeps what she typed."""
    entry = card_of(process_for(request, process), number, Kind.IDEA)
    require(request.user, Permission.EDIT_ENTRY, entry)
    form = EditIdeaForm(request.POST or None, request.FILES or None, idea=entry.idea)
    conflict = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            edit_idea(
                actor=request.user,
                idea=entry.idea,
                expected_version=data["version"],
                content=form.content(),
                reason=data["reason"],
                image=data["image"] or None,
                removed_images=data.get("removed_images", ()),
            )
            return _saved(request, entry)
        except Conflict as error:
            conflict = error
            entry = card_of(entry.process, number, Kind.IDEA)
            texts = {"title": entry.title, "summary": entry.summary}
            texts |= {name: getattr(entry.idea, name) for name in entry.idea.REVISED_TEXTS}
            keep_uploads(form)
            form = _over(form, EditIdeaForm, texts, data, idea=entry.idea)
            keep_uploads(form)
    elif request.method == "POST":
        keep_uploads(form)
    return _page(request, entry, form, conflict)


def edit_card(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change the wording of a contribution."""
    entry = card_of(process_for(request, process), number, Kind.CONTRIBUTION)
    require(request.user, Permission.EDIT_ENTRY, entry)
    form = EditContributionForm(request.POST or None, contribution=entry.contribution)
    conflict = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            edit_contribution(
                actor=request.user,
                contribution=entry.contribution,
                expected_version=data["version"],
                text=data["text"].strip(),
                reason=data["reason"],
            )
            return _saved(request, entry)
        except Conflict as error:
            conflict = error
            entry = card_of(entry.process, number, Kind.CONTRIBUTION)
            form = _over(form, EditContributionForm, {"text": entry.summary}, data, contribution=entry.contribution)
    return _page(request, entry, form, conflict)


def withdraw(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Ask whether an idea or contribution should really go, and take it back."""
    its_process = process_for(request, process)
    kind = Kind.CONTRIBUTION if "/beitraege/" in request.path else Kind.IDEA
    entry = card_of(its_process, number, kind)
    require(request.user, Permission.WITHDRAW_ENTRY, entry)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw_entry(actor=request.user, entry=entry, reason=form.cleaned_data["reason"])
        messages.success(request, _("Zurückgezogen. Andere lesen hier nur noch, dass und wann das geschah."))
        return redirect(page_of(entry))
    context = {"process": its_process, "section": "map", "entry": entry, "form": form}
    return render(request, "ideas/withdraw.html", context)


def _saved(request: HttpRequest, entry: Entry) -> HttpResponse:
    messages.success(request, _("Gespeichert. Die frühere Fassung bleibt nachlesbar."))
    return redirect(page_of(entry))


def _over(form: Any, form_class: Any, now: dict[str, str], typed: dict[str, Any], **sheet: Any) -> Any:
    """Return the form with what was typed, now based on the newer version, and the differences to it."""
    (its,) = sheet.values()
    data = form.data.copy()
    data["version"] = str(its.entry.version)
    form = form_class(data, **sheet)
    form.is_valid()
    form.differences = [
        FieldChange(str(form.fields[name].label), render_differences(text, str(typed[name])))
        for name, text in now.items()
        if name in typed and text != typed[name]
    ]
    form.current = [(str(form.fields[name].label), text) for name, text in now.items() if name in form.fields and text]
    return form


def _page(request: HttpRequest, entry: Entry, form: Any, conflict: Conflict | None) -> HttpResponse:
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {
        "process": entry.process,
        "section": "map" if entry.kind == Kind.IDEA else "contributions",
        "entry": entry,
        "form": form,
        "conflict": conflict,
    }
    return render(request, "ideas/edit.html", context, status=status)
