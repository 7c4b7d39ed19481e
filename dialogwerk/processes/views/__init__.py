"""Pages of the frame: the public ones here, those of the back office in `workshop`."""

from dialogwerk.processes.views.public import about, legal, region, regions

__all__ = ["about", "legal", "region", "regions"]
