"""Search over everything."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.queries.cards import cards_in_order
from dialogwerk.entries.search import find
from dialogwerk.web.searching import SearchForm

PER_PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, by kind with counts; every choice stands in the address. 12 queries at most."""
    form = SearchForm(request.GET, person=request.user)
    text = request.GET.get("q", "").strip()[:200]
    entries = form.applied_to(Entry.objects.visible_to(request.user).current())
    found = find(text, entries=entries)
    kind = request.GET.get("art", "")
    paginator = Paginator(found.numbers(kind if kind in Kind.values else ""), PER_PAGE)
    paginator.count = found.counts.get(kind, 0) if kind in Kind.values else found.total
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = cards_in_order(list(page.object_list))  # type: ignore[assignment]
    context = {
        "form": form,
        "text": text,
        "found": found,
        "kind": kind,
        "kinds": [(value, label, found.counts[value]) for value, label in Kind.choices if found.counts.get(value)],
        "page": page,
        "is_filtered": bool(set(form.choices) - {"q"}) or kind in Kind.values,
    }
    template = "web/_search_results.html" if request.htmx else "web/search.html"  # type: ignore[attr-defined]
    return render(request, template, context)
