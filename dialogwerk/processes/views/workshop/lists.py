"""The parts of the set-up that are lists."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import Conflict
from dialogwerk.processes.actions import map_topic, restore_rows, save_rows
from dialogwerk.processes.actions.rows import Saved, StillInUse
from dialogwerk.processes.forms import MappingForm, RegionSetForm, RowsFormSet, rows_formset
from dialogwerk.processes.list_words import LIST_WORDS
from dialogwerk.processes.models import Process, Topic
from dialogwerk.processes.rows import ROW_LISTS, RowList
from dialogwerk.processes.views.workshop.common import process_to_set_up, setup_context

REMOVED_KEY = "removed_rows"
NESTED = {"themen": "themenfelder", "gremien": "baenke"}


def nested(request: HttpRequest, process: str, part: str, parent: int) -> HttpResponse:
    """Edit the topics of a vocabulary, or the benches of a committee."""
    its_process = process_to_set_up(request, process)
    row_list, owner = _nested_list(its_process, part, parent)
    return edit_list(request, its_process, row_list, owner, part=part)


def _nested_list(process: Process, part: str, parent: int) -> tuple[RowList, models.Model]:
    if part not in NESTED:
        raise Http404
    owner = get_object_or_404(ROW_LISTS[part].model._default_manager.filter(process=process), pk=parent)
    return ROW_LISTS[NESTED[part]], owner


def edit_list(
    request: HttpRequest, process: Process, row_list: RowList, parent: models.Model, part: str = ""
) -> HttpResponse:
    """Show a list as forms, add an empty row, or save all rows."""
    if request.method != "POST":
        rows = rows_formset(row_list, parent, process)
        return _page(request, process, row_list, parent, rows, part=part)
    if "add" in request.POST:
        rows = rows_formset(row_list, parent, process, request.POST, extra=1).hush()
        seen = request.POST.get("seen", "")
        return _page(request, process, row_list, parent, rows, part=part, seen=seen, new_row=len(rows.forms))
    rows = rows_formset(row_list, parent, process, request.POST)
    if not rows.is_valid():
        seen = request.POST.get("seen", "")
        return _page(request, process, row_list, parent, rows, part=part, seen=seen, status=422)
    return _save(request, process, row_list, parent, rows, part)


def _save(
    request: HttpRequest, process: Process, row_list: RowList, parent: models.Model, rows: RowsFormSet, part: str
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    wanted, removed = rows.wanted(), rows.removed()
    try:
        saved = save_rows(
            actor=request.user,
            process=process,
            row_list=row_list,
            parent=parent,
            wanted=wanted,
            removed=removed,
            seen=seen,
        )
    except Conflict as conflict:
        present = [str(row) for row in conflict.context["current"]]
        return _page(request, process, row_list, parent, rows, part=part, status=409, conflict=present)
    except StillInUse as refusal:
        return _page(
            request,
            process,
            row_list,
            parent,
            rows,
            part=part,
            seen=seen,
            status=409,
            reasons=list(refusal.context["reasons"].values()),
        )
    except ValidationError as error:
        return _page(request, process, row_list, parent, rows, part=part, seen=seen, status=422, reasons=error.messages)
    _remember_removed(request, process, row_list, parent, saved)
    _tell(request, saved)
    return redirect(request.path)


def _page(
    request: HttpRequest,
    process: Process,
    row_list: RowList,
    parent: models.Model,
    rows: RowsFormSet,
    *,
    part: str = "",
    seen: str = "",
    status: int = 200,
    new_row: int = 0,
    conflict: list[str] | None = None,
    reasons: list[str] | None = None,
) -> HttpResponse:
    kept = request.session.get(REMOVED_KEY) or {}
    is_here = [kept.get("process"), kept.get("list"), kept.get("parent")] == [process.pk, row_list.key, parent.pk]
    more: dict[str, Any] = {
        "rows": rows,
        "row_list": row_list,
        "words": LIST_WORDS[row_list.key],
        "parent": None if parent is process else parent,
        "nested": NESTED.get(row_list.key, ""),
        "seen": seen or rows.seen,
        "new_row": new_row,
        "conflict": conflict,
        "reasons": reasons or [],
        "removed": kept.get("names", []) if is_here else [],
        "lacks_regions": len(rows.form_kwargs.get("regions", [])) > len(rows.present),
        "region_set_form": RegionSetForm(instance=process) if row_list.key == "regionen" else None,
    }
    context = setup_context(process, part or row_list.key, **more)
    return render(request, "processes/workshop_list.html", context, status=status)


def _remember_removed(
    request: HttpRequest, process: Process, row_list: RowList, parent: models.Model, saved: Saved
) -> None:
    request.session.pop(REMOVED_KEY, None)
    if saved.removed:
        request.session[REMOVED_KEY] = {
            "process": process.pk,
            "list": row_list.key,
            "parent": parent.pk,
            "names": saved.removed,
            "kept": saved.kept,
        }


def _tell(request: HttpRequest, saved: Saved) -> None:
    if not saved:
        messages.info(request, _("Es gab nichts zu ändern."))
        return
    told = []
    if saved.added:
        told.append(ngettext("%d hinzugefügt", "%d hinzugefügt", saved.added) % saved.added)
    if saved.changed:
        told.append(ngettext("%d geändert", "%d geändert", saved.changed) % saved.changed)
    if saved.is_reordered:
        told.append(_("neu geordnet"))
    if saved.removed:
        told.append(ngettext("%d entfernt", "%d entfernt", len(saved.removed)) % len(saved.removed))
    messages.success(request, _("Gespeichert: %s.") % ", ".join(told))


@require_POST
def undo(request: HttpRequest, process: str, part: str, parent: int | None = None) -> HttpResponse:
    """Bring back the rows that were removed last."""
    its_process = process_to_set_up(request, process)
    row_list, owner = (ROW_LISTS[part], its_process) if parent is None else _nested_list(its_process, part, parent)
    kept = request.session.get(REMOVED_KEY) or {}
    if [kept.get("process"), kept.get("list"), kept.get("parent")] != [its_process.pk, row_list.key, owner.pk]:
        messages.info(request, _("Es gibt hier nichts mehr zurückzuholen."))
    else:
        count = restore_rows(
            actor=request.user, process=its_process, row_list=row_list, parent=owner, kept=kept["kept"]
        )
        del request.session[REMOVED_KEY]
        messages.success(request, ngettext("%d Eintrag ist wieder da.", "%d Einträge sind wieder da.", count) % count)
    if parent is None:
        return redirect("processes:setup_part", process=process, part=part)
    return redirect("processes:setup_nested", process=process, part=part, parent=parent)


def mapping(request: HttpRequest, process: str, topic: int) -> HttpResponse:
    """Say to which topics of other dialogues one topic corresponds."""
    its_process = process_to_set_up(request, process)
    its_topic = get_object_or_404(
        Topic.objects.select_related("vocabulary__process").filter(vocabulary__process=its_process), pk=topic
    )
    initial = {"targets": list(its_topic.maps_to.values_list("pk", flat=True))}
    form = MappingForm(request.POST or None, initial=initial, process=its_process)
    if request.method == "POST":
        form = MappingForm(request.POST, initial=initial, process=its_process)
        if form.is_valid():
            map_topic(actor=request.user, topic=its_topic, targets=form.cleaned_data["targets"])
            messages.success(request, _("Die Zuordnung ist gespeichert."))
            return redirect("processes:setup_nested", process=process, part="themen", parent=its_topic.vocabulary_id)
    context = setup_context(its_process, "themen", form=form, topic=its_topic, chosen=form.chosen())
    return render(request, "processes/workshop_mapping.html", context)
