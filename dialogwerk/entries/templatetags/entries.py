"""Filters and tags of the spine's templates."""

from typing import Any

from django import template

from dialogwerk.core.drawn import draw
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.drawn import draw_card
from dialogwerk.entries.ladder import Rung, ladder
from dialogwerk.entries.models import Entry, Stage
from dialogwerk.entries.trails.model import Station, Trail
from dialogwerk.entries.trails.told import told_of

register = template.Library()


@register.filter
def address(entry: Entry) -> str:
    """Return the canonical address of an entry. No query."""
    return page_of(entry)


@register.filter
def short_number(entry: Entry) -> str:
    """Return „#1234“, without the dots that numbers of things would get."""
    return f"#{entry.pk}"


@register.simple_tag
def entry_card(entry: Entry, template: str = "entries/_card.html", **choices: Any) -> str:
    """Draw the card of an entry (from `for_cards()`), which may read what `entries.drawn.SHOWN` names. No query."""
    return draw_card(entry, template, **choices)


@register.filter
def rungs(entry: Entry) -> list[Rung]:
    """Return the maturity ladder of an entry with its dates. One query at most."""
    return ladder(entry)


@register.filter
def left_ladder(entry: Entry) -> bool:
    """Say whether the entry was parked or given up."""
    return entry.stage in (Stage.PARKED, Stage.NOT_PURSUED)


@register.simple_tag
def station_told(template: str, station: Station, trail: Trail) -> str:
    """Draw what a station of the trail that the reader may see tells (`trails.told`). No query."""
    return draw(template, station=told_of(station, trail))


@register.simple_tag
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    """Return `mapping[key]`, an empty list where there is none."""
    return mapping.get(key, [])
