"""What everybody reads of challenges."""

import datetime

import pytest

from dialogwerk.entries.models import Kind, Link, Relation, State
from dialogwerk.synthesis.actions import Claim, create_set, publish_set, write_challenge
from tests import factories

PAGE = "/dialog/herausforderungen/"


def html_of(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def published(draft, challenge, edith):
    publish_set(actor=edith, challenge_set=draft, on=datetime.date(2018, 5, 4))
    challenge.entry.refresh_from_db()
    return challenge


def test_without_a_set_the_page_says_why(client, process, draft) -> None:
    assert "noch keine Herausforderungen zusammengefasst" in html_of(client)


def test_the_set_tells_its_date_base_and_method(client, published) -> None:
    html = html_of(client)

    for text in ("Veröffentlicht am Fr., 4. Mai 2018", "aus 1 Ideenlabor, 4 Beiträge, 3 davon verwendet", "Zu zweit.",
                 "Ideenlabor Siegen"):  # fmt: skip
        assert text in html


def test_each_sentence_opens_its_evidence(client, published, cards) -> None:
    html = html_of(client)

    assert html.count('<details class="sentence">') == 2
    figures = "2 Beiträge · 1 Veranstaltung · 2 Gruppen"
    for text in ("„Karte Nummer 1“", f"#{cards[0].pk}</a>", "Tisch 2 „Scouts“", figures, "ohne Beleg"):
        assert text in html


def test_hidden_evidence_is_counted_but_not_told(client, published, cards) -> None:
    cards[0].state = State.HIDDEN
    cards[0].save()

    html = html_of(client)

    assert "Karte Nummer 1" not in html
    assert "1 Beleg ist nicht mehr öffentlich" in html
    assert "1 Beitrag · 1 Veranstaltung · 1 Gruppe · 1 nicht mehr öffentlich" in html


def test_ideas_and_outcomes_are_named(client, process, published, cards) -> None:
    idea = factories.IdeaFactory(entry__process=process, entry__title="Lernbus").entry
    other = factories.IdeaFactory(entry__process=process, entry__title="Lernzeit").entry
    group = factories.EntryFactory(process=process, kind=Kind.WORKING_GROUP, title="Kreis Lernen")
    secret = factories.EntryFactory(process=process, title="Geheim", state=State.DRAFT)
    Link.objects.create(source=cards[0], target=idea, relation=Relation.BECAME)
    Link.objects.create(source=published.entry, target=other, relation=Relation.BUILDS_ON)
    Link.objects.create(source=published.entry, target=group, relation=Relation.PURSUED_BY)
    Link.objects.create(source=published.entry, target=secret, relation=Relation.PURSUED_BY)

    html = html_of(client)

    for text in ("Lernbus", "Lernzeit", "Kreis Lernen"):
        assert text in html
    assert "Geheim" not in html


def test_older_sets_stay_readable_and_drafts_are_the_teams(client, signed_in, process, published, edith) -> None:
    newer = create_set(actor=edith, process=process, title="Neuere Fragen")
    write_challenge(actor=edith, challenge_set=newer, title="Ganz neu", claims=[Claim("Satz.")])
    assert client.get(f"{PAGE}?stand={newer.pk}").status_code == 404
    assert "Ganz neu" in html_of(signed_in(edith), f"{PAGE}?stand={newer.pk}")
    publish_set(actor=edith, challenge_set=newer)
    client.logout()

    assert "Ganz neu" in html_of(client)
    assert "Lernen kommt zur Arbeit" in html_of(client, f"{PAGE}?stand={published.challenge_set_id}")
    assert client.get(f"{PAGE}?stand=999").status_code == 404
    assert "Ganz neu" in html_of(client, f"{PAGE}?stand=abc")


def test_the_page_of_a_challenge(client, published, cards) -> None:
    address = f"{PAGE}{published.pk}-{published.entry.slug}/"

    html = html_of(client, address)

    for text in ("Lernen kommt zur Arbeit", "Wirkungspfad", "beruht auf 3 Beiträgen", "„Karte Nummer 3“", "Bewertung"):
        assert text in html
    wrong = client.get(f"{PAGE}{published.pk}-falsch/")
    assert (wrong.status_code, wrong.url) == (301, address)


def test_a_draft_challenge_is_not_there_for_others(client, challenge) -> None:
    assert client.get(f"{PAGE}{challenge.pk}-{challenge.entry.slug}/", follow=True).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_for_little_and_much(
    client, process, published, cards, edith, count, django_assert_num_queries
) -> None:
    for number in range(count):
        claims = [Claim(f"Satz {number} {place}.", tuple(card.pk for card in cards)) for place in range(count)]
        write_challenge(actor=edith, challenge_set=published.challenge_set, title=f"H {number}", claims=claims)
    publish_set(actor=edith, challenge_set=published.challenge_set)

    with django_assert_num_queries(11):
        client.get(PAGE)
