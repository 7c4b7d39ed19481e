"""What everybody reads: surveys, results, opinion groups, open data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.spreadsheets import CSV
from dialogwerk.entries.addresses import page_of, short_address
from dialogwerk.entries.models import Entry
from dialogwerk.processes.access import process_for
from dialogwerk.surveys.access import is_team, survey_for
from dialogwerk.surveys.export import as_csv, as_json
from dialogwerk.surveys.keys import participation_of
from dialogwerk.surveys.models import Participation, Survey
from dialogwerk.surveys.queries.groups import groups_of
from dialogwerk.surveys.queries.results import BY, results_of
from dialogwerk.surveys.queries.surveys import answered_by, surveys_of
from dialogwerk.surveys.rules import begins_at, shows_results, stage_of, told_end, why_no_results

MOST_CONTRIBUTIONS = 10


def surveys(request: HttpRequest, process: str) -> HttpResponse:
    """List the surveys of a dialogue: open, to come, closed."""
    its_process = process_for(request, process)
    context = {
        "process": its_process,
        "section": "surveys",
        "surveys": surveys_of(its_process, request.user),
        "is_team": is_team(request, its_process),
    }
    return render(request, "surveys/surveys.html", context)


def page_context(request: HttpRequest, survey: Survey, mine: Participation | None, tab: str) -> dict[str, Any]:
    """Return what all public pages of one survey need."""
    team, stage = is_team(request, survey.entry.process), stage_of(survey)
    return {
        "process": survey.entry.process,
        "section": "surveys",
        "survey": survey,
        "entry": survey.entry,
        "mine": mine,
        "tab": tab,
        "stage": stage,
        "begins_at": begins_at(survey),
        "ends_at": told_end(survey, stage),
        "is_team": team,
        "shows_results": shows_results(survey, has_answered=mine is not None, is_team=team),
        "why_not": why_no_results(survey),
    }


@never_cache
def survey(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show what a survey is about, whether one can take part, and what came of it."""
    its_process = process_for(request, process)
    found = Survey.objects.select_related("entry", "phase", "event__entry").filter(
        entry__process=its_process, pk=number
    )
    survey = found.first()
    if survey is None:
        raise Http404
    survey.entry.process = its_process
    if not may(request.user, Permission.READ_ENTRY, survey.entry):
        return redirect(short_address(survey.entry))
    if slug != (survey.entry.slug or "-"):
        return redirect(page_of(survey.entry), permanent=True)
    mine = participation_of(request, survey)
    asked, answered = survey.questions.filter(is_out=False).count(), answered_by(mine)  # type: ignore[attr-defined]
    came = Entry.objects.public().current().filter(origin=survey.entry).for_cards().order_by("pk")
    context = (
        page_context(request, survey, mine, "survey")
        | {
            "people": survey.participations.count(),  # type: ignore[attr-defined]
            "asked": asked,
            "answered": answered,
            "is_done": 0 < asked <= answered
            if survey.has_statements
            else mine is not None and mine.finished_at is not None,
            "came": list(came[:MOST_CONTRIBUTIONS]),
        }
    )
    return render(request, "surveys/survey.html", context)


@never_cache
def results(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show the results, or say from when on they can be seen."""
    survey = survey_for(request, process, number)
    context = page_context(request, survey, participation_of(request, survey), "results")
    if context["shows_results"]:
        ways, wanted = _ways(survey), request.GET.get("nach", "")
        by = wanted if wanted in ways else ""
        context |= {"told": results_of(survey, by), "ways": ways, "by": by}
    return render(request, "surveys/results.html", context)


def _ways(survey: Survey) -> list[str]:
    asked = {"gruppe": survey.asks_group, "region": survey.asks_region}
    return [name for name in BY if asked[name] and not survey.has_statements]


@never_cache
def groups(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show the opinion groups and, to her only, where the reader stands."""
    survey = survey_for(request, process, number)
    if not survey.has_statements:
        raise Http404
    mine = participation_of(request, survey)
    context = page_context(request, survey, mine, "groups")
    if context["shows_results"]:
        context["told"] = groups_of(survey, mine)
    return render(request, "surveys/groups.html", context)


@never_cache
def download(request: HttpRequest, process: str, number: int, slug: str, kind: str) -> HttpResponse:
    """Return the results as open data: CSV or JSON, the same small numbers unseen."""
    if kind not in ("csv", "json"):
        raise Http404
    survey = survey_for(request, process, number)
    mine = participation_of(request, survey)
    if not shows_results(survey, has_answered=mine is not None, is_team=is_team(request, survey.entry.process)):
        raise NotPossibleNow(why_no_results(survey))
    ways = ["", *_ways(survey)]
    if kind == "json":
        return JsonResponse(as_json(survey, ways), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response = HttpResponse(as_csv(survey, ways), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="stimmungsbild-{survey.pk}.csv"'
    return response
