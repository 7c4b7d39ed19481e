"""The team's desk: merge and undo, stage, answer, pictures, text. All of it as plain forms."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dialogwerk.core.models import AuditRecord
from dialogwerk.core.retention import enforce_retention
from dialogwerk.entries.actions.attachments import UnusableImage, attach_image, remove_attachment
from dialogwerk.entries.models import Attachment, Entry, Kind, Link, OfficialAnswer, Relation, Stage, State
from tests import factories


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ideas(process) -> list[Entry]:
    titles = ("Lernwerkstatt", "Lehrwerkstatt")
    return [factories.IdeaFactory(entry__process=process, entry__title=title).entry for title in titles]


def chosen(entries, **fields) -> dict[str, object]:
    return {"wahl": [str(entry.pk) for entry in entries], **fields}


WORDING = {"tun": "merge", "title": "Werkstatt", "summary": "Gemeinsam.", "reason": "Dasselbe."}


@pytest.mark.parametrize("path", ["verbinden/", "verlauf/", "eintraege/neu/", "eintraege/{}/"])
def test_the_desk_is_the_teams(signed_in, paula, ideas, path) -> None:
    assert signed_in(paula).get("/werkstatt/dialog/" + path.format(ideas[0].pk)).status_code == 403


def test_entries_are_found_by_number(signed_in, edith, ideas) -> None:
    html = signed_in(edith).get("/werkstatt/dialog/verbinden/", {"q": f"#{ideas[0].pk}"}).content.decode()

    assert "Lernwerkstatt" in html
    assert "Lehrwerkstatt" not in html


@pytest.mark.parametrize(("count", "acts"), [(1, {"split", "reword"}), (2, {"merge", "duplicate", "link"})])
def test_what_can_be_done_depends_on_how_many_are_chosen(signed_in, edith, ideas, count, acts) -> None:
    response = signed_in(edith).get("/werkstatt/dialog/verbinden/", chosen(ideas[:count]))

    assert set(response.context["acts"]) == acts


def test_two_ideas_are_merged_and_it_is_undone(signed_in, edith, ideas) -> None:
    client = signed_in(edith)
    form = client.get("/werkstatt/dialog/verbinden/", chosen(ideas, tun="merge"))
    assert "Neuer Titel" in form.content.decode()

    response = client.post("/werkstatt/dialog/verbinden/", chosen(ideas, **WORDING))

    entry = Entry.objects.get(title="Werkstatt")
    assert response.url == f"/weg/{entry.pk}/"
    assert Entry.objects.filter(is_superseded=True).count() == 2
    link = Link.objects.filter(target=entry).first()
    assert "Rückgängig" in client.get("/werkstatt/dialog/verlauf/").content.decode()
    client.post(f"/werkstatt/dialog/verlauf/{link.pk}/rueckgaengig/")
    assert not Entry.objects.filter(is_superseded=True).exists()
    assert "rückgängig gemacht am" in client.get("/werkstatt/dialog/verlauf/").content.decode()


def test_a_moderator_may_not_merge(signed_in, mo, ideas) -> None:
    response = signed_in(mo).post("/werkstatt/dialog/verbinden/", chosen(ideas, **WORDING))

    assert response.status_code == 403
    assert not Link.objects.exists()


def test_what_is_impossible_is_said_in_the_form(signed_in, edith, ideas) -> None:
    project = factories.EntryFactory(process=ideas[0].process)

    response = signed_in(edith).post("/werkstatt/dialog/verbinden/", chosen([ideas[0], project], **WORDING))

    assert response.status_code == 422
    assert "verschiedener Art" in response.content.decode()


def test_splitting_marking_and_linking(signed_in, edith, ideas, process) -> None:
    client = signed_in(edith)
    project = factories.EntryFactory(process=process)
    parts = {f"{name}_{n}": f"{name} {n}" for name in ("title", "summary") for n in (1, 2)}

    client.post("/werkstatt/dialog/verbinden/", chosen(ideas[:1], tun="split", reason="Zwei.", **parts))
    others = list(Entry.objects.filter(title__startswith="title"))
    duplicate = chosen(others, tun="duplicate", original=str(others[0].pk), reason="Doch eins.")
    client.post("/werkstatt/dialog/verbinden/", duplicate)
    link = {"source": str(others[0].pk), "target": str(project.pk), "relation": "pursued_by", "made_on": "2018-02-01"}
    client.post("/werkstatt/dialog/verbinden/", chosen([others[0], project], tun="link", **link))

    assert list(Link.objects.values_list("relation", flat=True)) == [
        Relation.PURSUED_BY,
        Relation.SPLIT_FROM,
        Relation.SPLIT_FROM,
        Relation.DUPLICATE_OF,
    ]
    assert Link.objects.get(relation="pursued_by").made_at.year == 2018


def test_stage_answer_and_state_are_set(signed_in, edith, ideas) -> None:
    client, page = signed_in(edith), f"/werkstatt/dialog/eintraege/{ideas[0].pk}/"
    assert client.get(page).status_code == 200

    client.post(page, {"tun": "stage", "stage-stage": Stage.DECIDED.value, "stage-reason": "Beirat."})
    client.post(page, {"tun": "answer", "answer-office": "Ministerium", "answer-text": "Ja."})
    client.post(page, {"tun": "withdraw"})

    entry = Entry.objects.get(pk=ideas[0].pk)
    assert (entry.stage, entry.state) == (Stage.DECIDED, State.WITHDRAWN)
    assert OfficialAnswer.objects.get().text == "Ja."
    assert client.post(page, {"tun": "stage", "stage-stage": "30", "stage-reason": ""}).status_code == 422


def test_a_simple_entry_is_made_published_and_edited(signed_in, edith, process) -> None:
    client = signed_in(edith)
    fields = {"kind": Kind.PROJECT, "title": "Lernfabrik", "summary": "Neu.", "organisation": "Kammer"}

    client.post("/werkstatt/dialog/eintraege/neu/", fields)
    entry = Entry.objects.get()
    assert (entry.state, entry.organisation.name) == (State.DRAFT, "Kammer")
    client.post(f"/werkstatt/dialog/eintraege/{entry.pk}/", {"tun": "publish"})
    edit = f"/werkstatt/dialog/eintraege/{entry.pk}/text/"
    assert client.get(edit).status_code == 200
    response = client.post(edit, {"title": "Lernfabrik Süd", "summary": "Neu.", "version": "1"})

    entry.refresh_from_db()
    assert response.status_code == 302
    assert (entry.state, entry.title, entry.version) == (State.PUBLISHED, "Lernfabrik Süd", 2)


def test_the_second_of_two_editors_is_told_and_loses_nothing(signed_in, edith, process) -> None:
    entry = factories.EntryFactory(process=process, summary="Alter Text")
    client, page = signed_in(edith), f"/werkstatt/dialog/eintraege/{entry.pk}/text/"
    client.post(page, {"title": entry.title, "summary": "Text der ersten", "version": "1"})

    response = client.post(page, {"title": entry.title, "summary": "Text der zweiten", "version": "1"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "<del>ersten</del>" in html
    assert "Text der zweiten" in html
    again = {
        "title": entry.title,
        "summary": "Text der zweiten",
        "version": response.context["form"]["version"].value(),
    }
    assert client.post(page, again).status_code == 302
    assert Entry.objects.get(pk=entry.pk).summary == "Text der zweiten"


def picture(size=(2000, 1000), form="JPEG", **options) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, form, **options)
    return SimpleUploadedFile(f"bild.{form.lower()}", buffer.getvalue())


def test_a_picture_is_made_smaller_and_forgets_where_it_was_taken(ideas, edith) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken upright
    exif[0x013B] = "Name der Fotografin"
    exif.get_ifd(0x8825)[1] = "N"

    attachment = attach_image(actor=edith, entry=ideas[0], upload=picture(exif=exif.tobytes()), alt="Eine Wiese")

    with Image.open(attachment.file) as large, Image.open(attachment.small) as small:
        assert (large.format, large.size, small.size) == ("WEBP", (800, 1600), (240, 480))
        assert not large.getexif()
    assert AuditRecord.objects.get().act == "attach_image"


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("bild.jpg", b"kein Bild"),
        SimpleUploadedFile("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("bild.jpg", b""),
        SimpleUploadedFile("bild.jpg", b"\0" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_is_no_picture_is_refused(ideas, edith, upload) -> None:
    with pytest.raises(UnusableImage):
        attach_image(actor=edith, entry=ideas[0], upload=upload, alt="")

    assert not Attachment.objects.exists()


def test_a_decompression_bomb_is_refused(ideas, edith) -> None:
    with pytest.raises(UnusableImage, match="Bildpunkte"):
        attach_image(actor=edith, entry=ideas[0], upload=picture((9000, 9000), "PNG"), alt="")


def test_a_truncated_picture_is_refused(ideas, edith) -> None:
    half = picture().read()
    with pytest.raises(UnusableImage):
        attach_image(actor=edith, entry=ideas[0], upload=SimpleUploadedFile("b.jpg", half[: len(half) // 2]), alt="")


def test_a_picture_is_attached_and_removed_on_the_page(signed_in, edith, ideas) -> None:
    client, page = signed_in(edith), f"/werkstatt/dialog/eintraege/{ideas[0].pk}/"
    response = client.post(page, {"tun": "image", "image-upload": picture(), "image-alt": "Wiese"})
    assert response.status_code == 302
    refused = client.post(page, {"tun": "image", "image-upload": SimpleUploadedFile("x.jpg", b"x"), "image-alt": "X"})
    assert (refused.status_code, "kein Bild" in refused.content.decode()) == (422, True)

    client.post(f"{page}bilder/{Attachment.objects.get().pk}/entfernen/")

    assert not Attachment.objects.exists()


def test_a_removed_picture_can_be_brought_back_on_the_page(signed_in, edith, ideas) -> None:
    attachment = attach_image(actor=edith, entry=ideas[0], upload=picture(), alt="Wiese")
    client, page = signed_in(edith), f"/werkstatt/dialog/eintraege/{ideas[0].pk}/"
    html = client.post(f"{page}bilder/{attachment.pk}/entfernen/", follow=True).content.decode()

    client.post(re.search(r'action="([^"]*zurueckholen/[^"]*)"', html)[1])

    assert list(ideas[0].attachments.all()) == [attachment]
    assert list(AuditRecord.objects.values_list("act", flat=True).order_by("pk"))[-1] == "bring_attachment_back"


def test_a_removed_picture_goes_with_its_files_after_a_week(ideas, edith, django_capture_on_commit_callbacks) -> None:
    attachment = attach_image(actor=edith, entry=ideas[0], upload=picture(), alt="Wiese")
    storage, name = attachment.file.storage, attachment.file.name

    remove_attachment(actor=edith, attachment=attachment)
    enforce_retention()
    assert storage.exists(name)
    Attachment._base_manager.update(removed_at=timezone.now() - datetime.timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        enforce_retention()

    assert not storage.exists(name)
    assert not Attachment._base_manager.exists()
