"""Full-text search over all entries: one interface, an index of its own for each database.

Words are folded and brought to their dictionary form by us, so that SQLite (FTS5) and PostgreSQL (tsvector) find the
same. A database trigger or a generated column keeps the index in step with `SearchDocument`: what is erased there is
gone from the search as well.
"""

from dialogwerk.entries.search.index import NewDocuments, index_entry, index_many
from dialogwerk.entries.search.likeness import Near, more_like, similar_titles
from dialogwerk.entries.search.query import Found, find, matching

__all__ = [
    "Found",
    "Near",
    "NewDocuments",
    "find",
    "index_entry",
    "index_many",
    "matching",
    "more_like",
    "similar_titles",
]
