"""The parts of the set-up that are one form each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogwerk.core.conflicts import current_texts
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.uploads import keep_uploads
from dialogwerk.processes.actions import revise_part
from dialogwerk.processes.forms import PART_FORMS, WatchedForm
from dialogwerk.processes.models import Owner, Process
from dialogwerk.processes.rows import ROW_LISTS
from dialogwerk.processes.views.workshop.common import process_to_set_up, setup_context
from dialogwerk.processes.views.workshop.lists import edit_list


def part(request: HttpRequest, process: str, part: str) -> HttpResponse:
    """Show one part of the set-up and save it."""
    its_process = process_to_set_up(request, process)
    if part in PART_FORMS:
        return _edit_form(request, its_process, part)
    if part in ROW_LISTS and ROW_LISTS[part].parent == "process":
        return edit_list(request, its_process, ROW_LISTS[part], its_process)
    raise Http404


def _edit_form(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    form_class = PART_FORMS[key]
    is_of_owner = form_class._meta.model is Owner
    target = process.owner if is_of_owner else process
    others = list(process.owner.processes.exclude(pk=process.pk)) if is_of_owner else []
    locked_by = [other for other in others if not may(request.user, Permission.SET_UP_PROCESS, other)]
    context = setup_context(process, key, others=others, locked_by=locked_by, differences=[], is_conflict=False)
    if request.method != "POST" or locked_by:
        context["form"] = form_class(instance=target)
        return render(request, "processes/workshop_part.html", context)
    form = form_class(request.POST, request.FILES, instance=type(target)._default_manager.get(pk=target.pk))
    status = save_part(request, process, form, context)
    if status is None:
        target.refresh_from_db()
        return redirect("processes:setup_part", process=getattr(target, "slug", process.slug), part=key)
    return render(request, "processes/workshop_part.html", context | {"form": form}, status=status)


def save_part(
    request: HttpRequest, process: Process, form: WatchedForm, context: dict[str, Any], act: str = "revise_process"
) -> int | None:
    """Save a form of the set-up. Return None if it is done, else the status of the answer; nothing typed is lost."""
    if not form.is_valid():
        keep_uploads(form)
        return 422
    values = form.values()
    try:
        changed = revise_part(
            actor=request.user,
            process=process,
            target=form.instance,
            values=values,
            seen=form.cleaned_data["seen"],
            act=act,
        )
    except Conflict as conflict:
        current = conflict.context["current"]
        keep_uploads(form)
        present = {name: getattr(current, name) for name in form.own_fields}
        context |= {"differences": current_texts(form, present), "is_conflict": True}
        renewed: Any = form.data.copy()  # type: ignore[attr-defined]
        renewed["seen"] = type(form)(instance=current).initial["seen"]
        form.data = renewed
        return conflict.status
    except NotPossibleNow as refusal:
        form.add_error(None, f"{refusal.message} {refusal.what_to_do}")
        return refusal.status
    messages.success(request, _("Gespeichert.") if changed else _("Es gab nichts zu ändern."))
    return None
