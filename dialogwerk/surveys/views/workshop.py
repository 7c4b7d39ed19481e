"""The back office: surveys, when they are open, preview, free texts and proposals."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.conflicts import current_texts, take_version
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.surveys import actions
from dialogwerk.surveys.access import manageable, managed, reviewed
from dialogwerk.surveys.forms.taking import PartForm
from dialogwerk.surveys.forms.workshop import DecisionForm, SurveyForm, TextsForm, initial_of
from dialogwerk.surveys.models import Answer, Proposal, Survey
from dialogwerk.surveys.queries.surveys import parts_of, questions_of, surveys_of, texts_of, waiting_proposals
from dialogwerk.surveys.rules import Stage, begins_at, stage_of, told_end, what_keeps_it_shut

PER_PAGE = 40


@dataclass(frozen=True)
class Row:
    """A free text in the list: whether it is ticked, and its wording as it stands in the form."""

    answer: Answer
    is_chosen: bool
    words: str


def context_of(request: HttpRequest, survey: Survey, part: str, **more: Any) -> dict[str, Any]:
    """Return what all pages of one survey in the back office need; `part` is the page."""
    process, stage = survey.entry.process, stage_of(survey)
    return {
        "process": process,
        "section": "workshop",
        "survey": survey,
        "entry": survey.entry,
        "part": part,
        "stage": stage,
        "begins_at": begins_at(survey),
        "ends_at": told_end(survey, stage),
        "kept_shut": what_keeps_it_shut(survey),
        "manages": may(request.user, Permission.MANAGE_SURVEYS, process),
        "conflict": None,
        **more,
    }


@never_cache
def surveys(request: HttpRequest, process: str) -> HttpResponse:
    """List all surveys in every state."""
    its_process = manageable(request, process)
    context = {
        "process": its_process,
        "section": "workshop",
        "surveys": surveys_of(its_process, request.user),
    }
    return render(request, "surveys/workshop/surveys.html", context)


def create(request: HttpRequest, process: str) -> HttpResponse:
    """Make a survey as a draft."""
    its_process = manageable(request, process)
    form = SurveyForm(request.POST or None, process=its_process)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("expected_version")
        survey = actions.create_survey(actor=request.user, process=its_process, **form.cleaned_data)
        messages.success(request, _("Der Entwurf ist angelegt. Jetzt fehlt noch, was Sie fragen."))
        return redirect("surveys:questions", process=process, number=survey.pk)
    context = {"process": its_process, "section": "workshop", "form": form}
    return render(request, "surveys/workshop/create.html", context, status=422 if form.errors else 200)


@never_cache
def change(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change what is told of a survey and when it is open."""
    survey = managed(request, process, number)
    form = SurveyForm(request.POST or None, process=survey.entry.process, initial=initial_of(survey))
    conflict, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("expected_version") or 0
        try:
            actions.change_survey(actor=request.user, survey=survey, expected_version=version, **form.cleaned_data)
        except Conflict:
            survey, status = managed(request, process, number), 409
            conflict = current_texts(form, initial_of(survey))
            take_version(form, survey.entry.version)
        except NotPossibleNow as error:
            form.add_error("form", f"{error.message} {error.what_to_do}")
            status = 422
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("surveys:change", process=process, number=number)
    context = context_of(request, survey, "change", form=form, conflict=conflict)
    return render(request, "surveys/workshop/change.html", context, status=status)


@require_POST
def set_stage(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Open a survey, close it, or make it a draft again."""
    survey = managed(request, process, number)
    acts = {
        "oeffnen": actions.open_survey,
        "schliessen": actions.close_survey,
        "entwurf": actions.unpublish_survey,
    }
    told = {
        Stage.OPEN: _("Das Stimmungsbild ist offen: Jetzt können alle mitmachen."),
        Stage.AHEAD: _("Das Stimmungsbild ist veröffentlicht. Antworten nimmt es noch nicht an."),
        Stage.CLOSED: _("Das Stimmungsbild ist geschlossen. Was herauskam, bleibt nachlesbar."),
        Stage.DRAFT: _("Das Stimmungsbild ist wieder ein Entwurf. Die Antworten bleiben."),
    }
    if request.POST.get("act") in acts:
        acts[request.POST["act"]](actor=request.user, survey=survey)
        messages.success(request, told[stage_of(survey)])
    return redirect("surveys:questions", process=process, number=number)


@never_cache
def preview(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show everything as those who take part will see it; nothing can be sent."""
    survey = managed(request, process, number)
    parts = parts_of(questions_of(survey))
    forms = [PartForm(survey=survey, part=one, is_last=one is parts[-1]) for one in parts]
    context = context_of(request, survey, "preview", pages=list(zip(parts, forms, strict=True)))
    return render(request, "surveys/workshop/preview.html", context)


@never_cache
def texts(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Read the free texts; make contributions of the ticked ones, perhaps with their wording corrected."""
    survey = managed(request, process, number)
    form = TextsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.chosen and form.is_valid():
        made = actions.make_contributions(actor=request.user, survey=survey, texts=form.texts())
        words = ngettext(
            "%(count)s Beitrag ist veröffentlicht, mit Verweis auf dieses Stimmungsbild.",
            "%(count)s Beiträge sind veröffentlicht, mit Verweis auf dieses Stimmungsbild.",
            len(made),
        )
        messages.success(request, words % {"count": len(made)})
        return redirect(request.get_full_path())
    found = texts_of(survey)
    if request.GET.get("nur") == "offen":
        found = found.filter(became=None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    chosen = form.chosen if form is not None else []
    typed: Any = form.data if form is not None else {}
    rows = [Row(one, str(one.pk) in chosen, typed.get(f"text_{one.pk}", one.text)) for one in page]
    context = context_of(
        request, survey, "texts", page=page, rows=rows, form=form, only_open=request.GET.get("nur") == "offen"
    )
    return render(request, "surveys/workshop/texts.html", context, status=422 if form is not None else 200)


@never_cache
def proposed(request: HttpRequest, process: str) -> HttpResponse:
    """Lead to the survey whose proposals wait longest."""
    its_process = process_for(request, process)
    require(request.user, Permission.REVIEW_PROPOSALS, its_process)
    first = waiting_proposals(its_process).order_by("made_at", "pk").first()
    if first is None:
        messages.info(request, _("Zurzeit wartet kein Vorschlag."))
        return redirect("web:workshop", process=process)
    return redirect("surveys:proposals", process=process, number=first.survey_id)


@never_cache
def proposals(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what people would like others to vote on."""
    survey = reviewed(request, process, number)
    return _proposals_page(request, survey)


def _proposals_page(request: HttpRequest, survey: Survey, form: DecisionForm | None = None) -> HttpResponse:
    found = list(survey.proposals.order_by("-state", "made_at"))  # type: ignore[attr-defined]
    rows = [
        (one, form if form and form.instance.pk == one.pk else DecisionForm(instance=one, auto_id=f"p{one.pk}_%s"))
        for one in found
    ]
    context = context_of(request, survey, "proposals", proposals=rows)
    return render(request, "surveys/workshop/proposals.html", context, status=422 if form else 200)


@require_POST
def decide(request: HttpRequest, process: str, number: int, proposal: int) -> HttpResponse:
    """Put a proposed statement to the vote, leave it out, or take that back."""
    survey = reviewed(request, process, number)
    found = get_object_or_404(Proposal, pk=proposal, survey=survey)
    found.survey = survey
    if request.POST.get("act") == "reconsider":
        actions.reconsider_proposal(actor=request.user, proposal=found)
        messages.success(request, _("Der Vorschlag wartet wieder."))
        return redirect("surveys:proposals", process=process, number=number)
    form = DecisionForm(request.POST, instance=found, auto_id=f"p{found.pk}_%s")
    if not form.is_valid():
        return _proposals_page(request, survey, form)
    if form.cleaned_data["act"] == "take":
        actions.take_proposal(actor=request.user, proposal=found, text=form.cleaned_data["text"])
        messages.success(request, _("Die Aussage steht jetzt zur Abstimmung."))
    else:
        actions.decline_proposal(actor=request.user, proposal=found, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("Der Vorschlag ist abgelehnt. Wer ihn machte, liest den Grund bei den eigenen Antworten.")
        )
    return redirect("surveys:proposals", process=process, number=number)


@require_POST
def calculate(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Let the opinion groups be calculated anew."""
    survey = managed(request, process, number)
    actions.ask_for_groups(actor=request.user, survey=survey)
    messages.success(
        request, _("Die Gruppen werden gerechnet. Das dauert meist nur Sekunden; laden Sie die Seite dann neu.")
    )
    return redirect("surveys:groups", process=process, number=number, slug=survey.entry.slug or "-")
