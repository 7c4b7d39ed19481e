"""The list beside the map: the same entries as on it."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F

from dialogwerk.entries.models import Entry
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.queries.cards import cards_in_order
from dialogwerk.ideas.mapping.clusters import count_in_view
from dialogwerk.ideas.mapping.drawing import RegionCounts
from dialogwerk.ideas.mapping.filters import MapFilters, matching_entries
from dialogwerk.ideas.mapping.view_box import ViewBox
from dialogwerk.places.geography import grid
from dialogwerk.processes.models import Process

PER_PAGE = 20
MOST_PAGES = 100
FEW = 2000
"""Up to so many entries in a view are found by their cells, more of them by going through the newest."""
AT_ONE_PLACE = 50
NEWEST = ("-published_at", "-number")


@dataclass(frozen=True)
class Listing:
    """One page of the list. `total` counts all that match; `unplaced` those of them without a point."""

    page: Page
    total: int
    unplaced: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than pages can show."""
        return self.total > PER_PAGE * MOST_PAGES


def listing(process: Process, box: ViewBox | None, filters: MapFilters, counts: RegionCounts, number: str) -> Listing:
    """Return a page of the entries in `box`, or of all that match, those without a point included.

    Four queries, one more with a box.
    """
    found = matching_entries(process, filters)
    total, unplaced = counts.total, counts.unplaced
    if box:
        total, unplaced = count_in_view(process, box, filters), 0
        found = _in_box(found, box, is_found_otherwise=total > FEW or filters.is_narrow)
    newest = found.order_by(*NEWEST)
    paginator = Paginator(newest.values_list("pk", flat=True), PER_PAGE)  # the index holds all of it
    paginator.count = min(total, PER_PAGE * MOST_PAGES)
    page: Page = paginator.get_page(number)
    numbers = list(page.object_list)  # read apart: the condition of a search names its table and bears no nesting
    page.object_list = cards_in_order(numbers)
    return Listing(page, total, unplaced)


def _in_box(found: EntryQuerySet, box: ViewBox, *, is_found_otherwise: bool) -> EntryQuerySet:
    """Compare columns and rows of cells, which the indexes hold; both of `entry_map` and of `entry_list` do."""
    columns = (box.first & grid.COLUMN_BITS, box.last & grid.COLUMN_BITS)
    rows = (box.first & grid.ROW_BITS, box.last & grid.ROW_BITS)
    across, down = F("cell").bitand(grid.COLUMN_BITS), F("cell").bitand(grid.ROW_BITS)
    found = found.alias(across=across, down=down).filter(across__range=columns, down__range=rows)
    return found if is_found_otherwise else found.filter(cell__range=(box.first, box.last))


def entries_at_one_place(process: Process, filters: MapFilters, cell: int) -> list[Entry]:
    """Return the entries that stand at one and the same point, the newest first. Two queries."""
    found = matching_entries(process, filters).filter(cell=cell).order_by(*NEWEST)
    return list(found.for_cards()[:AT_ONE_PLACE])
