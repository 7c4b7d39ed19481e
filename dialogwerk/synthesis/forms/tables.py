"""What may come in about sorting tables."""

from typing import Any

from django import forms
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Phase, Process, Topic
from dialogwerk.synthesis.models import Group, Holds, SortingTable


class TableForm(forms.Form):
    """What shall lie on a table. Choices left free do not narrow it down."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    holds = forms.ChoiceField(label=_("Was soll darauf liegen?"), choices=Holds.choices, widget=forms.RadioSelect)
    events = forms.ModelMultipleChoiceField(
        Entry.objects.none(),
        label=_("Aus welchen Veranstaltungen?"),
        help_text=_("Nichts ausgewählt heißt: aus allen, auch online."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phase = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Aus welcher Phase?"), empty_label=_("aus allen"), required=False
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(), label=_("Aus welchen Regionen?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Zu welchen Themenfeldern?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    earlier = forms.ModelChoiceField(
        SortingTable.objects.none(),
        label=_("Von einem früheren Tisch?"),
        help_text=_("Dann liegt hier, was dort lag."),
        empty_label=_("nein"),
        required=False,
    )
    groups_of = forms.ModelChoiceField(
        SortingTable.objects.none(),
        label=_("Mit den Gruppen eines früheren Tisches beginnen?"),
        help_text=_("Die Gruppen sind hier zunächst leer; die Maschine weiß, was dort darin lag, und schlägt vor."),
        empty_label=_("nein, ohne Gruppen"),
        required=False,
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Entry.objects.filter(process=process, kind=Kind.EVENT, state=State.PUBLISHED)
        querysets: dict[str, Any] = {
            "events": events.order_by("event__starts_at"),
            "phase": process.phases.all(),
            "regions": Region.objects.filter(process_regions__process=process).defer("outline").order_by("name"),
            "topics": Topic.objects.filter(vocabulary__process=process).order_by("vocabulary", "position"),
            "earlier": process.sorting_tables.all(),
            "groups_of": process.sorting_tables.all(),
        }
        there = Process.objects.filter(pk=process.pk).values(
            **{f"has_{name}": Exists(queryset.order_by()) for name, queryset in querysets.items()}
        )[0]
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
            if not there[f"has_{name}"]:  # type: ignore[literal-required]
                del self.fields[name]


class TitleForm(forms.Form):
    """The title of a table."""

    title = forms.CharField(label=_("Titel"), max_length=200)


class GroupForm(forms.Form):
    """Name and note of a group."""

    name = forms.CharField(label=_("Name"), max_length=120)
    note = forms.CharField(
        label=_("Notiz für das Team"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, group: Group) -> "GroupForm":
        """Return the form as it stands."""
        return cls(initial={"name": group.name, "note": group.note})
