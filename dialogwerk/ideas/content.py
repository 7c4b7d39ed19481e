"""What an idea says, apart from who says it."""

from dataclasses import dataclass, field

from dialogwerk.places.models import Region
from dialogwerk.processes.models import Topic


@dataclass(frozen=True)
class IdeaContent:
    """The cleaned answers of the idea form. `point` is (longitude, latitude) in degrees."""

    title: str
    summary: str
    texts: dict[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    region: Region | None = None
    place_name: str = ""
    point: tuple[float, float] | None = None
    needs: tuple[str, ...] = ()
    image_alt: str = ""
    image_copyright: str = ""
