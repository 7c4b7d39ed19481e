"""What everybody sees of events."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.entries.models import Attachment, Kind, Link, Relation, State
from dialogwerk.events.attendance import attendance_of
from dialogwerk.events.models import EventGroupCount, EventKind, EventStatus, MatrixCell, ProgrammeItem
from tests import factories


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def page_of(event) -> str:
    return f"/dialog/termine/{event.pk}-{event.entry.slug}/"


def test_the_list_tells_what_comes_and_what_came_of_the_past(client, lab, coming) -> None:
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry)
    factories.IdeaFactory(entry__process=lab.entry.process, entry__origin=lab.entry)

    html = html_of(client, "/dialog/termine/")

    before, _heading, after = html.partition('id="past-title"')
    assert "Werkstatt im Frühjahr" in before
    assert "Ideenlabor Siegen" not in before
    for text in ("Ideenlabor Siegen", "Di., 29. November 2016, 16:00 bis 19:45 Uhr", ">34<", "Beitrag", "Idee"):
        assert text in after


def test_the_list_can_be_narrowed_down_and_says_so(client, lab, coming) -> None:
    lab.entry.region = factories.RegionFactory(slug="siegen")
    lab.entry.save()
    coming.kind = EventKind.WORKSHOP
    coming.save()

    for query in ("region=siegen", "jahr=2016", "art=ideenlabor", "reihe=ideenlabore"):
        html = html_of(client, f"/dialog/termine/?{query}")
        assert "Ideenlabor Siegen" in html, query
        assert "Werkstatt im Frühjahr" not in html, query
    assert "Filter zurücksetzen" in html


def test_a_filter_that_makes_no_sense_is_left_out(client, lab, coming) -> None:
    html = html_of(client, "/dialog/termine/?jahr=abc&region=nirgends&art=x&page=z")

    assert "Ideenlabor Siegen" in html


def test_an_empty_list_says_why(client, process) -> None:
    assert "Zurzeit ist kein Termin angesetzt" in html_of(client, "/dialog/termine/")


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_for_one_and_many(client, process, lab, count, django_assert_num_queries) -> None:
    for number in range(count):
        event = factories.EventFactory(
            entry__process=process, starts_at=lab.starts_at - datetime.timedelta(days=number + 1)
        )
        factories.ContributionFactory(entry__process=process, entry__origin=event.entry)

    with django_assert_num_queries(6):
        client.get("/dialog/termine/")


def test_drafts_are_seen_by_the_team_only(client, signed_in, process, edith) -> None:
    event = factories.EventFactory(entry__process=process, entry__title="Noch geheim", entry__state=State.DRAFT)

    assert "Noch geheim" not in html_of(client, "/dialog/termine/")
    assert client.get(page_of(event), follow=True).status_code == 404
    html = html_of(signed_in(edith), page_of(event))
    assert "Vorschau: Diese Seite sieht nur das Team" in html


def test_the_page_before_tells_how_to_get_there(client, coming) -> None:
    coming.venue_name, coming.venue_city = "Lehrwerkstatt", "Hagen"
    coming.venue_access = "Stufenlos"
    coming.review = "noch nicht"
    coming.save()
    coming.co_hosts.add(factories.OrganisationFactory(name="IHK Hagen"))
    ProgrammeItem.objects.create(event=coming, starts_at="16:00", kind="begruessung", title="Willkommen")
    factories.TableFactory(
        event=coming, number=1, guiding_question="Was drückt?", persona_name="Petra, 46", result="x1y"
    )

    html = html_of(client, page_of(coming))

    for text in ("Lehrwerkstatt", "Barrierefrei hinkommen", "Stufenlos", "IHK Hagen", "16:00", "Willkommen",
                 "Was drückt?", "Persona: Petra, 46", "In den Kalender"):  # fmt: skip
        assert text in html
    assert "Rückblick" not in html
    assert "x1y" not in html


def test_the_page_after_tells_what_came_of_it(client, lab) -> None:
    process = lab.entry.process
    factories.TableFactory(event=lab, number=1, title="Ein Atlas", result="Ein **Atlas** soll her.")
    factories.ContributionFactory(entry__process=process, entry__origin=lab.entry, entry__origin_table=1)
    idea = factories.IdeaFactory(
        entry__process=process, entry__title="Digital-Scouts", entry__origin=lab.entry, entry__origin_table=1
    ).entry
    group = factories.EntryFactory(process=process, kind=Kind.WORKING_GROUP, title="Kreis der Scouts")
    Link.objects.create(source=idea, target=group, relation=Relation.PURSUED_BY, actor_office="Regionalagentur")
    Attachment.objects.create(entry=lab.entry, file="x.webp", alt="Volle Tische", copyright="Regionalagentur")

    html = html_of(client, page_of(lab))

    for text in ("<strong>Viele</strong> kamen", "Volle Tische", "Foto: Regionalagentur", "<strong>Atlas</strong>",
                 "Digital-Scouts", "Kreis der Scouts", "wird weiterverfolgt von", "1 Beitrag von diesem Tisch",
                 f"/dialog/beitraege/?event={lab.pk}&amp;table=1", "Wer trägt den Wandel?"):  # fmt: skip
        assert text in html


def test_a_hidden_successor_is_not_told(client, lab) -> None:
    idea = factories.IdeaFactory(entry__process=lab.entry.process, entry__origin=lab.entry).entry
    project = factories.EntryFactory(process=lab.entry.process, title="Geheim", state=State.DRAFT)
    Link.objects.create(source=idea, target=project, relation=Relation.TESTED_IN)

    assert "Geheim" not in html_of(client, page_of(lab))


def test_small_groups_are_put_together(client, lab) -> None:
    for group, count in (("unternehmen", 12), ("kammer", 5), ("bildung", 2), ("verwaltung", 2)):
        EventGroupCount.objects.create(event=lab, group=group, count=count)

    html = html_of(client, page_of(lab))

    assert "kleine Gruppen zusammengefasst" in html
    assert "Bildung" not in html
    assert "Kammer" in html


@pytest.mark.parametrize(
    ("counts", "named", "others"),
    [
        ([12, 5], [12, 5], 0),
        ([12, 5, 2, 2], [12, 5], 4),
        ([12, 5, 1, 1], [12], 7),  # 1 + 1 would be a group of two
        ([12, 5, 2], [12], 7),  # one small group alone would be told apart
        ([2, 1], [], 3),
    ],
)
def test_nobody_can_be_made_out(counts, named, others) -> None:
    rows = [EventGroupCount(group=group, count=n) for group, n in zip(StakeholderGroup.values, counts, strict=False)]

    attendance = attendance_of(rows)

    assert ([count for _name, count in attendance.groups], attendance.others) == (named, others)


def test_a_matrix_is_a_table_with_heads(client, lab) -> None:
    topics = [
        factories.TopicFactory(vocabulary__process=lab.entry.process, title=name) for name in ("Lernen", "Führen")
    ]
    for number, group in enumerate(("Produktion", "Handel"), start=1):
        table = factories.TableFactory(event=lab, number=number, group=group)
        for topic in topics:
            MatrixCell.objects.create(table=table, topic=topic, result=f"{group} zu {topic.title}")

    html = html_of(client, page_of(lab))

    assert '<th scope="col">Lernen</th>' in html
    assert '<th scope="row">Handel</th>' in html
    assert "Handel zu Führen" in html


def test_the_page_costs_at_most_twelve_queries(client, lab, django_assert_max_num_queries) -> None:
    process = lab.entry.process
    for number in range(1, 5):
        table = factories.TableFactory(event=lab, number=number)
        table.topics.add(factories.TopicFactory(vocabulary__process=process))
        idea = factories.IdeaFactory(entry__process=process, entry__origin=lab.entry, entry__origin_table=number).entry
        target = factories.EntryFactory(process=process)
        Link.objects.create(source=idea, target=target, relation=Relation.TESTED_IN)

    with django_assert_max_num_queries(12):
        client.get(page_of(lab))


def test_another_slug_leads_to_the_right_one(client, lab) -> None:
    response = client.get(f"/dialog/termine/{lab.pk}-falsch/")

    assert (response.status_code, response.url) == (301, page_of(lab))


def test_neighbours_of_the_series_are_named(client, lab, series) -> None:
    for title, days in (("Labor davor", -9), ("Labor danach", 9), ("Labor viel später", 40)):
        factories.EventFactory(
            entry__process=lab.entry.process,
            entry__title=title,
            series=series,
            starts_at=lab.starts_at + datetime.timedelta(days=days),
        )

    html = html_of(client, page_of(lab))

    assert "Labor davor" in html
    assert "Labor danach" in html
    assert "Labor viel später" not in html


def test_a_cancelled_event_says_why(client, coming) -> None:
    coming.status, coming.cancelled_note = EventStatus.CANCELLED, "Wird im Herbst nachgeholt"
    coming.save()

    for address in ("/dialog/termine/", page_of(coming)):
        html = html_of(client, address)
        assert "Wird im Herbst nachgeholt" in html
        assert "abgesagt" in html


def test_an_event_over_night_names_both_days(client, coming) -> None:
    coming.starts_at = timezone.make_aware(datetime.datetime(2027, 6, 1, 20))
    coming.ends_at = timezone.make_aware(datetime.datetime(2027, 6, 2, 2))
    coming.save()

    assert "Di., 1. Juni 2027, 20:00 Uhr bis Mi., 2. Juni 2027, 02:00 Uhr" in html_of(client, page_of(coming))
