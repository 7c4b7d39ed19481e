"""Parts of pages as they were drawn last: most of what a page costs is drawing the same parts again.

A part is kept by everything it shows, so that it is drawn again as soon as anything on it changes and never before.
Nothing has to be thrown away by hand, and nobody sees what he may not: what is shown was read first, as ever.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import Model
from django.template.loader import get_template
from django.utils.translation import get_language

MOST = 1_500_000
"""So many characters are kept in each process."""

_drawn: dict[Hashable, str] = {}
_length = 0


def draw(template: str, **shown: Any) -> str:
    """Return what a template makes of `shown`, drawn anew only where something in it has changed. No query.

    The template gets nothing else. Values are compared whole: numbers, texts, tuples, frozen dataclasses.

    Raises:
        TypeError: for what can change in itself, like lists and models (of which only the number is compared).

    """
    if any(isinstance(value, Model) for value in shown.values()):
        raise TypeError(f"{template} is to be drawn from a model, of which only the number would be compared")
    return kept((template, *shown.items()), lambda: get_template(template).render(shown))


def kept(key: Hashable, make: Callable[[], str]) -> str:
    """Return what `make` drew last time for this key in this language."""
    global _length  # noqa: PLW0603
    key = (get_language(), key)
    part = _drawn.get(key)
    if part is None:
        part = make()
        if _length + len(part) > MOST:
            forget()
        _drawn[key] = part
        _length += len(part)
    return part


def forget() -> None:
    """Begin anew."""
    global _length  # noqa: PLW0603
    _drawn.clear()
    _length = 0
