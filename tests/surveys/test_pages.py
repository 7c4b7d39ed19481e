"""Pages of the public: states, taking part without and with an account, with and without JavaScript."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import State
from dialogwerk.surveys import actions
from dialogwerk.surveys.models import (
    Answer,
    Participation,
    ParticipationKey,
    Proposal,
    QuestionKind,
    Showing,
    Survey,
    Vote,
)
from tests import factories
from tests.surveys.conftest import ask, make_survey


def address(survey: Survey, tail: str = "") -> str:
    return f"/dialog/stimmungsbild/{survey.pk}-wie/{tail}"


def read(client: Client, url: str, status: int = 200) -> str:
    found = client.get(url)
    assert found.status_code == status, found
    return found.content.decode()


def test_the_page_says_where_it_stands(questionnaire, client) -> None:
    now, day = timezone.now(), datetime.timedelta(days=1)
    assert "Machen Sie mit" in read(client, address(questionnaire))
    Survey.objects.update(opens_at=now + day)
    assert "Es geht noch nicht los" in read(client, address(questionnaire))
    Survey.objects.update(opens_at=None, closes_at=now - day)
    assert "Dieses Stimmungsbild ist geschlossen" in read(client, address(questionnaire))


def test_a_draft_is_seen_by_the_team_only(questionnaire, client, signed_in, edith) -> None:
    questionnaire.entry.state = State.DRAFT
    questionnaire.entry.save()

    assert client.get(address(questionnaire)).status_code == 302
    assert client.get(address(questionnaire, "ergebnisse/")).status_code == 404
    assert "Entwurf: Diese Seite sieht nur das Team" in read(signed_in(edith), address(questionnaire))


def test_old_names_lead_to_the_page(questionnaire, client) -> None:
    answer = client.get(f"/dialog/stimmungsbild/{questionnaire.pk}-anders/")

    assert (answer.status_code, answer.url) == (301, address(questionnaire))
    assert client.get(f"/e/{questionnaire.pk}").url == address(questionnaire)


def test_a_guest_answers_page_by_page_without_a_name(process, client) -> None:
    survey = make_survey(process, asks_group=True)
    first, second = (actions.add_block(actor=None, survey=survey, title=title) for title in ("Arbeit", "Lernen"))
    choice = ask(survey, block=first)
    text = ask(survey, QuestionKind.TEXT, text="Was fehlt?", block=second)
    yes = choice.options.first()

    there = client.post(address(survey, "mitmachen/?teil=1"), {f"q{choice.pk}": yes.pk, "act": "weiter"})
    assert there.url == address(survey, "mitmachen/") + "?teil=2"
    assert "Aus welcher Sicht" in read(client, there.url)
    done = client.post(there.url, {f"q{text.pk}": "Zeit", "group": "kammer", "act": "weiter"})

    assert done.url == address(survey, "danke/")
    assert "Danke, alles ist angekommen" in read(client, done.url)
    mine = Participation.objects.get()
    assert (mine.group, mine.finished_at is not None) == ("kammer", True)
    assert {row.text or row.option.text for row in mine.answers.all()} == {"Ja", "Zeit"}
    assert not Person.objects.filter(is_guest=True).exists()


def test_what_is_missing_is_told_and_everything_else_is_kept(process, client) -> None:
    survey = make_survey(process)
    must = ask(survey, is_required=True)
    text = ask(survey, QuestionKind.TEXT, text="Was fehlt?")

    answer = client.post(address(survey, "mitmachen/?teil=1"), {f"q{text.pk}": "Zeit", "act": "weiter"})

    assert answer.status_code == 422
    assert "Bitte beantworten Sie diese Frage." in answer.content.decode()
    assert [row.text for row in Answer.objects.all()] == ["Zeit"]
    assert must.answers.count() == 0


def test_answers_are_kept_as_one_goes_and_are_there_again(process, client) -> None:
    survey = make_survey(process)
    scale = ask(survey, QuestionKind.SCALE, text="Wie oft?", is_required=True)
    several = ask(survey, QuestionKind.SEVERAL, text="Was?", options=("A", "B", "C"), most=2)
    one, two, _three = (option.pk for option in several.options.all())

    kept = client.post(
        address(survey, "mitmachen/?teil=1"),
        {f"q{several.pk}": [one, two], "act": "merken"},
        headers={"hx-request": "true"},
    )
    page = read(client, address(survey, "mitmachen/"))

    assert "Gespeichert um" in kept.content.decode()
    assert page.count("checked") == 2
    assert "Weitermachen" in read(client, address(survey))
    assert scale.answers.count() == 0


def test_nothing_is_lost_on_the_way_back(process, client) -> None:
    survey = make_survey(process)
    first, second = (actions.add_block(actor=None, survey=survey, title=title) for title in ("Arbeit", "Lernen"))
    ask(survey, block=first)
    several = ask(survey, QuestionKind.SEVERAL, options=("A", "B", "C"), most=2, block=second)
    must = ask(survey, QuestionKind.TEXT, text="Warum?", is_required=True, block=second)
    options = [option.pk for option in several.options.all()]
    page = address(survey, "mitmachen/?teil=2")

    many = client.post(page, {f"q{several.pk}": options, f"q{must.pk}": "Darum.", "act": "zurueck"})
    kept = client.post(page, {f"q{several.pk}": options, "act": "merken"}, headers={"hx-request": "true"})
    back = client.post(page, {f"q{several.pk}": options[:2], "act": "zurueck"})

    assert many.status_code == 422
    assert "höchstens 2 Antworten" in many.content.decode()
    assert "Eine Antwort passt noch nicht und ist nicht dabei." in kept.content.decode()
    assert back.url == address(survey, "mitmachen/") + "?teil=1"
    assert several.answers.count() == 2
    assert must.answers.get().text == "Darum."


def test_answers_stay_with_their_questions_when_the_team_moves_these_meanwhile(process, client) -> None:
    survey = make_survey(process)
    first, second = (actions.add_block(actor=None, survey=survey, title=title) for title in ("Arbeit", "Lernen"))
    early = ask(survey, QuestionKind.TEXT, text="Wie?", block=first)
    late = ask(survey, QuestionKind.TEXT, text="Was fehlt?", block=second)
    client.post(address(survey, "mitmachen/?teil=1"), {f"q{early.pk}": "Gut.", "act": "weiter"})
    html = read(client, address(survey, "mitmachen/?teil=2"))
    sent_to = html.split('<form class="form survey-form" method="post" action="')[1].split('"')[0]

    actions.move_block(actor=None, block=second, up=True)
    answer = client.post(sent_to.replace("&amp;", "&"), {f"q{late.pk}": "Zeit.", "act": "weiter"})

    assert answer.status_code == 302
    assert {row.question: row.text for row in Answer.objects.all()} == {early: "Gut.", late: "Zeit."}


def test_a_question_taken_out_meanwhile_keeps_its_answer_and_no_other_loses_one(process, client) -> None:
    survey = make_survey(process)
    out, stays = (ask(survey, QuestionKind.TEXT, text=text) for text in ("Wie?", "Was fehlt?"))
    page = address(survey, "mitmachen/?teil=1")
    client.post(page, {f"q{stays.pk}": "Zeit.", "act": "merken"})

    actions.set_out(actor=None, question=out, is_out=True)
    answer = client.post(f"{page}&fragen={out.pk}", {f"q{out.pk}": "Gut.", "act": "weiter"})

    assert answer.url == address(survey, "danke/")
    assert {row.question: row.text for row in Answer.objects.all()} == {out: "Gut.", stays: "Zeit."}


def test_the_end_leads_back_to_an_answer_that_is_needed(process, client) -> None:
    survey = make_survey(process)
    first, second = (actions.add_block(actor=None, survey=survey, title=title) for title in ("Arbeit", "Lernen"))
    must = ask(survey, QuestionKind.TEXT, text="Warum?", is_required=True, block=first)
    last = ask(survey, QuestionKind.TEXT, text="Wie?", block=second)
    end = address(survey, "mitmachen/?teil=2")

    early = client.post(end, {f"q{last.pk}": "Gut.", "act": "weiter"})
    told = read(client, early.url)
    client.post(early.url, {f"q{must.pk}": "Darum.", "act": "weiter"})
    late = client.post(end, {f"q{last.pk}": "Gut.", "act": "weiter"})

    assert early.url == address(survey, "mitmachen/") + "?teil=1"
    assert "In diesem Teil fehlt noch eine Antwort" in told
    assert late.url == address(survey, "danke/")
    assert Participation.objects.get().finished_at is not None


def test_odd_addresses_lead_somewhere(process, client) -> None:
    survey = make_survey(process)
    question = ask(survey)
    assert "Dürfen Sie mitreden?" in read(client, address(survey, "mitmachen/?teil=²"))
    assert 'class="result__table"' not in read(client, address(survey, "ergebnisse/?nach=region"))

    actions.set_out(actor=None, question=question, is_out=True)

    assert client.get(address(survey, "mitmachen/")).url == address(survey)
    assert "Hier wird zurzeit nichts gefragt." in read(client, address(survey))


def test_no_more_answers_than_allowed(process, client) -> None:
    survey = make_survey(process)
    several = ask(survey, QuestionKind.SEVERAL, options=("A", "B", "C"), most=2, allows_none=True)
    options = [option.pk for option in several.options.all()]

    many = client.post(address(survey, "mitmachen/"), {f"q{several.pk}": options, "act": "weiter"})
    both = client.post(address(survey, "mitmachen/"), {f"q{several.pk}": [options[0], "none"], "act": "weiter"})
    none = client.post(address(survey, "mitmachen/"), {f"q{several.pk}": "none", "act": "weiter"})

    assert "höchstens 2 Antworten" in many.content.decode()
    assert "passt nicht zu einer anderen Antwort" in both.content.decode()
    assert none.status_code == 302
    assert [(row.option, row.value) for row in several.answers.all()] == [(None, None)]


def test_statements_one_after_the_other_without_javascript(statements, client) -> None:
    for place in range(3):
        page = read(client, address(statements, "mitmachen/"))
        assert f"Aussage {place + 1} von 3" in page
        number = page.split('name="statement" value="')[1].split('"')[0]
        assert client.post(address(statements, "stimme/"), {"statement": number, "vote": "1"}).status_code == 302

    assert "Geschafft!" in read(client, address(statements, "mitmachen/"))
    assert "stimme zu" in read(client, address(statements, "meine-antworten/"))
    assert Participation.objects.count() == 1


def test_a_vote_by_htmx_answers_with_the_next_statement(statements, client) -> None:
    number = statements.questions.first().pk
    told = {"statement": number, "vote": str(Vote.DISAGREE.value)}

    answer = client.post(address(statements, "stimme/"), told, headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert 'data-announce="Gespeichert: stimme nicht zu."' in answer.content.decode()
    assert "Aussage 2 von 3" in answer.content.decode()


def test_a_vote_can_be_changed_later(statements, client) -> None:
    number = statements.questions.first().pk
    client.post(address(statements, "stimme/"), {"statement": number, "vote": "1"})

    page = read(client, address(statements, f"mitmachen/?aussage={number}"))
    client.post(address(statements, "stimme/"), {"statement": number, "vote": "-1"})

    assert "So haben Sie schon geantwortet." in page
    assert [row.value for row in Answer.objects.all()] == [-1]


def test_votes_of_others_stay_theirs(statements, client) -> None:
    number = statements.questions.first().pk
    client.post(address(statements, "stimme/"), {"statement": number, "vote": "1"})

    other = Client()
    assert other.get(address(statements, "meine-antworten/")).status_code == 302
    other.post(address(statements, "stimme/"), {"statement": number, "vote": "-1"})

    assert sorted(row.value for row in Answer.objects.all()) == [-1, 1]


def test_an_account_finds_its_answers_on_every_device_and_its_name_is_nowhere(statements, paula, signed_in) -> None:
    number = statements.questions.first().pk
    signed_in(paula).post(address(statements, "stimme/"), {"statement": number, "vote": "1"})
    other = Client()
    other.force_login(paula, backend="django.contrib.auth.backends.ModelBackend")

    assert "stimme zu" in read(other, address(statements, "meine-antworten/"))
    assert len(ParticipationKey.objects.get().hash) == 64


def test_the_keys_of_one_device_look_unlike_in_two_surveys(process, statements, client) -> None:
    other = make_survey(process)
    question = ask(other)
    client.post(address(statements, "stimme/"), {"statement": statements.questions.first().pk, "vote": "1"})
    client.post(address(other, "mitmachen/"), {f"q{question.pk}": question.options.first().pk, "act": "weiter"})

    assert len(set(ParticipationKey.objects.values_list("hash", flat=True))) == 2


def test_reading_makes_no_session_and_no_answer_set(statements, client) -> None:
    for tail in ("", "mitmachen/", "ergebnisse/", "gruppen/"):
        read(client, address(statements, tail))

    assert "sessionid" not in client.cookies
    assert not Participation.objects.exists()


@pytest.mark.parametrize("told", [{"vote": "1"}, {"statement": "x", "vote": "1"}, {"statement": "1", "vote": "7"}])
def test_what_is_no_vote_is_not_taken(told, statements, client) -> None:
    assert client.post(address(statements, "stimme/"), told).status_code == 404
    assert not Answer.objects.exists()


def test_closed_means_closed_and_says_so(statements, client) -> None:
    Survey.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))

    answer = client.post(address(statements, "stimme/"), {"statement": statements.questions.first().pk, "vote": "1"})

    assert answer.status_code == 409
    assert "nimmt zurzeit keine Antworten an" in answer.content.decode()
    assert client.get(address(statements, "mitmachen/")).url == address(statements)


def test_a_proposed_statement_waits_for_the_team(statements, client) -> None:
    short = client.post(address(statements, "vorschlagen/"), {"text": "Nein."})
    robot = client.post(address(statements, "vorschlagen/"), {"text": "Kaufen Sie hier etwas.", "website": "x"})
    taken = client.post(address(statements, "vorschlagen/"), {"text": "Pausen gehören allen."}, follow=True)

    assert (short.status_code, robot.status_code) == (422, 422)
    assert "Danke! Das Team liest Ihre Aussage." in taken.content.decode()
    assert [proposal.text for proposal in Proposal.objects.all()] == ["Pausen gehören allen."]
    assert "Pausen gehören allen." in read(client, address(statements, "meine-antworten/"))


@pytest.mark.parametrize(
    ("showing", "before", "after"),
    [(Showing.ALWAYS, True, True), (Showing.AFTER_ANSWER, False, True), (Showing.AFTER_CLOSE, False, False)],
)
def test_who_sees_results_when(showing, before, after, statements, client) -> None:
    Survey.objects.update(showing=showing)
    hidden = "Die Ergebnisse"

    assert (hidden not in read(client, address(statements, "ergebnisse/"))) == before
    assert (client.get(address(statements, "ergebnisse.csv")).status_code == 200) == before
    client.post(address(statements, "stimme/"), {"statement": statements.questions.first().pk, "vote": "1"})
    assert (hidden not in read(client, address(statements, "ergebnisse/"))) == after
    Survey.objects.update(closes_at=timezone.now())
    assert hidden not in read(Client(), address(statements, "ergebnisse/"))


def test_open_data_have_two_forms(statements, client) -> None:
    assert client.get(address(statements, "ergebnisse.json")).json()["title"] == "Wie arbeiten wir?"
    assert client.get(address(statements, "ergebnisse.csv"))["Content-Type"].startswith("text/csv")
    assert client.get(address(statements, "ergebnisse.xml")).status_code == 404


def test_home_and_dialogue_lead_to_an_open_survey(statements, client) -> None:
    take = address(statements, "mitmachen/")
    assert take in read(client, "/dialog/")
    assert address(statements) in read(client, "/")
    assert address(statements) in read(client, "/dialog/stimmungsbild/")

    actions.close_survey(actor=None, survey=statements)

    assert take not in read(client, "/dialog/")
    assert address(statements) not in read(client, "/")


def test_a_survey_of_an_event_is_open_without_a_phase_and_stands_on_both_pages(process, client) -> None:
    event = factories.EventFactory(entry__process=process)
    survey = make_survey(process, phase=None, event=event)
    ask(survey)
    page = f"/dialog/termine/{event.pk}-{event.entry.slug or '-'}/"
    process.phases.all().delete()

    assert address(survey, "mitmachen/") in read(client, page)
    told = read(client, "/dialog/")
    assert "Jetzt offen" in told
    assert address(survey, "mitmachen/") in told

    actions.close_survey(actor=None, survey=survey)
    assert address(survey, "mitmachen/") not in read(client, page)
    assert address(survey, "ergebnisse/") in read(client, page)
    actions.unpublish_survey(actor=None, survey=survey)
    assert "Stimmungsbild" not in read(client, page)
