"""The team's review of the cards after a lab, and publishing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.labs import queries
from dialogwerk.labs.actions.publishing import decide_cards, publish_lab, word_card
from dialogwerk.labs.forms import DecideForm, WordForm
from dialogwerk.labs.marks import SIGNS
from dialogwerk.labs.models import Card, Decision, Lab
from dialogwerk.processes.access import process_for


def lab_to_review(request: HttpRequest, slug: str, number: int) -> Lab:
    """Return a lab whose cards the reader may publish; refuse others."""
    process = process_for(request, slug)
    lab = queries.lab_of(number)
    if lab is None or lab.event.entry.process_id != process.pk:
        raise Http404
    lab.event.entry.process = process
    require(request.user, Permission.REVIEW_LAB, lab.event.entry)
    return lab


def review(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show what is not published yet: first what must be decided, then the rest by table."""
    lab = lab_to_review(request, process, number)
    return render(request, "labs/review.html", _context(request, lab))


@require_POST
def decide(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Decide about the ticked cards."""
    lab = lab_to_review(request, process, number)
    form = DecideForm(request.POST)
    numbers = [one for one in request.POST.getlist("card") if _is_id(one)]
    cards = list(Card.objects.filter(board__lab=lab, pk__in=numbers))
    if not form.is_valid() or not cards:
        messages.warning(request, _("Bitte wählen Sie mindestens eine Karte aus."))
    else:
        changed = decide_cards(actor=request.user, lab=lab, cards=cards, **form.cleaned_data)
        said = ngettext("%(n)s Karte: %(what)s.", "%(n)s Karten: %(what)s.", changed)
        messages.success(request, said % {"n": changed, "what": Decision(form.cleaned_data["decision"]).label})
    return redirect("labs:review", process=process, number=number)


def word(request: HttpRequest, process: str, number: int, card: uuid.UUID) -> HttpResponse:
    """Correct the wording of one card for the public."""
    lab = lab_to_review(request, process, number)
    its_card = get_object_or_404(Card.objects.select_related("review", "board__table"), board__lab=lab, pk=card)
    form = WordForm(request.POST or None, initial={"text": queries.wording_of(its_card)})
    if request.method == "POST" and form.is_valid():
        word_card(actor=request.user, lab=lab, card=its_card, text=form.cleaned_data["text"])
        messages.success(request, _("Der Wortlaut ist geändert. Die Karte behält ihren eigenen."))
        return redirect("labs:review", process=process, number=number)
    context = _frame(lab) | {"card": its_card, "form": form}
    return render(request, "labs/word.html", context, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Publish all that may be published."""
    lab = lab_to_review(request, process, number)
    made = publish_lab(actor=request.user, lab=lab)
    said = _("Veröffentlicht: %(contributions)s Beiträge und %(ideas)s Ideen.")
    messages.success(request, said % {"contributions": made.contributions, "ideas": made.ideas})
    return redirect("labs:review", process=process, number=number)


def _frame(lab: Lab) -> dict[str, Any]:
    event = lab.event
    return {
        "process": event.entry.process,
        "section": "workshop",
        "event": event,
        "entry": event.entry,
        "tab": "lab_review",
        "conflict": None,
        "lab": lab,
    }


def _context(request: HttpRequest, lab: Lab) -> dict[str, Any]:
    """Return what the review shows. Four queries beside the lab's own."""
    tables = list(lab.boards.values_list("table__number", flat=True).order_by("table__number"))
    wanted = request.GET.get("tisch", "")
    table = int(wanted) if wanted.isdecimal() and int(wanted) in tables else None
    cards = queries.cards_in_review(lab, table)
    return _frame(lab) | {
        "cards": cards,
        "open_count": sum(one.is_open for one in cards),
        "left_out": sum(one.decision == Decision.LEAVE_OUT for one in cards),
        "published": Card.objects.filter(board__lab=lab).exclude(entry=None).count(),
        "refused": queries.refused_texts(lab),
        "tables": tables,
        "table": table,
        "signs": {name: label for name, (_pattern, label) in SIGNS.items()},
        "decide_form": DecideForm(),
    }


def _is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
