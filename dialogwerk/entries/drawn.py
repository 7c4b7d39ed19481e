"""Cards of lists as they were drawn last: most of what a list costs is drawing the same cards again."""

from operator import attrgetter
from typing import Any

from django.template.loader import get_template
from django.utils.translation import get_language

from dialogwerk.entries.models import Entry

MOST = 1000
"""So many cards are kept in each process, about 1.5 kB each."""

SHOWN = (
    *("pk", "kind", "stage", "title", "slug", "summary", "place_name", "has_point", "is_superseded", "published_at"),
    *("rating_count", "rating_mean", "comment_count", "process_id", "process.slug", "process.title"),
)
"""What a card may show of an entry, beside the names of its region and organisation: whatever else it read would stay
as it was when the card was drawn first."""

_shown = attrgetter(*SHOWN)
_drawn: dict[tuple[Any, ...], str] = {}


def draw_card(entry: Entry, template: str, **choices: Any) -> str:
    """Return the card of an entry (from `for_cards()`), drawn anew only where something on it has changed. No query."""
    region, organisation = entry.region, entry.organisation
    names = (region and region.name, organisation and organisation.name)
    key = (template, get_language(), *choices.items(), *names, *_shown(entry))
    card = _drawn.get(key)
    if card is None:
        if len(_drawn) >= MOST:
            _drawn.clear()
        card = _drawn[key] = get_template(template).render({"entry": entry, **choices})
    return card
