"""The form of the search page: what may stand in its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.days import DayField
from dialogwerk.entries.models import Stage
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic


class SearchForm(forms.Form):
    """Filters of a search. What stands in the address and makes no sense is left out, never an error page."""

    q = forms.CharField(required=False, max_length=200)
    process = forms.ModelChoiceField(
        Process.objects.none(), to_field_name="slug", required=False, label=_("Dialog"), empty_label=_("alle Dialoge")
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), required=False, label=_("Region"), empty_label=_("alle Regionen")
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), required=False, label=_("Themenfeld"), empty_label=_("alle Themenfelder")
    )
    stage = forms.TypedChoiceField(
        choices=[("", _("jeder Reifegrad")), *Stage.choices[1:]],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Reifegrad"),
    )
    since = DayField(required=False, label=_("von"))
    until = DayField(required=False, label=_("bis"))

    def __init__(self, data: Any, *, person: Any) -> None:
        super().__init__(data, auto_id="search_%s")
        dialogues = Process.objects.visible_to(person)
        self.fields["process"].queryset = dialogues  # type: ignore[attr-defined]
        slug = data.get("process", "")
        chosen = dialogues.filter(slug=slug).first() if slug else None
        if chosen is None:
            del self.fields["region"], self.fields["topic"]
            return
        self.fields["region"].queryset = Region.objects.filter(process_regions__process=chosen)  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.filter(  # type: ignore[attr-defined]
            vocabulary__process=chosen
        ).order_by("vocabulary__position", "position")

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def applied_to(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Return `entries` with all filters but the text."""
        lookups = {
            "process": "process",
            "region": "region",
            "topic": "topics",
            "stage": "stage",
            "since": "published_at__date__gte",
            "until": "published_at__date__lte",
        }
        chosen = self.choices
        return entries.filter(**{lookup: chosen[name] for name, lookup in lookups.items() if name in chosen})
