"""What the team fills in."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.days import DayField
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.entries.actions.bulk import BulkAct
from dialogwerk.entries.actions.maturity import TRANSITIONS
from dialogwerk.entries.forms.bulk import BulkForm
from dialogwerk.entries.forms.tending import WatchedAnswerForm
from dialogwerk.entries.models import Entry, Stage, State
from dialogwerk.events.models import Event
from dialogwerk.ideas.forms import MAX_TABLES, regions_of, topics_of
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic

ALL = _("alle")


class WorkshopFilters(forms.Form):
    """How the list of ideas is narrowed down. Everything stands in the address."""

    FIRST = ("q", "state", "region")

    q = forms.CharField(label=_("Suchen"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("Sichtbarkeit"), required=False, choices=[("", ALL), *State.choices])
    stage = forms.TypedChoiceField(
        label=_("Reifegrad"), required=False, coerce=int, empty_value=None, choices=[("", ALL), *Stage.choices]
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=ALL)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Themenfeld"), required=False, empty_label=ALL)
    unanswered = forms.BooleanField(label=_("nur ohne offizielle Antwort"), required=False)
    wanted = forms.BooleanField(label=_("nur mit offenen Angeboten"), required=False)
    no_region = forms.BooleanField(label=_("nur ohne Region"), required=False)
    no_topic = forms.BooleanField(label=_("nur ohne Themenfeld"), required=False)
    superseded = forms.BooleanField(label=_("auch aufgegangene"), required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(process)  # type: ignore[attr-defined]
        self.fields["topic"].queryset = topics_of(process)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}


class WorkshopContributionFilters(WorkshopFilters):
    """How the list of contributions is narrowed down. Everything stands in the address."""

    FIRST = ("q", "state", "event")

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Veranstaltung"), required=False, empty_label=ALL)
    table = forms.TypedChoiceField(
        label=_("Tisch"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", ALL), *((number, number) for number in range(1, MAX_TABLES + 1))],
    )
    stage = unanswered = wanted = None  # type: ignore[assignment]  # questions to ideas

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, process=process, **kwargs)
        events = Event.objects.filter(entry__process=process).select_related("entry")
        self.fields["event"].queryset = events.order_by("starts_at")  # type: ignore[attr-defined]


class SortingForm(BulkForm):
    """The answers one act on many ideas or contributions asks for."""

    stage = forms.TypedChoiceField(label=_("Reifegrad"), coerce=int, choices=Stage.choices[1:])
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Themenfeld"))
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    field_order = ("stage", "topic", "region", "rule", "reason")

    def __init__(self, *args: Any, act: BulkAct, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, act=act, process=process, **kwargs)
        for name, choices in (("topic", topics_of), ("region", regions_of)):
            if name in self.fields:
                self.fields[name].queryset = choices(process)  # type: ignore[attr-defined]
        if "stage" in self.fields:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("Steht öffentlich bei jeder der Ideen.")


class AnswerForm(WatchedAnswerForm):
    """The answer of the responsible office."""

    office = forms.CharField(label=_("Antwortende Stelle"), max_length=160)
    text = forms.CharField(
        label=_("Antwort"),
        max_length=6000,
        widget=MarkdownArea(attrs={"rows": 6}),
        help_text=_("Wird öffentlich gezeigt. Wer die Idee eingereicht hat, erhält eine E-Mail."),
    )


class StageForm(forms.Form):
    """A step on the maturity ladder."""

    stage = forms.TypedChoiceField(label=_("Neuer Reifegrad"), coerce=int)
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Steht öffentlich bei der Idee."),
    )
    reached_on = DayField(
        label=_("Erreicht am"),
        required=False,
        help_text=_("Leer: heute."),
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = sorted(TRANSITIONS[entry.stage])
        self.fields["stage"].choices = [(int(stage), stage.label) for stage in possible]  # type: ignore[attr-defined]

    def clean_reached_on(self) -> datetime.datetime | None:
        """Return noon of the day, in our time zone."""
        day = self.cleaned_data["reached_on"]
        if day is None:
            return None
        if day > timezone.localdate():
            raise forms.ValidationError(_("Das Datum liegt in der Zukunft."))
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


class StateForm(forms.Form):
    """Who can see an idea."""

    state = forms.ChoiceField(choices=[(State.PUBLISHED, ""), (State.DRAFT, ""), (State.WITHDRAWN, "")])
    reason = forms.CharField(label=_("Grund"), max_length=300, required=False)
