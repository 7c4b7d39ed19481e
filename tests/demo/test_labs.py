"""The lab that is live: it can be joined at once, today and on every later day."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dialogwerk.demo.labs import codes, keep_live, live_tables
from dialogwerk.labs.actions import close_lab
from dialogwerk.labs.models import Board, CardKind, Lab, LabStatus, Life, SentOperation

pytestmark = [pytest.mark.demo, pytest.mark.xdist_group("demo")]


def test_live_lab_can_be_joined(loaded_demo, client) -> None:
    lab = Lab.objects.select_related("event__entry").get()
    boards = list(lab.boards.select_related("lab"))

    assert live_tables() == codes() == ["WERK49", "TEAM37", "PAKT64"]
    assert lab.event.entry.is_invented
    assert lab.event.starts_at <= timezone.now() < lab.event.ends_at
    assert lab.event.is_one_day
    assert [12 <= board.cards.filter(life=Life.LIVE).count() <= 18 for board in boards] == [True] * 3
    merged = boards[0].cards.filter(life=Life.MERGED)
    assert merged.count() == 2
    assert len({tuple(card.into) for card in merged}) == 1
    assert boards[0].cards.filter(kind=CardKind.RESULT).count() == 1
    assert not SentOperation.objects.exclude(refused="").exists()

    client.post(
        reverse("labs:table", args=["TEAM37"]), {"text": "Wir fragen zuerst die Nachtschicht", "column": "idea"}
    )

    assert Board.objects.get(code="TEAM37").cards.filter(text="Wir fragen zuerst die Nachtschicht").exists()


def test_live_lab_is_of_today_again_at_the_next_start(loaded_demo) -> None:
    lab = Lab.objects.get()
    close_lab(actor=None, lab=lab)

    keep_live()
    assert Lab.objects.get().status == LabStatus.CLOSED, "who closed it today wants it closed"

    with time_machine.travel(timezone.now() + datetime.timedelta(days=3), tick=False):
        keep_live()
        lab = Lab.objects.select_related("event").get()
        first, last = lab.event.programme.first(), lab.event.programme.last()

        assert lab.status == LabStatus.OPEN
        assert timezone.localdate(lab.event.starts_at) == timezone.localdate()
        assert first.starts_at == timezone.localtime(lab.event.starts_at).time()
        assert last.ends_at == timezone.localtime(lab.event.ends_at).time()

    for hour in (0, 9, 18, 23):
        late = timezone.localtime().replace(hour=hour, minute=40) + datetime.timedelta(days=4 + hour)
        with time_machine.travel(late, tick=False):
            keep_live()
            event = Lab.objects.select_related("event").get().event

            assert event.is_one_day
            assert event.starts_at <= timezone.now() < event.ends_at
            assert event.programme.last().ends_at == timezone.localtime(event.ends_at).time()
