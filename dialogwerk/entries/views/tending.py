"""The team's desk for one entry: visibility, maturity, answer, pictures, text; and for making simple entries."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.core.text import render_differences
from dialogwerk.core.uploads import keep_uploads
from dialogwerk.entries.actions import add_entry, change_state, revise_entry
from dialogwerk.entries.actions.answers import give_official_answer, mark_of_answer
from dialogwerk.entries.actions.attachments import attach_image, bring_attachment_back, remove_attachment
from dialogwerk.entries.actions.maturity import set_stage
from dialogwerk.entries.actions.moderation import publish_entry
from dialogwerk.entries.addresses import PAGES, page_of
from dialogwerk.entries.forms.tending import AnswerForm, EntryForm, ImageForm, StageForm, TextForm, WatchedAnswerForm
from dialogwerk.entries.models import Entry, OfficialAnswer, State
from dialogwerk.entries.trails import trail_of
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process

# act -> (permission, state it leads to); hiding is the moderators' and needs a rule
STATES = {
    "publish": (Permission.PUBLISH_ENTRY, State.PUBLISHED),
    "withdraw": (Permission.WITHDRAW_ENTRY, State.WITHDRAWN),
}


def tend(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show everything the team can do with one entry, and do one of it."""
    its_process, entry = _entry(request, process, number)
    act = request.POST.get("tun", "") if request.method == "POST" else ""
    if act in STATES:
        permission, state = STATES[act]
        require(request.user, permission, entry)
        note = request.POST.get("note", "")[:300]
        if state == State.PUBLISHED:
            publish_entry(actor=request.user, entry=entry, note=note)
        else:
            change_state(actor=request.user, entry=entry, state=state, note=note)
        messages.success(request, _("Der Eintrag ist jetzt: %(state)s.") % {"state": entry.get_state_display()})
        return redirect("entries:tend", process, number)
    bound = _forms(request, entry, act)
    form = bound.get(act)
    if form is not None and form.is_valid():
        require(request.user, PERMISSIONS[act], entry)
        try:
            messages.success(request, CARRY_OUT[act](request.user, entry, form))
        except Conflict as conflict:
            cast(WatchedAnswerForm, form).refuse(conflict.context["current"])
        except (NotPossibleNow, ValidationError) as error:
            form.add_error(None, _words(error))
        else:
            return redirect("entries:tend", process, number)
    if form is not None:
        keep_uploads(form)
    context = {
        "process": its_process,
        "section": "workshop",
        "entry": entry,
        "forms": bound,
        "attachments": entry.attachments.all(),
        "trail": trail_of(entry, request.user),
        "has_own_page": entry.kind in PAGES,
        "can_publish": may(request.user, Permission.PUBLISH_ENTRY, entry) and entry.state != State.PUBLISHED,
        "can_withdraw": may(request.user, Permission.WITHDRAW_ENTRY, entry) and entry.state != State.WITHDRAWN,
    }
    return render(request, "entries/workshop/tend.html", context, status=422 if form is not None else 200)


def remove_image(request: HttpRequest, process: str, number: int, attachment: int) -> HttpResponse:
    """Take a picture away."""
    _process, entry = _entry(request, process, number)
    require(request.user, Permission.EDIT_ENTRY, entry)
    if request.method == "POST":
        remove_attachment(actor=request.user, attachment=get_object_or_404(entry.attachments, pk=attachment))
        address = reverse("entries:bring_image_back", args=[process, number])
        keep_for_undo(request, _("Das Bild ist entfernt."), kept=str(attachment), address=address)
    return redirect("entries:tend", process, number)


@require_POST
def bring_image_back(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show a picture again that was just removed."""
    _process, entry = _entry(request, process, number)
    require(request.user, Permission.EDIT_ENTRY, entry)
    bring_attachment_back(actor=request.user, entry=entry, number=int(take_kept(request)))
    messages.success(request, _("Das Bild ist wieder da."))
    return redirect("entries:tend", process, number)


def new(request: HttpRequest, process: str) -> HttpResponse:
    """Make an entry of a simple kind, such as a project, a practice or an adoption."""
    its_process = process_for(request, process)
    require(request.user, Permission.MANAGE_EVENTS, its_process)
    form = EntryForm(request.POST or None, process=its_process, initial={"kind": request.GET.get("art")})
    if request.method == "POST" and form.is_valid():
        entry = add_entry(actor=request.user, process=its_process, state=State.DRAFT, **form.card)
        messages.success(request, _("Der Entwurf ist angelegt. Veröffentlichen Sie ihn, wenn er fertig ist."))
        return redirect("entries:tend", its_process.slug, entry.pk)
    context = {
        "process": its_process,
        "section": "workshop",
        "form": form,
        "organisations": Organisation.objects.values_list("name", flat=True)[:500],
    }
    return render(request, "entries/workshop/new.html", context, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change the texts of a simple entry. Whoever saves second sees both texts and loses nothing."""
    its_process, entry = _entry(request, process, number)
    require(request.user, Permission.EDIT_ENTRY, entry)
    initial = {name: getattr(entry, name) for name in ("title", "summary", "body", "version")}
    form = TextForm(request.POST or None, initial=initial)
    differences: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name].strip() for name in ("title", "summary", "body")}
        try:
            revise_entry(
                actor=request.user,
                entry=entry,
                expected_version=form.cleaned_data["version"],
                texts=texts,
                reason=form.cleaned_data["reason"],
            )
        except Conflict as error:
            current: Entry = error.context["entry"]
            differences = {
                str(form.fields[name].label): render_differences(getattr(current, name), text)
                for name, text in texts.items()
                if getattr(current, name) != text
            }
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(current.version)  # type: ignore[index]
        else:
            messages.success(request, _("Gespeichert. Die frühere Fassung bleibt nachlesbar."))
            return redirect(page_of(entry))
    context = {
        "process": its_process,
        "section": "workshop",
        "entry": entry,
        "form": form,
        "differences": differences,
    }
    status = 409 if differences else 422 if form.is_bound else 200
    return render(request, "entries/workshop/edit.html", context, status=status)


def _entry(request: HttpRequest, process: str, number: int) -> tuple[Process, Entry]:
    its_process = process_for(request, process)
    entry = get_object_or_404(
        Entry.objects.select_related("region", "organisation", "author"), pk=number, process=its_process
    )
    entry.process = its_process
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    require(request.user, Permission.READ_ENTRY, entry)
    return its_process, entry


def _forms(request: HttpRequest, entry: Entry, act: str) -> dict[str, forms.Form]:
    """Return the forms of what the person may do; the one that was sent is bound."""
    answer = OfficialAnswer.objects.filter(entry=entry).first()
    given = {"office": answer.office, "text": answer.text, "seen": mark_of_answer(answer)} if answer else {}
    makers: dict[str, Callable[[Any, Any], forms.Form]] = {
        "stage": lambda data, files: StageForm(data, entry=entry, prefix="stage"),
        "answer": lambda data, files: AnswerForm(data, initial=given, prefix="answer"),
        "image": lambda data, files: ImageForm(data, files, prefix="image"),
    }
    return {
        name: make(request.POST, request.FILES) if name == act else make(None, None)
        for name, make in makers.items()
        if may(request.user, PERMISSIONS[name], entry)
    }


def _words(error: NotPossibleNow | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"{error.message} {error.what_to_do}"


def _set_stage(actor: Any, entry: Entry, form: Any) -> str:
    set_stage(actor=actor, entry=entry, **form.step)
    return _("Der Reifegrad ist gesetzt.")


def _answer(actor: Any, entry: Entry, form: Any) -> str:
    give_official_answer(actor=actor, entry=entry, **form.cleaned_data)
    return _("Die Antwort ist veröffentlicht.")


def _attach(actor: Any, entry: Entry, form: Any) -> str:
    attach_image(actor=actor, entry=entry, **form.cleaned_data)
    return _("Das Bild ist angefügt.")


PERMISSIONS = {
    "stage": Permission.SET_STAGE,
    "answer": Permission.ANSWER_ENTRY,
    "image": Permission.EDIT_ENTRY,
}
CARRY_OUT: dict[str, Callable[[Any, Entry, Any], str]] = {"stage": _set_stage, "answer": _answer, "image": _attach}
