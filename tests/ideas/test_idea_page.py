"""The page of an idea."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.entries.actions.linking import mark_duplicate
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import OfficialAnswer, Stage, StageStep
from dialogwerk.ideas.models import Need, Support
from tests import factories


def test_shows_what_belongs_to_an_idea(client, idea) -> None:
    event = factories.EventFactory(entry__process=idea.entry.process, entry__title="Ideenlabor Siegen")
    factories.TableFactory(event=event, number=2, title="Mittelstand")
    entry = idea.entry
    entry.origin, entry.origin_table = event.entry, 2
    entry.save()
    StageStep.objects.create(entry=entry, stage=Stage.COLLECTED, reason="Im Plenum vorgestellt.")
    Need.objects.create(idea=idea, text="Ein Raum für zwölf Personen")
    OfficialAnswer.objects.create(entry=entry, office="Regionalagentur", text="Wir begleiten das.")

    page = client.get(page_of(entry)).content.decode()

    for text in (
        "Digital-Scouts",
        "Im Plenum vorgestellt.",
        "Ideenlabor Siegen",
        "Tisch 2",
        "Ein Raum für zwölf Personen",
        "Wir begleiten das.",
        "Büro der Regionalagentur",
        "Wirkungspfad",
        "Zitieren",
        f"/e/{entry.pk}",
    ):
        assert text in page


def test_wrong_slug_leads_to_the_right_address(client, idea) -> None:
    wrong = reverse("ideas:idea", args=["dialog", idea.pk, "falsch"])

    answer = client.get(wrong)

    assert (answer.status_code, answer["Location"]) == (301, page_of(idea.entry))


def test_idea_of_another_dialogue_is_not_found(client, idea) -> None:
    other = factories.ProcessFactory(slug="anderer")

    assert client.get(reverse("ideas:idea", args=[other.slug, idea.pk, "x"])).status_code == 404


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("in_review", 404), ("hidden", 403), ("withdrawn", 410)])
def test_visitor_of_an_idea_that_is_not_public(client, idea, state, status) -> None:
    idea.entry.state = state
    idea.entry.save()

    answer = client.get(page_of(idea.entry), follow=True)

    assert answer.status_code == status
    assert "Der Ansatz." not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "noch nicht öffentlich"),
        ("in_review", "Wartet auf Freigabe"),
        ("hidden", "Von der Moderation verborgen"),
        ("withdrawn", "Zurückgezogen am"),
    ],
)
def test_author_is_told_why_others_do_not_see_it(signed_in, ada, idea, state, words) -> None:
    idea.entry.state = state
    idea.entry.save()

    assert words in signed_in(ada).get(page_of(idea.entry)).content.decode()


def test_merged_idea_leads_on(client, lena, idea) -> None:
    original = factories.IdeaFactory(entry__process=idea.entry.process, entry__title="Netz der Scouts")
    mark_duplicate(actor=lena, entry=idea.entry, original=original.entry)

    page = client.get(page_of(idea.entry)).content.decode()

    assert "ging in einem anderen auf" in page
    assert "Netz der Scouts" in page


def test_offers_are_not_public(client, signed_in, ada, paula, lena, mo, idea) -> None:
    Support.objects.create(idea=idea, person=paula, message="Ich bringe Stühle mit.")
    address = page_of(idea.entry)

    assert "Stühle" not in client.get(address).content.decode()
    assert "1 Angebot" in client.get(address).content.decode()
    assert "Stühle" not in signed_in(mo).get(address).content.decode()
    for person in (ada, paula, lena):
        assert "Stühle" in signed_in(person).get(address).content.decode()


def test_long_past_support_is_closed_in_an_archived_dialogue(client, idea) -> None:
    process = idea.entry.process
    process.status = "archived"
    process.save()

    assert "Ich biete an" not in client.get(page_of(idea.entry)).content.decode()


def test_costs_the_same_number_of_queries_however_much_there_is(client, idea, django_assert_max_num_queries) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            factories.CommentFactory(entry=idea.entry)
            Need.objects.create(idea=idea, text="Etwas")
            source = factories.ContributionFactory(entry__process=idea.entry.process).entry
            idea.entry.links_in.create(source=source, relation="became")

    fill(1)
    client.get(page_of(idea.entry))
    with django_assert_max_num_queries(13) as few:
        client.get(page_of(idea.entry))
    fill(5)
    with django_assert_max_num_queries(13) as many:
        client.get(page_of(idea.entry))

    assert len(few) == len(many)


def test_contribution_shows_card_origin_and_question(client, process) -> None:
    event = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Olpe", starts_at=timezone.now())
    factories.TableFactory(event=event, number=3, guiding_question="Wie gelingt das?")
    card = factories.ContributionFactory(
        entry__process=process,
        entry__summary="Der Meister druckt die Mails aus.",
        entry__origin=event.entry,
        entry__origin_table=3,
        column="challenge",
    )

    page = client.get(page_of(card.entry)).content.decode()

    for text in ("Der Meister druckt die Mails aus.", "Ideenlabor Olpe", "Wie gelingt das?", "Herausforderung"):
        assert text in page


def test_list_of_ideas_leads_to_the_map(client, process) -> None:
    assert client.get("/dialog/ideen/")["Location"] == reverse("ideas:map", args=["dialog"])
