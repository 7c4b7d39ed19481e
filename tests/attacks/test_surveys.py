"""Surveys: nobody reaches answers of others, and nothing of another dialogue or survey comes in by its number."""

import pytest

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.keys import SESSION_KEY
from dialogwerk.surveys.models import Answer, Form, Participation, QuestionKind, Survey, Vote
from tests import factories
from tests.surveys.conftest import answer, ask, make_survey

ALL = "/dialog/stimmungsbild/"


@pytest.fixture
def foreign(process):
    """An open survey of another dialogue, with a text and a statement."""
    other = factories.OpenPhaseFactory(process__slug="anderer").process
    survey = make_survey(other)
    text = ask(survey, QuestionKind.TEXT, text="Was fehlt?")
    answer(survey, 1, {text: Given(text="Ein fremder Text.")})
    return survey


def test_no_vote_on_a_statement_of_another_survey(process, client) -> None:
    here, there = make_survey(process, Form.STATEMENTS), make_survey(process, Form.STATEMENTS)
    (statement,) = actions.add_statements(actor=None, survey=there, texts=["So ist es."])

    found = client.post(f"{ALL}{here.pk}-wie/stimme/", {"statement": statement.pk, "vote": "1"})

    assert found.status_code == 404
    assert not Participation.objects.exists()


def test_a_guessed_key_opens_no_answers(process, client) -> None:
    survey = make_survey(process, Form.STATEMENTS)
    (statement,) = actions.add_statements(actor=None, survey=survey, texts=["So ist es."])
    mine = actions.vote(survey=survey, participation=None, key="1" * 64, statement=statement, value=Vote.AGREE)
    session = client.session
    session[SESSION_KEY] = str(mine.pk)
    session.save()

    assert client.get(f"{ALL}{survey.pk}-wie/meine-antworten/").status_code == 302
    client.post(f"{ALL}{survey.pk}-wie/stimme/", {"statement": statement.pk, "vote": "-1"})

    assert [row.value for row in mine.answers.all()] == [Vote.AGREE]


def test_a_hidden_survey_takes_nothing_and_tells_nothing(process, client) -> None:
    survey = make_survey(process, Form.STATEMENTS)
    (statement,) = actions.add_statements(actor=None, survey=survey, texts=["So ist es."])
    Entry.objects.filter(pk=survey.pk).update(state=State.HIDDEN)

    for tail in ("mitmachen/", "ergebnisse/", "gruppen/", "ergebnisse.csv", "ergebnisse.json", "danke/"):
        assert client.get(f"{ALL}{survey.pk}-wie/{tail}").status_code == 404
    assert client.post(f"{ALL}{survey.pk}-wie/stimme/", {"statement": statement.pk, "vote": "1"}).status_code == 404
    assert not Answer.objects.exists()


def test_texts_of_another_dialogue_become_no_contributions_here(process, foreign, edith, signed_in) -> None:
    survey = make_survey(process)
    row = Answer.objects.get()

    signed_in(edith).post(
        f"/werkstatt/dialog/stimmungsbild/{survey.pk}/texte/", {"chosen": row.pk, f"text_{row.pk}": "Übernommen."}
    )

    assert not Entry.objects.filter(kind=Kind.CONTRIBUTION).exists()


def test_contributions_of_another_dialogue_and_hidden_ones_are_not_put_to_the_vote(
    process, foreign, edith, signed_in
) -> None:
    survey = make_survey(process, Form.STATEMENTS)
    elsewhere = factories.ContributionFactory(entry__process=foreign.entry.process).entry
    hidden = factories.ContributionFactory(entry__process=process, entry__state=State.HIDDEN).entry

    for entry in (elsewhere, hidden):
        found = signed_in(edith).post(f"/werkstatt/dialog/stimmungsbild/{survey.pk}/", {"numbers": f"#{entry.pk}"})
        assert found.status_code == 422
    assert not survey.questions.exists()


def test_phase_event_and_block_of_another_dialogue_are_not_taken(process, foreign, edith, signed_in) -> None:
    event = factories.EventFactory(entry__process=foreign.entry.process)
    block = actions.add_block(actor=None, survey=foreign, title="Fremd")
    survey = make_survey(process)
    actions.add_block(actor=None, survey=survey, title="Eigen")
    client = signed_in(edith)
    told = {"title": "Neu", "summary": "Worum", "form": "fragen", "showing": "immer"}

    for taken in ({"phase": foreign.phase_id}, {"event": event.pk}):
        assert client.post("/werkstatt/dialog/stimmungsbild/neu/", told | taken).status_code == 422
    asked = {"text": "Was?", "block": block.pk}
    assert client.post(f"/werkstatt/dialog/stimmungsbild/{survey.pk}/fragen/neu/text/", asked).status_code == 422
    assert Survey.objects.count() == 2


def test_a_region_of_elsewhere_is_not_kept(process, client) -> None:
    survey = make_survey(process, asks_region=True)
    question = ask(survey)
    elsewhere = factories.RegionFactory(region_set=factories.RegionSetFactory(slug="anderswo"))
    told = {f"q{question.pk}": question.options.first().pk, "region": elsewhere.pk, "act": "weiter"}

    assert client.post(f"{ALL}{survey.pk}-wie/mitmachen/", told).status_code == 422
    assert Participation.objects.get().region is None
