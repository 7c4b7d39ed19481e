"""The pages of the spine."""

import pytest
from django.urls import reverse

from dialogwerk.entries.actions import revise_entry
from dialogwerk.entries.actions.linking import merge_entries
from dialogwerk.entries.models import EntryFact, Kind, Link, ModerationDecision, Relation, State, Verdict
from tests import factories


@pytest.fixture
def project(process):
    entry = factories.EntryFactory(process=process, kind=Kind.PROJECT, title="Lernfabrik", body="**Wichtig** ist das.")
    EntryFact.objects.create(entry=entry, label="Laufzeit", value="2018 bis 2020")
    return entry


def test_the_entry_page_tells_the_entry(client, project) -> None:
    card = factories.EntryFactory(process=project.process, kind=Kind.CONTRIBUTION, title="Eine Karte")
    Link.objects.create(source=card, target=project, relation=Relation.BECAME)

    response = client.get(f"/dialog/eintraege/{project.pk}-{project.slug}/")

    html = response.content.decode()
    assert response.status_code == 200
    for text in ("Lernfabrik", "<strong>Wichtig</strong>", "Laufzeit", "Eine Karte", "Wirkungspfad"):
        assert text in html


def test_another_slug_leads_to_the_right_one(client, project) -> None:
    response = client.get(f"/dialog/eintraege/{project.pk}-falsch/")

    assert (response.status_code, response.url) == (301, f"/dialog/eintraege/{project.pk}-{project.slug}/")


def test_the_short_address_leads_to_the_page(client, project) -> None:
    response = client.get(f"/e/{project.pk}")

    assert (response.status_code, response.url) == (302, f"/dialog/eintraege/{project.pk}-{project.slug}/")


@pytest.mark.parametrize("path", ["/e/{}", "/weg/{}/", "/dialog/eintraege/{}-x/"])
@pytest.mark.parametrize(("state", "status"), [("hidden", 403), ("withdrawn", 410), ("draft", 404), ("in_review", 404)])
def test_what_is_gone_is_told_without_its_title(client, process, path, state, status) -> None:
    entry = factories.EntryFactory(process=process, state=state, title="Geheimer Titel")

    response = client.get(path.format(entry.pk))

    assert response.status_code == status
    assert "Geheimer Titel" not in response.content.decode()


def test_a_hidden_entry_names_the_rule(client, process, mo) -> None:
    entry = factories.EntryFactory(process=process, state=State.HIDDEN)
    rule = factories.RuleFactory(process=process, title="Keine Werbung")
    ModerationDecision.objects.create(entry=entry, verdict=Verdict.HIDE, rule=rule, moderator=mo)

    assert "Keine Werbung" in client.get(f"/e/{entry.pk}").content.decode()


def test_unknown_numbers_are_not_found(client, process) -> None:
    assert client.get("/e/999999").status_code == 404
    assert client.get("/weg/999999/").status_code == 404
    assert client.get(f"/e/{10**20}/kommentare/").status_code == 404


def test_a_merged_entry_leads_on_with_a_note(client, process, edith) -> None:
    sources = factories.EntryFactory.create_batch(2, process=process, kind=Kind.PRACTICE)
    entry = merge_entries(actor=edith, sources=sources, title="Beide", summary="Zusammen.")

    response = client.get(f"/e/{sources[0].pk}", follow=True)

    assert response.redirect_chain[-1][0] == f"/dialog/eintraege/{entry.pk}-beide/"
    assert "ging am" in response.content.decode()
    own = client.get(reverse("entries:entry", args=["dialog", sources[0].pk, sources[0].slug]))
    assert "ging in einem anderen auf" in own.content.decode()


@pytest.mark.parametrize("count", [0, 1, 60])
def test_the_trail_page_costs_the_same_for_one_and_for_many(client, project, django_assert_max_num_queries, count):
    for _each in range(count):
        card = factories.EntryFactory(process=project.process, kind=Kind.CONTRIBUTION)
        Link.objects.create(source=card, target=project, relation=Relation.EVIDENCE_FOR)

    with django_assert_max_num_queries(6):
        response = client.get(f"/weg/{project.pk}/")

    assert response.status_code == 200
    assert "style=" not in response.content.decode()


def test_the_versions_page_shows_what_changed(client, process, edith) -> None:
    idea = factories.IdeaFactory(entry__process=process, entry__title="Alter Titel")
    revise_entry(actor=edith, entry=idea.entry, expected_version=1, texts={"title": "Neuer Titel"}, detail=idea)
    revise_entry(
        actor=edith,
        entry=idea.entry,
        expected_version=2,
        texts={"problem": "Ein Problem mit <b>Auszeichnung</b>."},
        detail=idea,
        reason="Klarer",
    )

    html = client.get(f"/e/{idea.pk}/fassungen/").content.decode()

    assert "<del>Das</del>" in html
    assert "&lt;b&gt;Auszeichnung" in html
    assert "Klarer" in html
