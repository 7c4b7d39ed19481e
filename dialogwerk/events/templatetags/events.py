"""Tags of the pages of events."""

import datetime

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone

from dialogwerk.events.models import Event

register = template.Library()


@register.filter
def clock(value: datetime.time | None) -> str:
    """Return „16:00“."""
    return f"{value:%H:%M}" if value else ""


@register.filter
def day_number(event: Event) -> str:
    """Return the day of the month, for the calendar leaf."""
    return str(timezone.localtime(event.starts_at).day)


@register.filter
def month_and_year(event: Event) -> str:
    """Return „Nov. 2016“."""
    return str(format_date(timezone.localtime(event.starts_at), "M Y"))
