"""A chosen picture survives a form that could not be saved: wrong fields (422) and somebody who was faster (409)."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dialogwerk.core.models import KeptUpload
from dialogwerk.core.retention import enforce_retention
from dialogwerk.entries.models import Attachment
from tests import factories


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def idea(process):
    return factories.IdeaFactory(entry__process=process)


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "green").save(buffer, "JPEG")
    return SimpleUploadedFile("wiese.jpg", buffer.getvalue(), "image/jpeg")


def answers(idea, **changes) -> dict[str, object]:
    entry = idea.entry
    told = {"title": "Digital-Scouts im Betrieb", "summary": "Wer kennt wen, und wer hilft wem im Betrieb weiter?"}
    return told | {"version": entry.version, "image": picture(), "image_alt": "Wiese", "approach": "Neu."} | changes


def key_in(html: str, name: str) -> str:
    return re.search(rf'name="{name}-kept" value="([\w-]+)" checked', html)[1]


def test_a_picture_outlives_a_wrong_field(signed_in, edith, idea) -> None:
    client, page = signed_in(edith), f"/dialog/ideen/{idea.pk}/bearbeiten/"

    html = client.post(page, answers(idea, title="")).content.decode()
    again = client.post(page, answers(idea, title="", image="") | {"image-kept": key_in(html, "image")})
    saved = client.post(page, answers(idea, image="") | {"image-kept": key_in(again.content.decode(), "image")})

    assert "„wiese.jpg“ verwenden" in html
    assert again.status_code == 422
    assert saved.status_code == 302
    assert Attachment.objects.get().alt == "Wiese"
    assert KeptUpload.objects.count() == 1


def test_a_picture_outlives_a_conflict(signed_in, edith, idea) -> None:
    client, page = signed_in(edith), f"/dialog/ideen/{idea.pk}/bearbeiten/"
    client.post(page, answers(idea, image="", image_alt="", approach="Von jemand anderem"))

    second = client.post(page, answers(idea))
    html = second.content.decode()
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    saved = client.post(page, answers(idea, image="", version=version) | {"image-kept": key_in(html, "image")})

    assert (second.status_code, saved.status_code) == (409, 302)
    assert Attachment.objects.get().alt == "Wiese"


def test_a_kept_picture_can_be_left_out(signed_in, edith, idea) -> None:
    client, page = signed_in(edith), f"/dialog/ideen/{idea.pk}/bearbeiten/"
    client.post(page, answers(idea, title=""))

    client.post(page, answers(idea, image="", image_alt=""))

    assert not Attachment.objects.exists()


def test_pictures_of_events_and_entries_outlive_a_wrong_field(signed_in, edith, process) -> None:
    event = factories.EventFactory(entry__process=process)
    client = signed_in(edith)
    pages = [
        (f"/werkstatt/dialog/termine/{event.pk}/bilder/", "", {}),
        (f"/werkstatt/dialog/eintraege/{event.pk}/", "image-", {"tun": "image"}),
    ]

    for address, prefix, more in pages:
        wrong = client.post(address, more | {f"{prefix}upload": picture(), f"{prefix}copyright": "Agentur"})
        key = key_in(wrong.content.decode(), f"{prefix}upload")
        right = {f"{prefix}upload-kept": key, f"{prefix}alt": "Wiese", f"{prefix}copyright": "Agentur"}
        assert (wrong.status_code, client.post(address, more | right).status_code) == (422, 302)

    assert Attachment.objects.count() == 2


def test_a_logo_outlives_a_colour_that_is_too_light(signed_in, lena, process) -> None:
    client, address = signed_in(lena), "/werkstatt/dialog/einrichten/traeger/"
    seen = client.get(address).context["form"].initial["seen"]
    told = {"short_name": "Ministerium", "accent": "#ffff00", "seen": seen}

    wrong = client.post(address, told | {"logo": picture()})
    key = key_in(wrong.content.decode(), "logo")
    right = client.post(address, told | {"accent": "#22356f", "logo-kept": key})

    assert (wrong.status_code, right.status_code) == (422, 302)
    process.owner.refresh_from_db()
    assert process.owner.logo


def test_what_is_no_picture_is_not_kept(signed_in, edith, idea) -> None:
    bad = SimpleUploadedFile("x.jpg", b"kein Bild")

    signed_in(edith).post(f"/dialog/ideen/{idea.pk}/bearbeiten/", answers(idea, title="", image=bad))

    assert not KeptUpload.objects.exists()


def test_an_unknown_key_is_no_file(signed_in, edith, idea) -> None:
    page = f"/dialog/ideen/{idea.pk}/bearbeiten/"

    signed_in(edith).post(page, answers(idea, image="", image_alt="") | {"image-kept": "geraten"})

    assert not Attachment.objects.exists()


def test_kept_files_go_after_a_day(signed_in, edith, idea, django_capture_on_commit_callbacks) -> None:
    signed_in(edith).post(f"/dialog/ideen/{idea.pk}/bearbeiten/", answers(idea, title=""))
    kept = KeptUpload.objects.get()
    KeptUpload.objects.update(kept_at=timezone.now() - datetime.timedelta(hours=25))

    with django_capture_on_commit_callbacks(execute=True):
        enforce_retention()

    assert not KeptUpload.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)
