"""Who came to an event, told so that nobody can be made out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dialogwerk.events.models import EventGroupCount

SMALL_GROUP = 3  # fewer people of one group than this are not shown singly


@dataclass(frozen=True)
class Attendance:
    """Who came: the groups that are large enough to be named, and all others together."""

    groups: tuple[tuple[str, int], ...]
    others: int

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """Each bar: the named groups, then all others together."""
        rest = ((_("kleine Gruppen zusammengefasst"), self.others),) if self.others else ()
        return (*self.groups, *rest)


def attendance_of(counts: Iterable[EventGroupCount]) -> Attendance:
    """Put groups of fewer than three people together, so that nobody can be made out.

    Where that would leave one small group alone, or fewer than three people in all, the next larger group joins them.
    """
    told = list(counts)
    large = sorted((count for count in told if count.count >= SMALL_GROUP), key=lambda count: -count.count)
    small = [count for count in told if 0 < count.count < SMALL_GROUP]
    while small and large and (len(small) < 2 or sum(count.count for count in small) < SMALL_GROUP):
        small.append(large.pop())
    groups = tuple((str(one.get_group_display()), one.count) for one in large)
    return Attendance(groups, sum(one.count for one in small))
