"""From a group to a challenge: evidence by numbers and by choice, and who is in no sentence."""

import uuid

import pytest

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.search import index_entry
from dialogwerk.synthesis.actions import apply_moves, challenge_from_group, lay_out_table, publish_set
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Group
from dialogwerk.synthesis.moves import read_ask
from dialogwerk.synthesis.queries.writing import central_first, pool_of, shares_of
from tests import factories


@pytest.fixture
def group(process, edith, cards) -> Group:
    """Three of four cards in a group."""
    table = lay_out_table(actor=edith, process=process, title="Karten aus Siegen")
    entries = [card.pk for card in cards[:3]]
    ask = read_ask({"id": str(uuid.uuid4()), "kind": "make", "name": "Lernzeit", "entries": entries})
    apply_moves(actor=edith, table=table, asks=[ask])
    return Group.objects.select_related("table__process").get()


def test_a_challenge_begins_with_the_contributions_of_its_group(group, edith, cards, lab) -> None:
    made = challenge_from_group(actor=edith, group=group)

    assert (made.entry.title, made.entry.state, made.group) == ("Lernzeit", "draft", group)
    assert list(made.challenge_set.based_on.all()) == [lab]
    assert set(pool_of(made)) == set(cards[:3])


def test_it_goes_into_a_draft_and_not_into_what_is_published(group, edith, draft, challenge) -> None:
    assert challenge_from_group(actor=edith, group=group, challenge_set=draft).challenge_set == draft
    publish_set(actor=edith, challenge_set=draft)

    with pytest.raises(NotPossibleNow):
        challenge_from_group(actor=edith, group=group, challenge_set=draft)


def test_a_button_on_the_page_of_the_group_begins_it(group, signed_in, edith, mo) -> None:
    at = f"/werkstatt/dialog/sortieren/{group.table_id}/gruppe/{group.pk}/"
    assert "Herausforderung aus dieser Gruppe" in signed_in(edith).get(at).content.decode()

    answer = signed_in(edith).post(f"{at}herausforderung/")

    made = Challenge.objects.get()
    assert answer.url == f"/werkstatt/dialog/herausforderungen/{made.challenge_set_id}/{made.pk}/"
    assert signed_in(mo).post(f"{at}herausforderung/").status_code == 403
    assert "Herausforderung aus dieser Gruppe" not in signed_in(mo).get(at).content.decode()
    assert ChallengeSet.objects.count() == 1


def test_shares_tell_who_is_in_no_sentence(challenge, cards) -> None:
    material = pool_of(challenge)

    by_group = {share.name: (share.used, share.total) for share in shares_of(material, "gruppe")["gruppe"]}

    assert by_group == {"Unternehmen": (2, 2), "Gewerkschaft": (1, 1), "ohne Angabe": (0, 1)}
    assert [share.name for share in shares_of(material, "gruppe")["gruppe"] if share.is_silent] == ["ohne Angabe"]
    assert [(share.name, share.percent) for share in shares_of(material, "termin")["termin"]] == [
        ("Ideenlabor Siegen", 75)
    ]
    assert [share.name for share in shares_of(material, "region")["region"]] == ["ohne Region"]


def test_the_most_central_ones_come_first(process) -> None:
    texts = ("Zeit zum Lernen fehlt", "Lernen braucht Zeit", "Zeit zum Lernen im Betrieb", "Der Drucker klemmt")
    entries = [factories.ContributionFactory(entry__process=process, entry__title=text).entry for text in texts]
    for entry in entries:
        index_entry(entry)

    assert central_first(list(reversed(entries)))[-1].title == "Der Drucker klemmt"


def test_evidence_is_typed_chosen_and_taken_away(signed_in, draft, challenge, cards, edith) -> None:
    client = signed_in(edith)
    at = f"/werkstatt/dialog/herausforderungen/{draft.pk}/{challenge.pk}/belege/"
    bare = challenge.sentences.get(text="Ganz allgemein.")
    page = client.get(at).content.decode()
    assert "1 Beitrag in keinem Satz" in page
    assert "Karte Nummer 4" in page

    client.post(at, {"sentence": bare.pk, "numbers": f"#{cards[3].pk}"})
    client.post(at, {"sentence": bare.pk, "entry": [cards[0].pk]})
    assert {entry.pk for entry in bare.evidence.all()} == {cards[3].pk, cards[0].pk}
    client.post(at, {"sentence": bare.pk, "take": cards[0].pk})
    assert list(bare.evidence.all()) == [cards[3]]

    assert "Alles ist verwendet." in client.get(at).content.decode()
    told = client.post(at, {"sentence": bare.pk, "numbers": "abc"}, follow=True).content.decode()
    assert "„abc“ ist keine Nummer" in told
    assert "tippen Sie eine Nummer" in client.post(at, {"sentence": bare.pk}, follow=True).content.decode()
    assert client.post(at, {"sentence": bare.pk, "numbers": "#999999"}).status_code == 409


def test_what_is_left_is_narrowed_down(signed_in, draft, challenge, cards, edith, lab) -> None:
    client = signed_in(edith)
    at = f"/werkstatt/dialog/herausforderungen/{draft.pk}/"

    assert "Karte Nummer 4" in client.get(f"{at}{challenge.pk}/belege/?gruppe=-").content.decode()
    assert "Karte Nummer 4" not in client.get(f"{at}{challenge.pk}/belege/?gruppe=kammer").content.decode()
    assert "Karte Nummer 4" in client.get(f"{at}unbenutzt/?gruppe=-&termin={lab.pk}").content.decode()
    assert "Karte Nummer 4" not in client.get(f"{at}unbenutzt/?region=7").content.decode()
    assert "Nach Gruppe der Beteiligten" in client.get(at).content.decode()


def test_the_page_of_evidence_stays_shut_for_others(signed_in, draft, challenge, mo, paula) -> None:
    at = f"/werkstatt/dialog/herausforderungen/{draft.pk}/{challenge.pk}/belege/"

    assert [signed_in(person).get(at).status_code for person in (mo, paula)] == [403, 403]
