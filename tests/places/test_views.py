"""Places by name, places by point, outlines."""

import pytest
from django.test import Client

from dialogwerk.places.models import RegionSet

pytestmark = pytest.mark.usefixtures("districts")


def test_place_search_tells_the_district(client: Client) -> None:
    found = client.get("/orte/", {"q": "neuk"}).json()["places"]

    assert [(place["name"], place["district"]) for place in found] == [
        ("Neukirchen", "Amberg-Sulzbach"),
        ("Neukirchen", "Wartburgkreis"),
    ]


def test_place_search_costs_two_queries(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        client.get("/orte/", {"q": "n"})


def test_empty_search_finds_nothing(client: Client) -> None:
    assert client.get("/orte/", {"q": " "}).json() == {"places": []}


def test_point_tells_its_place_and_regions(client: Client) -> None:
    answer = client.get("/orte/punkt/", {"lon": "8.0165", "lat": "50.8838", "schnitt": "kreise"}).json()

    assert answer["place"]["name"] == "Siegen"
    assert answer["regions"] == ["Siegen-Wittgenstein"]


def test_point_abroad_has_no_place(client: Client) -> None:
    assert client.get("/orte/punkt/", {"lon": "2.3", "lat": "48.8"}).json() == {"place": None, "regions": []}


@pytest.mark.parametrize("query", [{}, {"lon": "a", "lat": "b"}, {"lon": "nan", "lat": "50"}])
def test_point_that_is_none_is_told(client: Client, query: dict[str, str]) -> None:
    assert client.get("/orte/punkt/", query).status_code in {200, 400}


def test_outlines_may_be_kept_for_ever(client: Client, districts: RegionSet) -> None:
    answer = client.get("/umrisse/kreise-abc123.json")

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "application/geo+json"
    [feature] = answer.json()["features"]
    assert feature["properties"] == {
        "slug": "siegen-wittgenstein",
        "name": "Siegen-Wittgenstein",
        "at": [8.2, 50.9],
    }


def test_former_address_of_outlines_leads_to_the_present_one(client: Client) -> None:
    answer = client.get("/umrisse/kreise-0ld.json")

    assert (answer.status_code, answer["Location"]) == (302, "/umrisse/kreise-abc123.json")


def test_unknown_set_has_no_outlines(client: Client) -> None:
    assert client.get("/umrisse/mond-abc.json").status_code == 404
