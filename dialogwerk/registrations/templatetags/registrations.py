"""Tags for registration: also used by the pages of events, which know nothing of this room (decision 11)."""

from collections.abc import Iterable

import segno
from django import template
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogwerk.events.models import Event, Table
from dialogwerk.registrations import queries
from dialogwerk.registrations.forms.public import table_name as words_of_table

register = template.Library()


@register.simple_tag
def registration_states(events: Iterable[Event]) -> dict[int, queries.State]:
    """Return the state of registration by number of the event. One query for all of them."""
    return queries.states_of(events)


@register.simple_tag
def registration_state(event: Event | None) -> queries.State | None:
    """Return the state of registration of one event, None where it takes none. One query."""
    return queries.states_of([event]).get(event.pk) if event else None


@register.filter
def state_for(states: dict[int, queries.State], event: Event) -> queries.State | None:
    """Return the state of one of the events."""
    return states.get(event.pk)


@register.filter
def state_words(state: queries.State) -> str:
    """Return „Anmeldung offen, noch 12 Plätze“."""
    if state.key == "vorher" and state.form.opens_at:
        opens_at = format_date(timezone.localtime(state.form.opens_at), "DATE_FORMAT")
        return _("Anmeldung ab %(date)s") % {"date": opens_at}
    if state.key == "offen" and state.free is not None:
        return ngettext(
            "Anmeldung offen, noch %(count)s Platz", "Anmeldung offen, noch %(count)s Plätze", state.free
        ) % {"count": state.free}
    if state.kept and state.key in ("warteliste", "ausgebucht"):
        return ngettext(
            "Noch %(count)s Platz für bestimmte Gruppen, sonst Warteliste",
            "Noch %(count)s Plätze für bestimmte Gruppen, sonst Warteliste",
            state.kept,
        ) % {"count": state.kept}
    return {
        "offen": _("Anmeldung offen"),
        "warteliste": _("ausgebucht, Warteliste offen"),
        "ausgebucht": _("ausgebucht"),
        "einladung": _("nur auf Einladung"),
    }.get(state.key, _("Anmeldung geschlossen"))


@register.filter
def table_name(table: Table | None) -> str:
    """Return „Tisch 2: Pflege und Technik“."""
    return words_of_table(table) if table else ""


# the key of a sent mail begins with one of these
MAILS = {
    "confirmed": gettext_lazy("Bestätigung"),
    "waiting": gettext_lazy("Warteliste"),
    "offer": gettext_lazy("Platz angeboten"),
    "expired": gettext_lazy("Angebot verfallen"),
    "changed": gettext_lazy("Änderung"),
    "cancelled": gettext_lazy("Absage"),
    "again": gettext_lazy("Link noch einmal"),
    "reminder": gettext_lazy("Erinnerung"),
    "event": gettext_lazy("Änderung der Veranstaltung"),
}


@register.filter
def mail_words(key: str) -> str:
    """Return what a sent mail was about."""
    kind = key.partition(":")[0]
    return str(MAILS.get(kind, kind))


@register.filter
def qr_of_path(path: str) -> SafeString:
    """Return the QR code of one of our addresses as SVG."""
    picture: str = segno.make(settings.BASE_URL + path, error="m", micro=False).svg_inline(
        scale=4, border=2, omitsize=True
    )
    return mark_safe(picture)  # nosec: drawn by segno, holds no text
