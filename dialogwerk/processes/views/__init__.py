"""Pages of the frame: the public ones here, those of the back office in `workshop`."""

from dialogwerk.processes.views.about import about, legal, preview

__all__ = ["about", "legal", "preview"]
