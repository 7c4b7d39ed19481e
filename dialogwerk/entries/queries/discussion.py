"""Comments of an entry as a reader sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.core.text import number_in
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
    One query, whatever their number. One more each for `show` and for own hidden ones, two for a page there is not.
    """
    sort = sort if sort in SORTS else NEWEST
    reader = (person.pk,) if person.is_authenticated else ()
    if show:
        page = _page_of(_ordered(_threads(entry.pk, *reader), sort), show) or page
    result = _read(entry, reader, sort, page)
    if page > 1 and not result.object_list:
        result = _read(entry, reader, sort, Paginator(_threads(entry.pk, *reader), THREADS_PER_PAGE).num_pages)
    _add_decisions(result)
    return result


def discussion_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Return what the parts `entries/_comments.html` and `entries/_rating.html` need. Three queries, five at most.

    Reads `?sortierung=`, `?seite=` (page of comments) and `?kommentar=` (permalink) from the address.
    """
    process = entry.process
    is_team = has_role_for_entry(request.user, entry)
    discussion = Discussion(
        page=comments_for(
            entry,
            request.user,
            request.GET.get("sortierung", NEWEST),
            page=number_in(request.GET.get("seite")) or 1,
            show=number_in(request.GET.get("kommentar")),
        ),
        sort=request.GET.get("sortierung", NEWEST),
        is_open=not entry.is_superseded
        and (Act.COMMENT in open_acts(process) or (is_team and process.status == ProcessStatus.OPEN)),
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


def _ordered(threads: QuerySet[Comment], sort: str) -> QuerySet[Comment]:
    if sort == MOST_ANSWERED:
        threads = threads.annotate(answers=Count("replies", filter=Q(replies__state=State.PUBLISHED)))
    return threads.order_by(*_ORDERS[sort])


def _shown_to(*reader: Any) -> Q:
    """Say which comments a reader sees; nobody is named for one who is not signed in."""
    shown = Q(state=State.PUBLISHED)
    for person in reader:
        shown |= Q(author=person, state__in=[State.IN_REVIEW, State.HIDDEN])
    return shown


def _threads(entry: Any, *reader: Any) -> QuerySet[Comment]:
    answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), state=State.PUBLISHED))
    return Comment.objects.filter(Q(entry=entry, parent=None), _shown_to(*reader) | Q(answered))


def _rows(entry: Any, *reader: Any, sort: str, number: int) -> QuerySet[Comment]:
    """Return the threads of a page, each with how many there are in all, and their replies, the oldest first."""
    threads = _threads(entry, *reader)
    first = (number - 1) * THREADS_PER_PAGE
    on_page = _ordered(threads, sort).values("pk")[first : first + THREADS_PER_PAGE]
    counted = threads.order_by().values("entry").annotate(count=Count("pk")).values("count")
    return (
        Comment.objects.filter(Q(parent=None) | _shown_to(*reader), entry=entry)
        .annotate(thread=Coalesce("parent", "pk"), thread_count=Subquery(counted))
        .filter(thread__in=on_page)
        .select_related("author")
        .order_by("created_at", "pk")
    )


@cache
def _first_page(sort: str, *, is_signed_in: bool) -> Prepared[Comment]:
    given = [Given(name, BigIntegerField()) for name in ("entry", *(["reader"] if is_signed_in else []))]
    return Prepared(lambda: _rows(*given, sort=sort, number=1))


def _read(entry: Entry, reader: tuple[int, ...], sort: str, number: int) -> Page:
    """Return a page of threads with the replies the reader sees. One query, which counts the threads, too."""
    rows: Iterable[Any] = (
        _first_page(sort, is_signed_in=bool(reader)).all(entry=entry.pk, reader=[*reader])
        if number == 1
        else _rows(entry.pk, *reader, sort=sort, number=number)
    )
    found: list[Any] = []
    replies: dict[int, list[Any]] = defaultdict(list)
    for comment in rows:
        (replies[comment.parent_id] if comment.parent_id else found).append(comment)
    for comment in found:
        comment.shown_replies = replies[comment.pk]
    if sort != OLDEST:
        found.reverse()
    if sort == MOST_ANSWERED:
        found.sort(key=lambda thread: -sum(reply.state == State.PUBLISHED for reply in thread.shown_replies))
    paginator = Paginator(found, THREADS_PER_PAGE)
    paginator.count = found[0].thread_count if found else 0
    return Page(found, number, paginator)


def _page_of(threads: QuerySet[Comment], number: int) -> int | None:
    """Return the page on which the thread with this comment stands. One query."""
    wanted = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(parent=OuterRef("pk")), pk=number)
    found = list(threads.annotate(is_wanted=Exists(wanted)).values_list("is_wanted", flat=True))
    return found.index(True) // THREADS_PER_PAGE + 1 if True in found else None


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
