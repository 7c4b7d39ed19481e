"""One dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.entries.models import Kind
from dialogwerk.ideas.mapping import small_map
from dialogwerk.processes.access import process_for
from dialogwerk.web.queries.changes import latest_changes
from dialogwerk.web.queries.example import best_example
from dialogwerk.web.queries.figures import Figure, figures_for
from dialogwerk.web.queries.process_page import newest_ideas, next_event_of, now_in

CHAIN = (
    Kind.EVENT,
    Kind.CONTRIBUTION,
    Kind.IDEA,
    Kind.CHALLENGE,
    Kind.WORKING_GROUP,
    Kind.PROJECT,
    Kind.EXPERIMENT,
    Kind.PRACTICE,
    Kind.MEASURE,
    Kind.ADOPTION,
)


def process(request: HttpRequest, process: str) -> HttpResponse:
    """Show one dialogue: what it is, what is open, what became of what was said."""
    found = process_for(request, process)
    figures = figures_for([found])[found.pk]
    remains: list[Figure] = [figure for figure in figures if figure.kind not in (Kind.EVENT, Kind.CONTRIBUTION)]
    is_over = found.status in ("concluded", "archived")
    context = {
        "process": found,
        "now": now_in(found),
        "small_map": small_map(found),
        "next_event": next_event_of(found),
        "figures": [figure for figure in figures if figure.kind in CHAIN],
        "remains": remains if is_over else [],
        "is_over": is_over,
        "successors": list(found.successors.visible_to(request.user)) if is_over else [],
        "ideas": newest_ideas(found),
        "changes": latest_changes(found),
        "example": best_example(found),
        "guiding_questions": list(found.guiding_questions.all()),
        "building_blocks": list(found.building_blocks.all()),
    }
    return render(request, "web/process.html", context)
