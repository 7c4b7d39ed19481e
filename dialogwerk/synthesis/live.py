"""Pushing what is done at a sorting table to the pages that show it (`core.feeds`)."""

from dialogwerk.core import feeds
from dialogwerk.synthesis.models import SortingTable
from dialogwerk.synthesis.queries.tables import table_channel, told_since


class Feed(feeds.Feed):
    """The news of one table."""

    def __init__(self, table: int, seq: int) -> None:
        super().__init__(table_channel(table), table_channel(table))
        self.table, self.seq = table, seq

    def _read(self) -> bytes:
        table = SortingTable.objects.get(pk=self.table)
        told = told_since(table, self.seq)
        self.seq = table.seq
        return feeds.event("zug", told["cursor"], feeds.compact(told))


def follow(table: int, seq: int) -> feeds.Line:
    """Return a line that brings what is done at a table from `seq` on, for one listener."""
    return feeds.follow(table_channel(table), lambda: Feed(table, seq))
