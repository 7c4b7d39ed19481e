"""Naming a place in a form, with and without JavaScript."""

import pytest
from django import forms

from dialogwerk.places.forms import ChosenPlace, PointField
from dialogwerk.places.models import RegionSet

pytestmark = pytest.mark.usefixtures("districts")


class WhereForm(forms.Form):
    """Asks for a place."""

    where = PointField(required=False, decimals=2)


def form(name: str = "", key: str = "", lon: str = "", lat: str = "", of: str = "") -> WhereForm:
    parts = {"name": name, "key": key, "lon": lon, "lat": lat, "of": of}
    return WhereForm({f"where_{part}": value for part, value in parts.items()})


def cleaned(**parts: str) -> ChosenPlace | None:
    bound = form(**parts)
    assert bound.is_valid(), bound.errors
    return bound.cleaned_data["where"]


def test_name_alone_finds_its_point() -> None:
    assert cleaned(name="siegen") == ChosenPlace((8.02, 50.88), "Siegen")


def test_nothing_is_no_place() -> None:
    assert cleaned() is None


def test_point_is_rounded_and_keeps_its_name() -> None:
    assert cleaned(name="Siegen", lon="8.01659", lat="50.87654", of="Siegen") == ChosenPlace((8.02, 50.88), "Siegen")


def test_point_without_name_is_named_after_its_municipality() -> None:
    assert cleaned(lon="8.0165", lat="50.8838") == ChosenPlace((8.02, 50.88), "Siegen")


def test_changed_name_counts_more_than_the_former_point() -> None:
    chosen = cleaned(name="Hagen", lon="8.0165", lat="50.8838", of="Siegen")

    assert chosen == ChosenPlace((7.47, 51.35), "Hagen")


def test_emptied_name_removes_the_place() -> None:
    assert cleaned(name="", lon="8.0165", lat="50.8838", of="Siegen") is None


def test_ambiguous_name_offers_the_candidates() -> None:
    bound = form(name="Neukirchen")

    assert bound.errors["where"] == ["„Neukirchen“ passt auf 2 Orte. Wählen Sie einen aus der Liste."]
    html = bound["where"].as_field_group()
    assert "Welchen Ort meinen Sie?" in html
    assert '<option value="09371140">Neukirchen (Amberg-Sulzbach)</option>' in html
    assert '<option value="16063051">Neukirchen (Wartburgkreis)</option>' in html


def test_name_without_its_addition_offers_all_with_one() -> None:
    assert "passt auf 2 Orte" in form(name="Frankfurt").errors["where"][0]


def test_chosen_candidate_counts() -> None:
    assert cleaned(name="Neukirchen", key="16063051") == ChosenPlace((10.3, 51.0), "Neukirchen")


def test_label_with_district_is_understood() -> None:
    assert cleaned(name="Neukirchen (Wartburgkreis)") == ChosenPlace((10.3, 51.0), "Neukirchen")


def test_unknown_name_is_told() -> None:
    assert form(name="Bielefeldt").errors["where"] == [
        "„Bielefeldt“ ist keine Stadt oder Gemeinde, die wir kennen. Prüfen Sie die Schreibweise."
    ]


def test_point_abroad_is_told() -> None:
    assert "außerhalb Deutschlands" in form(lon="2.35", lat="48.85").errors["where"][0]


def test_rubbish_is_refused() -> None:
    assert not form(lon="hier", lat="dort").is_valid()
    assert not form(lon="800", lat="50").is_valid()


def test_field_shows_a_kept_place(districts: RegionSet) -> None:
    class KeptForm(forms.Form):
        """Holds a place."""

        where = PointField(region_set=districts, initial=ChosenPlace((8.017, 50.884), "Siegen"))

    html = KeptForm()["where"].as_field_group()

    assert '<label class="kern-label" for="id_where_0">Ort' in html
    assert 'value="8.017"' in html
    assert 'data-region-set="kreise"' in html
