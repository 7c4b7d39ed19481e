"""Reads across the tables of the spine."""

from dialogwerk.entries.queries.discussion import comments_for, discussion_context
from dialogwerk.entries.queries.ratings import rating_summary

__all__ = ["comments_for", "discussion_context", "rating_summary"]
