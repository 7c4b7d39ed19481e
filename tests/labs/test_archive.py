"""A lab goes into a file and comes out of it as it was."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from dialogwerk.labs.actions import set_round
from dialogwerk.labs.actions.photos import add_photo
from dialogwerk.labs.actions.publishing import word_card
from dialogwerk.labs.archive import read_lab
from dialogwerk.labs.models import Card, Device, Lab, Photo, Round, SentOperation
from tests import factories


@pytest.fixture
def busy(lab, board, seat, lena, settings, tmp_path) -> Lab:
    """A lab in which everything happened once: rivals, merged cards, dots, refusals, a photo, a review."""
    settings.MEDIA_ROOT = tmp_path / "media"
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    photo = add_photo(
        actor=lena, board=board, upload=SimpleUploadedFile("w.png", picture.getvalue()), alt="Wand", copyright="Stadt"
    )
    phone, laptop = seat(), seat(facilitates=True)
    first = phone.write("=Erste Karte")
    second = laptop.write("Zweite Karte", photo=photo.pk, paper=7)
    start = str(SentOperation.objects.get(card=first).pk)
    phone.act("edit", first, text="Erste Karte, anders", parents=[start])
    laptop.act("edit", first, text="Erste Karte, ganz anders", parents=[start])
    phone.act("place", second, column="idea", position="a5")  # refused: not hers
    merged = laptop.write("Beide", sources=[str(first), str(second)])
    laptop.act("life", second, life="merged", into=[str(merged)])
    set_round(actor=lena, lab=lab, round=Round.DOTS)
    phone.act("dot", first, round=1, slot=0)
    word_card(actor=lena, lab=lab, card=Card.objects.get(pk=first), text="Für alle")
    Device.objects.filter(pk=phone.device.pk).update(email="ada@example.org")
    return Lab.objects.get(pk=lab.pk)


def test_circle_is_closed(busy, tmp_path) -> None:
    file = tmp_path / "lab.json"
    call_command("lab", "export", str(busy.pk), str(file))
    before = read_lab(busy)
    assert json.loads(file.read_text()) == before
    for model in (Card, Photo):
        model.objects.all().delete()
    number = busy.pk
    busy.delete()

    call_command("lab", "import", str(number), str(file))

    after = read_lab(Lab.objects.get())
    assert after == before
    assert Card.objects.get(number=2).photo.file.size > 0
    assert len(Card.objects.get(number=1).rivals) == 1
    assert "ada@example.org" not in file.read_text()
    assert not Device.objects.exclude(email="").exists()


def test_cards_for_people(busy, tmp_path) -> None:
    file = tmp_path / "karten.csv"

    call_command("lab", "export", str(busy.pk), str(file))

    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 3
    assert rows[0]["Fassungen"].startswith("'=Erste Karte")
    assert [row["Punkte"] for row in rows] == ["1", "0", "0"]
    assert rows[1]["Stand"] == "zusammengeführt"


def test_nothing_is_brought_in_twice_or_into_the_wrong_place(busy, tmp_path) -> None:
    file = tmp_path / "lab.json"
    call_command("lab", "export", str(busy.pk), str(file))
    other = factories.EventFactory(entry__process=busy.event.entry.process)

    with pytest.raises(CommandError, match="schon ein Labor"):
        call_command("lab", "import", str(busy.pk), str(file))
    with pytest.raises(CommandError, match="fehlen Tische: 1, 2"):
        call_command("lab", "import", str(other.pk), str(file))
    for number in (1, 2):
        factories.TableFactory(event=other, number=number)
    with pytest.raises(CommandError, match="schon da"):
        call_command("lab", "import", str(other.pk), str(file))
    file.write_text('{"format": "something"}')
    with pytest.raises(CommandError, match="keine Ausgabe eines Labors"):
        call_command("lab", "import", str(other.pk), str(file))
    assert Lab.objects.count() == 1
