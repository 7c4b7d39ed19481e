"""The back office of challenges, with plain forms."""

import re

import pytest

from dialogwerk.entries.models import Link, Relation, State
from dialogwerk.synthesis.actions import rewrite_challenge
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Sentence
from tests import factories

LIST = "/werkstatt/dialog/herausforderungen/"


def form_of(*sentences: tuple[str, str], **changes: str) -> dict[str, str]:
    form = {"title": "Lernen", "summary": "", "satz-TOTAL_FORMS": str(len(sentences)), "satz-INITIAL_FORMS": "0"}
    for number, (text, evidence) in enumerate(sentences):
        form |= {f"satz-{number}-text": text, f"satz-{number}-evidence": evidence}
    return form | changes


def one(challenge_set: ChallengeSet) -> str:
    return f"{LIST}{challenge_set.pk}/"


def test_the_pages_open_for_editors_and_stay_shut_for_others(
    client, signed_in, draft, challenge, edith, mo, paula
) -> None:
    parts = ("", "angaben/", "neu/", "unbenutzt/", f"{challenge.pk}/", f"{challenge.pk}/zurueckziehen/")
    for person, status in ((edith, 200), (mo, 403), (paula, 403)):
        for address in (LIST, f"{LIST}neu/", *(one(draft) + part for part in parts)):
            assert signed_in(person).get(address).status_code == status, address
    client.logout()
    assert client.post(f"{one(draft)}veroeffentlichen/", {"on": "2018-05-04"}).status_code == 403


def test_an_editor_makes_a_set_and_changes_it(signed_in, process, lab, edith) -> None:
    client = signed_in(edith)
    assert client.post(f"{LIST}neu/", {"title": ""}).status_code == 422

    client.post(f"{LIST}neu/", {"title": "Fünf Fragen", "based_on": [lab.pk]})
    made = ChallengeSet.objects.get()
    client.post(f"{one(made)}angaben/", {"title": "Sechs Fragen", "expected_version": "1"})
    stale = client.post(f"{one(made)}angaben/", {"title": "Sieben Fragen", "expected_version": "1"})

    made.refresh_from_db()
    assert (made.title, made.version) == ("Sechs Fragen", 2)
    assert stale.status_code == 409
    assert "Sechs Fragen" in stale.content.decode()


def test_an_editor_writes_sentences_with_evidence(signed_in, draft, cards, edith) -> None:
    numbers = f"#{cards[0].pk}, {cards[1].pk}; #{cards[0].pk}"

    response = signed_in(edith).post(
        f"{one(draft)}neu/", form_of(("Scham hält ab.", numbers), ("", ""), ("Zeit fehlt.", ""))
    )

    assert response.status_code == 302
    told = [(sentence.text, sentence.evidence.count()) for sentence in Sentence.objects.all()]
    assert told == [("Scham hält ab.", 2), ("Zeit fehlt.", 0)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unknown", "gibt es nicht"),
        ("elsewhere", "gehört zu einem anderen Dialog"),
        ("event", "ist kein Beitrag und keine Idee"),
        ("hidden", "ist nicht öffentlich (verborgen)"),
        ("letters", "„abc“ ist keine Nummer"),
        ("no_sentence", "fehlt der Satz"),
    ],
)
def test_wrong_evidence_is_told_in_words(signed_in, draft, lab, cards, edith, kind, words) -> None:
    cards[3].state = State.HIDDEN
    cards[3].save()
    text = "" if kind == "no_sentence" else "Mein Satz"
    number = {
        "unknown": "#999999",
        "elsewhere": str(factories.ContributionFactory().entry.pk),
        "event": str(lab.pk),
        "hidden": f"#{cards[3].pk}",
        "letters": "abc",
        "no_sentence": str(cards[0].pk),
    }[kind]

    response = signed_in(edith).post(f"{one(draft)}neu/", form_of((text, number)))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert text in response.content.decode()
    assert not Challenge.objects.exists()


def test_sentences_change_their_order_and_go(signed_in, draft, challenge, edith) -> None:
    sentences = [("Eins", ""), ("Zwei", ""), ("Drei", "")]
    order = {"satz-0-ORDER": "2", "satz-1-ORDER": "1", "satz-2-ORDER": "3", "satz-2-DELETE": "on"}

    signed_in(edith).post(
        f"{one(draft)}{challenge.pk}/", form_of(*sentences, expected_version="1", **order | {"satz-INITIAL_FORMS": "3"})
    )

    assert list(Sentence.objects.values_list("text", flat=True)) == ["Zwei", "Eins"]


def test_the_form_marks_sentences_without_evidence_and_hidden_cards(signed_in, draft, challenge, cards, edith) -> None:
    cards[0].state = State.HIDDEN
    cards[0].save()

    html = signed_in(edith).get(f"{one(draft)}{challenge.pk}/").content.decode()

    assert "ohne Beleg" in html
    assert "nicht mehr öffentlich" in html
    assert "Karte Nummer 2" in html
    assert "1 Satz ohne Beleg" in signed_in(edith).get(one(draft)).content.decode()


def test_the_second_of_two_people_loses_nothing(signed_in, draft, challenge, edith) -> None:
    rewrite_challenge(actor=edith, challenge=challenge, expected_version=1, title="Von der anderen", claims=[])

    response = signed_in(edith).post(
        f"{one(draft)}{challenge.pk}/", form_of(("Mein Satz", ""), title="Von mir", expected_version="1")
    )

    html = response.content.decode()
    assert response.status_code == 409
    for text in ("Von der anderen", "Von mir", "Mein Satz"):
        assert text in html


def test_coverage_says_what_is_used_and_lists_the_rest(signed_in, draft, challenge, cards, lab, edith) -> None:
    client = signed_in(edith)

    html = client.get(one(draft)).content.decode()
    unused = client.get(f"{one(draft)}unbenutzt/?termin={lab.pk}").content.decode()

    assert "3 von 4 Beiträgen sind Belege (75 %)" in html
    assert "1 unbenutzter Beitrag" in html
    assert "Karte Nummer 4" in unused
    assert "Karte Nummer 1" not in unused


def test_publishing_moving_and_withdrawing_by_plain_forms(signed_in, draft, challenge, edith) -> None:
    client = signed_in(edith)

    for wrong in ("31.02.2018", ""):
        answer = client.post(f"{one(draft)}veroeffentlichen/", {"on": wrong})
        assert answer.status_code == 422
        assert 'id="id_on_error"' in answer.content.decode() or 'aria-invalid="true"' in answer.content.decode()
    assert ChallengeSet.objects.get().published_on is None
    client.post(f"{one(draft)}veroeffentlichen/", {"on": "04.05.2018"})
    assert ChallengeSet.objects.get().published_on is not None
    client.post(f"{one(draft)}entwurf/")
    assert ChallengeSet.objects.get().published_on is None
    assert client.post(f"{one(draft)}{challenge.pk}/verschieben/", {"way": "up"}).status_code == 302
    client.post(f"{one(draft)}{challenge.pk}/zurueckziehen/")
    assert Challenge.objects.get().entry.state == State.WITHDRAWN


def test_many_challenges_are_withdrawn_and_taken_in_again(signed_in, draft, challenge, edith, cards, process) -> None:
    client = signed_in(edith)
    client.post(f"{one(draft)}veroeffentlichen/", {"on": "04.05.2018"})
    told = {"act": "withdraw", "entries": [challenge.pk]}

    shown = client.post(f"{one(draft)}auswahl/", told)
    done = client.post(f"{one(draft)}auswahl/", told | {"confirmed": "1"}, follow=True).content.decode()
    withdrawn = Challenge.objects.get().entry.state
    undo = re.search(r'action="([^"]*auswahl/rueckgaengig/[^"]*)"', done)[1].replace("&amp;", "&")
    client.post(undo)

    assert "1 Herausforderung: zurückziehen" in shown.content.decode()
    assert withdrawn == State.WITHDRAWN
    assert Challenge.objects.get().entry.state == State.PUBLISHED
    assert Link.objects.filter(target=challenge.pk, relation=Relation.EVIDENCE_FOR, undone_at=None).count() == 3
