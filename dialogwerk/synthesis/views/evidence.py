"""Evidence of a challenge: what can be named, what is named, and who is in no sentence."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.text import number_in
from dialogwerk.synthesis import actions, queries
from dialogwerk.synthesis.access import challenge_in, group_for, table_for, writable
from dialogwerk.synthesis.forms import NumbersForm
from dialogwerk.synthesis.models import Challenge, ChallengeSet
from dialogwerk.synthesis.queries import writing

PER_PAGE = 25


def evidence(request: HttpRequest, process: str, number: int, challenge: int) -> HttpResponse:
    """Show the sentences with their evidence beside what can still be named, the most central first."""
    its_process = writable(request, process)
    its_challenge = challenge_in(its_process, number, challenge)
    challenge_set = its_challenge.challenge_set
    if request.method == "POST":
        return _change(request, challenge_set, its_challenge)
    pool = writing.pool_of(its_challenge)
    chosen = {name: request.GET.get(name, "") for name in writing.DIMENSIONS}
    unused = writing.narrowed(pool.filter(is_used=False), chosen).select_related("origin", "region")
    found = list(unused.defer("region__outline").order_by("pk")[: writing.MOST_RANKED])
    page = Paginator(writing.central_first(found), PER_PAGE).get_page(request.GET.get("page"))
    for entry in page:
        entry.process = challenge_set.process
    shares = writing.shares_of(pool, *writing.DIMENSIONS)
    context = {
        "process": challenge_set.process,
        "section": "workshop",
        "challenge_set": challenge_set,
        "challenge": its_challenge,
        "told": queries.tell_challenges([its_challenge], request.user)[0],
        "page": page,
        "shares": shares,
        "coverage": queries.coverage_of(shares["termin"]),
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "here": request.get_full_path(),
    }
    return render(request, "synthesis/workshop/evidence.html", context)


@require_POST
def begin(request: HttpRequest, process: str, number: int, group: int) -> HttpResponse:
    """Begin a challenge from a group of a sorting table."""
    table = table_for(request, process, number)
    require(request.user, Permission.WRITE_CHALLENGES, table.process)
    wanted = request.POST.get("set", "")
    chosen = None
    if wanted.isascii() and wanted.isdigit():
        chosen = get_object_or_404(ChallengeSet, pk=int(wanted), process=table.process)
        chosen.process = table.process
    made = actions.challenge_from_group(actor=request.user, group=group_for(table, group), challenge_set=chosen)
    messages.success(request, _("Die Herausforderung ist angelegt. Schreiben Sie jetzt ihre Sätze."))
    return redirect("synthesis:rewrite", process=process, number=made.challenge_set_id, challenge=made.pk)


def _change(request: HttpRequest, challenge_set: ChallengeSet, challenge: Challenge) -> HttpResponse:
    sentence = get_object_or_404(challenge.sentences, pk=number_in(request.POST.get("sentence")))
    form = NumbersForm(request.POST)
    numbers = [number_in(one) or 0 for one in request.POST.getlist("entry")]
    if "take" in request.POST:
        count = actions.take_evidence(
            actor=request.user, sentence=sentence, numbers=[number_in(request.POST["take"]) or 0]
        )
        messages.success(request, _("Der Beleg ist entfernt.") if count else _("Das war schon so."))
    elif not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["numbers"])))
    elif not (numbers := [*numbers, *form.cleaned_data["numbers"]]):
        messages.error(request, _("Wählen Sie einen Beitrag aus, oder tippen Sie eine Nummer."))
    else:
        count = actions.add_evidence(actor=request.user, sentence=sentence, numbers=numbers)
        words = ngettext("%(count)s Beleg ist dazugekommen.", "%(count)s Belege sind dazugekommen.", count)
        messages.success(request, words % {"count": count} if count else _("Das ist schon ein Beleg dieses Satzes."))
    home = reverse("synthesis:evidence", args=[challenge_set.process.slug, challenge_set.pk, challenge.pk])
    wanted = request.POST.get("next", "")
    return redirect(wanted if wanted.partition("?")[0] == home else home)
