"""The trail (Wirkungspfad): everything an entry came from and everything it went into.

One recursive query walks the links, one query reads the cards; the rest is plain Python over frozen dataclasses.
"""

from dialogwerk.entries.trails.model import Column, End, Station, Step, Trail, Votes
from dialogwerk.entries.trails.picture import Picture, draw
from dialogwerk.entries.trails.reading import leads_to, reached_from, trail_of
from dialogwerk.entries.trails.walk import Edge, Walk, walk

__all__ = [
    "Column",
    "Edge",
    "End",
    "Picture",
    "Station",
    "Step",
    "Trail",
    "Votes",
    "Walk",
    "draw",
    "leads_to",
    "reached_from",
    "trail_of",
    "walk",
]
