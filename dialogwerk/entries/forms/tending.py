"""Forms by which the team tends one entry: stage, answer, picture, text."""

import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.days import DayField
from dialogwerk.core.uploads import KeptFileInput
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.entries.actions.answers import mark_of_answer
from dialogwerk.entries.actions.maturity import TRANSITIONS
from dialogwerk.entries.addresses import PAGES
from dialogwerk.entries.models import Entry, Kind, OfficialAnswer, Stage
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process

SIMPLE_KINDS = [(value, label) for value, label in Kind.choices if value not in PAGES]


class StageForm(forms.Form):
    """A step on the maturity ladder."""

    stage = forms.TypedChoiceField(label=_("Neuer Reifegrad"), coerce=int)
    reason = forms.CharField(
        label=_("Begründung (öffentlich)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reached_on = DayField(label=_("Erreicht am"), required=False)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = sorted(TRANSITIONS[entry.stage])
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in possible]  # type: ignore[attr-defined]
        self.fields["stage"].initial = next((stage.value for stage in possible if stage > entry.stage), None)

    @property
    def step(self) -> dict[str, Any]:
        """The arguments of `set_stage`."""
        day = self.cleaned_data["reached_on"]
        noon = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone()) if day else None
        return {
            "stage": Stage(self.cleaned_data["stage"]),
            "reason": self.cleaned_data["reason"],
            "reached_at": noon,
        }


class WatchedAnswerForm(forms.Form):
    """An answer that knows which one its writer saw, so that nobody overwrites what somebody else just published."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def refuse(self, current: OfficialAnswer | None) -> None:
        """Show what somebody published meanwhile above what was typed; sent once more, what was typed replaces it."""
        words = _(
            "Jemand hat inzwischen geantwortet: %(office)s – „%(text)s“ Ihr Text steht noch im Formular. "
            "Senden Sie ihn noch einmal ab, wenn er diese Antwort ersetzen soll."
        )
        told = {"office": current.office, "text": current.text} if current else {"office": "–", "text": "–"}
        self.add_error(None, str(words) % told)
        renewed: Any = cast(QueryDict, self.data).copy()
        renewed[self.add_prefix("seen")] = mark_of_answer(current)
        self.data = renewed


class AnswerForm(WatchedAnswerForm):
    """The answer of the responsible office."""

    office = forms.CharField(label=_("Stelle"), max_length=160)
    text = forms.CharField(label=_("Antwort"), widget=MarkdownArea(attrs={"rows": 6}), max_length=8000)


class ImageForm(forms.Form):
    """A picture with its description."""

    upload = forms.FileField(
        label=_("Bild"),
        help_text=_("JPEG, PNG, WebP oder GIF, höchstens 10 MB. Ort und Kameradaten werden entfernt."),
        widget=KeptFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    alt = forms.CharField(
        label=_("Bildbeschreibung"),
        max_length=300,
        help_text=_("Was ist zu sehen? Für alle, die das Bild nicht sehen."),
    )
    caption = forms.CharField(label=_("Bildunterschrift"), max_length=300, required=False)
    copyright = forms.CharField(label=_("Urheberzeile"), max_length=160, required=False)


class EntryForm(forms.Form):
    """The card of a simple kind, such as project, practice, measure or adoption."""

    kind = forms.ChoiceField(label=_("Art"), choices=SIMPLE_KINDS)
    title = forms.CharField(label=_("Titel"), max_length=200)
    summary = forms.CharField(label=_("Zusammenfassung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    body = forms.CharField(label=_("Text"), required=False, max_length=20000, widget=MarkdownArea(attrs={"rows": 10}))
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False)
    place_name = forms.CharField(label=_("Ort"), required=False, max_length=120)
    source = forms.CharField(label=_("Quelle"), required=False, max_length=200)
    published_on = DayField(label=_("Datum"), required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(region_set=process.region_set_id)  # type: ignore[attr-defined]

    @property
    def card(self) -> dict[str, Any]:
        """The fields of the entry. An organisation that is not known yet is made."""
        data = {name: self.cleaned_data[name] for name in ("kind", "title", "summary", "body", "region", "place_name")}
        name = self.cleaned_data["organisation"].strip()
        day = self.cleaned_data["published_on"]
        if day:
            moment = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone())
            data |= {"created_at": moment, "published_at": moment}
        return data | {
            "source": self.cleaned_data["source"],
            "organisation": Organisation.objects.get_or_create(name=name)[0] if name else None,
        }


class TextForm(forms.Form):
    """The texts of a simple entry, with the version they were read in."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    summary = forms.CharField(
        label=_("Zusammenfassung"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    body = forms.CharField(label=_("Text"), max_length=20000, required=False, widget=MarkdownArea(attrs={"rows": 12}))
    reason = forms.CharField(label=_("Was hat sich geändert? (öffentlich)"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
