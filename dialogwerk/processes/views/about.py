"""What a dialogue is, its legal texts, and the secret link to its preview."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from dialogwerk.processes.about import committees_of, neighbours_of, phases_on_line, team_of, vocabularies_of
from dialogwerk.processes.access import PREVIEW_KEY, process_for
from dialogwerk.processes.models import Process

LEGAL = {
    "impressum": (_("Impressum"), "imprint"),
    "datenschutz": (_("Datenschutzerklärung"), "privacy"),
    "barrierefreiheit": (_("Erklärung zur Barrierefreiheit"), "accessibility"),
}
PREVIEWS_KEPT = 20


def about(request: HttpRequest, process: str) -> HttpResponse:
    """Show aims, phases, topics, who takes part, and the rules. 12 queries at most."""
    found = process_for(request, process)
    context = {
        "process": found,
        "section": "about",
        "aims": [line.strip() for line in found.aims.splitlines() if line.strip()],
        "guiding_questions": list(found.guiding_questions.all()),
        "phases": phases_on_line(found),
        "vocabularies": list(vocabularies_of(found)),
        "committees": committees_of(found),
        "partners": list(found.partners.all()),
        "team": team_of(found),
        "rules": list(found.rules.all()),
        **neighbours_of(found, request.user),
    }
    return render(request, "processes/about.html", context)


def legal(request: HttpRequest, process: str, which: str) -> HttpResponse:
    """Show a legal text of the owner."""
    if which not in LEGAL:
        raise Http404
    found = process_for(request, process)
    title, field = LEGAL[which]
    context = {
        "process": found,
        "title": title,
        "text": getattr(found.owner, field),
        "which": which,
        "others": [(name, other) for name, (other, _field) in LEGAL.items()],
    }
    return render(request, "processes/legal.html", context)


@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser read a dialogue in preparation: whoever has the secret link may look, not act."""
    found = get_object_or_404(Process, preview_token=token)
    kept = [other for other in request.session.get(PREVIEW_KEY, []) if other != token]
    request.session[PREVIEW_KEY] = [*kept, token][-PREVIEWS_KEPT:]
    return redirect("web:process", process=found.slug)
