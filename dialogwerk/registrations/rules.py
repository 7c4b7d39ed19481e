"""Who may have a seat, and what may be done when: arithmetic and predicates, no queries."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from dialogwerk.entries.models import State
from dialogwerk.events.models import Event
from dialogwerk.processes.models import ProcessStatus
from dialogwerk.registrations.models import Mode, RegistrationForm


@dataclass
class Seats:
    """The seats of one event as they stand under its lock. `limit` is None where nothing limits them."""

    limit: int | None
    taken: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)  # group -> seats that are kept for it and not released
    taken_by_group: dict[str, int] = field(default_factory=dict)
    table_limits: Mapping[int, int] = field(default_factory=dict)  # table -> seats; others take any number
    taken_by_table: dict[int, int] = field(default_factory=dict)

    def still_kept(self, besides: str = "") -> int:
        """Return how many free seats are kept for groups other than `besides`."""
        return sum(
            max(0, seats - self.taken_by_group.get(group, 0)) for group, seats in self.kept.items() if group != besides
        )

    def free_for(self, group: str) -> int | None:
        """Return how many seats somebody of `group` (may be empty) can choose from, None for any number."""
        if self.limit is None:
            return None
        return max(0, self.limit - self.taken - self.still_kept(besides=group))

    def admits(self, group: str) -> bool:
        """Say whether one more of `group` fits in."""
        return self.free_for(group) != 0

    def has_room_at(self, table: int | None) -> bool:
        """Say whether one more fits at a table."""
        if table is None:
            return False
        return table not in self.table_limits or self.taken_by_table.get(table, 0) < self.table_limits[table]

    def table_for(self, *wishes: int | None) -> int | None:
        """Return the first wish with room."""
        return next((wish for wish in wishes if self.has_room_at(wish)), None)

    def take(self, group: str, table: int | None, by: int = 1) -> None:
        """Count a seat as taken, or with -1 as given back."""
        self.taken += by
        self.taken_by_group[group] = self.taken_by_group.get(group, 0) + by
        if table is not None:
            self.taken_by_table[table] = self.taken_by_table.get(table, 0) + by


def takes_place(event: Event) -> bool:
    """It is announced, not called off and not over."""
    return event.entry.state == State.PUBLISHED and not event.is_cancelled and not event.is_over


def is_open(form: RegistrationForm) -> bool:
    """Somebody may register now, with or without an invitation."""
    now = timezone.now()
    return (
        form.mode != Mode.CLOSED
        and takes_place(form.event)
        and form.event.entry.process.status == ProcessStatus.OPEN
        and (form.opens_at is None or form.opens_at <= now)
        and now < closing_of(form)
    )


def closing_of(form: RegistrationForm) -> datetime.datetime:
    """Return when registration ends: at the latest when the event begins."""
    return min(form.closes_at or form.event.starts_at, form.event.starts_at)


def offer_deadline(form: RegistrationForm) -> datetime.datetime:
    """Return until when a place offered now may be accepted: never later than the beginning."""
    return min(timezone.now() + datetime.timedelta(hours=form.offer_hours), form.event.starts_at)


def may_still_change(form: RegistrationForm) -> bool:
    """Somebody who registered may change or cancel until the event begins."""
    return not form.event.is_cancelled and timezone.now() < form.event.starts_at
