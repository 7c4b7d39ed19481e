"""What the host does, and the pages of host, board and wall."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.labs.actions import (
    call_pitch,
    close_lab,
    open_lab,
    pause_timer,
    prepare_lab,
    set_note,
    set_round,
    start_timer,
)
from dialogwerk.labs.models import Board, Lab, LabStatus, Round
from tests import factories


def host_page(event, act: str = "") -> str:
    name, more = ("labs:run", [act]) if act else ("labs:host", [])
    return reverse(name, args=[event.entry.process.slug, event.pk, *more])


def test_preparing_gives_each_table_a_board_once(event, lena) -> None:
    lab = prepare_lab(actor=lena, event=event)
    factories.TableFactory(event=event, number=3)
    prepare_lab(actor=lena, event=event)

    codes = list(lab.boards.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 3
    assert AuditRecord.objects.filter(act="prepare_lab").count() == 1


def test_an_event_without_tables_says_what_to_do(process, lena) -> None:
    with pytest.raises(NotPossibleNow, match="noch keine Tische"):
        prepare_lab(actor=lena, event=factories.EventFactory(entry__process=process))

    assert not Lab.objects.exists()


def test_opening_closing_and_opening_again(event, lena) -> None:
    lab = open_lab(actor=lena, lab=prepare_lab(actor=lena, event=event))
    assert (lab.status, lab.round) == (LabStatus.OPEN, Round.WRITE)
    with pytest.raises(NotPossibleNow):
        open_lab(actor=lena, lab=lab)

    assert close_lab(actor=lena, lab=lab).closed_at
    assert open_lab(actor=lena, lab=lab).closed_at is None
    assert AuditRecord.objects.filter(act__in=["open_lab", "close_lab"]).count() == 3


def test_each_round_of_dots_counts_anew(lab, lena) -> None:
    first = set_round(actor=lena, lab=lab, round=Round.DOTS, dots_each=5)
    same = set_round(actor=lena, lab=lab, round=Round.DOTS, dots_each=4)
    set_round(actor=lena, lab=lab, round=Round.SORT)
    second = set_round(actor=lena, lab=lab, round=Round.DOTS)

    assert [one.dot_round for one in (first, same, second)] == [1, 1, 2]
    assert second.dots_each == 4


def test_the_timer_can_be_held_and_goes_on(lab, lena, time_machine) -> None:
    time_machine.move_to("2026-03-01 10:00:00+00:00", tick=False)
    start_timer(actor=lena, lab=lab, seconds=600)
    time_machine.shift(100)

    held = pause_timer(actor=lena, lab=lab)
    assert (held.timer_ends_at, held.timer_left) == (None, 500)

    on = start_timer(actor=lena, lab=lab, seconds=500)
    assert on.timer_ends_at.isoformat() == "2026-03-01T10:10:00+00:00"
    assert pause_timer(actor=lena, lab=lab, forget=True).timer_left is None


def test_calling_a_table_to_pitch_changes_the_round(lab, board, lena) -> None:
    called = call_pitch(actor=lena, lab=lab, board=board)
    assert (called.pitch_id, called.round) == (board.pk, Round.PITCH)
    assert call_pitch(actor=lena, lab=lab, board=None).pitch is None


def test_every_change_of_the_lab_is_news_for_the_devices(lab, lena) -> None:
    before = lab.seq

    assert set_note(actor=lena, lab=lab, note="Kaffee").seq == before + 1


def test_the_host_runs_a_lab_by_plain_forms(signed_in, event, lena) -> None:
    client = signed_in(lena)
    assert "Labor vorbereiten" in client.get(host_page(event)).content.decode()
    client.post(reverse("labs:prepare", args=[event.entry.process.slug, event.pk]))

    client.post(host_page(event, "eroeffnen"))
    client.post(host_page(event, "runde"), {"round": "punkten", "dots_each": "2", "dots_hidden": "on"})
    client.post(host_page(event, "uhr"), {"minutes": "10"})
    client.post(host_page(event, "hinweis"), {"note": "Noch zehn Minuten"})
    client.post(host_page(event, "pitch"), {"code": Board.objects.first().code})

    lab = Lab.objects.get()
    assert (lab.status, lab.dots_each, lab.note, lab.pitch) == (
        LabStatus.OPEN,
        2,
        "Noch zehn Minuten",
        Board.objects.first(),
    )
    assert lab.timer_ends_at is not None
    shown = client.get(host_page(event)).content.decode()
    assert all(board.code in shown for board in lab.boards.all())
    assert client.post(host_page(event, "schliessen"), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("act", "fields"), [("runde", {"round": "tanzen"}), ("uhr", {"minutes": "0"}), ("hinweis", {"note": "x" * 201})]
)
def test_wrong_input_is_told_and_changes_nothing(signed_in, event, lab, lena, act, fields) -> None:
    before = Lab.objects.values().get()

    answer = signed_in(lena).post(host_page(event, act), fields, follow=True)

    assert "kern-alert--danger" in answer.content.decode()
    assert Lab.objects.values().get() == before


def test_who_may_run_a_lab(client, signed_in, event, lab, paula) -> None:
    assert client.get(host_page(event)).status_code == 403
    assert signed_in(paula).post(host_page(event, "schliessen")).status_code == 403
    assert Lab.objects.get().is_open


def test_the_hosts_page_costs_the_same_for_two_and_for_twenty_tables(signed_in, event, lab, lena) -> None:
    client = signed_in(lena)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(host_page(event)).status_code == 200
        return len(queries)

    cost()
    for_two = cost()
    for number in range(3, 21):
        factories.TableFactory(event=event, number=number)
    prepare_lab(actor=lena, event=event)

    assert cost() == for_two <= 12


def test_the_facilitators_link_opens_the_board(client, board) -> None:
    address = reverse("labs:board", args=[board.code])
    assert client.get(address).status_code == 403
    assert client.get(address, {"schluessel": "falsch"}).status_code == 403

    answer = client.get(address, {"schluessel": board.facilitator_key}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert board.facilitator_key in answer.content.decode()


def test_the_wall_shows_cards_code_and_way_in(client, board, seat) -> None:
    seat().write("Ein Netzwerk aus Scouts")

    shown = client.get(reverse("labs:wall", args=[board.code]), {"groesse": "150", "schema": "dunkel"}).content.decode()

    assert "Ein Netzwerk aus Scouts" in shown
    assert board.code in shown
    assert "wall--150" in shown
    assert "wall--dark" in shown


@pytest.mark.parametrize("size", ["", "abc", "49", "1000", "-5"])
def test_an_impossible_size_is_the_usual_one(client, board, size) -> None:
    shown = client.get(reverse("labs:wall", args=[board.code]), {"groesse": size}).content.decode()

    assert "wall--100" in shown


def test_the_qr_code_is_a_picture(client, board) -> None:
    answer = client.get(reverse("labs:qr", args=[board.code]))

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg xmlns=")


def test_a_photo_of_the_pin_wall_is_kept_without_what_the_camera_wrote(signed_in, board, seat, lena) -> None:
    buffer = io.BytesIO()
    picture = Image.new("RGB", (60, 40), "white")
    exif = picture.getexif()
    exif[0x010F] = "Kamera"
    picture.save(buffer, "JPEG", exif=exif)
    upload = SimpleUploadedFile("wand.jpg", buffer.getvalue(), content_type="image/jpeg")

    signed_in(lena).post(reverse("labs:photos", args=[board.code]), {"upload": upload, "alt": "Stellwand mit Karten"})

    photo = board.photos.get()
    with photo.file.open("rb") as file:
        assert not Image.open(file).getexif()
    card = seat(facilitates=True).write("Abgetippt", photo=photo.pk, paper=17)
    typed = board.cards.get(pk=card)
    assert (typed.photo, typed.paper_number) == (photo, 17)


def test_no_picture_is_told(signed_in, board, lena) -> None:
    upload = SimpleUploadedFile("wand.jpg", b"kein Bild", content_type="image/jpeg")

    answer = signed_in(lena).post(reverse("labs:photos", args=[board.code]), {"upload": upload, "alt": "Wand"})

    assert answer.status_code == 422
    assert not board.photos.exists()
