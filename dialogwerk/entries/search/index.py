"""Writing the index."""

from dialogwerk.entries.models import Entry


def index_entry(entry: Entry) -> None:
    """Write the words of `entry` (and of its detail sheet's texts) into the search index."""


def index_all() -> None:
    """Write the index of all entries anew."""
