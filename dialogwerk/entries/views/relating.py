"""The team's desk for merging, splitting and linking, and the history from which each act can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions import linking
from dialogwerk.entries.forms.relating import DuplicateForm, LinkForm, RelateForm, SplitForm, WordingForm
from dialogwerk.entries.models import Entry, Link
from dialogwerk.entries.queries.cards import in_order
from dialogwerk.entries.search.query import find
from dialogwerk.entries.trails.model import SUPERSEDING
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process

FOUND = 20


@dataclass(frozen=True)
class Act:
    """One thing that can be done with the chosen entries: for how many, by which form, how."""

    label: Any
    hint: Any
    fewest: int
    most: int
    form: type[RelateForm]
    carry_out: Callable[[Any, list[Entry], Any], Entry]


def _merge(actor: Any, entries: list[Entry], form: Any) -> Entry:
    data = form.cleaned_data
    return linking.merge_entries(
        actor=actor, sources=entries, title=data["title"], summary=data["summary"], reason=data["reason"]
    )


def _reword(actor: Any, entries: list[Entry], form: Any) -> Entry:
    data = form.cleaned_data
    return linking.reword_entry(
        actor=actor, entry=entries[0], title=data["title"], summary=data["summary"], reason=data["reason"]
    )


def _split(actor: Any, entries: list[Entry], form: Any) -> Entry:
    linking.split_entry(actor=actor, entry=entries[0], parts=form.parts, reason=form.cleaned_data["reason"])
    return entries[0]


def _duplicate(actor: Any, entries: list[Entry], form: Any) -> Entry:
    original: Entry = form.chosen
    for entry in entries:
        if entry != original:
            linking.mark_duplicate(actor=actor, entry=entry, original=original, reason=form.cleaned_data["reason"])
    return original


def _link(actor: Any, entries: list[Entry], form: Any) -> Entry:
    return linking.link_entries(actor=actor, **form.link).target


MANY = 40
ACTS = {
    "merge": Act(
        gettext_lazy("Zusammenführen"),
        gettext_lazy("Ein neuer Eintrag entsteht, in dem die gewählten aufgehen. Sie bleiben lesbar."),
        2,
        MANY,
        WordingForm,
        _merge,
    ),
    "duplicate": Act(
        gettext_lazy("Als doppelt kennzeichnen"),
        gettext_lazy("Einer bleibt, die anderen führen zu ihm."),
        2,
        MANY,
        DuplicateForm,
        _duplicate,
    ),
    "link": Act(
        gettext_lazy("Verbinden"),
        gettext_lazy("Beide bleiben, der Wirkungspfad führt von einem zum anderen."),
        2,
        MANY,
        LinkForm,
        _link,
    ),
    "split": Act(
        gettext_lazy("Teilen"),
        gettext_lazy("Aus einem Eintrag mit mehreren Gedanken werden mehrere Einträge."),
        1,
        1,
        SplitForm,
        _split,
    ),
    "reword": Act(
        gettext_lazy("Neu fassen"),
        gettext_lazy("Ein neuer Eintrag sagt dasselbe in anderen Worten. Die alte Fassung bleibt lesbar."),
        1,
        1,
        WordingForm,
        _reword,
    ),
}


def relate(request: HttpRequest, process: str) -> HttpResponse:
    """Search entries, choose some, and merge, split, reword, link them or mark them as duplicates."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    parameters = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, parameters.getlist("wahl"))
    acts = {name: act for name, act in ACTS.items() if act.fewest <= len(chosen) <= act.most}
    name = parameters.get("tun", "")
    form = acts[name].form(request.POST or None, entries=chosen) if name in acts else None
    if request.method == "POST" and form is not None and form.is_valid():
        _require_right(request, its_process, chosen, name)
        try:
            result = acts[name].carry_out(request.user, chosen, form)
        except NotPossibleNow as error:
            form.add_error(None, f"{error.message} {error.what_to_do}")
        else:
            messages.success(request, _("Erledigt. Im Verlauf können Sie es rückgängig machen."))
            return redirect("entries:trail", result.pk)
    text = request.GET.get("q", "").strip()
    context = {
        "process": its_process,
        "section": "workshop",
        "workshop_section": "relate",
        "text": text,
        "found": _found(request, its_process, text, chosen),
        "chosen": chosen,
        "acts": acts,
        "act_name": name if form else "",
        "act": acts.get(name),
        "form": form,
    }
    return render(request, "entries/workshop/relate.html", context, status=422 if form and form.is_bound else 200)


def history(request: HttpRequest, process: str) -> HttpResponse:
    """Show what was merged, split and linked, newest first, each with its way back."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    links = (
        Link.objects.filter(Q(source__process=its_process) | Q(target__process=its_process))
        .select_related("source__process", "target__process", "actor", "undone_by")
        .order_by("-pk")
    )
    shows_all = request.GET.get("art") == "alle"
    if not shows_all:
        links = links.filter(relation__in=SUPERSEDING)
    context = {
        "process": its_process,
        "section": "workshop",
        "workshop_section": "relate",
        "page": Paginator(links, 50).get_page(request.GET.get("page")),
        "shows_all": shows_all,
    }
    return render(request, "entries/workshop/history.html", context)


@require_POST
def undo(request: HttpRequest, process: str, link: int) -> HttpResponse:
    """Undo the act a link belongs to."""
    its_process = process_for(request, process)
    its_link = get_object_or_404(
        Link.objects.filter(Q(source__process=its_process) | Q(target__process=its_process)).select_related(
            "source__process", "target__process"
        ),
        pk=link,
    )
    own = its_link.source if its_link.source.process_id == its_process.pk else its_link.target
    require(request.user, Permission.RELATE_ENTRIES, own)
    linking.undo_relation(actor=request.user, link=its_link)
    messages.success(request, _("Rückgängig gemacht."))
    return redirect("entries:history", its_process.slug)


def _require_right(request: HttpRequest, process: Process, entries: list[Entry], act: str) -> None:
    """Ask for the right to relate each entry; a link may also lead to a public entry of another dialogue."""
    own = [entry for entry in entries if entry.process_id == process.pk]
    for entry in own if act == "link" and own else entries:
        require(request.user, Permission.RELATE_ENTRIES, entry)


def _chosen(request: HttpRequest, numbers: list[str]) -> list[Entry]:
    wanted = list(dict.fromkeys(int(number) for number in numbers if number.isdecimal()))[:MANY]
    return in_order(Entry.objects.visible_to(request.user).for_tables(), wanted)


def _found(request: HttpRequest, process: Process, text: str, chosen: list[Entry]) -> list[Entry]:
    if not text:
        return []
    entries = Entry.objects.visible_to(request.user).for_tables().exclude(pk__in=[entry.pk for entry in chosen])
    number = text.lstrip("#")
    if number.isdecimal():
        return list(entries.filter(pk=int(number)))
    return find(text, entries=entries.filter(process=process).current()).best(FOUND)
