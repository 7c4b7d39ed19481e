"""The back office of events: acts, refusals, audit, forms without JavaScript."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Revision, State
from dialogwerk.entries.search import index_entry
from dialogwerk.events import actions
from dialogwerk.events.models import Event, EventStatus, ProgrammeItem, Table
from tests import factories

LIST = "/werkstatt/dialog/termine/"


def form_of(**changes: object) -> dict[str, object]:
    fields = {
        "title": "Ideenlabor Aachen",
        "kind": "ideenlabor",
        "series": "Ideenlabore",
        "on": "2027-02-16",
        "starts": "09:00",
        "ends": "13:00",
        "venue_city": "Düren",
        "organiser": "Regionalagentur Aachen",
        "co_hosts": "IHK Aachen\nDGB Aachen\n",
        "expected_version": "1",
    }
    return fields | changes


def one(event: Event) -> str:
    return f"{LIST}{event.pk}/"


def acts() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


def addresses(event: Event) -> list[str]:
    parts = ("", "absagen/", "programm/", "tische/", "tische/neu/", "rueckblick/", "bilder/")
    return [LIST, f"{LIST}neu/", *(one(event) + part for part in parts)]


def test_the_pages_open_for_editors_and_stay_shut_for_others(client, signed_in, lab, edith, mo, paula) -> None:
    for person, status in ((edith, 200), (mo, 403), (paula, 403)):
        for address in addresses(lab):
            assert signed_in(person).get(address).status_code == status, address
    client.logout()
    assert client.get(LIST).status_code == 403


def test_an_editor_makes_a_draft(signed_in, process, edith) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)

    response = signed_in(edith).post(f"{LIST}neu/", form_of(topics=[topic.pk]))

    event = Event.objects.get()
    assert (response.status_code, response.url) == (302, one(event))
    assert event.entry.state == State.DRAFT
    assert (str(event.series), str(event.organiser)) == ("Ideenlabore", "Regionalagentur Aachen")
    assert {str(host) for host in event.co_hosts.all()} == {"IHK Aachen", "DGB Aachen"}
    assert timezone.localtime(event.starts_at) == timezone.make_aware(datetime.datetime(2027, 2, 16, 9))
    assert list(event.entry.topics.all()) == [topic]
    assert "create_event" in acts()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": "08:00"}, "Das Ende liegt vor dem Beginn."),
        ({"on": "31.02.2027"}, "Das ist kein Datum."),
        ({"on": "0217-02-16"}, "Bitte prüfen Sie das Jahr: 217."),
        ({"starts": "25:00"}, "Das ist keine Uhrzeit."),
        ({"ends_on": "2027-02-15"}, "Der letzte Tag liegt vor dem ersten."),
        ({"title": ""}, "erforderlich"),
        ({"title": "x" * 201}, "200"),
        ({"number_in_series": "0"}, "größer"),
    ],
)
def test_wrong_input_is_told_in_words(signed_in, process, edith, changes, words) -> None:
    response = signed_in(edith).post(f"{LIST}neu/", form_of(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Düren" in response.content.decode()
    assert not Event.objects.exists()


def test_german_dates_are_understood(signed_in, process, edith) -> None:
    signed_in(edith).post(f"{LIST}neu/", form_of(on="16.02.2027", starts="9.00"))

    assert timezone.localtime(Event.objects.get().starts_at).day == 16


def test_a_change_is_kept_as_a_version_and_told_to_calendars(signed_in, lab, edith) -> None:
    response = signed_in(edith).post(one(lab), form_of(subtitle="Neu gefasst"))

    lab.refresh_from_db()
    assert response.status_code == 302
    assert (lab.subtitle, lab.entry.version, lab.sequence) == ("Neu gefasst", 2, 1)
    assert Revision.objects.get(entry=lab.entry, version=2).texts["subtitle"] == "Neu gefasst"
    assert lab.review == "**Viele** kamen."
    assert "change_event" in acts()


def test_a_change_of_words_alone_does_not_move_calendars(lab, edith) -> None:
    actions.change_event(actor=edith, event=lab, expected_version=1, title="Anders")

    assert Event.objects.get().sequence == 0


def test_two_people_editing_the_same_event(signed_in, lab, edith) -> None:
    actions.change_event(actor=edith, event=lab, expected_version=1, subtitle="Von der anderen")

    response = signed_in(edith).post(one(lab), form_of(subtitle="Von mir"))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Von der anderen" in html
    assert "Von mir" in html
    assert Event.objects.get().subtitle == "Von der anderen"
    again = signed_in(edith).post(one(lab), form_of(subtitle="Von mir", expected_version="2"))
    assert again.status_code == 302
    assert Event.objects.get().subtitle == "Von mir"


def test_who_saves_second_is_told_of_another_day_and_topic(signed_in, lab, edith, process) -> None:
    topic = factories.TopicFactory(vocabulary__process=process, title="Lernen am Band")
    actions.change_event(
        actor=edith,
        event=lab,
        expected_version=1,
        starts_at=lab.starts_at + datetime.timedelta(days=3),
        ends_at=lab.ends_at + datetime.timedelta(days=3),
        topics=[topic],
    )

    told = signed_in(edith).post(one(lab), form_of(starts="16:00", ends="19:45")).context["conflict"]

    assert ("Tag", date_format(timezone.localdate(Event.objects.get().starts_at))) in told
    assert ("Themenfelder", "Lernen am Band") in told
    assert "Beginn" not in dict(told)
    assert "Ende" not in dict(told)


def test_cancelling_and_taking_it_back(signed_in, coming, edith) -> None:
    client = signed_in(edith)
    assert client.post(f"{one(coming)}absagen/", {"reason": ""}).status_code == 422

    client.post(f"{one(coming)}absagen/", {"reason": "Raum gesperrt"})
    cancelled = Event.objects.get()
    client.post(f"{one(coming)}absage-zuruecknehmen/")
    back = Event.objects.get()

    assert (cancelled.status, cancelled.sequence) == (EventStatus.CANCELLED, 1)
    assert (back.status, back.cancelled_note, back.sequence) == (EventStatus.PLANNED, "", 2)
    assert acts() == ["cancel_event", "reinstate_event"]


def test_what_is_over_cannot_be_cancelled(lab, edith) -> None:
    with pytest.raises(NotPossibleNow):
        actions.cancel_event(actor=edith, event=lab, reason="zu spät")
    with pytest.raises(NotPossibleNow):
        actions.reinstate_event(actor=edith, event=lab)


def test_publishing_and_back(signed_in, process, edith) -> None:
    event = factories.EventFactory(entry__process=process, entry__state=State.DRAFT, entry__published_at=None)
    client = signed_in(edith)

    client.post(f"{one(event)}veroeffentlichen/")
    assert Event.objects.get().entry.state == State.PUBLISHED
    client.post(f"{one(event)}entwurf/")

    assert Event.objects.get().entry.state == State.DRAFT
    assert [act for act in acts() if act.endswith("_event")] == ["publish_event", "unpublish_event"]


def test_an_event_with_cards_stays_public(lab, edith) -> None:
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry)

    with pytest.raises(NotPossibleNow):
        actions.unpublish_event(actor=edith, event=lab)


def test_the_programme_is_written_changed_and_taken_out(signed_in, coming, edith) -> None:
    client, address = signed_in(edith), f"{one(coming)}programm/"
    point = {"starts_at": "16:00", "ends_at": "16:15", "kind": "begruessung", "title": "Willkommen"}

    assert client.post(address, point | {"ends_at": "15:00"}).status_code == 422
    client.post(address, point)
    item = ProgrammeItem.objects.get()
    client.post(f"{address}{item.pk}/", point | {"title": "Guten Tag", "expected_version": "1"})
    stale = client.post(f"{address}{item.pk}/", point | {"title": "Hallo", "expected_version": "1"})
    asked = client.get(f"{address}{item.pk}/entfernen/")
    changed = ProgrammeItem.objects.get().title
    client.post(f"{address}{item.pk}/entfernen/")

    assert (stale.status_code, changed) == (409, "Guten Tag")
    assert "Guten Tag" in stale.content.decode()
    assert "Guten Tag" in asked.content.decode()
    assert not ProgrammeItem.objects.exists()
    assert acts() == ["add_programme_item", "change_programme_item", "remove_programme_item"]


def way_back(response) -> str:
    """Return where the button in the message leads."""
    html = response.content.decode()
    assert "Rückgängig" in html
    return re.search(r'action="([^"]*zurueckholen/\?kept=\w+)"', html)[1]


def test_a_point_of_the_programme_comes_back(signed_in, coming, edith) -> None:
    item = actions.add_programme_item(
        actor=edith, event=coming, starts_at="16:00", kind="begruessung", title="Willkommen", speaker="Leitung"
    )
    client = signed_in(edith)
    removed = client.post(f"{one(coming)}programm/{item.pk}/entfernen/", follow=True)
    assert not ProgrammeItem.objects.exists()

    page = client.post(way_back(removed), follow=True)

    back = ProgrammeItem.objects.get()
    assert (back.pk, back.title, back.speaker) == (item.pk, "Willkommen", "Leitung")
    assert "„Willkommen“ ist wieder da." in page.content.decode()
    assert acts()[-2:] == ["remove_programme_item", "bring_part_back"]


def test_a_table_comes_back_with_topics_persona_and_fields(signed_in, lab, edith) -> None:
    topic = factories.TopicFactory(vocabulary__process=lab.entry.process)
    (table,) = actions.lay_out_matrix(actor=edith, event=lab, groups=["Handel"], topics=[topic])
    table.cells.update(result="Lernen am Band")
    Table.objects.update(persona_name="Meltem, 34")
    client = signed_in(edith)

    client.post(way_back(client.post(f"{one(lab)}tische/{table.pk}/entfernen/", follow=True)))

    back = Table.objects.get()
    assert (back.pk, back.number, back.persona_name) == (table.pk, table.number, "Meltem, 34")
    assert list(back.topics.all()) == [topic]
    assert back.cells.get().result == "Lernen am Band"


def test_the_way_back_is_only_for_who_removed_and_only_once(client, signed_in, lab, edith, lena) -> None:
    table = factories.TableFactory(event=lab, number=1)
    address = way_back(signed_in(edith).post(f"{one(lab)}tische/{table.pk}/entfernen/", follow=True))
    other = Client()
    other.force_login(lena, backend="django.contrib.auth.backends.ModelBackend")

    assert other.post(address).status_code == 409
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert list(Table.objects.all()) == [table]


def test_a_table_whose_number_was_given_away_does_not_come_back(signed_in, lab, edith) -> None:
    table = factories.TableFactory(event=lab, number=1)
    client = signed_in(edith)
    address = way_back(client.post(f"{one(lab)}tische/{table.pk}/entfernen/", follow=True))
    factories.TableFactory(event=lab, number=1, title="Neu")

    answer = client.post(address)

    assert answer.status_code == 409
    assert "Inzwischen gibt es etwas Gleiches" in answer.content.decode()
    assert Table.objects.get().title == "Neu"


def test_a_picture_comes_back(signed_in, lab, edith) -> None:
    picture = lab.entry.attachments.create(file="x.webp", alt="Volle Tische")
    client = signed_in(edith)
    removed = client.post(f"{one(lab)}bilder/{picture.pk}/entfernen/", follow=True)
    assert not lab.entry.attachments.exists()

    client.post(way_back(removed))

    assert list(lab.entry.attachments.all()) == [picture]


def test_tables_come_from_a_matrix(signed_in, lab, edith) -> None:
    topics = [factories.TopicFactory(vocabulary__process=lab.entry.process) for _number in range(3)]
    client, address = signed_in(edith), f"{one(lab)}tische/"
    form = {"groups": "Produktion\nHandel\nProduktion\n", "topics": [topic.pk for topic in topics]}

    client.post(address, form)
    client.post(address, form)

    tables = list(Table.objects.filter(event=lab))
    assert [(table.number, table.group, table.cells.count()) for table in tables] == [
        (1, "Produktion", 3),
        (2, "Handel", 3),
    ]
    field = f"cell_{topics[0].pk}"
    result = {"number": "1", "group": "Produktion", "expected_version": "1", field: "Lernen am Band"}
    client.post(f"{address}{tables[0].pk}/", result)
    assert tables[0].cells.get(topic=topics[0]).result == "Lernen am Band"
    assert "lay_out_matrix" in acts()
    assert "change_table" in acts()


def test_a_table_number_is_given_once(signed_in, lab, edith) -> None:
    factories.TableFactory(event=lab, number=1)

    response = signed_in(edith).post(f"{one(lab)}tische/neu/", {"number": "1", "title": "Zweiter"})

    assert response.status_code == 422
    assert "Tisch 1 gibt es schon" in response.content.decode()


def test_cards_follow_the_number_of_their_table(lab, edith) -> None:
    table = factories.TableFactory(event=lab, number=1)
    card = factories.ContributionFactory(
        entry__process=lab.entry.process, entry__origin=lab.entry, entry__origin_table=1
    ).entry

    actions.change_table(actor=edith, table=table, expected_version=1, number=4)

    card.refresh_from_db()
    assert card.origin_table == 4


def test_two_people_editing_the_same_table(lab, edith) -> None:
    table = factories.TableFactory(event=lab, number=1)
    actions.change_table(actor=edith, table=Table.objects.get(), expected_version=1, result="erste")

    with pytest.raises(Conflict):
        actions.change_table(actor=edith, table=table, expected_version=1, result="zweite")


def test_a_table_with_contributions_is_not_removed(signed_in, lab, edith) -> None:
    table = factories.TableFactory(event=lab, number=1)
    empty = factories.TableFactory(event=lab, number=2)
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry, entry__origin_table=1)
    client = signed_in(edith)

    refused = client.post(f"{one(lab)}tische/{table.pk}/entfernen/")
    client.post(f"{one(lab)}tische/{empty.pk}/entfernen/")

    assert refused.status_code == 409
    assert list(Table.objects.all()) == [table]
    assert acts() == ["remove_table"]


def test_the_review_documents_an_event(signed_in, lab, edith) -> None:
    lab.status = EventStatus.HELD
    lab.save()
    form = {"review": "Es war gut.", "participant_count": "20", "group_kammer": "4", "expected_version": "1"}
    client, address = signed_in(edith), f"{one(lab)}rueckblick/"

    too_many = client.post(address, form | {"group_kammer": "21"})
    client.post(address, form)
    stale = client.post(address, form | {"review": "Meiner"})

    lab.refresh_from_db()
    assert too_many.status_code == 422
    assert stale.status_code == 409
    assert "Es war gut." in stale.content.decode()
    assert (lab.review, lab.status, lab.participant_count) == ("Es war gut.", EventStatus.DOCUMENTED, 20)
    assert [(count.group, count.count) for count in lab.group_counts.all()] == [("kammer", 4)]
    assert "publish_review" in acts()


def test_no_review_before_the_end(coming, edith) -> None:
    with pytest.raises(NotPossibleNow):
        actions.publish_review(actor=edith, event=coming, expected_version=1, review="Es wird gut.")


def test_a_broken_picture_is_refused_in_words(signed_in, lab, edith) -> None:
    upload = SimpleUploadedFile("bild.jpg", b"kein Bild", content_type="image/jpeg")

    response = signed_in(edith).post(
        f"{one(lab)}bilder/", {"upload": upload, "alt": "Tische", "copyright": "Regionalagentur"}
    )

    assert response.status_code == 422
    assert not lab.entry.attachments.exists()


def test_the_list_of_the_back_office_costs_the_same(signed_in, process, edith, django_assert_num_queries) -> None:
    client = signed_in(edith)
    for count in (1, 4):
        for _number in range(count):
            factories.EventFactory(entry__process=process)
        with django_assert_num_queries(7):
            client.get(LIST)


def test_a_matrix_is_taken_back_with_one_button(signed_in, lab, edith) -> None:
    topic = factories.TopicFactory(vocabulary__process=lab.entry.process)
    old = factories.TableFactory(event=lab, group="Pflege")
    client = signed_in(edith)
    fields = {"groups": "Pflege\nHandwerk\nHandel", "topics": [topic.pk]}
    page = client.post(one(lab) + "tische/", fields, follow=True).content.decode()
    worked_on = Table.objects.get(group="Handel")
    actions.change_table(actor=edith, table=worked_on, expected_version=1, result="Etwas")
    match = re.search(r'action="([^"]*matrix-zuruecknehmen[^"]+)"', page)
    assert match

    answer = client.post(match[1], follow=True)

    assert set(Table.objects.filter(event=lab)) == {old, worked_on}
    assert "1 Tisch ist wieder entfernt" in answer.content.decode()
    assert acts()[-1] == "take_back_matrix"


def test_events_are_filtered(signed_in, edith, lab, coming) -> None:
    actions.unpublish_event(actor=edith, event=coming)
    index_entry(lab.entry)
    client = signed_in(edith)

    found = {
        name: [title in client.get(LIST, query).content.decode() for title in (lab.entry.title, coming.entry.title)]
        for name, query in {
            "all": {},
            "draft": {"state": "draft"},
            "words": {"q": "Siegen"},
            "year": {"jahr": "2016"},
            "none": {"q": "Zzzyx"},
        }.items()
    }

    assert found == {
        "all": [True, True],
        "draft": [False, True],
        "words": [True, False],
        "year": [True, False],
        "none": [False, False],
    }


def test_many_events_are_unpublished_and_that_is_taken_back(signed_in, edith, lab, coming) -> None:
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry)
    client = signed_in(edith)
    chosen = {"act": "draft", "entries": [lab.pk, coming.pk], "confirmed": "1"}

    done = client.post(f"{LIST}auswahl/", chosen, follow=True).content.decode()
    states = [Event.objects.get(pk=event.pk).entry.state for event in (lab, coming)]
    client.post(re.search(r'action="([^"]+auswahl/rueckgaengig/[^"]+)"', done)[1])
    restored = [Event.objects.get(pk=event.pk).entry.state for event in (lab, coming)]

    assert "Geändert: 1 Termin." in done
    assert "Von dieser Veranstaltung gibt es schon Beiträge" in done
    assert states == [State.PUBLISHED, State.DRAFT]
    assert restored == [State.PUBLISHED, State.PUBLISHED]


def test_bulk_acts_on_events_are_for_editors(signed_in, mo, coming) -> None:
    chosen = {"act": "draft", "entries": [coming.pk], "confirmed": "1"}

    assert signed_in(mo).post(f"{LIST}auswahl/", chosen).status_code == 403
