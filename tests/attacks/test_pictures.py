"""Pictures that are too large, no pictures at all, or more than a picture; and who may see them."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dialogwerk.entries.actions.attachments import LARGE, UnusableImage, attach_image, open_image, remove_attachment
from dialogwerk.entries.models import Attachment, State
from dialogwerk.labs.actions import open_lab, prepare_lab
from dialogwerk.labs.actions.photos import add_photo
from tests import factories

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def idea(process):
    return factories.IdeaFactory(entry__process=process)


def upload(content: bytes, name: str = "bild.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def jpeg(size=(60, 20), **options) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, "JPEG", **options)
    return buffer.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has `width` x `height` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xd8" + bytes(20 * 1024 * 1024), "Das Bild ist 20 MB groß. Erlaubt sind 10 MB."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "kein Bild"),
        (b"<html><script>alert(1)</script>", "kein Bild"),
        (jpeg()[:200], "kein Bild"),
        (png_of(60_000, 60_000), "Das Bild hat zu viele Bildpunkte."),
        (png_of(9_000, 9_000), "zu viele Bildpunkte (9000 × 9000)"),
        (png_of(4_000, 4_000), "kein Bild"),
        (b"", "kein Bild"),
    ],
    ids=["20 MB", "SVG", "HTML", "truncated", "bomb", "too many", "empty bomb", "nothing"],
)
def test_unusable_files_are_told_in_german_and_change_nothing(content, complaint, idea, signed_in, edith) -> None:
    told = {"title": "Digital-Scouts im Betrieb", "summary": "Wer kennt wen, und wer hilft wem im Betrieb weiter?"}
    told |= {"version": idea.entry.version, "image": upload(content), "image_alt": "Ein Bild", "approach": "Neu."}

    answer = signed_in(edith).post(f"/dialog/ideen/{idea.pk}/bearbeiten/", told)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in html or ("leer" in html and not content)
    assert not Attachment._base_manager.exists()


def test_a_picture_wants_a_description(idea, signed_in, edith) -> None:
    told = {"title": "Digital-Scouts im Betrieb", "summary": "Wer kennt wen, und wer hilft wem im Betrieb weiter?"}
    told |= {"version": idea.entry.version, "image": upload(jpeg()), "image_alt": "  ", "approach": "Neu."}

    answer = signed_in(edith).post(f"/dialog/ideen/{idea.pk}/bearbeiten/", told)

    assert answer.status_code == 422
    assert not Attachment._base_manager.exists()


def test_place_and_camera_are_gone_and_the_picture_stands_upright(idea, edith) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "GeheimeKamera"
    exif.get_ifd(GPS)[2] = (50.0, 52.0, 12.0)
    content = jpeg(exif=exif.tobytes(), comment=b"GeheimerOrt")

    attachment = attach_image(actor=edith, entry=idea.entry, upload=upload(content), alt="Bild")

    assert (attachment.width, attachment.height) == (20, 60)
    for file in (attachment.file, attachment.small):
        raw = file.open().read()
        picture = Image.open(io.BytesIO(raw))
        assert (picture.format, dict(picture.getexif()), picture.size) == ("WEBP", {}, (20, 60))
        assert b"Geheim" not in raw


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04 ein Archiv", b"%PDF-1.7 ein Dokument"])
def test_nothing_comes_along_behind_the_pixels(behind, idea, edith) -> None:
    attachment = attach_image(actor=edith, entry=idea.entry, upload=upload(jpeg() + behind, "x.php.jpg"), alt="Bild")

    for file in (attachment.file, attachment.small):
        assert behind not in file.open().read()
        assert file.name.endswith(".webp")
        assert ".php" not in file.name


def test_a_large_picture_is_made_small_at_once() -> None:
    """It is made small before anything else is done with it: each step would copy all pixels."""
    content = jpeg((4000, 3000), quality=10)

    assert max(open_image(upload(content)).size) == LARGE
    with pytest.raises(UnusableImage, match="zu viele Bildpunkte"):
        open_image(upload(png_of(10_000, 6_001)))


def test_a_colour_table_and_a_transparent_ground_survive(idea, edith) -> None:
    picture = Image.new("P", (30, 30))
    picture.putpalette([255, 0, 0] * 256)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", transparency=0)

    attachment = attach_image(actor=edith, entry=idea.entry, upload=upload(buffer.getvalue(), "x.png"), alt="Bild")

    assert Image.open(attachment.file).convert("RGBA").getpixel((3, 3))[3] == 0


def test_a_picture_is_seen_by_whoever_sees_its_entry(idea, edith, lena, client) -> None:
    attachment = attach_image(actor=edith, entry=idea.entry, upload=upload(jpeg()), alt="Bild")
    addresses = [attachment.file.url, attachment.small.url]

    def found() -> set[int]:
        return {client.get(address).status_code for address in addresses}

    answer = client.get(addresses[0])
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200, "image/webp", "nosniff",
    )  # fmt: skip
    idea.entry.state = State.HIDDEN
    idea.entry.save()
    assert found() == {404}
    client.force_login(lena, backend="django.contrib.auth.backends.ModelBackend")
    assert found() == {200}
    remove_attachment(actor=edith, attachment=attachment)
    assert found() == {404}


def test_what_only_lies_in_the_folder_has_no_address(db, client, tmp_path) -> None:
    for folder in ("pending", "kept", "drafts", "attachments", "labs", "owners"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.html").write_text("<script>alert(1)</script>")
    (tmp_path.parent / "geheim.txt").write_text("geheim")

    folders = [f"{folder}/x.html" for folder in ("pending", "kept", "drafts", "attachments", "labs", "owners")]
    for path in [*folders, "../geheim.txt", "attachments/../../geheim.txt", "%2e%2e/geheim.txt", ""]:
        assert client.get(f"/media/{path}").status_code == 404


def test_photos_of_a_pin_wall_are_for_the_team(process, lena, client, signed_in) -> None:
    event = factories.EventFactory(entry__process=process)
    factories.TableFactory(event=event)
    board = open_lab(actor=lena, lab=prepare_lab(actor=lena, event=event)).boards.get()
    photo = add_photo(actor=lena, board=board, upload=upload(jpeg()), alt="Stellwand")

    assert client.get(photo.file.url).status_code == 404
    assert signed_in(lena).get(photo.file.url).status_code == 200
