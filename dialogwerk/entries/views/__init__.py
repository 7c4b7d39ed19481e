"""Pages of the spine, one module per family."""

from dialogwerk.entries.views.public import entry, short, trail, versions

__all__ = ["entry", "short", "trail", "versions"]
