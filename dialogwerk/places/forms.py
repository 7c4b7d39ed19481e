"""The field in which somebody names a place: by its name, on the map, or both."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogwerk.places.models import RegionSet
from dialogwerk.places.queries import Place, place_at, place_of, places_called

CANDIDATES = 12


@dataclass(frozen=True)
class ChosenPlace:
    """A place on the map: the point as (longitude, latitude) in degrees, and how the place is called."""

    point: tuple[float, float]
    name: str

    def __str__(self) -> str:
        return self.name or "{1:.4f}, {0:.4f}".format(*self.point)


class PointPicker(forms.MultiWidget):
    """A search for municipalities, and a map where there is JavaScript. Parts: name, key, lon, lat, of.

    `of` is the name that the point belongs to: whoever changes the name without JavaScript means another place.
    """

    template_name = "places/_point_picker.html"

    def __init__(self, region_set: RegionSet | None = None, attrs: dict[str, Any] | None = None) -> None:
        self.region_set = region_set
        self.candidates: list[Place] = []
        parts: dict[str, forms.Widget | type[forms.Widget]] = {"name": forms.TextInput(), "key": forms.TextInput()}
        parts |= {hidden: forms.HiddenInput() for hidden in ("lon", "lat", "of")}
        super().__init__(parts, attrs)

    def decompress(self, value: ChosenPlace | None) -> list[Any]:
        """Return the parts of a chosen place."""
        return [value.name, "", *value.point, value.name] if value else [""] * 5

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """The label belongs to the search."""
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the template draws: candidates after an ambiguous name, and the set whose regions are named."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        search, key, *hidden = widget["subwidgets"]
        widget |= {"search": search, "key": key, "hidden": hidden}
        widget |= {"candidates": self.candidates, "region_set": self.region_set}
        widget["described_by"] = widget["attrs"].get("aria-describedby", "")
        widget["is_invalid"] = "aria-invalid" in widget["attrs"]
        return context


class PointField(forms.MultiValueField):
    """A place in Germany. Cleans to `ChosenPlace`, or None when left empty.

    A point from the map counts; without one, the name is looked up offline. A name that fits several municipalities
    is an error that offers them to choose from. `decimals`: the point is rounded to so many
    (`Process.point_decimals`).
    """

    widget: type[PointPicker] = PointPicker

    def __init__(self, *, region_set: RegionSet | None = None, decimals: int = 3, **options: Any) -> None:
        self.decimals = decimals
        options.setdefault("label", gettext_lazy("Ort"))
        options.setdefault("help_text", gettext_lazy("Stadt oder Gemeinde, zum Beispiel „Siegen“."))
        parts = (
            forms.CharField(max_length=120, required=False),
            forms.CharField(max_length=8, required=False),
            forms.FloatField(required=False, min_value=-180, max_value=180, localize=False),
            forms.FloatField(required=False, min_value=-85, max_value=85, localize=False),
            forms.CharField(max_length=120, required=False),
        )
        super().__init__(
            parts, require_all_fields=False, widget=options.pop("widget", None) or PointPicker(region_set), **options
        )

    def compress(self, data_list: list[Any]) -> ChosenPlace | None:
        """Return the chosen place."""
        if not data_list:
            return None
        name, key, lon, lat, of = data_list
        if key and (place := place_of(key)):
            return self._chosen(place)
        if lon is not None and lat is not None and name == of:
            return self._place_at(lon, lat, name)
        if not name:
            return None
        return self._chosen(self._only_place(name))

    def _place_at(self, lon: float, lat: float, name: str) -> ChosenPlace:
        place = place_at(lon, lat)
        if place is None:
            raise ValidationError(_("Der Punkt liegt außerhalb Deutschlands. Wählen Sie einen Ort in Deutschland."))
        point = (round(lon, self.decimals), round(lat, self.decimals))
        return ChosenPlace(point, name.partition(" (")[0].strip() or place.name)

    def _only_place(self, name: str) -> Place:
        candidates = places_called(name)
        if not candidates:
            raise ValidationError(
                _("„%(name)s“ ist keine Stadt oder Gemeinde, die wir kennen. Prüfen Sie die Schreibweise.")
                % {"name": name}
            )
        if len(candidates) > 1:
            self.widget.candidates = candidates[:CANDIDATES]
            raise ValidationError(
                ngettext(
                    "„%(name)s“ gibt es mehrfach. Wählen Sie einen Ort aus der Liste.",
                    "„%(name)s“ passt auf %(count)s Orte. Wählen Sie einen aus der Liste.",
                    len(candidates),
                )
                % {"name": name, "count": len(candidates)}
            )
        return candidates[0]

    def _chosen(self, place: Place) -> ChosenPlace:
        return ChosenPlace((round(place.lon, self.decimals), round(place.lat, self.decimals)), place.name)
