"""Giving roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.days import DayField
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Role


class RoleForm(forms.Form):
    """Who gets which role, where and how long."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Ist sie hier unbekannt, wird ein Zugang angelegt. In jedem Fall geht eine Nachricht dorthin."),
    )
    public_name = forms.CharField(
        label=_("Name, unter dem andere sie lesen"),
        max_length=60,
        required=False,
        help_text=_("Nur für neue Zugänge, am besten die Stelle: „Redaktion Dialogbüro“."),
    )
    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices, widget=forms.RadioSelect)
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("nur für die Region"),
        required=False,
        empty_label=_("für den ganzen Dialog"),
        help_text=_("Die Prozessleitung gilt immer für den ganzen Dialog, die Ansprechstelle für eine Region."),
    )
    from_on = DayField(
        label=_("von"),
        required=False,
        help_text=_("Leer: ab sofort."),
    )
    until_on = DayField(
        label=_("bis einschließlich"),
        required=False,
        help_text=_("Leer: bis jemand die Rolle beendet."),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(process_regions__process=process)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Match role and region, and put dates in order."""
        data = super().clean() or self.cleaned_data
        role, region = data.get("role"), data.get("region")
        if role == Role.REGION_CONTACT and region is None and "region" not in self.errors:
            self.add_error("region", _("Für welche Region ist die Stelle ansprechbar? Bitte wählen Sie eine."))
        if role == Role.LEAD and region is not None:
            self.add_error("region", _("Die Prozessleitung gilt für den ganzen Dialog. Wählen Sie keine Region."))
        start, end = data.get("from_on"), data.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", _("Die Rolle endet, bevor sie beginnt. Bitte ändern Sie eines der Daten."))
        return data
