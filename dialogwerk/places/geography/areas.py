"""The smallest places the sources know, without their shapes."""

from dataclasses import dataclass
from typing import NamedTuple

DISTRICT_MERGERS = {"03152": "03159", "03156": "03159", "16056": "16063"}
"""Districts of 2016 that have since become part of another: Göttingen and Osterode am Harz formed the new
Göttingen (2016-11-01), Eisenach joined Wartburgkreis (2021-07-01)."""

DISTRICT_DIGITS = 5


def district_of(key: str) -> str:
    """The district (five digits, after the mergers) of a municipality or quarter key."""
    district = key[:DISTRICT_DIGITS]
    return DISTRICT_MERGERS.get(district, district)


@dataclass(frozen=True)
class Area:
    """A municipality (key: 8-digit AGS of 2016-01-01) or a Berlin quarter (key: 10 digits).

    A quarter's key is Berlin's land, government region and district digits ("110000") with the borough's and
    the quarter's two digits, so its first eight digits are the official borough key.
    """

    key: str
    name: str
    kind: str

    @property
    def district(self) -> str:
        """The five-digit district it belongs to today."""
        return district_of(self.key)

    def has_prefix(self, prefix: str) -> bool:
        """Whether the key begins so; prefixes down to the district (five digits) know the mergers."""
        return (self.district if len(prefix) <= DISTRICT_DIGITS else self.key).startswith(prefix)


class Municipality(NamedTuple):
    """One row of ``municipalities.json.gz``; ``lon`` and ``lat`` are a point inside, degrees, 4 decimals."""

    ags: str
    name: str
    kind: str
    district: str
    lon: float
    lat: float

    @property
    def area(self) -> Area:
        """The same without the point, as region sets take it."""
        return Area(self.ags, self.name, self.kind)
