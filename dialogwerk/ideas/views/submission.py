"""Sending in ideas and contributions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.accounts.guests import guest_may_act
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import require
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import Kind, State
from dialogwerk.entries.rules import is_author
from dialogwerk.entries.search import similar_titles
from dialogwerk.ideas.actions import (
    discard_draft,
    keep_draft_image,
    save_draft,
    submit_contribution,
    submit_idea,
)
from dialogwerk.ideas.forms import ContributionForm, IdeaForm
from dialogwerk.ideas.models import IdeaDraft
from dialogwerk.ideas.queries import card_of, opening_of
from dialogwerk.ideas.rules import is_open_for, may_use_draft
from dialogwerk.ideas.views.drafts import draft_of, remember_draft
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Act, Moderation, Process
from dialogwerk.processes.queries import contact_for, phase_for

MIN_TITLE = 4


def new_idea(request: HttpRequest, process: str) -> HttpResponse:
    """Show the idea form with what was typed before; keep it as a draft, or go on to the preview."""
    its_process = process_for(request, process)
    if not is_open_for(its_process, Act.SUBMIT):
        return _closed(request, its_process, Act.SUBMIT)
    draft = draft_of(request, its_process)
    if request.method != "POST":
        fields = draft.fields if draft else {}
        return _form_page(request, its_process, draft, _form(its_process, draft, initial=fields))
    return _take(request, its_process, draft)


def _take(request: HttpRequest, process: Process, draft: IdeaDraft | None) -> HttpResponse:
    """Keep what was typed whatever it is; then do what the pressed button says."""
    form = _form(process, draft, request.POST, request.FILES)
    act = request.POST.get("act", "preview")
    draft = save_draft(actor=request.user, process=process, fields=form.raw(), draft=draft)
    remember_draft(request, draft)
    is_valid = form.is_valid()
    if form.cleaned_data.get("image"):
        keep_draft_image(draft=draft, upload=form.cleaned_data["image"])
    elif act == "remove_image":
        keep_draft_image(draft=draft, upload=None)
    if act == "preview" and is_valid:
        return redirect("ideas:preview", process=process.slug)
    if act == "preview" or "image" in form.errors:
        return _form_page(request, process, draft, form, status=422)
    messages.success(request, _("Ihr Entwurf ist gespeichert. Sie finden ihn hier wieder."))
    return redirect("ideas:new", process=process.slug)


@require_POST
def autosave(request: HttpRequest, process: str) -> HttpResponse:
    """Keep what was typed so far; answer when that was."""
    its_process = process_for(request, process)
    if not is_open_for(its_process, Act.SUBMIT):
        raise NotPossibleNow(_("Zurzeit nimmt dieser Dialog keine Ideen an."))
    draft = draft_of(request, its_process)
    fields = _form(its_process, draft, request.POST).raw()
    draft = save_draft(actor=request.user, process=its_process, fields=fields, draft=draft)
    remember_draft(request, draft)
    return render(request, "ideas/_draft_status.html", {"draft": draft})


def similar(request: HttpRequest, process: str) -> HttpResponse:
    """Return the ideas whose titles are like what is being typed."""
    its_process = process_for(request, process)
    title = request.GET.get("title", "")[:200]
    found = similar_titles(its_process, title) if len(title.strip()) >= MIN_TITLE else []
    return render(request, "ideas/_similar.html", {"process": its_process, "similar": found})


def preview(request: HttpRequest, process: str) -> HttpResponse:
    """Show the draft as it will look, similar ideas, and what happens next."""
    its_process = process_for(request, process)
    if not is_open_for(its_process, Act.SUBMIT):
        return _closed(request, its_process, Act.SUBMIT)
    draft = draft_of(request, its_process)
    if draft is None:
        return redirect("ideas:new", process=its_process.slug)
    form = _bound(its_process, draft)
    if not form.is_valid():
        return _form_page(request, its_process, draft, form, status=422)
    return _preview_page(request, draft, form)


@guest_may_act(gettext_lazy("Idee einreichen"))
@require_POST
def send_idea(request: HttpRequest, process: str) -> HttpResponse:
    """Send the draft in. The same draft sent twice leads to the same idea."""
    its_process = process_for(request, process)
    draft = get_object_or_404(IdeaDraft, process=its_process, key=request.POST.get("draft", ""))
    if not may_use_draft(request.user, draft):
        raise Http404
    if draft.sent_as_id:
        return redirect("ideas:thanks", process=its_process.slug, number=draft.sent_as_id)
    if not is_open_for(its_process, Act.SUBMIT):
        return _closed(request, its_process, Act.SUBMIT)
    form = _bound(its_process, draft)
    if not form.is_valid() or request.POST.get("website"):
        return _form_page(request, its_process, draft, form, status=422)
    require(request.user, Permission.SUBMIT_IDEA, its_process)
    limit(request, "submit")
    made = submit_idea(actor=request.user, process=its_process, content=form.content(), draft=draft)
    return redirect("ideas:thanks", process=its_process.slug, number=made.pk)


@require_POST
def discard(request: HttpRequest, process: str) -> HttpResponse:
    """Throw the draft away and begin anew."""
    its_process = process_for(request, process)
    draft = draft_of(request, its_process)
    if draft is not None:
        discard_draft(draft=draft)
        messages.success(request, _("Der Entwurf ist gelöscht."))
    return redirect("ideas:new", process=its_process.slug)


def thanks(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Confirm what was sent in, with its permanent number."""
    its_process = process_for(request, process)
    entry = card_of(its_process, number, Kind.IDEA)
    if not is_author(request.user, entry):
        return redirect(page_of(entry))
    contact = contact_for(its_process, entry.region_id)
    waits = entry.state == State.IN_REVIEW
    context = {"process": its_process, "section": "map", "entry": entry, "contact": contact, "waits": waits}
    return render(request, "ideas/thanks.html", context)


@guest_may_act(gettext_lazy("Beitrag schreiben"))
def new_contribution(request: HttpRequest, process: str) -> HttpResponse:
    """Show the short form; take a contribution."""
    its_process = process_for(request, process)
    if not is_open_for(its_process, Act.CONTRIBUTE):
        return _closed(request, its_process, Act.CONTRIBUTE)
    form = ContributionForm(request.POST or None, process=its_process)
    if request.method == "POST" and form.is_valid():
        require(request.user, Permission.SUBMIT_CONTRIBUTION, its_process)
        limit(request, "submit")
        made = submit_contribution(actor=request.user, process=its_process, **form.content())
        if made.entry.state == State.IN_REVIEW:
            messages.success(request, _("Danke! Ihr Beitrag wird gelesen und dann veröffentlicht."))
        else:
            messages.success(request, _("Danke! Ihr Beitrag ist veröffentlicht."))
        return redirect(page_of(made.entry))
    context = {"process": its_process, "section": "contributions", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "ideas/new_contribution.html", context, status=status)


def _form(process: Process, draft: IdeaDraft | None, *data: Any, **options: Any) -> IdeaForm:
    phase = phase_for(process, Act.SUBMIT)
    asked = phase.asked_fields if phase else []
    return IdeaForm(*data, process=process, asked=asked, has_image=bool(draft and draft.image), **options)


def _bound(process: Process, draft: IdeaDraft) -> IdeaForm:
    """Return the form as if the draft had just been sent."""
    form = _form(process, draft)
    form.bind_kept(draft.fields)
    return form


def _form_page(
    request: HttpRequest, process: Process, draft: IdeaDraft | None, form: IdeaForm, status: int = 200
) -> HttpResponse:
    context = {
        "process": process,
        "section": "map",
        "form": form,
        "draft": draft,
        "phase": phase_for(process, Act.SUBMIT),
        "similar": similar_titles(process, draft.fields.get("title", "")) if draft else [],
    }
    return render(request, "ideas/new_idea.html", context, status=status)


def _preview_page(request: HttpRequest, draft: IdeaDraft, form: IdeaForm) -> HttpResponse:
    process, content = draft.process, form.content()
    context = {
        "process": process,
        "section": "map",
        "draft": draft,
        "content": content,
        "texts": [(form.fields[name].label, text) for name, text in content.texts.items() if text],
        "similar": similar_titles(process, content.title),
        "looks_first": process.moderation == Moderation.BEFORE,
        "contact": contact_for(process, content.region.pk if content.region else None),
    }
    return render(request, "ideas/preview.html", context)


def _closed(request: HttpRequest, process: Process, act: Act) -> HttpResponse:
    """Say when `act` opens or closed, and what is possible instead."""
    opening = opening_of(process, act, timezone.now())
    context = {"process": process, "section": "map", "act": act, "opening": opening}
    return render(request, "ideas/closed.html", context)
