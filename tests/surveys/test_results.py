"""What came out, counted, and never of too few."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.export import as_csv, as_json
from dialogwerk.surveys.models import Answer, Participation, QuestionKind
from dialogwerk.surveys.queries.results import results_of
from dialogwerk.surveys.rules import FEWEST
from tests.surveys.conftest import answer, ask, make_survey

GROUPS = ("", "unternehmen", "gewerkschaft", "kammer")


def test_bars_count_answers_and_their_shares(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes, no = question.options.all()
    for number in range(6):
        answer(questionnaire, number, {question: Given(options=(yes.pk if number < 4 else no.pk,))})

    result = results_of(questionnaire).results[0]

    assert [(bar.label, bar.count, bar.percent) for bar in result.bars] == [("Ja", 4, 67), ("Nein", 2, 33)]
    assert result.people == 6


def test_a_scale_has_a_mean_of_those_who_chose_a_step(process) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.SCALE, low_label="nie", high_label="immer", allows_none=True)
    for number, value in enumerate([1, 2, 3, 5, 5, None]):
        answer(survey, number, {question: Given(value=value)})

    result = results_of(survey).results[0]

    assert result.mean == pytest.approx(3.2)
    assert [(bar.label, bar.count) for bar in result.bars][-2:] == [("5 – immer", 2), ("keine Angabe", 1)]


def test_several_answers_of_one_person_count_her_once(process) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.SEVERAL, options=("Pläne", "Zeit", "Technik"))
    options = [option.pk for option in question.options.all()]
    for number in range(5):
        answer(survey, number, {question: Given(options=tuple(options[:2]))})

    result = results_of(survey).results[0]

    assert result.people == 5
    assert [bar.percent for bar in result.bars] == [100, 100, 0]


def test_too_few_answers_are_not_told_anywhere(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes = question.options.first()
    for number in range(FEWEST - 1):
        answer(questionnaire, number, {question: Given(options=(yes.pk,))})

    result = results_of(questionnaire).results[0]
    told = as_json(questionnaire, [""])["questions"][0]

    assert result.is_hidden
    assert result.bars == ()
    assert (told["participants"], told["answers"]) == (None, [])
    assert "zu wenige Antworten" in as_csv(questionnaire, [""]).decode("utf-8-sig")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from([0, 1, None])), min_size=0, max_size=40))
def test_columns_add_up_to_the_total_and_hide_the_few(process, given_answers) -> None:
    Participation.objects.all().delete()
    survey = make_survey(process, asks_group=True)
    question = ask(survey)
    options = list(question.options.all())
    people = Participation.objects.bulk_create(Participation(survey=survey, group=group) for group, _ in given_answers)
    Answer.objects.bulk_create(
        Answer(participation=person, question=question, option=options[choice])
        for person, (_group, choice) in zip(people, given_answers, strict=True)
        if choice is not None
    )

    whole, split = results_of(survey).results[0], results_of(survey, "gruppe").results[0]

    assert split.bars == whole.bars
    assert all(column.people >= FEWEST for column in split.columns)
    for place, bar in enumerate(whole.bars):
        assert not split.columns or sum(column.bars[place].count for column in split.columns) == bar.count


def test_open_data_keep_texts_to_the_team(process) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.TEXT, text="Was fehlt?")
    for number in range(6):
        answer(survey, number, {question: Given(text=f"Geheimnis {number}")})

    assert "Geheimnis" not in as_csv(survey, [""]).decode("utf-8-sig")
    assert "Geheimnis" not in json.dumps(as_json(survey, [""]))


def test_a_statement_that_looks_like_a_formula_is_none(process, statements) -> None:
    actions.add_statements(actor=None, survey=statements, texts=["=1+1 ist mehr als genug."])

    assert "'=1+1" in as_csv(statements, [""]).decode("utf-8-sig")
