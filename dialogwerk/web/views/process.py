"""One dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.entries.models import Kind
from dialogwerk.ideas.mapping import small_map
from dialogwerk.processes.access import process_for
from dialogwerk.surveys.queries.surveys import open_surveys
from dialogwerk.web.queries.changes import latest_changes
from dialogwerk.web.queries.figures import Figure, figures_for
from dialogwerk.web.queries.process_page import newest_and_example, next_event_of, now_in, questions_and_blocks

CHAIN = (
    Kind.EVENT,
    Kind.SURVEY,
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
    """Show one dialogue: what it is, what is open, what became of what was said. 12 queries at most."""
    found = process_for(request, process)
    figures = figures_for([found])[found.pk]
    remains: list[Figure] = [
        figure for figure in figures if figure.kind not in (Kind.EVENT, Kind.SURVEY, Kind.CONTRIBUTION)
    ]
    kinds = {figure.kind for figure in figures}
    # where people wrote contributions only, these are what there is to see
    shown = Kind.CONTRIBUTION if Kind.CONTRIBUTION in kinds and Kind.IDEA not in kinds else Kind.IDEA
    newest, example = newest_and_example(found, kind=shown)
    guiding_questions, building_blocks = questions_and_blocks(found)
    is_over = found.status in ("concluded", "archived")
    context = {
        "process": found,
        "now": now_in(found),
        "open_surveys": open_surveys([found])[found.pk],
        "next_event": next_event_of(found),
        "figures": [figure for figure in figures if figure.kind in CHAIN],
        "remains": remains if is_over else [],
        "is_over": is_over,
        "successors": list(found.successors.visible_to(request.user)) if is_over else [],
        "small_map": small_map(found, kinds=(shown,)),
        "newest": newest,
        "shows_ideas": shown == Kind.IDEA,
        "changes": latest_changes(found),
        "example": example,
        "guiding_questions": guiding_questions,
        "building_blocks": building_blocks,
    }
    return render(request, "web/process.html", context)
