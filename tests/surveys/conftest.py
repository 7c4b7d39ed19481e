"""Surveys to test with."""

import pytest

from dialogwerk.entries.models import Kind
from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.models import Form, Question, QuestionKind, Showing, Survey
from tests import factories


def make_survey(process, form: Form = Form.QUESTIONS, **fields) -> Survey:
    """Return an open survey without questions."""
    entry = factories.EntryFactory(process=process, kind=Kind.SURVEY, title="Wie arbeiten wir?", slug="wie")
    given = {"phase": process.phases.get(), "showing": Showing.ALWAYS} | fields
    return Survey.objects.create(entry=entry, form=form, **given)


def ask(survey: Survey, kind: QuestionKind = QuestionKind.ONE, options=("Ja", "Nein"), **fields) -> Question:
    """Return a question of the survey."""
    given = {"text": "Dürfen Sie mitreden?", "kind": kind} | fields
    return actions.add_question(
        actor=None, survey=survey, options=options if kind in ("eine", "mehrere") else (), **given
    )


def answer(survey: Survey, number: int, answers: dict[Question, Given | None], **more):
    """Return a new answer set with these answers."""
    return actions.save_answers(survey=survey, participation=None, key=f"{number:064}", answers=answers, **more)


@pytest.fixture
def questionnaire(process) -> Survey:
    """An open questionnaire with one question."""
    survey = make_survey(process)
    ask(survey)
    return survey


@pytest.fixture
def statements(process) -> Survey:
    """An open survey with three statements."""
    survey = make_survey(process, Form.STATEMENTS)
    texts = ["Lernen gehört in die Arbeitszeit.", "Nachts soll niemand arbeiten müssen.", "Technik braucht Zustimmung."]
    actions.add_statements(actor=None, survey=survey, texts=texts)
    return survey
