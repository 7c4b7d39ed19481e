"""What somebody wrote herself, across all rooms."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.entries.models import Comment, Entry, State
from dialogwerk.ideas.models import IdeaDraft, Support

PER_PAGE = 20


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own entries, comments, offers to join in and unsent drafts. Seven queries."""
    person: Any = request.user
    entries = Entry.objects.filter(author=person).select_related("process").order_by("-created_at")
    comments = Comment.objects.filter(author=person).exclude(state=State.WITHDRAWN).select_related("entry__process")
    support = Support.objects.filter(person=person, withdrawn_at=None).select_related("idea__entry__process")
    drafts = IdeaDraft.objects.filter(person=person, sent_as=None).select_related("process").order_by("-saved_at")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "comments": comments.order_by("-created_at")[:PER_PAGE],
        "support": support,
        "drafts": drafts,
        "account_section": "mine",
    }
    return render(request, "web/mine.html", context)
