"""About a dialogue, its legal texts and its preview link."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.processes.models import (
    Bench,
    Committee,
    GuidingQuestion,
    PartnerProcess,
    Phase,
    ProcessStatus,
    Seat,
)
from tests import factories


def _committee(process, name="Beirat"):
    committee = Committee.objects.create(process=process, kind="beirat", name=name)
    bench = Bench.objects.create(committee=committee, name="Gewerkschaften")
    Seat.objects.create(bench=bench, office="DGB Bezirk", function="Vorsitz")
    Bench.objects.create(committee=committee, name="Freie Bank", position=1)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_few_and_many(client, process, lena, django_assert_num_queries, count) -> None:
    other = factories.TopicFactory()
    for number in range(count):
        _committee(process, f"Beirat {number}")
        GuidingQuestion.objects.create(process=process, text="Wie?")
        PartnerProcess.objects.create(process=process, name="Wien")
        factories.RuleFactory(process=process)
        factories.TopicFactory(vocabulary=factories.VocabularyFactory(process=process)).maps_to.add(other)
        factories.ProcessFactory(predecessor=process)

    with django_assert_num_queries(12):
        client.get("/dialog/ueber/")


def test_marks_what_is_open_now_and_what_is_ahead(client, process) -> None:
    now = timezone.now()
    Phase.objects.create(process=process, title="Früher", closes_at=now - datetime.timedelta(days=30))
    Phase.objects.create(process=process, title="Später", opens_at=now + datetime.timedelta(days=90))

    phases = client.get("/dialog/ueber/").context["phases"]

    assert [(item.phase.title, item.when) for item in phases] == [
        ("Früher", "past"),
        ("Mitmachen", "open"),
        ("Später", "ahead"),
    ]


def test_committees_show_benches_and_seats(client, process) -> None:
    _committee(process)

    page = client.get("/dialog/ueber/").content.decode()

    assert "Gewerkschaften" in page
    assert "DGB Bezirk" in page
    assert "Freie Bank" in page


def test_team_is_told_as_roles_without_names(client, process, lena, edith, mo) -> None:
    page = client.get("/dialog/ueber/").content.decode()

    assert "Prozessleitung" in page
    assert ("Lena" in page, "Edith" in page) == (False, False)


def test_topics_show_what_they_correspond_to(client, process) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)
    topic.maps_to.add(factories.TopicFactory(title="Führung", vocabulary__title="INQA"))

    assert "entspricht „Führung“ (INQA)" in client.get("/dialog/ueber/").content.decode()


def test_draft_successor_is_not_told_to_visitors(client, process) -> None:
    factories.ProcessFactory(title="Geheime Runde", predecessor=process, status=ProcessStatus.DRAFT)

    assert "Geheime Runde" not in client.get("/dialog/ueber/").content.decode()


@pytest.mark.parametrize(
    ("which", "field"),
    [("impressum", "imprint"), ("datenschutz", "privacy"), ("barrierefreiheit", "accessibility")],
)
def test_legal_texts_come_from_the_owner(client, process, which, field) -> None:
    owner = process.owner
    setattr(owner, field, "Ein **wichtiger** Satz. <script>alert(1)</script>")
    owner.save()

    page = client.get(f"/dialog/rechtliches/{which}/").content.decode()

    assert "<strong>wichtiger</strong>" in page
    assert "<script>alert" not in page


def test_missing_legal_text_says_so(client, process) -> None:
    assert "noch nicht hinterlegt" in client.get("/dialog/rechtliches/impressum/").content.decode()


def test_unknown_legal_text_is_not_found(client, process) -> None:
    assert client.get("/dialog/rechtliches/agb/").status_code == 404


@pytest.fixture
def draft(process):
    """The dialogue, in preparation."""
    process.status = ProcessStatus.DRAFT
    process.save()
    return process


def test_secret_link_opens_a_draft_for_this_browser(client, draft) -> None:
    assert client.get("/dialog/").status_code == 404

    answer = client.get(f"/vorschau/{draft.preview_token}/", follow=True)

    assert answer.redirect_chain == [("/dialog/", 302)]
    assert "Dieser Dialog ist noch nicht öffentlich" in answer.content.decode()
    assert 'content="noindex"' in answer.content.decode()


def test_wrong_or_old_link_opens_nothing(client, draft) -> None:
    client.get(f"/vorschau/{draft.preview_token}/")
    draft.preview_token = "neu"
    draft.save()

    assert client.get("/vorschau/falsch/").status_code == 404
    assert client.get("/dialog/").status_code == 404


def test_preview_lets_nobody_act(client, draft) -> None:
    client.get(f"/vorschau/{draft.preview_token}/")

    assert "/ideen/neu/" not in client.get("/dialog/").content.decode()
