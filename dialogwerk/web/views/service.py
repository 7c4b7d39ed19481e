"""Answers for machines and scripts: health, the owners' colours as style sheets, the preview of a text."""

import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.limits import limit
from dialogwerk.core.models import PeriodicRun
from dialogwerk.core.text import render_markdown
from dialogwerk.core.worker import HEARTBEAT
from dialogwerk.processes.colours import lightened
from dialogwerk.processes.models import Owner

WORKER_IS_LATE = datetime.timedelta(minutes=10)
FOR_A_YEAR = {"public": True, "max_age": 31536000, "immutable": True}


LONGEST_TEXT = 20_000


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process runs."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served: 503 without database or with open migrations.

    A silent worker is told as "degraded" with 200: reading works, mails wait.
    """
    try:
        found = {"database": "ok", "migrations": _migrations(), "worker": _worker()}
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "unreachable"}, status=503)
    if found["migrations"] != "ok":
        return JsonResponse({"status": "down", **found}, status=503)
    status = "ok" if found["worker"] == "ok" else "degraded"
    return JsonResponse({"status": status, **found})


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _worker() -> str:
    last = PeriodicRun.objects.filter(name=HEARTBEAT).values_list("last_at", flat=True).first()
    if last is None:
        return "not seen yet"
    return "ok" if timezone.now() - last < WORKER_IS_LATE else f"silent since {last.isoformat(timespec='seconds')}"


def _style(selector: str, colour: str) -> str:
    return f"{selector} {{ --owner-accent: {colour}; --owner-accent-dark: {lightened(colour)}; }}\n"


@cache_control(**FOR_A_YEAR)
def accent(request: HttpRequest, owner: int, accent: str) -> HttpResponse:
    """Return one owner's colours for light and dark pages: the CSP allows no inline style."""
    found = get_object_or_404(Owner, pk=owner)
    return HttpResponse(_style(f".owner-{found.pk}", found.accent), content_type="text/css; charset=utf-8")


@cache_control(**FOR_A_YEAR)
def accents(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the colours of all owners, for pages that show several dialogues."""
    styles = "".join(_style(f".owner-{pk}", colour) for pk, colour in Owner.objects.values_list("pk", "accent"))
    return HttpResponse(styles, content_type="text/css; charset=utf-8")


@require_POST
def preview_text(request: HttpRequest) -> HttpResponse:
    """Return a Markdown text as the pages show it, for whoever writes it. Nothing is kept."""
    limit(request, "preview")
    return HttpResponse(render_markdown(request.POST.get("text", "")[:LONGEST_TEXT]))
