"""The choices of the idea map as they stand in the address."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import BigIntegerField, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import LADDER, Entry, Kind, Stage, State
from dialogwerk.ideas.mapping.filters import KINDS, MapFilters
from dialogwerk.ideas.mapping.view_box import ViewBox, view_box
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic

KIND_LABELS = {
    "ideen": _("Ideen"),
    "beitraege": _("Beiträge"),
    "termine": _("Termine"),
    "projekte": _("Projekte und Experimentierräume"),
    "beispiele": _("Beispiele und Übernahmen"),
    "alle": _("Alles zusammen"),
}
STAGES = (*LADDER, Stage.PARKED, Stage.NOT_PURSUED)
FARTHEST, NEAREST = 0, 20

_NUMBER = BigIntegerField()
_REGIONS = Prepared(
    lambda: Region.objects.filter(region_set_id=Given("set", _NUMBER)).only("slug", "name").order_by("name")
)
_TOPICS = Prepared(
    lambda: Topic.objects.filter(vocabulary__process_id=Given("process", _NUMBER)).select_related("vocabulary")
)
_IDEAS = Prepared(lambda: _public(Kind.IDEA).only("pk")[:1])
_EVENTS = Prepared(lambda: _public(Kind.EVENT).only("title").order_by("title")[:200])


@dataclass(frozen=True)
class ChosenFilter:
    """A filter in use: its name in the address, its label, what was chosen, and the query that drops it."""

    name: str
    label: str
    told: str
    rest: str


class MapForm(forms.Form):
    """The filter bar. A choice that is not on offer is left out: an address from elsewhere never fails.

    Four queries: kinds, regions, topics, events.
    """

    q = forms.CharField(label=_("Suchen"), max_length=120, required=False, widget=forms.TextInput({"type": "search"}))
    art = forms.ChoiceField(label=_("Was"), required=False, choices=list(KIND_LABELS.items()))
    region = forms.ChoiceField(label=_("Region"), required=False)
    thema = forms.ChoiceField(label=_("Themenfeld"), required=False)
    stufe = forms.ChoiceField(label=_("Reifegrad"), required=False)
    seit = forms.IntegerField(label=_("ab Jahr"), min_value=1990, max_value=2100, required=False, localize=False)
    bis = forms.IntegerField(label=_("bis Jahr"), min_value=1990, max_value=2100, required=False, localize=False)
    termin = forms.ChoiceField(label=_("Entstanden bei"), required=False)
    bbox = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    zoom = forms.FloatField(min_value=FARTHEST, max_value=NEAREST, required=False, widget=forms.HiddenInput)

    filter_names = ("q", "region", "thema", "stufe", "seit", "bis", "termin")
    first_names = ("q", "art", "region", "thema", "stufe")
    further_names = ("seit", "bis", "termin")

    def __init__(self, data: QueryDict, *, process: Process) -> None:
        self.query = data
        self.default_kind = "ideen" if _has_ideas(process) else "alle"
        super().__init__({"art": self.default_kind} | data.dict(), auto_id="map-%s")
        regions = _REGIONS.all(set=process.region_set_id)
        self._regions = {region.slug: region.pk for region in regions}
        self._topics = {f"{topic.vocabulary.slug}.{topic.slug}": topic for topic in _TOPICS.all(process=process.pk)}
        self._offer("region", _("alle Regionen"), [(region.slug, region.name) for region in regions])
        self._offer("thema", _("alle Themenfelder"), _grouped(self._topics))
        self._offer("stufe", _("jeder Reifegrad"), [(str(stage.value), stage.label) for stage in STAGES])
        self._offer("termin", _("überall"), _events(process))
        self.is_valid()

    def _offer(self, name: str, everything: Any, choices: list[Any]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    @property
    def filters(self) -> MapFilters:
        """The choices as the queries need them."""
        data = self.cleaned_data
        topic = self._topics.get(data.get("thema", ""))
        return MapFilters(
            kinds=tuple(KINDS[data.get("art") or self.default_kind]),
            text=data.get("q", "").strip(),
            region=self._regions.get(data.get("region", "")),
            topic=topic.pk if topic else None,
            stage=int(data["stufe"]) if data.get("stufe") else None,
            since=data.get("seit"),
            until=data.get("bis"),
            event=int(data["termin"]) if data.get("termin") else None,
        )

    @property
    def shows_ideas(self) -> bool:
        """Whether only ideas are shown, so that they can be called by their name."""
        return self.filters.kinds == (Kind.IDEA,)

    @property
    def box(self) -> ViewBox | None:
        """The part of the map in view, None for all of it."""
        zoom = self.cleaned_data.get("zoom")
        return view_box(self.cleaned_data.get("bbox", ""), zoom) if zoom is not None else None

    @property
    def map_zoom(self) -> float:
        """The zoom in the address; without one, about that of a whole Land."""
        zoom: float | None = self.cleaned_data.get("zoom")
        return 7 if zoom is None else zoom

    @property
    def chosen(self) -> list["ChosenFilter"]:
        """The filters in use."""
        found = [(name, self.cleaned_data.get(name)) for name in self.filter_names]
        return [
            ChosenFilter(name, str(self.fields[name].label), self._told(name, value), self._query_without(name))
            for name, value in found
            if value
        ]

    def _query_without(self, name: str) -> str:
        rest = self.query.copy()
        for dropped in (name, "page", "auswahl"):
            rest.pop(dropped, None)
        return rest.urlencode()

    def _told(self, name: str, value: Any) -> str:
        if name == "thema":
            return self._topics[value].title
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value))

    @property
    def has_further(self) -> bool:
        """Whether one of the rarer filters is in use."""
        return any(self.cleaned_data.get(name) for name in self.further_names)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The filters that always show."""
        return [self[name] for name in self.first_names if self._has_choice(name)]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """The rarer ones."""
        return [self[name] for name in self.further_names if self._has_choice(name)]

    def _has_choice(self, name: str) -> bool:
        choices = getattr(self.fields[name], "choices", None)
        return choices is None or len(choices) > 1


def _public(kind: Kind) -> QuerySet[Entry]:
    """Return the public entries of a kind, to be prepared."""
    process = Given("process", _NUMBER)
    return Entry.objects.filter(process_id=process, kind=kind, state=State.PUBLISHED).current()


def _has_ideas(process: Process) -> bool:
    return _IDEAS.first(process=process.pk) is not None


def _grouped(topics: dict[str, Topic]) -> list[Any]:
    """Return topics as choices, under the titles of their lists where there are several."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for word, topic in sorted(topics.items(), key=lambda item: (item[1].vocabulary.position, item[1].position)):
        groups.setdefault(topic.vocabulary.title, []).append((word, topic.title))
    return list(groups.items()) if len(groups) > 1 else next(iter(groups.values()), [])


def _events(process: Process) -> list[tuple[str, str]]:
    return [(str(event.pk), event.title) for event in _EVENTS.all(process=process.pk)]
