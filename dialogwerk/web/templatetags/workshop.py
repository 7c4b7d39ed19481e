"""The navigation of the back office."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.models import Process
from dialogwerk.web.waiting import Waiting

register = template.Library()
# words, address, permission that the page asks for
PAGES = (
    (_("Übersicht"), "web:workshop", Permission.SEE_WORKSHOP),
    (_("Ideen"), "ideas:workshop", Permission.SEE_WORKSHOP),
    (_("Beiträge"), "ideas:workshop_contributions", Permission.SEE_WORKSHOP),
    (_("Termine"), "events:workshop", Permission.MANAGE_EVENTS),
    (_("Stimmungsbild"), "surveys:workshop", Permission.MANAGE_SURVEYS),
    (_("Sortieren"), "synthesis:tables", Permission.SORT_CONTRIBUTIONS),
    (_("Herausforderungen"), "synthesis:workshop", Permission.WRITE_CHALLENGES),
    (_("Moderation"), "entries:moderation", Permission.MODERATE),
    (_("Freigabe"), "entries:review", Permission.SEE_WORKSHOP),
    (_("Einrichtung"), "processes:setup", Permission.SET_UP_PROCESS),
    (_("Organisationen"), "processes:organisations", Permission.MANAGE_ORGANISATIONS),
    (_("Team"), "processes:team", Permission.MANAGE_TEAM),
    (_("Protokoll"), "web:protocol", Permission.SEE_PROTOCOL),
)


@dataclass(frozen=True)
class Link:
    """A page of the back office."""

    label: str | Promise
    address: str
    is_current: bool


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def workshop_links(context: dict[str, Any], process: Process) -> list[Link]:
    """Return the pages of the back office that the reader may see, in the order of the public pages."""
    request = context["request"]
    addresses = [
        (label, address)
        for label, name, permission in PAGES
        if may(request.user, permission, process) and (address := _address(name, process.slug))
    ]
    path = request.path
    current = max((address for _label, address in addresses if path.startswith(address)), key=len, default="")
    return [Link(label, address, address == current) for label, address in addresses]


@register.filter
def address_in(waiting: Waiting, process: Process) -> str:
    """Return where to work off what waits; empty while that page is not there."""
    found = next((address for name in waiting.links if (address := _address(name, process.slug))), "")
    return found + waiting.query if found else ""
