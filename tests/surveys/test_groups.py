"""Opinion groups: calculated by the worker, told to all, one's own place only to oneself."""

import datetime
import random

import pytest
from django.test import Client
from django.utils import timezone

from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.jobs import find_groups, is_due, renew_groups
from dialogwerk.surveys.models import Analysis, Answer, Form, Participation, Standing, Survey, Vote
from dialogwerk.surveys.picture import Dot, draw
from dialogwerk.surveys.queries.groups import groups_of
from dialogwerk.surveys.queries.results import results_of
from tests.surveys.conftest import answer, make_survey

TEXTS = [f"Das ist Aussage {number}." for number in range(10)]


@pytest.fixture
def divided(process) -> Survey:
    """Two camps of 15 that disagree on all but the last statement, and two people who have just begun."""
    survey = make_survey(process, Form.STATEMENTS)
    statements = actions.add_statements(actor=None, survey=survey, texts=TEXTS)
    chance = random.Random(1)
    for number in range(30):
        camp = 1 if number < 15 else -1
        votes = [(camp if chance.random() < 0.9 else -camp) for _ in statements[:-1]] + [1]
        answers = {one: Given(value=value) for one, value in zip(statements, votes, strict=True)}
        answer(survey, number, answers)
    for number in (30, 31):
        answer(survey, number, {statements[0]: Given(value=1)})
    return survey


def page(survey: Survey, client: Client) -> str:
    return client.get(f"/dialog/stimmungsbild/{survey.pk}-wie/gruppen/").content.decode()


def test_groups_are_found_and_told(divided, client) -> None:
    find_groups.func(divided.pk)

    told = groups_of(divided, None)
    html = page(divided, client)

    assert [(group.key, group.size) for group in told.groups] == [("A", 15), ("B", 15)]
    assert TEXTS[-1] in {one.text for one in told.agreed}
    assert "Gruppe A" in html
    assert '<svg class="opinion-picture"' in html
    assert "Sie stehen in Gruppe" not in html
    assert Analysis.objects.get().versions["sensemaking"]


def test_the_same_votes_give_the_same_groups(divided) -> None:
    find_groups.func(divided.pk)
    find_groups.func(divided.pk)

    one, two = Analysis.objects.order_by("pk")
    assert one.result == two.result
    assert set(Standing.objects.values_list("analysis", flat=True)) == {two.pk}


def test_only_she_sees_where_she_stands(divided, client) -> None:
    find_groups.func(divided.pk)
    for statement in divided.questions.all():
        client.post(f"/dialog/stimmungsbild/{divided.pk}-wie/stimme/", {"statement": statement.pk, "vote": "1"})
    assert "Wo Sie stehen, sehen Sie nach der nächsten Rechnung" in page(divided, client)
    find_groups.func(divided.pk)
    mine = Participation.objects.order_by("-started_at").first()
    key = Standing.objects.get(participation=mine).group

    assert f"Sie stehen in Gruppe {key}; das sehen nur Sie." in page(divided, client)
    assert "Sie stehen in Gruppe" not in page(divided, Client())
    Standing.objects.filter(participation=mine).update(group="")
    assert "Sie stehen in keiner der gezeigten Gruppen; das sehen nur Sie." in page(divided, client)


def test_totals_come_from_the_same_calculation_so_that_nobody_is_the_difference(divided) -> None:
    find_groups.func(divided.pk)

    people = {result.question.text: result.people for result in results_of(divided).results}
    told = groups_of(divided, None).divisive

    assert [sum(shares.base for _key, shares in one.groups) for one in told] == [people[one.text] for one in told]
    assert set(people.values()) == {30}


def test_too_few_votes_say_so(statements, client) -> None:
    for number in range(3):
        answer(statements, number, {one: Given(value=1) for one in statements.questions.all()})
    find_groups.func(statements.pk)

    assert "Es haben noch zu wenige" in page(statements, client)
    assert Standing.objects.exclude(group="").count() == 0


def test_no_votes_at_all_say_so(statements, client) -> None:
    assert "Noch wurde nichts gerechnet." in page(statements, client)
    find_groups.func(statements.pk)
    assert Analysis.objects.get().people == 0


def test_what_is_stored_names_nobody(divided) -> None:
    find_groups.func(divided.pk)

    told = str(Analysis.objects.get().result)
    assert not any(str(pk) in told for pk in Participation.objects.values_list("pk", flat=True))


def test_it_is_calculated_anew_after_enough_votes_and_after_the_end(divided) -> None:
    assert is_due(divided)
    renew_groups()
    assert Analysis.objects.count() == 1
    assert not is_due(divided)
    actions.vote(
        survey=divided, participation=None, key="x" * 64, statement=divided.questions.first(), value=Vote.AGREE
    )
    assert not is_due(divided)
    divided.closes_at = timezone.now()
    assert is_due(divided)
    divided.closes_at = None
    Answer.objects.update(answered_at=timezone.now())
    assert is_due(divided)
    Analysis.objects.update(made_at=timezone.now() - datetime.timedelta(days=2))
    assert is_due(divided)


def test_the_team_asks_for_it(divided, edith, signed_in) -> None:
    answer = signed_in(edith).post(f"/werkstatt/dialog/stimmungsbild/{divided.pk}/gruppen/", follow=True)

    assert "Die Gruppen werden gerechnet." in answer.content.decode()


def test_the_picture_knows_groups_by_shape_and_letter() -> None:
    dots = [Dot(0, 0, "A"), Dot(1, 0, "A"), Dot(0, 1, "A"), Dot(4, 4, "B"), Dot(5, 4, "B"), Dot(9, 9, "")]

    svg = draw(dots, ["A", "B"], own=Dot(4, 4, "B"), title="<Titel>")

    assert svg.count('class="opinion-dot opinion-1"') == 3
    assert svg.count('class="opinion-dot opinion-2"') == 2
    assert "&lt;Titel&gt;" in svg
    assert ">Sie</text>" in svg
    assert svg.count("<polygon") == 2


def test_the_worker_knows_the_periodic_work() -> None:
    from dialogwerk.core.jobs import _periodic

    assert "dialogwerk.surveys.jobs.renew_groups" in _periodic
