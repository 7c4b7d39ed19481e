"""Similar texts, what belongs to an issue, offers for a need, with the words they share."""

from sensemaking.search.index import Hit, Purpose, Search

__all__ = ["Hit", "Purpose", "Search"]
