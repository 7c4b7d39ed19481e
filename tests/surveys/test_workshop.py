"""The back office: setting up, correcting wording, texts and proposals."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.surveys import actions
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.models import Form, Proposal, ProposalState, Question, QuestionKind, Survey
from tests import factories
from tests.surveys.conftest import answer, ask, make_survey

DESK = "/werkstatt/dialog/stimmungsbild/"


@pytest.fixture
def desk(edith, signed_in):
    return signed_in(edith)


def of(survey: Survey, tail: str = "") -> str:
    return f"{DESK}{survey.pk}/{tail}"


def post(client, url: str, told: dict, status: int = 200) -> str:
    found = client.post(url, told, follow=True)
    assert found.status_code == status, found.content.decode()
    return found.content.decode()


def acts() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


def test_the_team_makes_a_survey_and_opens_it(process, desk) -> None:
    phase = process.phases.get()
    told = {
        "title": "Wie geht es?",
        "summary": "Kurz gefragt.",
        "form": "fragen",
        "phase": phase.pk,
        "showing": "immer",
    }
    post(desk, f"{DESK}neu/", told)
    survey = Survey.objects.get()
    post(desk, of(survey, "stand/"), {"act": "oeffnen"}, 409)
    post(desk, of(survey), {"title": "Arbeit", "text": "Zuerst die Arbeit."})
    block = survey.blocks.get()
    asked = {"text": "Wie oft?", "steps": "5", "low_label": "nie", "high_label": "immer", "block": block.pk}
    post(desk, of(survey, "fragen/neu/skala/"), asked)
    post(desk, of(survey, "fragen/neu/eine/"), {"text": "Ja?", "options": "Ja\nNein\nJa", "allows_none": "on"})

    html = post(desk, of(survey, "stand/"), {"act": "oeffnen"})

    assert "Das Stimmungsbild ist offen: Jetzt können alle mitmachen." in html
    survey.entry.refresh_from_db()
    assert survey.entry.state == State.PUBLISHED
    assert [option.text for option in survey.questions.get(kind="eine").options.all()] == ["Ja", "Nein"]
    assert "Wie oft?" in desk.get(of(survey, "vorschau/")).content.decode()
    for act in ("create_survey", "add_block", "add_survey_question", "open_survey"):
        assert act in acts()


def test_it_closes_opens_again_and_becomes_a_draft(questionnaire, desk) -> None:
    post(desk, of(questionnaire, "stand/"), {"act": "schliessen"})
    questionnaire.refresh_from_db()
    assert questionnaire.closes_at is not None
    post(desk, of(questionnaire, "stand/"), {"act": "oeffnen"})
    questionnaire.refresh_from_db()
    assert questionnaire.closes_at is None
    post(desk, of(questionnaire, "stand/"), {"act": "entwurf"})
    assert Entry.objects.get(pk=questionnaire.pk).state == State.DRAFT


def test_the_desk_says_what_keeps_it_shut_and_offers_no_button_that_does_nothing(questionnaire, desk, process) -> None:
    phase, now, day = process.phases.get(), timezone.now(), datetime.timedelta(days=1)
    open_it = 'value="oeffnen"'
    cases = [
        ({"opens_at": now + day}, {}, "erst an, wenn die Phase"),
        ({"opens_at": None, "closes_at": now - day}, {}, "ist zu Ende. Soll es weitergehen"),
        ({"closes_at": now + day, "acts": ["comment"]}, {}, "Keine Phase öffnet dieses Stimmungsbild."),
        ({"acts": ["survey"]}, {"status": "concluded"}, "Der Dialog ist abgeschlossen."),
    ]
    for of_phase, of_process, told in cases:
        type(phase).objects.filter(pk=phase.pk).update(**of_phase)
        type(process).objects.filter(pk=process.pk).update(**of_process)
        html = desk.get(of(questionnaire)).content.decode()
        assert told in html
        assert open_it not in html


def test_no_end_is_told_that_is_still_to_come(questionnaire, client, process) -> None:
    type(process).objects.update(status="concluded")
    Survey.objects.update(closes_at=timezone.now() + datetime.timedelta(days=30))

    html = client.get(f"/dialog/stimmungsbild/{questionnaire.pk}-wie/").content.decode()

    assert "geschlossen" in html
    assert "seit" not in html.split("<h1", 1)[1].split("</header>")[0]


def test_two_who_change_it_meet(questionnaire, edith, lena, desk, process) -> None:
    version = questionnaire.entry.version
    actions.change_survey(actor=lena, survey=questionnaire, expected_version=version, title="Von Lena")
    told = {"title": "Von Edith", "summary": "Kurz.", "form": "fragen", "phase": process.phases.get().pk,
            "showing": "immer", "expected_version": version}  # fmt: skip

    html = post(desk, of(questionnaire, "angaben/"), told, 409)

    assert "Von Lena" in html
    assert 'value="Von Edith"' in html
    with pytest.raises(Conflict):
        actions.change_survey(actor=edith, survey=questionnaire, expected_version=version, title="Noch einmal")
    post(desk, of(questionnaire, "angaben/"), told | {"expected_version": version + 1})
    assert Entry.objects.get(pk=questionnaire.pk).title == "Von Edith"


def test_the_form_stays_once_there_are_questions(questionnaire, desk, process) -> None:
    told = {"title": "Wie", "summary": "Kurz.", "form": "aussagen", "phase": process.phases.get().pk,
            "showing": "immer", "expected_version": questionnaire.entry.version}  # fmt: skip

    assert "Legen Sie ein neues Stimmungsbild an." in post(desk, of(questionnaire, "angaben/"), told, 422)


def test_words_change_freely_until_somebody_answered(questionnaire) -> None:
    question = questionnaire.questions.get()

    actions.change_question(
        actor=None, question=question, text="Dürfen Sie mitbestimmen?", options=["Ja", "Nein", "Oft"]
    )

    assert (question.wording, question.former_wordings.count(), question.options.count()) == (1, 0, 3)


def test_a_correction_after_answers_needs_a_reason_and_stays_visible(questionnaire, desk, client) -> None:
    question = questionnaire.questions.get()
    yes = question.options.first()
    for number in range(5):
        answer(questionnaire, number, {question: Given(options=(yes.pk,))})
    told = {"text": "Dürfen Sie mitbestimmen?", "options": "Ja, immer\nNein"}

    assert "Sagen Sie, warum sich ihr Wortlaut ändert." in post(
        desk, of(questionnaire, f"fragen/{question.pk}/"), told, 422
    )
    assert Question.objects.get(pk=question.pk).text == "Dürfen Sie mitreden?"
    post(desk, of(questionnaire, f"fragen/{question.pk}/"), told | {"reason": "Tippfehler."})

    question.refresh_from_db()
    former = question.former_wordings.get()
    assert (question.text, question.wording) == ("Dürfen Sie mitbestimmen?", 2)
    assert (former.text, former.options, former.reason) == ("Dürfen Sie mitreden?", ["Ja", "Nein"], "Tippfehler.")
    assert question.answers.filter(option=yes).count() == 5
    assert question.options.get(pk=yes.pk).text == "Ja, immer"
    html = client.get(f"/dialog/stimmungsbild/{questionnaire.pk}-wie/ergebnisse/").content.decode()
    assert "Vorher: „Dürfen Sie mitreden?“ Grund: Tippfehler." in html


def test_another_order_and_new_answers_are_no_correction(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes, no = question.options.all()
    answer(questionnaire, 1, {question: Given(options=(yes.pk,))})

    actions.change_question(actor=None, question=question, options=["Nein", "Manchmal", "Ja"])

    assert question.wording == 1
    assert [option.pk for option in question.options.all()][::2] == [no.pk, yes.pk]


def test_an_answer_that_was_chosen_cannot_go_and_the_kind_stays(questionnaire) -> None:
    question = questionnaire.questions.get()
    yes = question.options.first()
    answer(questionnaire, 1, {question: Given(options=(yes.pk,))})
    common = {"actor": None, "question": question, "reason": "Kürzer."}

    with pytest.raises(NotPossibleNow):
        actions.change_question(**common, options=["Nein"])
    with pytest.raises(NotPossibleNow):
        actions.change_question(**common, kind=QuestionKind.SEVERAL)
    with pytest.raises(NotPossibleNow):
        actions.remove_question(actor=None, question=question)


def test_questions_move_go_and_come_back(process, desk) -> None:
    survey = make_survey(process)
    names = ["Eins?", "Zwei?", "Drei?"]
    one, two, three = (ask(survey, text=name) for name in names)

    def order() -> list[str]:
        return list(survey.questions.values_list("text", flat=True))

    post(desk, of(survey, f"fragen/{three.pk}/tun/"), {"act": "up"})
    assert order() == ["Eins?", "Drei?", "Zwei?"]
    post(desk, of(survey, f"fragen/{one.pk}/tun/"), {"act": "up"})
    assert order() == ["Eins?", "Drei?", "Zwei?"]
    html = post(desk, of(survey, f"fragen/{two.pk}/tun/"), {"act": "remove"})
    assert order() == ["Eins?", "Drei?"]
    back = html.split("zurueckholen/?kept=")[1].split('"')[0]
    post(desk, of(survey, f"fragen/zurueckholen/?kept={back}"), {})
    assert order() == ["Eins?", "Drei?", "Zwei?"]
    assert Question.objects.get(pk=two.pk).options.count() == 2


def test_questions_at_the_same_place_part_when_one_moves(process) -> None:
    survey = make_survey(process)
    one, two, three = (ask(survey, text=name) for name in ("Eins?", "Zwei?", "Drei?"))
    Question.objects.filter(pk__in=[two.pk, three.pk]).update(position=5)

    actions.move_question(actor=None, question=three, up=True)

    assert list(survey.questions.all()) == [one, three, two]


def test_an_answered_question_is_taken_out_and_put_in_again(questionnaire, desk, client) -> None:
    question = questionnaire.questions.get()
    answer(questionnaire, 1, {question: Given(options=(question.options.first().pk,))})

    post(desk, of(questionnaire, f"fragen/{question.pk}/tun/"), {"act": "out"})
    assert client.get(f"/dialog/stimmungsbild/{questionnaire.pk}-wie/mitmachen/").status_code == 302
    post(desk, of(questionnaire, f"fragen/{question.pk}/tun/"), {"act": "in"})

    assert question.answers.count() == 1
    assert (
        "Dürfen Sie mitreden?"
        in client.get(f"/dialog/stimmungsbild/{questionnaire.pk}-wie/mitmachen/").content.decode()
    )


def test_blocks_move_go_and_come_back_with_their_questions(process, desk) -> None:
    survey = make_survey(process)
    one, two = (actions.add_block(actor=None, survey=survey, title=title) for title in ("Arbeit", "Lernen"))
    question = ask(survey, block=two)

    post(desk, of(survey, f"bloecke/{two.pk}/tun/"), {"act": "up"})
    assert list(survey.blocks.all()) == [two, one]
    post(desk, of(survey, f"bloecke/{two.pk}/"), {"title": "Können", "text": ""})
    html = post(desk, of(survey, f"bloecke/{two.pk}/tun/"), {"act": "remove"})
    question.refresh_from_db()
    assert question.block is None
    back = html.split("zurueckholen/?kept=")[1].split('"')[0]
    post(desk, of(survey, f"bloecke/zurueckholen/?kept={back}"), {})
    question.refresh_from_db()
    assert question.block.title == "Können"


def test_free_texts_become_contributions_with_their_way(process, desk, client) -> None:
    survey = make_survey(process)
    question = ask(survey, QuestionKind.TEXT, text="Was fehlt?")
    for number, text in enumerate(["Zeit zum Lernen, sagt Frau Muster.", "Ein Raum."]):
        answer(survey, number, {question: Given(text=text)})
    row = question.answers.order_by("pk").first()

    assert post(desk, of(survey, "texte/"), {}, 422).count("Bitte wählen Sie mindestens einen Text aus.") == 1
    post(desk, of(survey, "texte/"), {"chosen": row.pk, f"text_{row.pk}": "Zeit zum Lernen."})
    post(desk, of(survey, "texte/"), {"chosen": row.pk, f"text_{row.pk}": "Noch einmal."})

    entry = Entry.objects.get(kind=Kind.CONTRIBUTION)
    assert (entry.summary, entry.origin, entry.author, entry.state) == (
        "Zeit zum Lernen.", survey.entry, None, State.PUBLISHED,
    )  # fmt: skip
    assert "Wie arbeiten wir?" in client.get(f"/dialog/beitraege/{entry.pk}-{entry.slug}/").content.decode()
    assert "Wie arbeiten wir?" in client.get(f"/weg/{entry.pk}/").content.decode()
    assert "Zeit zum Lernen." in client.get(f"/dialog/stimmungsbild/{survey.pk}-wie/").content.decode()
    assert "wurde zum Beitrag" in desk.get(of(survey, "texte/")).content.decode()
    assert acts().count("make_contributions") == 1


def test_statements_come_from_lines_and_from_contributions(process, desk) -> None:
    survey = make_survey(process, Form.STATEMENTS)
    entry = factories.ContributionFactory(entry__process=process, entry__summary="Lernen braucht Zeit.").entry

    post(desk, of(survey), {"lines": "Eins ist wahr.\n\nZwei ist wahr.\nEins ist wahr.", "numbers": f"#{entry.pk}"})
    post(desk, of(survey), {"lines": "", "numbers": str(entry.pk)})

    assert [one.text for one in survey.questions.all()] == ["Eins ist wahr.", "Zwei ist wahr.", "Lernen braucht Zeit."]
    link = Link.objects.get()
    assert (link.source, link.target.pk, link.relation) == (entry, survey.pk, Relation.CITED_IN)
    assert post(desk, of(survey), {"lines": "", "numbers": ""}, 422)
    assert "#999999" in post(desk, of(survey), {"numbers": "999999"}, 422)


def test_proposals_are_taken_declined_and_reconsidered(statements, mo, signed_in) -> None:
    client = signed_in(mo)
    good, bad = (
        actions.propose_statement(survey=statements, participation=None, key=f"{number:064}", text=text)
        for number, text in enumerate(["Pausen gehören alen.", "Der Chef ist dumm."])
    )
    desk = of(statements, "vorschlaege/")

    assert client.get(f"{DESK}vorgeschlagen/").url == desk
    post(client, f"{desk}{good.pk}/", {"act": "take", "text": "Pausen gehören allen."})
    assert "Bitte sagen Sie, warum" in post(client, f"{desk}{bad.pk}/", {"act": "decline", "text": bad.text}, 422)
    post(client, f"{desk}{bad.pk}/", {"act": "decline", "text": bad.text, "reason": "Greift Menschen an."})
    assert post(client, f"{desk}{bad.pk}/", {"act": "take", "text": bad.text}, 409)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.question.text) == (ProposalState.TAKEN, "Pausen gehören allen.")
    assert (bad.state, bad.reason) == (ProposalState.DECLINED, "Greift Menschen an.")
    post(client, f"{desk}{bad.pk}/", {"act": "reconsider"})
    assert Proposal.objects.get(pk=bad.pk).state == ProposalState.WAITING


def test_waiting_proposals_stand_on_the_desk(statements, lena, signed_in) -> None:
    actions.propose_statement(survey=statements, participation=None, key="1" * 64, text="Pausen gehören allen.")

    assert "Vorgeschlagene Aussagen im Stimmungsbild" in signed_in(lena).get("/werkstatt/dialog/").content.decode()


@pytest.mark.parametrize("tail", ["", "angaben/", "vorschau/", "texte/", "vorschlaege/"])
def test_the_desk_is_for_the_team(tail, statements, paula, client, signed_in) -> None:
    assert client.get(of(statements, tail)).status_code == 403
    assert signed_in(paula).get(of(statements, tail)).status_code == 403


def test_a_refused_act_leaves_nothing_behind(process) -> None:
    survey = make_survey(process)
    survey.entry.state = State.DRAFT
    survey.entry.save()
    before = acts()

    with pytest.raises(NotPossibleNow):
        actions.open_survey(actor=None, survey=survey)

    assert acts() == before
    assert Entry.objects.get(pk=survey.pk).state == State.DRAFT
