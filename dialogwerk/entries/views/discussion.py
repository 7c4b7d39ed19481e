"""Comments and ratings of an entry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.accounts.guests import guest_may_act
from dialogwerk.core.errors import Conflict, DialogwerkError, NotAllowed
from dialogwerk.core.gate import require
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.core.text import render_differences
from dialogwerk.entries.access import entry_for
from dialogwerk.entries.actions.discussion import (
    add_comment,
    edit_comment,
    require_comments_open,
    withdraw_comment,
)
from dialogwerk.entries.actions.ratings import rate_entry, require_ratings_open, withdraw_rating
from dialogwerk.entries.actions.standing import require_standing
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.forms.discussion import CommentEditForm, CommentForm, RatingForm
from dialogwerk.entries.models import Comment, Entry, State
from dialogwerk.entries.queries.discussion import CommentDraft, discussion_context
from dialogwerk.entries.queries.portfolio import portfolio_of
from dialogwerk.entries.queries.ratings import rating_summary
from dialogwerk.entries.rules import has_role_for_entry
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import RatingMode


@guest_may_act(gettext_lazy("Kommentar schreiben"))
def comments(request: HttpRequest, number: int) -> HttpResponse:
    """Show the form for a comment or a reply (`?antwort=`); take what was written."""
    entry = entry_for(request, number)
    if request.method == "POST":
        return _add(request, entry)
    require_standing(entry)
    parent = None
    if request.GET.get("antwort", "").isdecimal():
        parent = get_object_or_404(Comment.objects.public(), entry=entry, pk=request.GET["antwort"])
    return _answer_form(request, entry, CommentDraft(parent=parent))


def _add(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = CommentForm(request.POST, entry=entry)
    is_team = has_role_for_entry(request.user, entry)
    try:
        require_comments_open(entry, is_team=is_team)
        if not form.is_valid():
            return _answer_form(request, entry, _draft(form), status=422)
        require(request.user, Permission.COMMENT, entry)
        limit(request, "comment")
        comment = add_comment(actor=request.user, entry=entry, **form.cleaned_data)
    except NotAllowed:
        raise
    except DialogwerkError as error:
        draft = _draft(form, str(error.message or error.headline), str(error.what_to_do))
        return _answer_form(request, entry, draft, status=error.status)
    if comment.state == State.IN_REVIEW:
        done = _("Danke! Ihr Kommentar wird gelesen und dann veröffentlicht. Bis dahin sehen nur Sie ihn.")
    else:
        done = _("Danke! Ihr Kommentar ist veröffentlicht.")
    return _answer_done(request, comment, done)


def edit(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """Change one's own comment."""
    entry, own = _comment(request, number, comment)
    require(request.user, Permission.EDIT_COMMENT, own)
    form = CommentEditForm(request.POST or None, initial={"text": own.text, "version": own.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = form.cleaned_data["version"]
                edit_comment(actor=request.user, comment=own, text=form.cleaned_data["text"], expected_version=version)
                return _answer_done(request, own, _("Ihr Kommentar ist geändert. Die frühere Fassung bleibt lesbar."))
            except Conflict as conflict:
                form.add_error(
                    None, f"{conflict.message} {_('So lautet er jetzt:')} {conflict.context['comment'].text}"
                )
                status = conflict.status
    context = {"process": entry.process, "entry": entry, "comment": own, "form": form}
    return render(request, "entries/comment_edit.html", context, status=status)


def withdraw(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """Ask whether one's own comment should really go, and take it back."""
    entry, own = _comment(request, number, comment)
    require(request.user, Permission.EDIT_COMMENT, own)
    if request.method == "POST":
        withdraw_comment(actor=request.user, comment=own)
        messages.success(request, _("Ihr Kommentar ist zurückgezogen."))
        return redirect(f"{page_of(entry)}#comments")
    context = {"process": entry.process, "entry": entry, "comment": own}
    return render(request, "entries/comment_withdraw.html", context)


def comment_versions(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """Show the earlier wordings of a comment that stands."""
    entry = entry_for(request, number)
    shown = get_object_or_404(Comment.objects.public().select_related("author"), entry=entry, pk=comment)
    wordings = [*shown.versions.all(), None]
    texts = [version.text if version else shown.text for version in wordings]
    times = [shown.created_at, *(version.replaced_at for version in wordings if version)]
    steps = [
        {"number": position + 1, "at": at, "text": render_differences(texts[position - 1] if position else text, text)}
        for position, (text, at) in enumerate(zip(texts, times, strict=True))
    ]
    context = {"process": entry.process, "entry": entry, "comment": shown, "steps": reversed(steps)}
    return render(request, "entries/comment_versions.html", context)


@require_POST
@guest_may_act(gettext_lazy("Bewertung abgeben"))
def rate(request: HttpRequest, number: int) -> HttpResponse:
    """Take, change or withdraw one's own rating."""
    entry = entry_for(request, number)
    require_ratings_open(entry)
    if "zurueckziehen" in request.POST:
        require(request.user, Permission.RATE, entry)
        withdraw_rating(actor=request.user, entry=entry)
        return _answer_rating(request, entry, _("Ihre Bewertung ist zurückgezogen."))
    require_standing(entry)
    form = RatingForm(request.POST, entry=entry)
    if not form.is_valid():
        errors = [str(error) for group in form.errors.values() for error in group]
        return _answer_rating(request, entry, errors[0], is_error=True)
    require(request.user, Permission.RATE, entry)
    limit(request, "rate")
    for scale, value in form.values.items():
        rate_entry(actor=request.user, entry=entry, value=value, scale=scale)
    return _answer_rating(request, entry, _("Danke, Ihre Bewertung ist gespeichert."))


def portfolio(request: HttpRequest, process: str) -> HttpResponse:
    """Show the ideas of a process by usefulness and feasibility, drawn and as a table."""
    its_process = process_for(request, process)
    if its_process.rating_mode != RatingMode.TWO:
        raise Http404
    context = {"process": its_process, "section": "results", "portfolio": portfolio_of(its_process)}
    return render(request, "entries/portfolio.html", context)


def _comment(request: HttpRequest, number: int, comment: int) -> tuple[Entry, Comment]:
    entry = entry_for(request, number)
    own = get_object_or_404(Comment.objects.select_related("author", "parent"), entry=entry, pk=comment)
    own.entry = entry
    return entry, own


def _draft(form: CommentForm, *problems: str) -> CommentDraft:
    errors = [str(error) for group in form.errors.values() for error in group] if form.is_bound else []
    return CommentDraft(
        text=form.data.get("text", ""),
        errors=[*problems, *errors],
        parent=form.cleaned_data.get("parent") if hasattr(form, "cleaned_data") else None,
        as_team="as_team" in form.data,
    )


def _answer_form(request: HttpRequest, entry: Entry, draft: CommentDraft, status: int = 200) -> HttpResponse:
    """Answer with the form: as a part where htmx asked, else as a page of its own."""
    context: dict[str, Any] = {"process": entry.process, **discussion_context(request, entry), "draft": draft}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "entries/comment_page.html", context, status=status)
    answer = render(request, "entries/_comment_form.html", context, status=status)
    if request.method == "POST":
        form_id = f"comment-form-{draft.parent.pk}" if draft.parent else "comment-form"
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#{form_id}", "outerHTML"
    return answer


def _answer_done(request: HttpRequest, comment: Comment, done: str) -> HttpResponse:
    """Lead to the comment, or swap the list with the comment in it for htmx."""
    permalink = f"{reverse('entries:short', args=[comment.entry_id])}?kommentar={comment.pk}"
    if request.htmx and request.method == "POST":  # type: ignore[attr-defined]
        address: Any = request.GET.copy()
        address["kommentar"] = str(comment.pk)
        request.GET = address
        entry = entry_for(request, comment.entry_id)
        context = discussion_context(request, entry) | {"process": entry.process, "done": done, "new": comment.pk}
        return render(request, "entries/_comments.html", context)
    messages.success(request, done)
    return redirect(permalink)


def _answer_rating(request: HttpRequest, entry: Entry, words: str, *, is_error: bool = False) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        entry.refresh_from_db(fields=["rating_count", "rating_sum"])
        context = {
            "process": entry.process,
            "entry": entry,
            "rating": rating_summary(entry, request.user),
            "rating_words": words,
            "rating_failed": is_error,
        }
        return render(request, "entries/_rating.html", context, status=422 if is_error else 200)
    (messages.error if is_error else messages.success)(request, words)
    return redirect(f"{page_of(entry)}#rating")
