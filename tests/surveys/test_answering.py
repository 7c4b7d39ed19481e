"""Taking part: kept once, changed at will, refused when it is not open."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.core.retention import enforce_retention
from dialogwerk.entries.models import State
from dialogwerk.processes.models import ProcessStatus
from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import MOST_PROPOSALS, Given
from dialogwerk.surveys.models import Answer, Form, Participation, ParticipationKey, QuestionKind, Vote
from dialogwerk.surveys.queries.surveys import progress_of
from dialogwerk.surveys.rules import Stage, stage_of
from tests.surveys.conftest import answer, ask, make_survey


def test_an_answer_replaces_the_earlier_one(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes, no = question.options.all()
    mine = answer(questionnaire, 1, {question: Given(options=(yes.pk,))})

    actions.save_answers(
        survey=questionnaire, participation=mine, key="", answers={question: Given(options=(no.pk,))}, finishes=True
    )

    assert [row.option for row in mine.answers.all()] == [no]
    mine.refresh_from_db()
    assert mine.finished_at is not None


def test_several_answers_keep_those_that_stay(process) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.SEVERAL, options=("A", "B", "C"))
    one, two, three = (option.pk for option in question.options.all())
    mine = answer(survey, 1, {question: Given(options=(one, two))})
    kept = mine.answers.get(option=two).pk

    actions.save_answers(survey=survey, participation=mine, key="", answers={question: Given(options=(two, three))})

    assert {row.option_id: row.pk == kept for row in mine.answers.all()} == {two: True, three: False}


def test_an_answer_can_be_taken_back_and_others_stay(process) -> None:
    survey = make_survey(process)
    one, two = ask(survey), ask(survey, QuestionKind.TEXT, text="Warum?")
    mine = answer(survey, 1, {one: Given(options=(one.options.first().pk,)), two: Given(text="Darum.")})

    actions.save_answers(survey=survey, participation=mine, key="", answers={one: None})

    assert [row.text for row in mine.answers.all()] == ["Darum."]


def test_a_text_that_became_a_contribution_keeps_its_link_when_it_changes(process, edith) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.TEXT, text="Was fehlt?")
    mine = answer(survey, 1, {question: Given(text="Zeit.")})
    row = mine.answers.get()
    made = actions.make_contributions(actor=edith, survey=survey, texts={row.pk: "Zeit."})

    actions.save_answers(survey=survey, participation=mine, key="", answers={question: Given(text="Zeit und Raum.")})

    row.refresh_from_db()
    assert (row.text, row.became) == ("Zeit und Raum.", made[0])


def test_two_sendings_of_one_device_at_once_make_one_answer_set(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes = Given(options=(question.options.first().pk,))

    one, two = answer(questionnaire, 1, {question: yes}), answer(questionnaire, 1, {question: yes})

    assert one.pk == two.pk
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("how", ["closed", "ahead", "draft", "concluded", "phase", "no_ground"])
def test_no_answers_while_it_is_not_open(how, questionnaire, process) -> None:
    now, day = timezone.now(), datetime.timedelta(days=1)
    if how == "closed":
        questionnaire.closes_at = now - day
    elif how == "ahead":
        questionnaire.opens_at = now + day
    elif how == "draft":
        questionnaire.entry.state = State.DRAFT
    elif how == "concluded":
        questionnaire.entry.process.status = ProcessStatus.CONCLUDED
    elif how == "phase":
        questionnaire.phase.closes_at = now - day
    else:
        questionnaire.phase = None
    question = questionnaire.questions.get()

    with pytest.raises(NotPossibleNow):
        answer(questionnaire, 1, {question: Given(options=(question.options.first().pk,))})

    assert stage_of(questionnaire) != Stage.OPEN
    assert not Participation.objects.exists()


def test_an_event_is_ground_enough(process) -> None:
    from tests import factories

    survey = make_survey(process, phase=None, event=factories.EventFactory(entry__process=process))

    assert stage_of(survey) == Stage.OPEN


def test_a_vote_replaces_the_earlier_one_and_leaves_no_audit(statements) -> None:
    statement = statements.questions.first()
    before = AuditRecord.objects.count()
    common = {"survey": statements, "key": "1" * 64, "statement": statement}
    mine = actions.vote(participation=None, value=Vote.AGREE, **common)
    actions.vote(participation=mine, value=Vote.DISAGREE, **common)

    assert [row.value for row in mine.answers.all()] == [Vote.DISAGREE]
    assert AuditRecord.objects.count() == before


def test_no_vote_on_what_is_no_longer_asked(statements) -> None:
    statement = statements.questions.first()
    actions.set_out(actor=None, question=statement, is_out=True)

    with pytest.raises(NotPossibleNow):
        actions.vote(survey=statements, participation=None, key="1" * 64, statement=statement, value=Vote.AGREE)


def test_progress_leads_through_all_statements_and_back(statements) -> None:
    mine, seen = None, []
    while (shown := progress_of(statements, mine).statement) is not None:
        seen.append(shown.pk)
        mine = actions.vote(survey=statements, participation=mine, key="1" * 64, statement=shown, value=Vote.PASS)

    assert sorted(seen) == sorted(statements.questions.values_list("pk", flat=True))
    assert (progress_of(statements, mine).done, progress_of(statements, mine).before) == (3, seen[-1])
    again = progress_of(statements, mine, seen[0])
    assert (again.statement.pk, again.own.value) == (seen[0], Vote.PASS)


def test_a_proposal_waits_and_there_are_not_too_many(statements) -> None:
    mine = None
    for number in range(MOST_PROPOSALS):
        proposal = actions.propose_statement(
            survey=statements, participation=mine, key="1" * 64, text=f"Das fehlt noch: Nummer {number}."
        )
        mine = proposal.participation

    with pytest.raises(NotPossibleNow):
        actions.propose_statement(survey=statements, participation=mine, key="", text="Und noch etwas.")
    assert statements.questions.count() == 3
    assert statements.proposals.count() == MOST_PROPOSALS


def test_nothing_is_proposed_where_that_is_not_wanted(process) -> None:
    survey = make_survey(process, Form.STATEMENTS, takes_proposals=False)

    with pytest.raises(NotPossibleNow):
        actions.propose_statement(survey=survey, participation=None, key="1" * 64, text="Das fehlt noch.")


def test_what_leads_back_goes_and_the_answers_stay(statements) -> None:
    mine = actions.vote(
        survey=statements, participation=None, key="1" * 64, statement=statements.questions.first(), value=Vote.AGREE
    )
    ParticipationKey.objects.update(used_at=timezone.now() - datetime.timedelta(days=181))

    enforce_retention()

    assert not ParticipationKey.objects.exists()
    assert mine.answers.count() == 1
