"""The regions of a dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dialogwerk.entries.models import Kind
from dialogwerk.events.queries import coming, events_of, past
from dialogwerk.ideas.mapping import region_overview, small_map
from dialogwerk.ideas.regions import OUTCOMES, figures_of, newest, regions_of
from dialogwerk.places.models import Region
from dialogwerk.processes.access import process_for
from dialogwerk.processes.queries import contact_for

EVENTS = 5


@require_safe
def regions(request: HttpRequest, process: str) -> HttpResponse:
    """Show all regions with their agencies and what came out of each. Five queries."""
    shown = process_for(request, process)
    rows = regions_of(shown)

    def address_of(slug: str) -> str:
        return reverse("ideas:region", args=[shown.slug, slug])

    overview = region_overview(shown, {row.region.pk: row.ideas for row in rows}, address_of)
    context = {"process": shown, "section": "regions", "rows": rows, "overview": overview}
    return render(request, "ideas/regions.html", context)


@require_safe
def region(request: HttpRequest, process: str, region: str) -> HttpResponse:
    """Show one region: its part of the map, its agency, events, ideas, what came of them. Twelve queries at most."""
    shown = process_for(request, process)
    found = get_object_or_404(Region, region_set=shown.region_set_id, slug=region)
    events = events_of(shown, request.user).filter(entry__region=found)
    context = {
        "process": shown,
        "section": "regions",
        "region": found,
        "contact": contact_for(shown, found.pk),
        "figures": figures_of(shown, found),
        "small_map": small_map(shown, found),
        "coming": list(coming(events)[:EVENTS]),
        "past": list(past(events)[:EVENTS]),
        "ideas": list(newest(shown, found, Kind.IDEA)),
        "outcomes": list(newest(shown, found, *OUTCOMES)),
    }
    return render(request, "ideas/region.html", context)
