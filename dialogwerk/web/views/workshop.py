"""The back office: my dialogues, what waits for me, what the team did."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.days import DayField
from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.gate import may, require
from dialogwerk.core.models import AuditRecord
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Entry
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process, ProcessStatus, roles_of
from dialogwerk.processes.queries import regions_covered
from dialogwerk.processes.setup import checklist_for
from dialogwerk.web.protocol import ACT_WORDS, QUIET_ACTS, lines_of
from dialogwerk.web.waiting import waiting_for

RECENT = 10
PER_PAGE = 50


def workshops(request: HttpRequest) -> HttpResponse:
    """List the dialogues in whose team the reader is; for operators all of them."""
    is_operator = may(request.user, Permission.CREATE_PROCESS)
    roles = roles_of(request.user)
    if not is_operator and not roles:
        raise NotAllowed(_("Sie gehören zu keinem Team."))
    processes = Process.objects.select_related("owner")
    if not is_operator:
        processes = processes.filter(pk__in={role.process_id for role in roles})
    rows = [(process, [role for role in roles if role.process_id == process.pk]) for process in processes]
    return render(request, "web/workshops.html", {"rows": rows, "is_operator": is_operator, "section": "workshop"})


def workshop(request: HttpRequest, process: str) -> HttpResponse:
    """Show what waits for the reader in one dialogue, and what the team did last."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    waiting = waiting_for(request.user, its_process)
    sets_up = may(request.user, Permission.SET_UP_PROCESS, its_process)
    is_draft = its_process.status == ProcessStatus.DRAFT
    context = {
        "process": its_process,
        "section": "workshop",
        "waiting": [one for one in waiting if one.count],
        "quiet": [one for one in waiting if not one.count],
        "checklist": checklist_for(its_process) if sets_up and is_draft else None,
        "lines": lines_of(_recent(request.user, its_process)),
        "sees_protocol": may(request.user, Permission.SEE_PROTOCOL, its_process),
    }
    return render(request, "web/workshop.html", context)


def _recent(person: Any, process: Process) -> QuerySet[AuditRecord]:
    records = AuditRecord.objects.filter(process_slug=process.slug).exclude(act__in=QUIET_ACTS)
    regions = regions_covered(person, process)
    if regions is not None:
        own = Entry.objects.filter(process=process, region__in=regions).values("pk")
        records = records.filter(target_kind="entries.entry", target_number__in=own)
    return records.order_by("-at", "-pk")[:RECENT]


class ProtocolFilters(forms.Form):
    """How the protocol is narrowed down. Everything stands in the address."""

    act = forms.ChoiceField(label=_("Was"), required=False, choices=[("", _("alles")), *ACT_WORDS.items()])
    since = DayField(label=_("von"), required=False)
    until = DayField(label=_("bis"), required=False)


def protocol(request: HttpRequest, process: str) -> HttpResponse:
    """Show who did what in one dialogue, newest first."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_PROTOCOL, its_process)
    filters = ProtocolFilters(request.GET)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    records = AuditRecord.objects.filter(process_slug=its_process.slug).exclude(act__in=QUIET_ACTS)
    if "act" in chosen:
        records = records.filter(act=chosen["act"])
    if "since" in chosen:
        records = records.filter(at__gte=_midnight(chosen["since"]))
    if "until" in chosen:
        records = records.filter(at__lt=_midnight(chosen["until"] + datetime.timedelta(days=1)))
    page = Paginator(records.order_by("-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "process": its_process,
        "section": "workshop",
        "filters": filters,
        "is_filtered": bool(chosen),
        "page": page,
        "lines": lines_of(page.object_list),
    }
    return render(request, "web/protocol.html", context)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
