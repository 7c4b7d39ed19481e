"""The built data files, read once. Build them first; PLACES_DATA names another folder than ``data``."""

import os
from pathlib import Path

import pytest

from dialogwerk.places.geography.areas import Municipality
from dialogwerk.places.geography.lookup import MunicipalityLookup
from dialogwerk.places.geography.storage import MUNICIPALITIES, SHAPES, read_municipalities

DATA = Path(__file__).parents[3] / "dialogwerk" / "places" / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    return Path(os.environ.get("PLACES_DATA", DATA))


@pytest.fixture(scope="session")
def municipalities(data: Path) -> list[Municipality]:
    return read_municipalities(data / MUNICIPALITIES)


@pytest.fixture(scope="session")
def lookup(data: Path) -> MunicipalityLookup:
    return MunicipalityLookup.from_file(data / SHAPES)
