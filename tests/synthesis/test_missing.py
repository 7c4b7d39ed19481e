"""What readers miss in a published set: said by anybody, answered in public, kept in order by the team."""

import datetime
import re

import pytest
from django.core import mail

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Link, Relation, State
from dialogwerk.processes.models import Moderation, ProcessStatus
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.models import ChallengeSet, MissingNote, Outcome
from dialogwerk.synthesis.queries.missing import nearest_sentence, sentences_in
from tests import factories

PAGE = "/dialog/herausforderungen/fehlt/"
DESK = "/werkstatt/dialog/herausforderungen/fehlt/"


@pytest.fixture
def published(draft, challenge, edith) -> ChallengeSet:
    actions.publish_set(actor=edith, challenge_set=draft, on=datetime.date(2018, 5, 4))
    mail.outbox.clear()
    return draft


@pytest.fixture
def note(published, cards, paula) -> MissingNote:
    return report(paula, published, cards[3])


def report(actor, challenge_set, entry, reason: str = "Von Bussen steht nirgends etwas.") -> MissingNote:
    return actions.report_missing(actor=actor, challenge_set=challenge_set, entry=entry, number=entry.pk, reason=reason)


def html_of(client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reader_says_what_is_missing_and_it_stands_there(client, signed_in, published, cards, paula) -> None:
    answer = signed_in(paula).post(PAGE, {"number": f"#{cards[3].pk}", "reason": "Von Bussen steht nirgends etwas."})

    note = MissingNote.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{PAGE}?stand={published.pk}#hinweis-{note.pk}")
    assert (note.entry, note.author, note.state, note.outcome) == (cards[3], paula, State.PUBLISHED, Outcome.OPEN)
    client.logout()
    html = html_of(client, "/dialog/herausforderungen/")
    assert "Von Bussen steht nirgends etwas." in html
    assert "Noch nicht beantwortet." in html
    assert AuditRecord.objects.filter(act="report_missing", actor_number=paula.pk).count() == 1


def test_a_guest_confirms_her_address_and_the_note_is_kept_for_her(client, published, cards) -> None:
    data = {"number": str(cards[3].pk), "reason": "Busse!", "guest_name": "Gast", "guest_email": "gast@example.org"}

    answer = client.post(PAGE, data)

    assert not MissingNote.objects.exists()
    code = re.search(r"^\s*([A-Z0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)
    client.post(answer.url, {"code": code[1]}, follow=True)
    assert MissingNote.objects.get().author.email == "gast@example.org"


def test_what_cannot_be_missing_is_refused_at_the_field(signed_in, published, cards, lab, paula) -> None:
    page = signed_in(paula)
    elsewhere = factories.ContributionFactory().entry
    wrong = {
        "": "Bitte sagen Sie, welcher Beitrag fehlt.",
        "abc": "ist keine Nummer",
        f"{cards[0].pk} {cards[1].pk}": "Bitte nennen Sie eine Nummer.",
        str(cards[0].pk): "ist schon Beleg",
        str(elsewhere.pk): "gehört zu einem anderen Dialog",
        str(lab.pk): "ist kein Beitrag",
        "999999": "gibt es nicht",
    }

    for number, words in wrong.items():
        answer = page.post(PAGE, {"number": number, "reason": "Weil."})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert page.post(PAGE, {"number": str(cards[3].pk), "reason": ""}).status_code == 422
    assert not MissingNote.objects.exists()


def test_nobody_says_the_same_twice_and_withdrawing_makes_room(note, published, cards, paula) -> None:
    with pytest.raises(NotPossibleNow, match="schon gesagt"):
        report(paula, published, cards[3])

    actions.withdraw_missing(actor=paula, note=note)

    assert MissingNote.objects.get(pk=note.pk).reason == ""
    assert report(paula, published, cards[3]).pk != note.pk


def test_own_contributions_can_be_chosen(signed_in, published, cards, paula) -> None:
    Entry.objects.filter(pk__in=[cards[0].pk, cards[3].pk]).update(author=paula)
    page = signed_in(paula)

    html = html_of(page)
    answer = page.post(PAGE, {"own": str(cards[3].pk), "reason": "Meiner."})

    assert f'<option value="{cards[3].pk}"' in html
    assert f'<option value="{cards[0].pk}"' not in html
    assert answer.status_code == 302


def test_where_the_dialogue_looks_first_the_note_waits(client, published, cards, paula, edith, process) -> None:
    process.moderation = Moderation.BEFORE
    process.save()
    published.process = process

    waiting = report(paula, published, cards[3])

    assert waiting.state == State.IN_REVIEW
    assert "Von Bussen" not in html_of(client)
    actions.answer_missing(actor=edith, note=waiting, answer="Danke, das gehört zu den Wegen.")
    assert "Von Bussen" in html_of(client)


def test_a_dialogue_that_is_over_takes_no_notes(client, published, cards, paula, process) -> None:
    process.status = ProcessStatus.CONCLUDED
    process.save()
    published.process = process

    with pytest.raises(NotPossibleNow):
        report(paula, published, cards[3])
    assert "missing-form" not in html_of(client)


def test_taken_up_it_becomes_evidence_and_the_person_is_told(client, signed_in, note, cards, edith, challenge) -> None:
    sentence = challenge.sentences.last()
    data = {"outcome": "aufgenommen", "sentence": sentence.pk, "answer": "Stimmt, das fehlte."}

    answer = signed_in(edith).post(f"{DESK}{note.pk}/", data)

    assert answer.status_code == 302
    note.refresh_from_db()
    assert (note.outcome, note.sentence, note.answered_by) == (Outcome.TAKEN_UP, sentence, edith)
    assert cards[3] in sentence.evidence.all()
    assert Link.objects.filter(source=cards[3], target=challenge.entry, relation=Relation.EVIDENCE_FOR).exists()
    (told,) = mail.outbox
    assert told.to == ["paula@example.org"]
    assert "Stimmt, das fehlte." in told.body
    client.logout()
    html = html_of(client, "/dialog/herausforderungen/")
    assert "Stimmt, das fehlte." in html
    assert "Jetzt Beleg für:" in html


def test_declined_it_needs_a_reason_and_no_sentence(signed_in, note, edith) -> None:
    page = signed_in(edith)

    assert page.post(f"{DESK}{note.pk}/", {"outcome": "nicht_aufgenommen", "answer": ""}).status_code == 422
    assert page.post(f"{DESK}{note.pk}/", {"outcome": "aufgenommen", "answer": "Ja."}).status_code == 422
    assert page.post(f"{DESK}{note.pk}/", {"outcome": "nicht_aufgenommen", "answer": "Nein."}).status_code == 302

    note.refresh_from_db()
    assert (note.outcome, note.sentence, note.answer) == (Outcome.DECLINED, None, "Nein.")
    assert "nicht aufgenommen" in mail.outbox[0].body
    with pytest.raises(NotPossibleNow, match="schon jemand"):
        actions.answer_missing(actor=edith, note=note, answer="Doch.")


def test_an_answer_can_be_taken_back(note, cards, edith, challenge) -> None:
    sentence = challenge.sentences.last()
    actions.answer_missing(actor=edith, note=note, answer="Ja.", sentence=sentence)

    actions.reopen_missing(actor=edith, note=note)

    assert (note.outcome, note.answer, note.sentence) == (Outcome.OPEN, "", None)
    assert cards[3] not in sentence.evidence.all()


def test_a_note_that_breaks_a_rule_is_hidden_and_can_come_back(client, signed_in, note, mo, process) -> None:
    rule = factories.RuleFactory(process=process, title="Anständig im Ton")
    client.post(f"{PAGE}{note.pk}/melden/")
    note.refresh_from_db()
    assert note.flagged_at is not None

    team = signed_in(mo)
    assert "gemeldet" in html_of(team, DESK)
    team.post(f"{DESK}{note.pk}/entscheiden/", {"rule": rule.pk, "words": "Bitte freundlicher."})

    note.refresh_from_db()
    assert (note.state, note.flagged_at) == (State.HIDDEN, None)
    assert "Anständig im Ton" in mail.outbox[0].body
    team.post(f"{DESK}{note.pk}/entscheiden/", {"release": "1"})
    client.logout()
    assert "Von Bussen" in html_of(client)


def test_moderation_does_not_answer_and_others_see_no_desk(signed_in, note, mo, paula) -> None:
    assert signed_in(mo).post(f"{DESK}{note.pk}/", {"outcome": "nicht_aufgenommen", "answer": "So."}).status_code == 403
    assert signed_in(paula).get(DESK).status_code == 403
    assert signed_in(mo).post(f"{PAGE}{note.pk}/zurueckziehen/").status_code == 403


def test_waiting_notes_are_counted_in_the_workshop(signed_in, note, edith) -> None:
    html = html_of(signed_in(edith), "/werkstatt/dialog/")

    assert "Hinweise, dass ein Beitrag fehlt" in html
    assert f'href="{DESK}"' in html


def test_the_fitting_sentence_shares_words(published, note, edith) -> None:
    note.entry.summary = "Uns fehlt die Zeit"

    assert nearest_sentence(note.entry, sentences_in(published)).text == "Zeit fehlt."


def test_the_page_of_a_contribution_leads_there_only_if_it_is_no_evidence(client, published, cards) -> None:
    inside, outside = (client.get(f"/e/{card.pk}", follow=True).content.decode() for card in (cards[0], cards[3]))

    assert f"{PAGE}?beitrag={cards[3].pk}" in outside
    assert "fehlt/?beitrag" not in inside
    assert f'value="#{cards[3].pk}"' in html_of(client, f"{PAGE}?beitrag={cards[3].pk}")


def test_too_many_notes_are_refused(signed_in, published, cards, paula) -> None:
    page = signed_in(paula)
    for _time in range(10):
        page.post(PAGE, {"number": str(cards[0].pk), "reason": "Weil."})

    assert page.post(PAGE, {"number": str(cards[3].pk), "reason": "Weil."}).status_code == 429


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_cost_the_same_for_one_note_and_many(
    client, signed_in, published, lab, process, edith, count, django_assert_num_queries
) -> None:
    for number in range(count):
        own = factories.ContributionFactory(entry__process=process, entry__origin=lab, entry__origin_table=2).entry
        report(factories.PersonFactory(email=f"p{number}@example.org"), published, own)

    with django_assert_num_queries(4):
        html_of(client)
    team = signed_in(edith)
    with django_assert_num_queries(6):
        html_of(team, DESK)
