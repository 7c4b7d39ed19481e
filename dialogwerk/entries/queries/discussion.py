"""Comments of an entry as a reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Comment, Entry, ModerationDecision, State, Verdict
from dialogwerk.entries.queries.moderation import hidden_by
from dialogwerk.entries.queries.ratings import rating_summary
from dialogwerk.entries.rules import has_role_for_entry
from dialogwerk.processes.models import Act, Moderation, ProcessStatus
from dialogwerk.processes.queries import open_acts

THREADS_PER_PAGE = 30
NEWEST, OLDEST, MOST_ANSWERED = "neueste", "aelteste", "antworten"
SORTS: dict[str, str | Promise] = {
    NEWEST: _("neueste zuerst"),
    OLDEST: _("älteste zuerst"),
    MOST_ANSWERED: _("meiste Antworten zuerst"),
}
_ORDERS = {
    NEWEST: ("-created_at", "-pk"),
    OLDEST: ("created_at", "pk"),
    MOST_ANSWERED: ("-answers", "-created_at", "-pk"),
}


@dataclass(frozen=True)
class CommentDraft:
    """What stands in the comment form: empty, or what came back with errors."""

    text: str = ""
    errors: Iterable[str] = ()
    parent: Comment | None = None
    as_team: bool = True


@dataclass(frozen=True)
class Discussion:
    """One page of an entry's comments. Each thread has `shown_replies`; own hidden ones have `decision`."""

    page: Page
    sort: str
    is_open: bool
    is_team: bool
    waits_for_release: bool
    sorts: dict[str, str | Promise] = field(default_factory=lambda: SORTS)


def comments_for(entry: Entry, person: Any, sort: str = NEWEST, *, page: int = 1, show: int | None = None) -> Page:
    """Return a page of threads: what everybody sees, and the reader's own waiting or hidden ones.

    A comment that is gone stays as a note while it has replies. With `show`, the page on which that comment stands.
    At most four queries, whatever their number.
    """
    sort = sort if sort in SORTS else NEWEST
    shown = Q(state=State.PUBLISHED)
    if person.is_authenticated:
        shown |= Q(author=person, state__in=[State.IN_REVIEW, State.HIDDEN])
    answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), state=State.PUBLISHED))
    threads = Comment.objects.filter(Q(entry=entry, parent=None), shown | Q(answered)).select_related("author")
    if sort == MOST_ANSWERED:
        threads = threads.annotate(answers=Count("replies", filter=Q(replies__state=State.PUBLISHED)))
    threads = threads.order_by(*_ORDERS[sort])
    if show:
        page = _page_of(threads, show) or page
    replies = Comment.objects.filter(shown).select_related("author").order_by("created_at", "pk")
    threads = threads.prefetch_related(Prefetch("replies", replies, to_attr="shown_replies"))
    result = Paginator(threads, THREADS_PER_PAGE).get_page(page)
    _add_decisions(result)
    return result


def discussion_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Return what the parts `entries/_comments.html` and `entries/_rating.html` need. At most eight queries.

    Reads `?sortierung=`, `?seite=` (page of comments) and `?kommentar=` (permalink) from the address.
    """
    process = entry.process
    is_team = has_role_for_entry(request.user, entry)
    discussion = Discussion(
        page=comments_for(
            entry,
            request.user,
            request.GET.get("sortierung", NEWEST),
            page=_number(request.GET.get("seite")) or 1,
            show=_number(request.GET.get("kommentar")),
        ),
        sort=request.GET.get("sortierung", NEWEST),
        is_open=Act.COMMENT in open_acts(process) or (is_team and process.status == ProcessStatus.OPEN),
        is_team=is_team,
        waits_for_release=process.moderation == Moderation.BEFORE and not is_team,
    )
    return {
        "entry": entry,
        "discussion": discussion,
        "draft": CommentDraft(),
        "rating": rating_summary(entry, request.user),
        "hidden_by": hidden_by(entry),
    }


def _page_of(threads: QuerySet[Comment], number: int) -> int | None:
    parent = Comment.objects.filter(pk=number).values_list("parent", flat=True).first() or number
    numbers = list(threads.values_list("pk", flat=True))
    return numbers.index(parent) // THREADS_PER_PAGE + 1 if parent in numbers else None


def _add_decisions(page: Page) -> None:
    """Give hidden comments that the reader wrote the decision that hid them. One query, none without such."""
    hidden = [
        comment for thread in page for comment in (thread, *thread.shown_replies) if comment.state == State.HIDDEN
    ]
    if not hidden:
        return
    decisions = ModerationDecision.objects.filter(
        comment__in=hidden, verdict=Verdict.HIDE, undone_at=None
    ).select_related("rule")
    latest = {decision.comment_id: decision for decision in decisions.order_by("made_at", "pk")}
    for comment in hidden:
        comment.decision = latest.get(comment.pk)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None
