"""Answers for the point picker and the maps: places by name, places by point, outlines."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogwerk.places.models import RegionSet
from dialogwerk.places.outlines import geojson_of
from dialogwerk.places.queries import Place, place_at, places_named, regions_at


@require_safe
@cache_control(public=True, max_age=3600)
def places(request: HttpRequest) -> HttpResponse:
    """Answer with the municipalities whose name begins with `q`."""
    found = places_named(request.GET.get("q", "")[:120])
    return JsonResponse({"places": [_place(place) for place in found]})


@require_safe
@cache_control(public=True, max_age=3600)
def point(request: HttpRequest) -> HttpResponse:
    """Answer with the municipality and the regions (of the set `schnitt`) at the point `lon`, `lat`."""
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return JsonResponse({"error": _("Ein Punkt braucht „lon“ und „lat“ in Grad.")}, status=400)
    place = place_at(lon, lat)
    wanted = request.GET.get("schnitt", "")
    regions = regions_at(lon, lat, region_set=wanted) if place else []
    return JsonResponse({"place": _place(place) if place else None, "regions": [region.name for region in regions]})


def _place(place: Place) -> dict[str, object]:
    district = place.district if place.district != place.name else ""
    return {"ags": place.ags, "name": place.name, "district": district, "lon": place.lon, "lat": place.lat}


@require_safe
def outlines(request: HttpRequest, region_set: str, digest: str) -> HttpResponse:
    """Answer with the outlines of a set; each state of them has an address of its own and may be kept for ever."""
    found = get_object_or_404(RegionSet, slug=region_set)
    if digest != found.outlines_hash:
        return redirect("places:outlines", region_set=found.slug, digest=found.outlines_hash or "0")
    response = HttpResponse(geojson_of(found), content_type="application/geo+json")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
