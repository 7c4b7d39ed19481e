"""Filters and tags of all templates."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dialogwerk.core.drawn import draw
from dialogwerk.core.gate import may as gate_may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.text import excerpt, render_markdown
from dialogwerk.processes.models import Owner

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Return the safe HTML of a Markdown text."""
    return render_markdown(text or "")


@register.filter
def shorten(text: str, length: int = 200) -> str:
    """Return the beginning of a text, cut at a word."""
    return excerpt(text or "", length)


@register.filter
def quoted(text: str) -> str:
    """Return the text in the quotation marks of the language of the page."""
    return f"„{text}“" if get_language() == "de" else f"“{text}”"


@register.filter
def long_date(value: Any) -> str:
    """Return a date as „Mi., 17. Januar 2018“, in English as “Wed 17 January 2018”."""
    if not value:
        return ""
    if hasattr(value, "tzinfo") and value.tzinfo:
        value = timezone.localtime(value)
    weekday = format_date(value, "D")
    if get_language() == "de":
        weekday = f"{weekday.removesuffix('.')}.,"
    return f"{weekday} {format_date(value, 'DATE_FORMAT')}"


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return which KERN control a field is: check, checks, radio, select, file or input."""
    kinds = [
        (CheckboxSelectMultiple, "checks"),
        (RadioSelect, "radio"),
        (CheckboxInput, "check"),
        (Select, "select"),
        (FileInput, "file"),
    ]
    for widget, kind in kinds:
        if isinstance(field.field.widget, widget):
            return kind
    return "input"


@register.filter
def attributes(attrs: dict[str, Any]) -> SafeString:
    """Return the HTML attributes of a widget: those that are False are left out, those that are True have no value."""
    shown = ((name, value) for name, value in attrs.items() if value is not False)
    return mark_safe(  # nosec: values are escaped, names are ours
        "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in shown)
    )


@register.filter
def options(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """Return the options of a select, in their groups; in its template each of them would take ten nodes."""
    parts: list[str] = []
    for group, members, _index in groups:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        for one in members:
            value, label = escape(str(one["value"])), conditional_escape(localize(one["label"]))
            parts.append(f'\n  <option value="{value}"{attributes(one["attrs"])}>{label}</option>')
        if group:
            parts.append("</optgroup>")
    return mark_safe("".join(parts))  # nosec: values are escaped


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], permission: str, target: Any = None) -> bool:
    """Say whether the reader may do `permission` (name of the enum member) to `target`."""
    return gate_may(context["request"].user, Permission[permission], target)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """Return the page's query string with `changes` made; None or "" removes a parameter, `page` starts anew."""
    parameters = context["request"].GET.copy()
    if "page" not in changes:
        parameters.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = value
    encoded = urlencode(sorted(parameters.lists()), doseq=True)
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def drawn(template: str, **shown: Any) -> str:
    """Draw a part of the page that shows nothing but `shown`, anew only where it has changed (`core.drawn`)."""
    return draw(template, **shown)


@register.simple_tag
def accent_address(owner: Owner) -> str:
    """Return the address of the style sheet with the owner's colour; it changes with the colour."""
    return reverse("web:accent", kwargs={"owner": owner.pk, "accent": owner.accent[1:]})


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the numbers to offer around the current page, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
