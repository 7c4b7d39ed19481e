"""The back office of one event's parts: programme, tables, review, pictures."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogwerk.core.conflicts import current_texts, take_version
from dialogwerk.core.errors import Conflict
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.core.uploads import keep_uploads
from dialogwerk.entries.actions.attachments import (
    UnusableImage,
    attach_image,
    bring_attachment_back,
    remove_attachment,
)
from dialogwerk.events import queries
from dialogwerk.events.actions import (
    add_programme_item,
    add_table,
    bring_part_back,
    change_programme_item,
    change_table,
    lay_out_matrix,
    publish_review,
    remove_programme_item,
    remove_table,
    take_back_matrix,
)
from dialogwerk.events.documentation import matrix_of
from dialogwerk.events.forms import (
    ImageForm,
    MatrixForm,
    ProgrammeForm,
    ReviewForm,
    TableForm,
    initial_of_item,
    initial_of_review,
)
from dialogwerk.events.models import ProgrammeItem, Table
from dialogwerk.events.views.workshop import event_for, page_context


def programme(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the programme and add a point."""
    event = event_for(request, process, number)
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("expected_version")
        add_programme_item(actor=request.user, event=event, **form.cleaned_data)
        messages.success(request, _("Der Programmpunkt ist eingetragen."))
        return redirect("events:programme", process=process, number=number)
    context = page_context(event, "programme", form=form, programme=list(event.programme.all()))
    return render(request, "events/workshop/programme.html", context, status=422 if form.errors else 200)


def programme_item(request: HttpRequest, process: str, number: int, item: int) -> HttpResponse:
    """Change a point of the programme."""
    event = event_for(request, process, number)
    its_item = get_object_or_404(ProgrammeItem.objects.select_related("event__entry__process"), pk=item, event=event)
    form = ProgrammeForm(request.POST or None, initial=initial_of_item(its_item))
    context = page_context(event, "programme", form=form, item=its_item)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("expected_version") or 0
        try:
            change_programme_item(actor=request.user, item=its_item, expected_version=version, **form.cleaned_data)
        except Conflict as conflict:
            current = initial_of_item(conflict.context["current"])
            return _tell_conflict(request, "events/workshop/programme_item.html", context, current)
        messages.success(request, _("Gespeichert."))
        return redirect("events:programme", process=process, number=number)
    return render(request, "events/workshop/programme_item.html", context, status=422 if form.errors else 200)


def remove_item(request: HttpRequest, process: str, number: int, item: int) -> HttpResponse:
    """Ask, then take a point out of the programme."""
    event = event_for(request, process, number)
    its_item = get_object_or_404(ProgrammeItem.objects.select_related("event__entry__process"), pk=item, event=event)
    if request.method == "POST":
        kept = remove_programme_item(actor=request.user, item=its_item)
        text = _("„%(title)s“ ist aus dem Programm genommen.") % {"title": its_item.title}
        keep_for_undo(request, text, kept=kept, address=reverse("events:bring_back", args=[process, number]))
        return redirect("events:programme", process=process, number=number)
    context = page_context(event, "programme", what=its_item.title, back="events:programme")
    return render(request, "events/workshop/remove.html", context)


def tables(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the tables; make them from a matrix of groups and topics."""
    event = event_for(request, process, number)
    form = MatrixForm(request.POST or None, process=event.entry.process)
    if request.method == "POST" and form.is_valid():
        before = set(event.tables.values_list("pk", flat=True))
        made = lay_out_matrix(actor=request.user, event=event, **form.cleaned_data)
        new = [table.pk for table in made if table.pk not in before]
        text = _("Die Gruppen sind angelegt. Öffnen Sie eine, um Ergebnisse einzutragen.")
        address = reverse("events:take_back_matrix", args=[process, number])
        keep_for_undo(request, text, kept=json.dumps(new), address=address)
        return redirect("events:tables", process=process, number=number)
    found = queries.tables_of(event)
    context = page_context(event, "tables", form=form, tables=found, matrix=matrix_of(event, found))
    return render(request, "events/workshop/tables.html", context, status=422 if form.errors else 200)


@require_POST
def undo_matrix(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Remove the tables that were just made from a matrix."""
    event = event_for(request, process, number)
    count = take_back_matrix(actor=request.user, event=event, tables=json.loads(take_kept(request)))
    words = ngettext("%(count)s Tisch ist wieder entfernt.", "%(count)s Tische sind wieder entfernt.", count)
    messages.success(request, words % {"count": count})
    return redirect("events:tables", process=process, number=number)


def table(request: HttpRequest, process: str, number: int, table: int | None = None) -> HttpResponse:
    """Make or change a table."""
    event = event_for(request, process, number)
    its_table = (
        get_object_or_404(Table.objects.select_related("event__entry__process"), pk=table, event=event)
        if table
        else None
    )
    initial = None if its_table else {"number": event.tables.count() + 1}
    form = TableForm(request.POST or None, event=event, instance=its_table, initial=initial)
    context = page_context(event, "tables", form=form, table=its_table)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_table()
        if its_table is None:
            add_table(actor=request.user, event=event, **fields)
        else:
            version = form.cleaned_data["expected_version"] or 0
            try:
                change_table(
                    actor=request.user, table=its_table, expected_version=version, results=form.results(), **fields
                )
            except Conflict as conflict:
                return _tell_conflict(
                    request, "events/workshop/table.html", context, _texts(conflict.context["current"])
                )
        messages.success(request, _("Gespeichert."))
        return redirect("events:tables", process=process, number=number)
    return render(request, "events/workshop/table.html", context, status=422 if form.errors else 200)


def drop_table(request: HttpRequest, process: str, number: int, table: int) -> HttpResponse:
    """Ask, then remove a table nothing came from."""
    event = event_for(request, process, number)
    its_table = get_object_or_404(Table.objects.select_related("event__entry__process"), pk=table, event=event)
    if request.method == "POST":
        kept = remove_table(actor=request.user, table=its_table)
        text = _("Tisch %(number)s ist entfernt.") % {"number": its_table.number}
        keep_for_undo(request, text, kept=kept, address=reverse("events:bring_back", args=[process, number]))
        return redirect("events:tables", process=process, number=number)
    context = page_context(event, "tables", what=str(its_table), back="events:tables")
    return render(request, "events/workshop/remove.html", context)


@require_POST
def bring_back(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Put back what was just removed: a point of the programme or a table."""
    event = event_for(request, process, number)
    part = bring_part_back(actor=request.user, event=event, kept=take_kept(request))
    messages.success(request, _("„%(what)s“ ist wieder da.") % {"what": part})
    return redirect("events:tables" if isinstance(part, Table) else "events:programme", process, number)


def review(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Write the review."""
    event = event_for(request, process, number)
    form = ReviewForm(request.POST or None, initial=initial_of_review(event))
    context = page_context(event, "review", form=form)
    if request.method == "POST" and form.is_valid():
        try:
            publish_review(
                actor=request.user,
                event=event,
                expected_version=form.cleaned_data["expected_version"] or 0,
                review=form.cleaned_data["review"],
                participant_count=form.cleaned_data["participant_count"],
                groups=form.groups(),
            )
        except Conflict:
            current = initial_of_review(event_for(request, process, number))
            return _tell_conflict(request, "events/workshop/review.html", context, current)
        messages.success(request, _("Der Rückblick ist gespeichert."))
        return redirect("events:review", process=process, number=number)
    return render(request, "events/workshop/review.html", context, status=422 if form.errors else 200)


def pictures(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the pictures and add one."""
    event = event_for(request, process, number)
    form = ImageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach_image(actor=request.user, entry=event.entry, **form.cleaned_data)
        except UnusableImage as error:
            form.add_error("upload", f"{error.message} {error.what_to_do}")
        else:
            messages.success(request, _("Das Bild ist angefügt."))
            return redirect("events:pictures", process=process, number=number)
    if form.errors:
        keep_uploads(form)
    context = page_context(event, "pictures", form=form, attachments=list(event.entry.attachments.all()))
    return render(request, "events/workshop/pictures.html", context, status=422 if form.errors else 200)


def drop_picture(request: HttpRequest, process: str, number: int, picture: int) -> HttpResponse:
    """Ask, then remove a picture."""
    event = event_for(request, process, number)
    attachment = get_object_or_404(event.entry.attachments.select_related("entry__process"), pk=picture)
    if request.method == "POST":
        remove_attachment(actor=request.user, attachment=attachment)
        address = reverse("events:bring_picture_back", args=[process, number])
        keep_for_undo(request, _("Das Bild ist entfernt."), kept=str(attachment.pk), address=address)
        return redirect("events:pictures", process=process, number=number)
    context = page_context(event, "pictures", what=str(attachment), back="events:pictures")
    return render(request, "events/workshop/remove.html", context)


@require_POST
def bring_picture_back(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show a picture again that was just removed."""
    event = event_for(request, process, number)
    bring_attachment_back(actor=request.user, entry=event.entry, number=int(take_kept(request)))
    messages.success(request, _("Das Bild ist wieder da."))
    return redirect("events:pictures", process=process, number=number)


def _texts(table: Table) -> dict[str, Any]:
    names = ("title", "group", "guiding_question", "persona_name", "persona_role", "persona_situation",
             "persona_challenge", "result")  # fmt: skip
    cells = {f"cell_{cell.topic_id}": cell.result for cell in table.cells.all()}
    return {name: getattr(table, name) for name in names} | cells | {"expected_version": table.version}


def _tell_conflict(
    request: HttpRequest, template: str, context: dict[str, Any], current: dict[str, Any]
) -> HttpResponse:
    """Show both texts: the typed one stays in the form, and saving again replaces the other one."""
    form = context["form"]
    texts = current_texts(form, current)
    take_version(form, current["expected_version"])
    return render(request, template, context | {"conflict": texts}, status=409)
