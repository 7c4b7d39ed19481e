"""From an address to a survey the reader may see, answer or edit."""

from django.http import Http404, HttpRequest

from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.surveys.models import Question, Survey


def _find(process: Process, number: int) -> Survey:
    survey = Survey.objects.select_related("entry", "phase", "event").filter(entry__process=process, pk=number).first()
    if survey is None:
        raise Http404
    survey.entry.process = process
    return survey


def survey_for(request: HttpRequest, slug: str, number: int) -> Survey:
    """Return a survey the reader may read, with entry, process, phase and event; answer 404 otherwise."""
    survey = _find(process_for(request, slug), number)
    if not may(request.user, Permission.READ_ENTRY, survey.entry):
        raise Http404
    return survey


def answerable(request: HttpRequest, slug: str, number: int) -> Survey:
    """Return a survey the reader may answer; refuse others. Whether it is open is another matter."""
    survey = survey_for(request, slug, number)
    require(request.user, Permission.TAKE_SURVEY, survey.entry)
    return survey


def is_team(request: HttpRequest, process: Process) -> bool:
    """Say whether the reader tends the surveys of the process."""
    return may(request.user, Permission.MANAGE_SURVEYS, process)


def manageable(request: HttpRequest, slug: str) -> Process:
    """Return the process whose surveys the reader may make; refuse others."""
    process = process_for(request, slug)
    require(request.user, Permission.MANAGE_SURVEYS, process)
    return process


def managed(request: HttpRequest, slug: str, number: int) -> Survey:
    """Return a survey the reader may change; refuse others."""
    return _find(manageable(request, slug), number)


def reviewed(request: HttpRequest, slug: str, number: int) -> Survey:
    """Return a survey whose proposed statements the reader may decide about; refuse others."""
    process = process_for(request, slug)
    require(request.user, Permission.REVIEW_PROPOSALS, process)
    return _find(process, number)


def question_of(survey: Survey, number: int) -> Question:
    """Return a question of the survey, or answer 404."""
    question = survey.questions.select_related("block").filter(pk=number).first()  # type: ignore[attr-defined]
    if question is None:
        raise Http404
    question.survey = survey
    found: Question = question
    return found
