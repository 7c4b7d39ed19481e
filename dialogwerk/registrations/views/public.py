"""What everybody can do: register, and with the personal link change, cancel, accept.

No act here names its actor on record: who is signed in acts under a pseudonym, and it must not meet her real name.
"""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import may
from dialogwerk.core.limits import limit
from dialogwerk.core.permissions import Permission
from dialogwerk.core.retention import kept_for
from dialogwerk.processes.access import process_for
from dialogwerk.registrations import queries
from dialogwerk.registrations.actions import (
    accept_offer,
    cancel_registration,
    change_registration,
    register,
    send_link_again,
)
from dialogwerk.registrations.calendar import invitation_of
from dialogwerk.registrations.forms import LinkForm, SignUpForm
from dialogwerk.registrations.links import invitation_number, personal_path, register_path, registration_number
from dialogwerk.registrations.models import Invitation, Registration, RegistrationForm
from dialogwerk.registrations.rules import may_still_change

SENT_TO = "registered_with"


def sign_up(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show the form and register; an invitation's link (`?einladung=`) opens it also where only the invited may."""
    form = _form_for(request, process, number)
    invitation = _invitation(form, request.GET.get("einladung", ""))
    state = queries.states_of([form.event]).get(form.pk)
    may_register = state is not None and (state.is_open or (state.key == "einladung" and invitation is not None))
    if not may_register:
        return render(request, "registrations/closed.html", page(form, state=state))
    sign_up_form = SignUpForm(request.POST or None, form=form, invitation=invitation, initial=_known_address(request))
    if request.method == "POST" and request.POST.get("website"):
        return redirect("registrations:thanks", process=process, number=number, slug=slug)
    if request.method == "POST" and sign_up_form.is_valid():
        limit(request, "register")
        register(
            actor=None,
            form=form,
            answers=sign_up_form.answers(),
            language=(get_language() or "de")[:2],
            invitation=invitation,
            **sign_up_form.own_fields(),
        )
        request.session[SENT_TO] = sign_up_form.cleaned_data["email"]
        return redirect("registrations:thanks", process=process, number=number, slug=slug)
    context = page(form, state=state, sign_up=sign_up_form, invitation=invitation)
    return render(request, "registrations/register.html", context, status=422 if sign_up_form.errors else 200)


@never_cache
def thanks(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Say that a mail is on its way. The same words for new and for known addresses."""
    form = _form_for(request, process, number)
    return render(request, "registrations/thanks.html", page(form, email=request.session.get(SENT_TO, "")))


def link_again(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Mail the personal link again."""
    form = _form_for(request, process, number)
    link_form = LinkForm(request.POST or None)
    if request.method == "POST" and link_form.is_valid():
        limit(request, "send_link")
        if not request.POST.get("website"):
            send_link_again(form=form, email=link_form.cleaned_data["email"])
        messages.success(request, _("Ist die Adresse angemeldet, dann ist der Link jetzt unterwegs dorthin."))
        return redirect("registrations:link_again", process=process, number=number, slug=slug)
    context = page(form, link_form=link_form)
    return render(request, "registrations/link_again.html", context, status=422 if link_form.errors else 200)


@never_cache
def own(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Show somebody what is stored of her and until when, and what she can do."""
    registration = _own(request, process, token)
    context = _own_page(registration, answers=list(registration.answers.select_related("question")))  # type: ignore[attr-defined]
    return _private(render(request, "registrations/own.html", context))


@never_cache
def change(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Change what somebody said about herself."""
    registration = _own(request, process, token)
    form = SignUpForm(request.POST or None, form=registration.form, registration=registration)
    if request.method == "POST" and form.is_valid():
        limit(request, "register")
        change_registration(actor=None, registration=registration, answers=form.answers(), **form.own_fields())
        messages.success(request, _("Gespeichert. Eine Mail mit dem neuen Stand ist unterwegs."))
        return redirect(personal_path(registration))
    context = _own_page(registration, sign_up=form)
    return _private(render(request, "registrations/change.html", context, status=422 if form.errors else 200))


@never_cache
def cancel(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Ask, then cancel."""
    registration = _own(request, process, token)
    if request.method == "POST":
        cancel_registration(actor=None, registration=registration)
        messages.success(request, _("Ihre Anmeldung ist abgesagt. Danke, dass Sie den Platz freigeben."))
        return redirect(personal_path(registration))
    return _private(render(request, "registrations/cancel.html", _own_page(registration)))


@require_POST
def accept(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Take the seat that was offered."""
    registration = accept_offer(actor=None, registration=_own(request, process, token))
    messages.success(request, _("Der Platz gehört Ihnen. Wir freuen uns auf Sie."))
    return redirect(personal_path(registration))


def own_calendar(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Return the calendar entry of one registration."""
    registration = _own(request, process, token)
    response = HttpResponse(invitation_of(registration), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return _private(response)


def invited(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Lead from an invitation to the form, or to what became of it."""
    its_process = process_for(request, process)
    invitations = Invitation.objects.filter(form__event__entry__process=its_process)
    number = invitation_number(token)
    invitation = invitations.filter(pk=number).first() if number else None
    form = queries.form_of(its_process, invitation.form_id) if invitation else None
    if form is None:
        raise Http404
    return redirect(f"{register_path(form.event.entry)}?einladung={token}")


def page(form: RegistrationForm, **more: Any) -> dict[str, Any]:
    """Return what all pages of one registration need."""
    kept = kept_for("registrations.Registration")
    event = form.event
    return {
        "process": event.entry.process,
        "section": "events",
        "form": form,
        "event": event,
        "entry": event.entry,
        "kept_days": kept.days,
        "deleted_on": event.ends_at + kept + datetime.timedelta(days=1),
        **more,
    }


def _own_page(registration: Registration, **more: Any) -> dict[str, Any]:
    form = registration.form
    paths = {f"{name}_path": personal_path(registration, name) for name in ("change", "cancel", "accept", "calendar")}
    return page(
        form,
        registration=registration,
        may_change=registration.is_alive and may_still_change(form),
        own_path=personal_path(registration),
        **paths,
        **more,
    )


def _form_for(request: HttpRequest, process: str, number: int) -> RegistrationForm:
    """Return the form of an event the reader may see."""
    its_process = process_for(request, process)
    form = queries.form_of(its_process, number)
    if form is None or not may(request.user, Permission.READ_ENTRY, form.event.entry):
        raise Http404
    form.event.entry.process = its_process
    return form


def _own(request: HttpRequest, process: str, token: str) -> Registration:
    """Return the registration that a personal link opens."""
    number = registration_number(token)
    found = Registration.objects.filter(pk=number, form__event__entry__process__slug=process) if number else None
    registration = found.select_related("table", "first_wish", "second_wish").first() if found is not None else None
    if registration is None:
        raise Http404
    its_process = process_for(request, process)
    form = queries.form_of(its_process, registration.form_id)
    if form is None:
        raise Http404
    registration.form = form
    return registration


def _invitation(form: RegistrationForm, token: str) -> Invitation | None:
    number = invitation_number(token) if token else None
    return Invitation.objects.filter(pk=number, form=form).first() if number else None


def _known_address(request: HttpRequest) -> dict[str, str]:
    return {"email": request.user.email} if request.user.is_authenticated else {}


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page with a secret in its address out of search engines; no other site gets the referrer anyway."""
    response["X-Robots-Tag"] = "noindex"
    return response
