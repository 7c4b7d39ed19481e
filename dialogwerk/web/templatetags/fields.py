"""Fields of filters: the same dozens of options stand on every page of a list, so that they are kept as drawn."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import get_template

from dialogwerk.core.drawn import kept

register = template.Library()


@register.simple_tag
def drawn_field(field: BoundField, template: str = "forms/field.html") -> str:
    """Draw a field of a form, anew only where its value, its choices or what is said of it has changed.

    What somebody typed is not kept. One query for choices from a table, as ever.
    """

    def draw() -> str:
        return get_template(template).render({"field": field})

    own: Any = field.field
    choices = list(iter(getattr(own, "choices", ())))  # iter: those from a table would be counted first
    if choices:
        own.widget.choices = choices  # those from a table would be read again for drawing
    elif field.value():
        return draw()
    return kept((template, *_told_of(field, choices)), draw)


def _told_of(field: BoundField, choices: list[Any]) -> tuple[Any, ...]:
    """Return everything a field may show."""
    own: Any = field.field
    return (
        type(own),
        type(own.widget),
        field.html_name,
        field.auto_id,
        str(field.label),
        str(field.help_text),
        own.required,
        own.disabled,
        tuple(own.widget.attrs.items()),
        repr(field.value()),
        tuple(map(str, field.errors)),
        tuple(_flat(choices)),
    )


def _flat(choices: Iterable[Any]) -> Iterable[str]:
    """Return values and labels, those of groups behind the name of their group."""
    for value, label in choices:
        yield str(value)
        if isinstance(label, list | tuple):
            yield from _flat(label)
            yield ""
        else:
            yield str(label)
