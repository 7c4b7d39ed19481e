"""The door: a plain page that works without JavaScript, and what devices load and send."""

import datetime
import json
import secrets
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.gate import may
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.access import process_for
from dialogwerk.registrations import queries
from dialogwerk.registrations.actions import apply_operations, renew_door_key
from dialogwerk.registrations.forms.door import WalkInForm, read_operations
from dialogwerk.registrations.models import RegistrationForm
from dialogwerk.registrations.views.workshop import context_of, event_for, form_for

DOOR_KEYS = "door_keys"
FEW = 20
HELPERS_STAY = datetime.timedelta(hours=24)  # so that what was done without network can still be sent


@never_cache
def door(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Find people by code or name and let them in. The page itself holds no names unless one was searched for."""
    form = door_for(request, process, number)
    walk_in = WalkInForm(request.POST if request.POST.get("kind") == "walk_in" else None)
    if request.method == "POST" and (request.POST.get("kind") != "walk_in" or walk_in.is_valid()):
        return _act(request, form, walk_in)
    words = request.GET.get("q", "").strip()
    found = list(queries.at_the_door(form, words)[:FEW]) if words else []
    context = {
        "process": form.event.entry.process,
        "form": form,
        "event": form.event,
        "entry": form.event.entry,
        "words": words,
        "found": found,
        "figures": queries.figures_of(form),
        "walk_in": walk_in,
        "new_check_in": uuid.uuid4(),
        "new_registration": uuid.uuid4(),
        "may_manage": may(request.user, Permission.MANAGE_REGISTRATIONS, form.event.entry.process),
    }
    return render(request, "registrations/checkin/door.html", context, status=422 if walk_in.errors else 200)


def _act(request: HttpRequest, form: RegistrationForm, walk_in: WalkInForm) -> HttpResponse:
    """Let somebody in, take that back, or add a walk-in; its numbers stand in the form: a second post counts once."""
    told: dict[str, Any] = {name: request.POST.get(name, "") for name in ("id", "kind", "registration")}
    told |= {"undone": request.POST.getlist("undone"), **(walk_in.cleaned_data if walk_in.is_bound else {})}
    operations = read_operations([told])
    done, _refused = apply_operations(actor=_actor(request), form=form, operations=operations, device=_("Formular"))
    if done:
        messages.success(request, _("Zurückgenommen.") if told["kind"] == "undo" else _("Eingelassen. Willkommen!"))
    else:
        messages.warning(request, _("Diese Anmeldung gibt es hier nicht mehr. Suchen Sie noch einmal."))
    return redirect("registrations:door", process=form.event.entry.process.slug, number=form.pk)


@never_cache
def people(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Return whom the door may meet: the least that is needed to recognise somebody."""
    form = door_for(request, process, number)
    return JsonResponse(_list(form))


@never_cache
@require_POST
def send(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take what a device did, and return what is done and how things stand."""
    form = door_for(request, process, number)
    try:
        content = json.loads(request.body)
        operations = read_operations(content["operations"])
        device = str(content.get("device", ""))
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "unreadable"}, status=400)
    done, refused = apply_operations(actor=_actor(request), form=form, operations=operations, device=device)
    return JsonResponse({"done": done, "refused": refused, **_list(form)})


def worker(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Return the service worker of the door: its place in the address is its scope, so it serves no other page."""
    found = finders.find("js/check-in-worker.js")
    if not found:
        raise Http404
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def helper(request: HttpRequest, process: str, number: int, key: str) -> HttpResponse:
    """Open the door to a helper without an account who has the link."""
    limit(request, "confirm")
    form = queries.form_of(process_for(request, process), number)
    if form is None or not constant_time_compare(form.door_key, key):
        raise Http404
    request.session[DOOR_KEYS] = [*request.session.get(DOOR_KEYS, [])[-9:], key]
    return redirect("registrations:door", process=process, number=number)


@never_cache
def helpers(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the link for helpers at the door and, on a post, make a new one."""
    event = event_for(request, process, number)
    form = form_for(event)
    if form is None:
        messages.info(request, _("Den Einlass gibt es, sobald die Anmeldung eingerichtet ist."))
        return redirect("registrations:set_up", process=process, number=number)
    if request.method == "POST":
        renew_door_key(actor=request.user, form=form, key=secrets.token_urlsafe(24))
        messages.success(request, _("Es gibt einen neuen Link. Der alte öffnet nichts mehr."))
        return redirect("registrations:helpers", process=process, number=number)
    path = reverse("registrations:helper", args=[process, number, form.door_key])
    context = context_of(event, form, "door", path=path)
    return render(request, "registrations/workshop/helpers.html", context | {"tab": "door"})


def door_for(request: HttpRequest, process: str, number: int) -> RegistrationForm:
    """Return the form whose door the reader may keep: by her role, or by the helpers' link until the event is over."""
    its_process = process_for(request, process)
    form = queries.form_of(its_process, number)
    if form is None:
        raise Http404
    form.event.entry.process = its_process
    if may(request.user, Permission.CHECK_IN, its_process):
        return form
    has_key = any(constant_time_compare(form.door_key, key) for key in request.session.get(DOOR_KEYS, []))
    if has_key and timezone.now() < form.event.ends_at + HELPERS_STAY:
        return form
    raise NotAllowed(permission=Permission.CHECK_IN, person=request.user)


def _actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _list(form: RegistrationForm) -> dict[str, Any]:
    return {"people": queries.door_list(form)}
