"""Reading a file of regions that an operator brings: GeoJSON in degrees, with any names of its properties."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from dialogwerk.core.errors import DialogwerkError

DECIMALS = 4
MANY_CORNERS = 30_000
SIMPLER_BY = 0.002
"""About 200 metres: what a file with very many corners is simplified by, all borders alike."""
KEY_LENGTH, NAME_LENGTH = 20, 120


class RegionFileError(DialogwerkError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class RegionShape:
    """One region of a file, its area in degrees (WGS 84)."""

    key: str
    name: str
    area: Any


def read_region_file(content: bytes, *, key: str, name: str) -> list[RegionShape]:
    """Return the regions of a GeoJSON file; `key` and `name` are the properties that hold them.

    Raises `RegionFileError` for anything else than polygons in degrees with unique keys.
    """
    features = _features(content)
    _require_property(features, key)
    _require_property(features, name)
    keys = [str(feature["properties"][key]).strip() for feature in features]
    names = [str(feature["properties"][name]).strip() for feature in features]
    _check_keys(keys, names)
    areas = _areas(features, names)
    return [RegionShape(*line) for line in zip(keys, names, areas, strict=True)]


def _features(content: bytes) -> list[dict[str, Any]]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RegionFileError(_("Die Datei ist kein GeoJSON: Sie ist nicht in UTF-8 geschrieben.")) from error
    except json.JSONDecodeError as error:
        raise RegionFileError(
            _("Die Datei ist kein GeoJSON: Sie ist kein gültiges JSON (Zeile %(line)s, Spalte %(column)s).")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    if not isinstance(told, dict) or told.get("type") != "FeatureCollection":
        raise RegionFileError(_("Die Datei ist kein GeoJSON mit einer „FeatureCollection“."))
    features = told.get("features")
    if not isinstance(features, list) or not features:
        raise RegionFileError(_("Die Datei enthält keine Flächen („features“ ist leer)."))
    if not all(isinstance(one, dict) and isinstance(one.get("properties"), dict) for one in features):
        raise RegionFileError(_("Nicht jede Fläche der Datei hat Merkmale („properties“)."))
    return features


def _require_property(features: list[dict[str, Any]], name: str) -> None:
    lacking = [place for place, one in enumerate(features, 1) if one["properties"].get(name) in (None, "")]
    if lacking:
        there = sorted({word for one in features for word in one["properties"]})
        raise RegionFileError(
            _(
                "Das Merkmal „%(name)s“ fehlt bei %(count)s von %(all)s Flächen, zuerst bei der %(first)s. "
                "Die Datei hat: %(there)s."
            )
            % {
                "name": name,
                "count": len(lacking),
                "all": len(features),
                "first": lacking[0],
                "there": ", ".join(there),
            }
        )


def _check_keys(keys: list[str], names: list[str]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise RegionFileError(
            _(
                "Diese Schlüssel kommen mehrfach vor: %(keys)s. "
                "Nennen Sie mit --key ein Merkmal, das bei jeder Fläche anders ist."
            )
            % {"keys": ", ".join(twice[:10])}
        )
    long = [key for key in keys if len(key) > KEY_LENGTH] + [name for name in names if len(name) > NAME_LENGTH]
    if long:
        raise RegionFileError(
            _("„%(word)s“ ist zu lang: Schlüssel haben höchstens %(key)s, Namen höchstens %(name)s Zeichen.")
            % {"word": long[0], "key": KEY_LENGTH, "name": NAME_LENGTH}
        )


def _areas(features: list[dict[str, Any]], names: list[str]) -> Any:
    shapes = []
    for feature, name in zip(features, names, strict=True):
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise RegionFileError(
                _("„%(name)s“ ist keine Fläche, sondern „%(kind)s“. Gebraucht wird „Polygon“ oder „MultiPolygon“.")
                % {"name": name, "kind": geometry.get("type")}
            )
        try:
            shapes.append(shapely.force_2d(shapely.geometry.shape(geometry)))
        except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
            raise RegionFileError(
                _("Die Koordinaten von „%(name)s“ sind keine geschlossene Linie.") % {"name": name}
            ) from error
    areas = np.array(shapes, dtype=object)
    _require_degrees(areas)
    areas = shapely.make_valid(areas)
    if shapely.get_num_coordinates(areas).sum() > MANY_CORNERS:
        areas = shapely.coverage_simplify(areas, SIMPLER_BY)
    areas = shapely.set_precision(areas, 10.0**-DECIMALS)
    empty = [name for name, area in zip(names, areas, strict=True) if area.is_empty]
    if empty:
        raise RegionFileError(_("„%(name)s“ hat keine Fläche.") % {"name": empty[0]})
    return areas


def _require_degrees(areas: Any) -> None:
    west, south, east, north = shapely.total_bounds(areas)
    if not np.isfinite([west, south, east, north]).all():
        raise RegionFileError(_("Die Datei enthält Flächen ohne Koordinaten."))
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise RegionFileError(
            _(
                "Die Koordinaten (zum Beispiel %(x)s; %(y)s) sind keine Grade, sondern vermutlich Meter (UTM oder "
                "Gauß-Krüger). Wandeln Sie die Datei nach WGS 84 um: ogr2ogr -t_srs EPSG:4326 neu.geojson alt.geojson"
            )
            % {"x": round(west), "y": round(south)}
        )
    if west > 45 and east < 57 and south > 4 and north < 17:
        raise RegionFileError(
            _(
                "Länge und Breite sind vertauscht: In GeoJSON steht zuerst die Länge, "
                "zum Beispiel [8.02, 50.88] für Siegen."
            )
        )
