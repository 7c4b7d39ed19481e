"""The start page."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.entries.models import Kind, State
from dialogwerk.places.models import Outline
from dialogwerk.processes.models import ProcessStatus
from tests import factories

SQUARE = {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 52], [7, 51]]]}


def _busy_process() -> None:
    """A dialogue with all that its card shows."""
    process = factories.OpenPhaseFactory().process
    factories.ContributionFactory.create_batch(2, entry__process=process)
    factories.IdeaFactory(entry__process=process)
    factories.EventFactory(entry__process=process)
    region = factories.RegionFactory(region_set=process.region_set, lon=7.5, lat=51.5)
    Outline.objects.create(region=region, geometry=SQUARE)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_one_dialogue_and_three(client, django_assert_num_queries, count) -> None:
    for _number in range(count):
        _busy_process()
    client.get("/")  # draws the map once

    with django_assert_num_queries(6):
        page = client.get("/").content.decode()

    assert page.count('class="region-map__mark') == count


@pytest.mark.django_db
def test_card_tells_state_date_and_figures(client) -> None:
    _busy_process()
    starts_at = timezone.now() + datetime.timedelta(days=3)
    process = factories.OpenPhaseFactory(process__title="Gute Arbeit").process
    factories.EventFactory(entry__process=process, entry__title="Ideenlabor Siegen", starts_at=starts_at)
    factories.ContributionFactory.create_batch(3, entry__process=process)

    page = client.get("/").content.decode()

    assert "Ideenlabor Siegen" in page
    assert "<strong>3</strong> Beiträge" in page
    assert "<strong>Ideen einreichen</strong>" in page


@pytest.mark.django_db
def test_cancelled_and_hidden_things_do_not_count(client, process) -> None:
    factories.EventFactory(entry__process=process, status="abgesagt")
    factories.ContributionFactory(entry__process=process, entry__state=State.HIDDEN)
    factories.EntryFactory(process=process, kind=Kind.IDEA, is_superseded=True)

    assert "overview__figures" not in client.get("/").content.decode()


def test_draft_is_shown_to_its_team_only(client, signed_in, process, edith, paula) -> None:
    process.status = ProcessStatus.DRAFT
    process.save()

    assert "Gute Arbeit" not in client.get("/").content.decode()
    assert "Gute Arbeit" not in signed_in(paula).get("/").content.decode()
    assert "In Vorbereitung" in signed_in(edith).get("/").content.decode()


@pytest.mark.django_db
def test_concluded_dialogue_says_when_it_ended(client) -> None:
    factories.ProcessFactory(status=ProcessStatus.CONCLUDED, ended_on=datetime.date(2018, 5, 8))

    page = client.get("/").content.decode()

    assert "Abgeschlossene Dialoge" in page
    assert "Abgeschlossen im Mai 2018" in page


@pytest.mark.django_db
def test_empty_installation_says_so(client) -> None:
    assert "Hier gibt es noch keinen Dialog" in client.get("/").content.decode()
