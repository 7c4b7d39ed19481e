"""Filters for pages of the live room."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    """Show seconds as minutes and seconds: 605 is "10:05"."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def value_of(names: dict[str, Any], name: str) -> Any:
    """Return what a dictionary says of a name."""
    return names.get(name, "")
