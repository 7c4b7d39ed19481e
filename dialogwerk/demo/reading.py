"""Reading the YAML files of the demonstration. The format is told in `docs/build/demo-data.md`; what it does not know
is an error, so that no sentence somebody wrote is lost unseen.
"""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

DATA = Path(__file__).resolve().parent / "data"
PROCESSES = ("berlin", "nrw", "hannover", "experimentierraeume", "allianz")
Record = dict[str, Any]

_COMMON = {
    "state",
    "key",
    "title",
    "summary",
    "topics",
    "region",
    "place",
    "comments",
    "ratings",
    "answer",
    "source",
    "invented",
}
KEYS = {
    "people": {"key", "name", "group"},
    "events": _COMMON
    | {
        "kind",
        "series",
        "number",
        "subtitle",
        "date",
        "starts",
        "ends",
        "venue",
        "organiser",
        "co_hosts",
        "facilitator",
    }
    | {"participants", "groups", "status", "guiding_question", "programme", "tables", "review", "cancelled", "online"}
    | {"takes_up"},
    "ideas": _COMMON
    | {"problem", "approach", "goals", "target_groups", "preconditions", "partners", "needs", "event", "table"}
    | {"author", "submitted", "ladder", "from", "builds_on", "support", "versions"},
    "contributions": {"event", "table", "online", "cards"},
    "entries": _COMMON | {"kind", "body", "on", "organisation", "facts"},
    "links": {"source", "target", "relation", "on", "by", "why", "invented"},
    "challenges": {"set", "challenges", "later", "missing"},
    "labs": {"event", "table", "code", "cards"},
    "sorting": {"title", "on", "events", "groups", "aside", "draft"},
    "surveys": {
        "title",
        "slug",
        "form",
        "phase",
        "event",
        "on",
        "until",
        "showing",
        "asks",
        "people",
        "groups",
        "summary",
        "body",
    }
    | {"blocks", "camps", "why", "statements", "proposals"},
}
DESK_KEYS = {
    "comments": {"key", "entry", "by", "on", "text"},
    "acts": {"act", "entry", "comment", "by", "on", "at", "rule", "text", "note", "of", "why", "name", "detail"},
}
CARD_KEYS = {
    "key",
    "column",
    "topics",
    "group",
    "text",
    "author",
    "submitted",
    "place",
    "title",
    "region",
    "source",
} | {"invented"}
BOARD_CARD_KEYS = {"key", "column", "group", "text", "colour", "from", "result"}


class DemoDataError(Exception):
    """The data breaks its own format; the message names file and record."""


class _Loader(yaml.CSafeLoader):
    """YAML in which `on` is a word: only true and false are booleans."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for sign, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile(r"^(?:true|false)$"), list("tf"))


@dataclass
class Dialogue:
    """Everything the files tell about one process."""

    slug: str
    process: Record
    people: list[Record] = field(default_factory=list)
    events: list[Record] = field(default_factory=list)
    ideas: list[Record] = field(default_factory=list)
    contributions: list[Record] = field(default_factory=list)
    entries: list[Record] = field(default_factory=list)
    links: list[Record] = field(default_factory=list)
    challenges: list[Record] = field(default_factory=list)
    labs: list[Record] = field(default_factory=list)
    sorting: list[Record] = field(default_factory=list)
    surveys: list[Record] = field(default_factory=list)
    comments: list[Record] = field(default_factory=list)
    acts: list[Record] = field(default_factory=list)


def read_file(path: Path) -> Any:
    """Return what a file holds. Raises `DemoDataError` where it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # nosec: a safe loader
    except yaml.YAMLError as error:
        raise DemoDataError(f"{path.name}: {error}") from error


def read_dialogue(slug: str) -> Dialogue:
    """Return all records of one process, checked for unknown keys."""
    folder = DATA / slug
    dialogue = Dialogue(slug, read_file(folder / "process.yaml"))
    for kind, known in KEYS.items():
        for path in sorted(folder.glob(f"{kind}*.yaml")):
            for record in read_file(path) or []:
                _check(path, record, known)
                getattr(dialogue, kind).append(record)
    _read_desk(folder / "desk.yaml", dialogue)
    return dialogue


def _read_desk(path: Path, dialogue: Dialogue) -> None:
    if path.exists():
        told = read_file(path)
        for kind, known in DESK_KEYS.items():
            for record in told.get(kind, []):
                _check(path, record, known)
                getattr(dialogue, kind).append(record)


def _check(path: Path, record: Record, known: set[str]) -> None:
    unknown = set(record) - known
    for card in record.get("cards", []):
        unknown |= set(card) - (BOARD_CARD_KEYS if "code" in record else CARD_KEYS)
    if unknown:
        name = record.get("key") or record.get("event") or record.get("source")
        raise DemoDataError(f"{path.name}: {name}: unknown keys {sorted(unknown)}")


def day(value: Any) -> datetime.date:
    """Return the date a record names: ISO, or `{days: n}` from today."""
    if isinstance(value, dict):
        return timezone.localdate() + datetime.timedelta(days=value["days"])
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(str(value))


def moment(value: Any, clock: str = "12:00") -> datetime.datetime:
    """Return the date a record names at `clock` (hh:mm) in local time."""
    hour, minute = (int(part) for part in str(clock).split(":")[:2])
    return timezone.make_aware(datetime.datetime.combine(day(value), datetime.time(hour, minute)))


def paragraphs(text: str) -> str:
    """Return a folded text, in which one line break parts two paragraphs, as Markdown."""
    return "\n\n".join(filter(None, map(str.strip, text.split("\n"))))
