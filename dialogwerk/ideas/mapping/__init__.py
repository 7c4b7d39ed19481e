"""The idea map: which entries match, and how they come together in clusters."""

from dialogwerk.ideas.mapping.clusters import Cluster, MapAnswer, MapPoint, clusters
from dialogwerk.ideas.mapping.drawing import (
    Dot,
    RegionCounts,
    RegionOverview,
    SmallMap,
    dots_of,
    region_counts,
    region_overview,
    small_map,
)
from dialogwerk.ideas.mapping.filters import MapFilters, matching_entries
from dialogwerk.ideas.mapping.listing import Listing, entries_at_one_place, listing
from dialogwerk.ideas.mapping.view_box import ViewBox, view_box

__all__ = [
    "Cluster",
    "Dot",
    "Listing",
    "MapAnswer",
    "MapFilters",
    "MapPoint",
    "RegionCounts",
    "RegionOverview",
    "SmallMap",
    "ViewBox",
    "clusters",
    "dots_of",
    "entries_at_one_place",
    "listing",
    "matching_entries",
    "region_counts",
    "region_overview",
    "small_map",
    "view_box",
]
