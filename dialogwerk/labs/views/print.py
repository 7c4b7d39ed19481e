"""What is printed with the codes of the boards on it, as PDF: cards for tables, blank cards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from dialogwerk.events.models import Event
from dialogwerk.labs.models import Board
from dialogwerk.labs.views.host import event_for
from dialogwerk.labs.views.wall import join_address
from dialogwerk.registrations import printing
from dialogwerk.registrations.forms.print import BlankCardsForm
from dialogwerk.registrations.printing import Join
from dialogwerk.registrations.views.print import as_pdf


@never_cache
def table_cards(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Print a card for each table; with the code where the lab is prepared."""
    event = event_for(request, process, number)
    return as_pdf(printing.table_cards(event, joins_of(event)), "tischkarten")


@never_cache
def blank_cards(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Print blank cards; those of one table lead to its board."""
    event = event_for(request, process, number)
    form = BlankCardsForm(request.GET, tables=event.tables.all())
    if not form.is_valid():
        raise Http404
    first, join = form.cleaned_data["first"], joins_of(event).get(form.cleaned_data["table"])
    numbers = range(first, first + form.cleaned_data["count"])
    addresses = {one: f"{join.address}?karte={one}" for one in numbers} if join else None
    return as_pdf(printing.blank_cards(event, numbers, addresses), "leere-karten")


def joins_of(event: Event) -> dict[int, Join]:
    """Return how to get to the boards of an event, by table; empty before its lab is prepared. One query."""
    boards = Board.objects.filter(lab=event.pk)
    return {board.table_id: Join(board.code, join_address(board)) for board in boards}
