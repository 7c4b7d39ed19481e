"""What is printed for an event, as PDF. The cards of tables and boards, which carry codes, are the labs' to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from dialogwerk.registrations import printing
from dialogwerk.registrations.forms.print import BlankCardsForm
from dialogwerk.registrations.queries import figures_of
from dialogwerk.registrations.views.workshop import context_of, event_for, form_for, needs_form


def overview(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Offer what can be printed."""
    event = event_for(request, process, number)
    form = form_for(event)
    tables = list(event.tables.all())
    figures = figures_of(form) if form else None
    context = context_of(event, form, "print", figures=figures, tables=len(tables), blank=BlankCardsForm(tables=tables))
    return render(request, "registrations/workshop/print.html", context | {"tab": "print"})


@never_cache
def document(request: HttpRequest, process: str, number: int, kind: str) -> HttpResponse:
    """Return one of the documents."""
    event = event_for(request, process, number)
    if kind == "namensschilder":
        return as_pdf(printing.name_tags(needs_form(event)), kind)
    if kind == "einlassliste":
        return as_pdf(printing.door_list(needs_form(event)), kind)
    raise Http404


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a document that the browser shows."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
