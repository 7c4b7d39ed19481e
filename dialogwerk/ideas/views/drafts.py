"""The draft of this browser session or of the signed-in person."""

from django.http import HttpRequest

from dialogwerk.ideas.actions import adopt_draft
from dialogwerk.ideas.models import IdeaDraft
from dialogwerk.ideas.queries import current_draft
from dialogwerk.processes.models import Process

SESSION_KEY = "idea_drafts"


def draft_of(request: HttpRequest, process: Process) -> IdeaDraft | None:
    """Return the draft this visitor works on. One begun before signing in becomes hers."""
    key = request.session.get(SESSION_KEY, {}).get(process.slug, "")
    draft = current_draft(process, request.user, key)
    if draft is None:
        return None
    draft.process = process
    if draft.person_id is None and request.user.is_authenticated:
        adopt_draft(actor=request.user, draft=draft)
    return draft


def remember_draft(request: HttpRequest, draft: IdeaDraft) -> None:
    """Let the browser session find the draft again, also after signing in."""
    keys = request.session.get(SESSION_KEY, {})
    if keys.get(draft.process.slug) != draft.key:
        request.session[SESSION_KEY] = {**keys, draft.process.slug: draft.key}
