"""Region sets: the definition divides the real land, and mistakes in it are named."""

from pathlib import Path

import pytest

from dialogwerk.places.geography.areas import Area, Municipality
from dialogwerk.places.geography.region_sets import (
    PartitionError,
    Region,
    RegionSet,
    assign_regions,
    load_region_sets,
    slugify,
)
from dialogwerk.places.geography.storage import REGION_SETS, read_json

DISTRICTS = [
    Area("09162", "München", "Kreisfreie Stadt"),
    Area("09184", "München", "Landkreis"),
    Area("05770", "Minden-Lübbecke", "Kreis"),
]
HAMM, SOEST, WERL = (Area(key, "", "Stadt") for key in ("05915000", "05974040", "05974052"))


def region_set(*regions: Region, covers: tuple[str, ...] = ("05",)) -> RegionSet:
    return RegionSet("probe", {"de": "Probe", "en": "Probe"}, "land", "municipalities", covers, 100, regions)


def set_by_slug(slug: str) -> RegionSet:
    return next(entry for entry in load_region_sets(DISTRICTS) if entry.slug == slug)


def slugs_of(data: Path) -> dict[str, list[str]]:
    sets = read_json(data / REGION_SETS)["sets"]
    return {entry["slug"]: [region["slug"] for region in entry["regions"]] for entry in sets}


def test_the_sets_have_their_numbers_of_regions(data: Path) -> None:
    assert {slug: len(regions) for slug, regions in slugs_of(data).items()} == {
        "laender": 16,
        "kreise": 400,
        "nrw-arbeitsmarkt": 16,
        "hannover-kommunen": 21,
        "berlin-bezirke": 12,
    }


def test_slugs_are_unique_and_plain(data: Path) -> None:
    for slugs in slugs_of(data).values():
        assert len(set(slugs)) == len(slugs)
        assert slugs == [slugify(slug) for slug in slugs]


def test_every_municipality_of_nrw_is_in_exactly_one_region(municipalities: list[Municipality]) -> None:
    owners = assign_regions(set_by_slug("nrw-arbeitsmarkt"), [row.area for row in municipalities])
    assert sorted(owners) == [row.ags for row in municipalities if row.ags.startswith("05")]
    assert len(owners) == 396


def test_hattingen_and_witten_leave_their_district(municipalities: list[Municipality]) -> None:
    owners = assign_regions(set_by_slug("nrw-arbeitsmarkt"), [row.area for row in municipalities])
    ennepe_ruhr = {row.name: owners[row.ags].slug for row in municipalities if row.district == "05954"}
    moved = {name for name, slug in ennepe_ruhr.items() if slug == "mittleres-ruhrgebiet"}
    assert moved == {"Hattingen", "Witten"}
    assert {slug for name, slug in ennepe_ruhr.items() if name not in moved} == {"maerkische-region"}


def test_members_are_kept_for_import(data: Path, municipalities: list[Municipality]) -> None:
    kreise = next(entry for entry in read_json(data / REGION_SETS)["sets"] if entry["slug"] == "kreise")
    members = {region["key"]: region["members"] for region in kreise["regions"]}
    assert members["16063"] == [row.ags for row in municipalities if row.ags[:5] in ("16056", "16063")]
    assert sum(len(row) for row in members.values()) == len(municipalities)


def test_an_area_without_a_region_is_named() -> None:
    with pytest.raises(PartitionError, match="05974052 is in 0 regions"):
        assign_regions(region_set(Region("a", "A", ("05915", "05974040"))), [HAMM, SOEST, WERL])


def test_an_area_in_two_regions_is_named() -> None:
    twice = region_set(Region("a", "A", ("05",)), Region("b", "B", ("05974",)))
    with pytest.raises(PartitionError, match="05974040 is in 2 regions"):
        assign_regions(twice, [HAMM, SOEST])


@pytest.mark.parametrize(
    ("region", "complaint"),
    [
        (Region("a", "A", ("05", "06")), "a: nothing begins with 06"),
        (Region("a", "A", ("05",), excluded=frozenset({"05999999"})), "a: there is no 05999999"),
        (Region("a", "A", ("05",), added=frozenset({"05999999"})), "a: there is no 05999999"),
    ],
)
def test_a_key_without_a_place_is_named(region: Region, complaint: str) -> None:
    with pytest.raises(PartitionError, match=complaint):
        assign_regions(region_set(region), [HAMM, Area("06411000", "Darmstadt", "Stadt")])


def test_single_areas_move_from_region_to_region() -> None:
    without = Region("a", "A", ("05974",), excluded=frozenset({WERL.key}))
    plus = Region("b", "B", ("05915",), added=frozenset({WERL.key}))
    owners = assign_regions(region_set(without, plus), [HAMM, SOEST, WERL])
    assert {key: region.slug for key, region in owners.items()} == {
        HAMM.key: "b",
        SOEST.key: "a",
        WERL.key: "b",
    }


def test_areas_elsewhere_are_left_out() -> None:
    owners = assign_regions(region_set(Region("a", "A", ("05",))), [HAMM, Area("06411000", "", "")])
    assert list(owners) == [HAMM.key]


def test_districts_of_the_same_name_are_told_apart() -> None:
    regions = set_by_slug("kreise").regions
    assert [(region.slug, region.name, region.key) for region in regions] == [
        ("muenchen-09162", "München (Kreisfreie Stadt)", "09162"),
        ("muenchen-09184", "München (Landkreis)", "09184"),
        ("minden-luebbecke", "Minden-Lübbecke", "05770"),
    ]


def test_a_slug_given_twice_is_named() -> None:
    with pytest.raises(PartitionError, match="two regions are called luebeck"):
        load_region_sets([Area("1", "Lübeck", ""), Area("2", "Luebeck", "")])


def test_only_a_whole_official_place_has_an_official_key() -> None:
    assert Region("bayern", "Bayern", ("09",)).key == "09"
    assert Region("meo", "MEO", ("05113", "05117")).key == "meo"
    assert Region("rest", "Rest", ("05954",), excluded=frozenset({"05954016"})).key == "rest"


def test_slugs_spell_german_letters_out() -> None:
    assert slugify("Neustadt a.d. Aisch-Bad Windsheim") == "neustadt-a-d-aisch-bad-windsheim"
    assert slugify("Große Bäche Öd Übersee é") == "grosse-baeche-oed-uebersee-e"
