"""Where a fact comes from, in words a reader knows: the short names of the data files stand for addresses."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from dialogwerk.demo.reading import DATA, Dialogue, read_file

_SHORT = r"(?:SEED-[A-E]|[A-Z]\d{1,2})"
_LIST = re.compile(rf"\b{_SHORT}(?:, {_SHORT})*\b")
_BRACKETS = re.compile(rf" ?\[({_SHORT}(?:, {_SHORT})*)\]")


@cache
def addresses() -> dict[str, str]:
    """Return the address each short name stands for."""
    found: dict[str, str] = read_file(DATA / "sources.yaml")
    return found


def named(source: Any) -> str:
    """Return a source with its sites instead of short names: „SEED-B, N3, N12“ is „open.nrw, arbeitviernull.nrw“."""
    return _LIST.sub(lambda names: ", ".join(_sites(names[0])), str(source or ""))[:200]


def linked(text: str) -> str:
    """Return a text in Markdown with links to the sources instead of short names in brackets."""
    return _BRACKETS.sub(
        lambda names: f" (Quelle: {', '.join(f'[{site}]({address})' for site, address in _sites(names[1]).items())})",
        text,
    )


def list_of_sources(dialogue: Dialogue) -> str:
    """Return the addresses of all sources a process rests on, as a list in Markdown; nothing if there are none."""
    told = [dialogue.process, dialogue.events, dialogue.ideas, dialogue.entries, dialogue.challenges]
    names = {name for text in _texts(told) for names in _LIST.findall(text) for name in names.split(", ")}
    used = dict.fromkeys(address for name, address in addresses().items() if name in names)
    return "\n".join(f"- <{address}>" for address in used)


def _sites(names: str) -> dict[str, str]:
    """Return each site once, with the first of its addresses."""
    sites: dict[str, str] = {}
    for name in names.split(", "):
        address = addresses()[name]
        sites.setdefault(urlsplit(address).netloc.removeprefix("www."), address)
    return sites


def _texts(value: Any) -> Iterator[str]:
    """Yield every source, and every list of short names in brackets, below a record."""
    if isinstance(value, str):
        yield from _BRACKETS.findall(value)
    elif isinstance(value, dict):
        yield str(value.get("source") or "")
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))
