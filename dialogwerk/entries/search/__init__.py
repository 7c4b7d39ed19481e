"""Full-text search over all entries: one interface, an index of its own for each database."""

from dialogwerk.entries.search.index import index_all, index_entry

__all__ = ["index_all", "index_entry"]
