"""From a point to its regions, from a name to its point."""

from dialogwerk.places.models import Region


def cell_at(lon: float, lat: float) -> int:
    """Return the Z-order cell number of a point in degrees."""
    raise NotImplementedError


def regions_at(lon: float, lat: float) -> list[Region]:
    """Return the regions of all sets that hold the point."""
    raise NotImplementedError
