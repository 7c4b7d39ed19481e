"""Cards of lists as they were drawn last."""

from operator import attrgetter
from typing import Any

from django.template.loader import get_template

from dialogwerk.core import drawn
from dialogwerk.entries.models import Entry

SHOWN = (
    *("pk", "kind", "stage", "title", "slug", "summary", "place_name", "has_point", "is_superseded", "published_at"),
    *("rating_count", "rating_mean", "comment_count", "process_id", "process.slug", "process.title"),
)
"""What a card may show of an entry, beside the names of its region and organisation: whatever else it read would stay
as it was when the card was drawn first."""

_shown = attrgetter(*SHOWN)


def draw_card(entry: Entry, template: str, **choices: Any) -> str:
    """Return the card of an entry (from `for_cards()`), drawn anew only where something on it has changed. No query."""
    region, organisation = entry.region, entry.organisation
    names = (region and region.name, organisation and organisation.name)
    key = (template, *choices.items(), *names, *_shown(entry))
    return drawn.kept(key, lambda: get_template(template).render({"entry": entry, **choices}))
