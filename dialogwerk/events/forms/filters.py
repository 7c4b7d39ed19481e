"""How the list of events is narrowed down."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dialogwerk.events.models import Event
from dialogwerk.events.queries import Choices

PATHS = {"region": "entry__region__slug", "art": "kind", "reihe": "series__slug", "jahr": "starts_at__year"}


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
        return events.filter(**{PATHS[name]: value for name, value in self.chosen.items()})

    def calendar_query(self) -> str:
        """Return the query of the calendar that fits region and series."""
        kept = {name: value for name, value in self.chosen.items() if name in ("region", "reihe")}
        return f"?{urlencode(kept)}" if kept else ""
