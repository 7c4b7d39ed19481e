"""The writes of this room: the region sets that come with the product, and those an operator brings."""

from dialogwerk.places.actions.importing import ImportResult, import_regions
from dialogwerk.places.actions.loading import load_base_regions

__all__ = ["ImportResult", "import_regions", "load_base_regions"]
