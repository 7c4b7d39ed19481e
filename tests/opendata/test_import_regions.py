"""`dialogwerk import_regions`: a new cut of the land, in which entries find their place anew."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions import add_entry
from dialogwerk.entries.models import Entry, EntryRegion, Kind, State
from dialogwerk.places.models import Municipality, Region, RegionSet
from dialogwerk.places.queries import regions_at
from tests import factories
from tests.places.conftest import square

SIEGEN, HAGEN = (8.0165, 50.8838), (7.4716, 51.3499)
SOUTH, NORTH = square(7.8, 50.7, 8.6, 51.1), square(7.3, 51.2, 7.6, 51.5)
BOTH = square(7.0, 50.6, 8.8, 51.6)
ARGUMENTS = {"slug": "kammern", "title": "Kammerbezirke", "key": "NR", "name": "GEN"}


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for ags, name, (lon, lat) in (("05970040", "Siegen", SIEGEN), ("05914000", "Hagen", HAGEN)):
        Municipality.objects.create(ags=ags, name=name, folded_name=name.lower(), lon=lon, lat=lat)


@pytest.fixture
def bring(tmp_path: Path):
    """Return a function that imports areas, each a key, a name and an outline."""

    def do(*areas: tuple[str, str, dict]) -> None:
        features = [
            {"type": "Feature", "properties": {"NR": key, "GEN": name}, "geometry": geometry}
            for key, name, geometry in areas
        ]
        file = tmp_path / "kammern.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        call_command("import_regions", str(file), **ARGUMENTS)

    return do


def entry_at(process, point: tuple[float, float] | None, **fields) -> Entry:
    return add_entry(
        actor=None, process=process, kind=Kind.PROJECT, state=State.PUBLISHED, title="Ort", point=point, **fields
    )


def region_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).region.name


@pytest.fixture
def own_cut(process, bring):
    """The dialogue uses the set that is imported."""
    bring(("1", "Süd", SOUTH), ("2", "Nord", NORTH))
    process.region_set = RegionSet.objects.get(slug="kammern")
    process.save()
    return process


def test_entries_find_their_region_anew_by_their_point(own_cut, bring, capsys) -> None:
    siegen, hagen = entry_at(own_cut, SIEGEN), entry_at(own_cut, HAGEN)
    assert (region_of(siegen), region_of(hagen)) == ("Süd", "Nord")

    bring(("1", "Süd", NORTH), ("2", "Nord", SOUTH))

    assert (region_of(siegen), region_of(hagen)) == ("Nord", "Süd")
    assert "2 Einträge mit Ort stehen jetzt in anderen Regionen." in capsys.readouterr().out


def test_entries_without_a_point_keep_their_region_by_its_key(own_cut, bring) -> None:
    entry = entry_at(own_cut, None, region=Region.objects.get(key="1"))

    bring(("1", "Ganz anders", NORTH), ("2", "Nord", SOUTH))

    assert region_of(entry) == "Ganz anders"


def test_entries_move_out_of_a_region_that_goes(own_cut, bring) -> None:
    hagen = entry_at(own_cut, HAGEN)

    bring(("1", "Alles", BOTH))

    assert region_of(hagen) == "Alles"
    assert list(Region.objects.filter(region_set__slug="kammern").values_list("name", flat=True)) == ["Alles"]


def test_a_region_that_an_entry_without_point_needs_cannot_go(own_cut, bring) -> None:
    entry_at(own_cut, None, region=Region.objects.get(key="2"))

    with pytest.raises(CommandError, match="Nord"):
        bring(("1", "Alles", BOTH))
    assert Region.objects.get(key="2").slug == "nord"


def test_a_point_outside_every_region_leaves_the_card_as_it_is(own_cut, bring) -> None:
    hagen = entry_at(own_cut, HAGEN)

    bring(("1", "Süd", SOUTH), ("2", "Nord", square(10, 50, 10.5, 50.5)))

    assert region_of(hagen) == "Nord"


def test_other_dialogues_find_the_region_beside_the_card(process, bring, capsys) -> None:
    entry = entry_at(process, SIEGEN)
    beside = EntryRegion.objects.filter(entry=entry, region__region_set__slug="kammern")

    bring(("1", "Süd", SOUTH), ("2", "Nord", NORTH))
    assert beside.get().region.name == "Süd"
    bring(("1", "Süd", NORTH), ("2", "Nord", SOUTH))
    assert beside.get().region.name == "Nord"
    bring(("1", "Süd", NORTH))
    assert not beside.exists()

    found = set(EntryRegion.objects.filter(entry=entry).values_list("region", flat=True))
    assert found == {region.pk for region in regions_at(*SIEGEN)}
    assert capsys.readouterr().out.count("1 Einträge mit Ort") == 3


def test_the_same_file_again_moves_nothing(own_cut, bring, capsys) -> None:
    entry_at(own_cut, SIEGEN)

    bring(("1", "Süd", SOUTH), ("2", "Nord", NORTH))

    assert "\n0 Einträge mit Ort" in capsys.readouterr().out


def test_entries_are_moved_in_a_constant_number_of_queries(own_cut, bring, django_assert_max_num_queries) -> None:
    factories.EntryFactory.create_batch(30, process=own_cut, lon=SIEGEN[0], lat=SIEGEN[1], cell=1)

    with django_assert_max_num_queries(60):
        bring(("1", "Süd", NORTH), ("2", "Nord", SOUTH))

    assert Entry.objects.filter(region__name="Nord").count() == 30


def test_command_says_what_it_did(bring, capsys: pytest.CaptureFixture[str]) -> None:
    bring(("1", "Süd", SOUTH), ("2", "Nord", NORTH))

    assert "Kammerbezirke: 2 neu, 0 schon da, 0 entfallen." in capsys.readouterr().out


def test_command_says_why_not(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("import_regions", str(tmp_path / "nichts.json"), **ARGUMENTS)
    file = tmp_path / "kaputt.json"
    file.write_text("{")
    with pytest.raises(CommandError, match="kein gültiges JSON"):
        call_command("import_regions", str(file), **ARGUMENTS)


def test_team_roles_go_to_the_region_that_follows(own_cut, bring, capsys) -> None:
    role = factories.TeamRoleFactory(process=own_cut, role="region_contact", region=Region.objects.get(key="2"))

    bring(("1", "Alles", BOTH))

    role.refresh_from_db()
    assert role.region.name == "Alles"
    assert "1 Rollen im Team gelten jetzt für die Region, die dort folgt." in capsys.readouterr().out
    assert AuditRecord.objects.get(act="hand_role_over").target_number == role.pk


def test_nobody_loses_a_role_because_a_region_goes_without_another(own_cut, bring) -> None:
    role = factories.TeamRoleFactory(process=own_cut, role="region_contact", region=Region.objects.get(key="2"))

    with pytest.raises(CommandError, match="In der Region „Nord“ hat jemand eine Rolle"):
        bring(("1", "Süd", SOUTH))

    role.refresh_from_db()
    assert role.region.slug == "nord"
