"""An event is over when the clock says so, or when somebody said that it was held."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.events.models import EventStatus
from tests import factories


@pytest.mark.parametrize(
    ("status", "hours", "is_over"),
    [
        (EventStatus.PLANNED, 2, False),
        (EventStatus.HELD, 2, True),
        (EventStatus.DOCUMENTED, 2, True),
        (EventStatus.CANCELLED, 2, False),
        (EventStatus.PLANNED, -1, True),
    ],
)
def test_held_events_are_over_before_their_last_minute(process, status, hours: int, is_over: bool) -> None:
    ends_at = timezone.now() + datetime.timedelta(hours=hours)
    starts_at = ends_at - datetime.timedelta(hours=5)

    event = factories.EventFactory(entry__process=process, status=status, starts_at=starts_at, ends_at=ends_at)

    assert event.is_over is is_over
