"""The form of an event, and what its parts are."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.days import DayField
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Event, EventKind
from dialogwerk.places.forms import ChosenPlace, PointField
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic

TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]
SECTIONS = (
    (gettext_lazy("Worum es geht"), ("title", "subtitle", "summary", "guiding_question", "topics")),
    (gettext_lazy("Art und Reihe"), ("kind", "series", "number_in_series")),
    (gettext_lazy("Wann"), ("on", "starts", "ends", "ends_on")),
    (gettext_lazy("Wo"), ("venue_name", "venue_street", "venue_postcode", "venue_city", "venue_access", "online_link",
                          "region", "place")),
    (gettext_lazy("Wer"), ("organiser", "co_hosts", "facilitator", "source")),
)  # fmt: skip
# short fields that may stand side by side
SIDE_BY_SIDE = {"kind", "series", "number_in_series", "on", "starts", "ends", "ends_on", "venue_name", "venue_street",
                "venue_postcode", "venue_city"}  # fmt: skip


def text_of(model: type, name: str, **options: Any) -> forms.Field:
    """Return the form field of a model's text field."""
    return model._meta.get_field(name).formfield(**options)  # type: ignore[attr-defined, no-any-return]


class TimeField(forms.TimeField):
    """A time of the day, also typed as 16.00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=TIMES,
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            error_messages={"invalid": _("Das ist keine Uhrzeit. Schreiben Sie sie so: 16:00.")},
            **options,
        )


class EventForm(forms.Form):
    """Everything that can be told of an event beforehand."""

    title = text_of(Entry, "title")
    subtitle = text_of(Event, "subtitle")
    summary = text_of(Entry, "summary", widget=forms.Textarea(attrs={"rows": 4}))
    guiding_question = text_of(Event, "guiding_question")
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=gettext_lazy("Themenfelder"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=EventKind.choices)
    series = forms.CharField(
        label=gettext_lazy("Reihe"), max_length=120, required=False, help_text=gettext_lazy("Eine neue wird angelegt.")
    )
    number_in_series = forms.IntegerField(
        label=gettext_lazy("Nummer in der Reihe"), min_value=1, max_value=9999, required=False
    )
    venue_name = text_of(Event, "venue_name")
    venue_street = text_of(Event, "venue_street")
    venue_postcode = text_of(Event, "venue_postcode")
    venue_city = text_of(Event, "venue_city")
    venue_access = text_of(
        Event,
        "venue_access",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stufen, Aufzug, WC, Parkplatz, Höranlage, Gebärdensprache: Was wissen Sie darüber?"),
    )
    online_link = forms.URLField(
        label=gettext_lazy("Adresse für die Teilnahme online"), required=False, assume_scheme="https"
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"), required=False)
    organiser = forms.CharField(label=gettext_lazy("Lädt ein (Stelle)"), max_length=200, required=False)
    co_hosts = forms.CharField(
        label=gettext_lazy("Gemeinsam mit"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Eine Stelle je Zeile."),
    )
    facilitator = forms.CharField(label=gettext_lazy("Moderiert von (Stelle)"), max_length=200, required=False)
    source = text_of(Entry, "source")
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "on": DayField(label=_("Tag")),
            "starts": TimeField(label=_("Beginn")),
            "ends": TimeField(label=_("Ende")),
            "ends_on": DayField(label=_("letzter Tag"), required=False, help_text=_("Nur bei mehreren Tagen.")),
            "place": PointField(
                region_set=process.region_set,
                decimals=process.point_decimals,
                required=False,
                label=_("Ort auf der Karte"),
            ),
        }
        topics = Topic.objects.filter(vocabulary__process=process).order_by("vocabulary__position", "position")
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.filter(region_set=process.region_set_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put days and times together; the end comes after the beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not all(cleaned.get(name) for name in ("on", "starts", "ends")):
            return cleaned
        last = cleaned.get("ends_on") or cleaned["on"]
        start = timezone.make_aware(datetime.datetime.combine(cleaned["on"], cleaned["starts"]))
        end = timezone.make_aware(datetime.datetime.combine(last, cleaned["ends"]))
        if last < cleaned["on"]:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
        elif end <= start:
            self.add_error(
                "ends",
                _("Das Ende liegt vor dem Beginn. Geht es über Mitternacht, dann geben Sie den letzten Tag an."),
            )
        cleaned["starts_at"], cleaned["ends_at"] = start, end
        return cleaned

    def fields_of_event(self) -> dict[str, Any]:
        """Return the cleaned fields as `create_event` and `change_event` want them."""
        place: ChosenPlace | None = self.cleaned_data["place"]
        left_out = {"on", "starts", "ends", "ends_on", "place", "expected_version"}
        fields = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        fields["co_hosts"] = [line for line in fields["co_hosts"].splitlines() if line.strip()]
        return fields | {"point": place.point if place else None, "place_name": place.name if place else ""}

    def sections(self) -> list[tuple[str, list[Any], list[Any]]]:
        """Return the parts of the form: heading, fields that stand below each other, short fields side by side."""
        parts = []
        for heading, names in SECTIONS:
            short = [self[name] for name in names if name in SIDE_BY_SIDE]
            parts.append((str(heading), [self[name] for name in names if name not in SIDE_BY_SIDE], short))
        return parts


def initial_of(event: Event) -> dict[str, Any]:
    """Return what the form of an event starts with."""
    entry, start, end = event.entry, timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    names = ("subtitle", "guiding_question", "kind", "number_in_series", "venue_name", "venue_street",
             "venue_postcode", "venue_city", "venue_access", "online_link")  # fmt: skip
    place = None
    if entry.lon is not None and entry.lat is not None:
        place = ChosenPlace((entry.lon, entry.lat), entry.place_name)
    return {name: getattr(event, name) for name in names} | {
        "title": entry.title,
        "summary": entry.summary,
        "region": entry.region_id,
        "source": entry.source,
        "place": place,
        "topics": entry.topics.all(),
        "series": str(event.series or ""),
        "on": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "ends_on": end.date() if end.date() != start.date() else None,
        "organiser": str(event.organiser or ""),
        "facilitator": str(event.facilitator or ""),
        "co_hosts": "\n".join(str(host) for host in event.co_hosts.all()),
        "expected_version": entry.version,
    }
