"""From rows of text to contributions that fit the process, and a reason for each row that does not."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from dialogwerk.core.text import fold
from dialogwerk.ideas.models import Contribution
from dialogwerk.opendata.importing.reading import Row
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic

MOST_TEXT = 2000
GERMAN_DATES = {"%d.%m.%Y %H:%M": True, "%d.%m.%Y": False, "%d.%m.%y": False}


@dataclass(frozen=True)
class NewContribution:
    """A row that fits, with what its words stand for."""

    row: int
    key: str
    title: str
    text: str
    author: str
    topic: str
    region: Region | None
    point: tuple[float, float] | None
    created_at: datetime.datetime | None


@dataclass(frozen=True)
class Fault:
    """A row that does not fit, and why."""

    row: int
    reason: str


@dataclass
class Report:
    """What an import would do."""

    new: list[NewContribution] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    new_topics: list[str] = field(default_factory=list)


class RowError(Exception):
    """Why one row does not fit."""


def topics_by_name(process: Process) -> dict[str, Topic]:
    """Return the topics of all vocabularies of a process by folded slug and title. One query."""
    topics = Topic.objects.filter(vocabulary__process=process)
    return {fold(name): topic for topic in topics for name in (topic.slug, topic.title)}


class Checker:
    """Checks rows against one process. Three queries when it is made, none per row."""

    def __init__(self, process: Process, source: str) -> None:
        regions = Region.objects.filter(region_set=process.region_set)
        self.topics = topics_by_name(process)
        self.regions = {fold(name): region for region in regions for name in (region.slug, region.name, region.key)}
        known = Contribution.objects.filter(entry__process=process, source_name=source).exclude(source_key="")
        self.known = set(known.values_list("source_key", flat=True))

    def check(self, rows: Iterable[Row]) -> Report:
        """Sort `rows` into new, known and faulty ones; a row that stands twice is faulty the second time."""
        report = Report()
        seen: dict[str, int] = {}
        for row in rows:
            try:
                contribution = self._contribution(row)
            except RowError as error:
                report.faults.append(Fault(row.number, str(error)))
                continue
            if contribution.key in self.known:
                report.known += 1
            elif contribution.key in seen:
                reason = _("steht schon in Zeile %(row)s") % {"row": seen[contribution.key]}
                report.faults.append(Fault(row.number, reason))
            else:
                seen[contribution.key] = row.number
                report.new.append(contribution)
        names = dict.fromkeys(contribution.topic for contribution in report.new if contribution.topic)
        report.new_topics = [name for name in names if fold(name) not in self.topics]
        return report

    def _contribution(self, row: Row) -> NewContribution:
        texts = row.texts
        text = texts.get("text", "")
        if not text:
            raise RowError(_("der Text fehlt"))
        if len(text) > MOST_TEXT:
            raise RowError(
                _("der Text hat %(length)s Zeichen, erlaubt sind %(most)s") % {"length": len(text), "most": MOST_TEXT}
            )
        return NewContribution(
            row=row.number,
            key=_key(texts),
            title=texts.get("title", "")[:200],
            text=text,
            author=texts.get("author", "")[:80],
            topic=texts.get("topic", "")[:160],
            region=_region(self.regions, texts.get("region", "")),
            point=_point(texts.get("lat", ""), texts.get("lon", "")),
            created_at=_moment(texts.get("created", "")),
        )


def _key(texts: dict[str, str]) -> str:
    """Return what tells a row from all others: its own id, else a hash of all it says."""
    if texts.get("source_id"):
        return texts["source_id"][:120]
    said = "\x1f".join(f"{name}={texts[name]}" for name in sorted(texts))
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def _region(regions: dict[str, Region], name: str) -> Region | None:
    if name and fold(name) not in regions:
        raise RowError(_("die Region „%(name)s“ gibt es hier nicht") % {"name": name})
    return regions.get(fold(name))


def _point(lat: str, lon: str) -> tuple[float, float] | None:
    if not lat and not lon:
        return None
    try:
        north, east = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError as error:
        raise RowError(_("„lat“ und „lon“ müssen beide Zahlen in Grad sein")) from error
    if not (-85 <= north <= 85 and -180 <= east <= 180):
        raise RowError(_("der Punkt %(lat)s, %(lon)s liegt nicht auf der Karte") % {"lat": lat, "lon": lon})
    return east, north


def _moment(text: str) -> datetime.datetime | None:
    if not text:
        return None
    moment = _parsed(text)
    if moment is None:
        raise RowError(_("„%(text)s“ ist kein Datum (erwartet wird 2018-01-17 oder 17.01.2018)") % {"text": text})
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > timezone.now():
        raise RowError(_("das Datum %(text)s liegt in der Zukunft") % {"text": text})
    return moment


def _parsed(text: str) -> datetime.datetime | None:
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime.datetime.combine(day, datetime.time(12))
    except ValueError:
        return None
    if moment is not None:
        return moment
    for pattern, has_time in GERMAN_DATES.items():
        try:
            moment = datetime.datetime.strptime(text, pattern)
        except ValueError:
            continue
        return moment if has_time else moment.replace(hour=12)
    return None
