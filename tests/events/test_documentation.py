"""The documentation of an event: one record, told as page, PDF and Word file."""

import dataclasses
import datetime
import io
import os

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks import default_task_backend
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from dialogwerk.entries.models import Attachment, Entry, Kind, Link, Relation, State
from dialogwerk.events import queries
from dialogwerk.events.actions import change_table, publish_review
from dialogwerk.events.documentation import document_file, documentation_of, made_files
from dialogwerk.events.documentation.jobs import make_file
from dialogwerk.events.models import Event, EventGroupCount, EventStatus, ProgrammeItem
from tests import factories
from tests.pdf import text_string, unpacked


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Keep the files of one test away from the next one's."""
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, data_dir=tmp_path)


@pytest.fixture
def picture(lab):
    buffer = io.BytesIO()
    Image.new("RGB", (80, 40), "green").save(buffer, "WEBP")
    name = default_storage.save("attachments/test.webp", ContentFile(buffer.getvalue()))
    yield Attachment.objects.create(
        entry=lab.entry, file=name, alt="Volle Tische", caption="Am Nachmittag", copyright="Regionalagentur",
        width=80, height=40,
    )  # fmt: skip
    default_storage.delete(name)


@pytest.fixture
def full_lab(lab, picture):
    """A lab with everything that can be told."""
    process = lab.entry.process
    table = factories.TableFactory(
        event=lab, number=1, title="Ein Atlas", guiding_question="Was fehlt?", persona_name="Thomas, 52",
        result="Ein **Atlas** soll her.\n\n* offen\n* für alle",
    )  # fmt: skip
    table.topics.add(factories.TopicFactory(vocabulary__process=process, title="Lernen"))
    for column, text in (("challenge", "Niemand weiß, wer hilft"), ("idea", "Ein Atlas im Netz")):
        factories.ContributionFactory(
            entry__process=process, entry__origin=lab.entry, entry__origin_table=1, entry__summary=text, column=column
        )
    idea = factories.IdeaFactory(
        entry__process=process, entry__title="Digital-Scouts", entry__origin=lab.entry, entry__origin_table=1
    ).entry
    group = factories.EntryFactory(process=process, kind=Kind.WORKING_GROUP, title="Kreis der Scouts")
    Link.objects.create(source=idea, target=group, relation=Relation.PURSUED_BY, actor_office="Regionalagentur")
    ProgrammeItem.objects.create(event=lab, starts_at="16:00", kind="begruessung", title="Willkommen")
    for group_name, count in (("unternehmen", 12), ("kammer", 5), ("bildung", 2), ("verwaltung", 2)):
        EventGroupCount.objects.create(event=lab, group=group_name, count=count)
    return lab


def told(event, person=None):
    process = event.entry.process
    fresh = queries.one_event(process, event.pk)
    fresh.entry.process = process
    return documentation_of(fresh, person or AnonymousUser())


def address(event, ending: str) -> str:
    return f"/dialog/termine/{event.pk}-{event.entry.slug}/dokumentation.{ending}"


def test_the_record_holds_everything(full_lab) -> None:
    documentation = told(full_lab)

    (table,) = documentation.tables
    assert [(column.title, [card.text for card in column.cards]) for column in table.columns] == [
        ("Herausforderung", ["Niemand weiß, wer hilft"]),
        ("Idee", ["Ein Atlas im Netz"]),
    ]
    assert table.heading == "Tisch 1: Ein Atlas"
    assert table.topics == ("Lernen",)
    assert [idea.mention.title for idea in documentation.ideas] == ["Digital-Scouts"]
    assert [idea.mention.title for idea in table.ideas] == ["Digital-Scouts"]
    assert [step.target.title for step in documentation.steps] == ["Kreis der Scouts"]
    assert documentation.attendance.rows[-1] == ("kleine Gruppen zusammengefasst", 4)
    assert documentation.pictures[0].copyright == "Regionalagentur"
    assert documentation.card_count == 2


def test_nothing_has_come_of_it_before_its_end(coming) -> None:
    factories.TableFactory(event=coming, number=1, result="x1y")
    coming.review = "noch nicht"
    coming.save()

    documentation = told(coming)

    assert documentation.tables[0].result == ""
    assert documentation.review == ""
    assert not documentation.is_over


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.HIDDEN, State.WITHDRAWN])
def test_cards_that_are_not_public_stay_out_for_everybody(lab, lena, state) -> None:
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry, entry__state=state)

    assert told(lab, lena).card_count == 0


def test_cards_without_a_table_are_told_apart(client, lab) -> None:
    factories.ContributionFactory(
        entry__process=lab.entry.process, entry__origin=lab.entry, entry__summary="Aus dem Plenum"
    )

    assert told(lab).loose[0].cards[0].text == "Aus dem Plenum"
    html = client.get(f"/dialog/termine/{lab.pk}-{lab.entry.slug}/").content.decode()
    assert "Aus dem Plenum" in html
    assert "Weitere Beiträge" in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_record_costs_the_same_for_one_card_and_many(full_lab, count, django_assert_num_queries) -> None:
    for _number in range(count):
        factories.ContributionFactory(
            entry__process=full_lab.entry.process, entry__origin=full_lab.entry, entry__origin_table=1
        )
    event = queries.one_event(full_lab.entry.process, full_lab.pk)
    event.entry.process = full_lab.entry.process

    with django_assert_num_queries(8):
        documentation_of(event, AnonymousUser())


def test_the_pdf_is_tagged_and_tells_the_same(client, full_lab) -> None:
    response = client.get(address(full_lab, "pdf"))

    inside = unpacked(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert text_string("Dokumentation: Ideenlabor Siegen") in inside
    for mark in (b"/Marked true", b"/Lang (de)", b"/H1", b"/H2", b"/TH", b"/Figure", text_string("Volle Tische")):
        assert mark in inside
    assert text_string("Auf einen Blick") in inside  # a bookmark
    assert f"/e/{full_lab.pk}".encode() in inside  # a link


def test_the_word_file_can_be_gone_on_with(client, full_lab) -> None:
    response = client.get(address(full_lab, "docx"))

    document = Document(io.BytesIO(response.content))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[0] == ("Title", "Ideenlabor Siegen")
    assert ("Heading 1", "Die Tische") in headings
    assert ("Heading 2", "Tisch 1: Ein Atlas") in headings
    assert document.core_properties.language == "de-DE"
    assert document.styles.element.find(".//" + qn("w:lang")).get(qn("w:val")) == "de-DE"
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == ["Volle Tische"]
    assert all(table.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None for table in document.tables)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("Ein Atlas soll her.", "Niemand weiß, wer hilft", "Foto: Regionalagentur", "Persona: Thomas, 52"):
        assert part in text
    assert [p.text for p in document.paragraphs if p.style.name == "List Bullet" and "#" not in p.text] == [
        "offen",
        "für alle",
    ]


def test_files_speak_english_where_the_page_does(client, full_lab) -> None:
    client.cookies["django_language"] = "en"

    assert b"/Lang (en)" in unpacked(client.get(address(full_lab, "pdf")).content)
    document = Document(io.BytesIO(client.get(address(full_lab, "docx")).content))
    assert document.core_properties.language == "en-GB"
    assert "At a glance" in [paragraph.text for paragraph in document.paragraphs]


def test_a_file_is_made_once_until_something_changes(client, full_lab, tmp_path) -> None:
    first = client.get(address(full_lab, "docx")).content
    assert client.get(address(full_lab, "docx")).content == first

    full_lab.entry.summary = "Neu gesagt"
    full_lab.entry.save()

    second = client.get(address(full_lab, "docx")).content
    assert "Neu gesagt" in [paragraph.text for paragraph in Document(io.BytesIO(second)).paragraphs]
    assert len(list((tmp_path / "documentations").glob("*.docx"))) == 1


def test_the_page_offers_the_files_with_their_size(client, full_lab) -> None:
    page = f"/dialog/termine/{full_lab.pk}-{full_lab.entry.slug}/"
    assert address(full_lab, "pdf") in client.get(page).content.decode()
    document_file(told(full_lab), "docx")

    sizes = {made.format.ending: made.size for made in made_files(told(full_lab))}

    assert sizes["pdf"] is None
    assert sizes["docx"] > 1000
    assert "KB)" in client.get(page).content.decode()


def test_files_tell_the_public_what_the_public_may_read(client, signed_in, edith, lab) -> None:
    factories.IdeaFactory(
        entry__process=lab.entry.process, entry__origin=lab.entry, entry__title="Noch geheim",
        entry__state=State.DRAFT,
    )  # fmt: skip

    content = signed_in(edith).get(address(lab, "docx")).content

    assert "Noch geheim" not in [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_no_file_before_the_end_nor_of_what_was_cancelled(client, coming, lab) -> None:
    lab.status = EventStatus.CANCELLED
    lab.save()

    assert client.get(address(coming, "pdf")).status_code == 404
    assert client.get(address(lab, "pdf")).status_code == 404
    assert client.get(address(lab, "xls")).status_code == 404


def test_another_slug_leads_to_the_right_file(client, lab) -> None:
    response = client.get(f"/dialog/termine/{lab.pk}-falsch/dokumentation.pdf")

    assert (response.status_code, response.url) == (301, address(lab, "pdf"))


def test_an_event_without_review_says_that_it_is_being_written(client, lab) -> None:
    lab.review, lab.status = "", EventStatus.HELD
    lab.save()

    html = client.get(f"/dialog/termine/{lab.pk}-{lab.entry.slug}/").content.decode()

    assert "Die Dokumentation ist in Arbeit." in html


def test_many_cards_are_folded_and_very_many_lead_to_the_list(client, lab) -> None:
    factories.TableFactory(event=lab, number=1)
    for number in range(24):
        factories.ContributionFactory(
            entry__process=lab.entry.process, entry__origin=lab.entry, entry__origin_table=1,
            entry__summary=f"Karte {number:02}", column="idea",
        )  # fmt: skip

    html = client.get(f"/dialog/termine/{lab.pk}-{lab.entry.slug}/").content.decode()

    assert "21 weitere" in html
    assert "Karte 19" in html
    assert "Karte 20" not in html
    assert f"?event={lab.pk}&amp;table=1&amp;column=idea" in html


def test_files_are_made_when_the_review_is_published(lab, edith, tmp_path, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish_review(actor=edith, event=lab, expected_version=1, review="Viele kamen.")

    made = sorted(path.name.rpartition("-")[0] + path.suffix for path in (tmp_path / "documentations").glob("*.*x"))
    assert made == [f"{lab.pk}-de.docx", f"{lab.pk}-en.docx"]
    assert all(made.size for made in made_files(told(lab)))


@pytest.fixture
def large(lab, monkeypatch) -> Event:
    """An event with more cards than somebody would wait for."""
    monkeypatch.setattr("dialogwerk.events.documentation.files.MANY_CARDS", 1)
    factories.ContributionFactory(entry__process=lab.entry.process, entry__origin=lab.entry)
    return lab


def test_a_large_file_is_made_by_the_worker(client, large, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    answers = [client.get(address(large, "docx")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert "Die Dokumentation wird zusammengestellt" in answers[0].content.decode()
    assert 'http-equiv="refresh"' in answers[0].content.decode()
    assert len(default_task_backend.results) == 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    make_file.enqueue(large.pk, "de", "docx")
    assert client.get(address(large, "docx")).content.startswith(b"PK")


def test_nobody_waits_for_a_worker_that_does_not_run(client, large, settings, tmp_path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.get(address(large, "docx"))
    (mark,) = (tmp_path / "documentations").glob("*.ordered")
    os.utime(mark, (0, 0))

    assert client.get(address(large, "docx")).content.startswith(b"PK")
    assert not mark.exists()


def test_a_large_file_comes_at_once_when_it_is_made(client, large) -> None:
    document_file(told(large), "docx")

    assert client.get(address(large, "docx")).status_code == 200


def test_a_change_of_a_table_changes_the_date(lab, edith) -> None:
    table = factories.TableFactory(event=lab, number=1)
    before = datetime.datetime(2018, 1, 2, 12, tzinfo=datetime.UTC)
    Entry.objects.filter(pk=lab.pk).update(changed_at=before)
    assert told(lab).as_of == before.date()

    change_table(actor=edith, table=table, expected_version=1, result="Neu")

    assert told(lab).as_of == timezone.localdate()


def test_a_group_that_gives_the_table_its_name_is_told_once(client, lab) -> None:
    factories.TableFactory(event=lab, number=1, group="Handwerk", title="Handwerk")

    assert told(lab).tables[0].heading == "Handwerk"
    assert client.get(f"/dialog/termine/{lab.pk}-{lab.entry.slug}/").content.decode().count("Handwerk") == 1
