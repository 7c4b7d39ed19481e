"""What is printed for an event, as PDF."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from dialogwerk.registrations import printing
from dialogwerk.registrations.queries import figures_of
from dialogwerk.registrations.views.workshop import context_of, event_for, form_for, needs_form


class BlankCardsForm(forms.Form):
    """How many blank cards, from which number on."""

    first = forms.IntegerField(label=gettext_lazy("erste Nummer"), min_value=1, max_value=9999, initial=1)
    count = forms.IntegerField(
        label=gettext_lazy("Anzahl"), min_value=1, max_value=printing.BLANK_AT_MOST, initial=40,
        help_text=gettext_lazy("Vier Karten je Blatt."),
    )  # fmt: skip


def overview(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Offer what can be printed."""
    event = event_for(request, process, number)
    form = form_for(event)
    context = context_of(
        event,
        form,
        "print",
        figures=figures_of(form) if form else None,
        tables=event.tables.count(),
        blank=BlankCardsForm(),
    )
    return render(request, "registrations/workshop/print.html", context | {"tab": "print"})


@never_cache
def document(request: HttpRequest, process: str, number: int, kind: str) -> HttpResponse:
    """Return one of the documents."""
    event = event_for(request, process, number)
    if kind == "namensschilder":
        return _pdf(printing.name_tags(needs_form(event)), kind)
    if kind == "einlassliste":
        return _pdf(printing.door_list(needs_form(event)), kind)
    if kind == "tischkarten":
        return _pdf(printing.table_cards(event), kind)
    if kind == "leere-karten":
        blank = BlankCardsForm(request.GET)
        if not blank.is_valid():
            raise Http404
        first, count = blank.cleaned_data["first"], blank.cleaned_data["count"]
        return _pdf(printing.blank_cards(event, range(first, first + count)), kind)
    raise Http404


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
