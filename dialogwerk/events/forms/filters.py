"""How the list of events is narrowed down."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, State
from dialogwerk.entries.search import matching
from dialogwerk.events.models import Event
from dialogwerk.events.queries import Choices

PATHS = {
    "region": "entry__region__slug",
    "art": "kind",
    "reihe": "series__slug",
    "jahr": "starts_at__year",
    "state": "entry__state",
}


class EventFilters(forms.Form):
    """Region, kind, series and year; all of it stands in the address."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    art = forms.ChoiceField(label=_("Art"), required=False)
    reihe = forms.ChoiceField(label=_("Reihe"), required=False)
    jahr = forms.ChoiceField(label=_("Jahr"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "region": [(region.slug, region.name) for region in choices.regions],
            "art": list(choices.kinds),
            "reihe": [(series.slug, series.title) for series in choices.series],
            "jahr": [(str(year), str(year)) for year in choices.years],
        }
        for name, options in offered.items():
            self.fields[name].choices = [("", _("alle")), *options]  # type: ignore[attr-defined]
            if len(options) < 2:
                self.fields[name].widget = forms.HiddenInput()
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that were set and make sense."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Return those that fit."""
        return events.filter(**{PATHS[name]: value for name, value in self.chosen.items() if name in PATHS})

    def calendar_query(self) -> str:
        """Return the query of the calendar that fits region and series."""
        kept = {name: value for name, value in self.chosen.items() if name in ("region", "reihe")}
        return f"?{urlencode(kept)}" if kept else ""


class WorkshopEventFilters(EventFilters):
    """How the back office narrows the list of events down: also by text and by who can see them."""

    q = forms.CharField(label=_("Suchen"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("Sichtbarkeit"), required=False, choices=[("", _("alle")), *State.choices])
    field_order = ("q", "state", "region", "art", "reihe", "jahr")

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Return those that fit, also in their words."""
        found = super().narrow(events)
        text = self.chosen.get("q", "")
        if text:
            cards = Entry.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
            found = found.filter(pk__in=[entry.pk for entry in matching(text, cards)])
        return found
