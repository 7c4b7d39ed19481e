"""The back office of one event's registration: set-up, questions, seats, invitations."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.conflicts import take_version
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.registrations.actions import (
    add_invitations,
    add_question,
    bring_question_back,
    change_question,
    move_question,
    plan_seats,
    remove_invitation,
    remove_question,
    send_invitations,
    set_up_registration,
)
from dialogwerk.registrations.forms.workshop import InvitationForm, QuestionForm, SeatsForm, SetUpForm
from dialogwerk.registrations.models import Invitation, Question, RegistrationForm
from dialogwerk.registrations.queries import seats_of
from dialogwerk.registrations.views.workshop import context_of, event_for, form_for, needs_form


def set_up(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Set up how people register."""
    event = event_for(request, process, number)
    form = form_for(event)
    setup = SetUpForm(request.POST or None, instance=form or RegistrationForm(event=event))
    status = 422 if setup.errors else 200
    overtaken: RegistrationForm | None = None
    if request.method == "POST" and setup.is_valid():
        version = setup.cleaned_data["expected_version"]
        try:
            set_up_registration(actor=request.user, event=event, expected_version=version, **setup.fields_of_form())
        except Conflict as error:
            overtaken, status = error.context["current"], 409
            take_version(setup, overtaken.version if overtaken else 0)
        else:
            messages.success(request, _("Gespeichert. Freie Plätze sind schon denen angeboten, die warten."))
            return redirect("registrations:list" if form is None else "registrations:set_up", process, number)
    theirs = _differences(setup, overtaken) if overtaken else None
    context = context_of(event, form, "set_up", setup=setup) | {"conflict": theirs}
    return render(request, "registrations/workshop/set_up.html", context, status=status)


def _differences(setup: SetUpForm, current: RegistrationForm) -> list[tuple[str, str]]:
    """Return what the other person saved, field by field, where it differs."""
    names = [name for name in SetUpForm.Meta.fields if name != "reminders"]
    return [
        (str(setup.fields[name].label), str(getattr(current, name)))
        for name in names
        if getattr(current, name) != setup.cleaned_data.get(name)
    ]


def questions(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the questions and add one."""
    event = event_for(request, process, number)
    form = needs_form(event)
    question_form = QuestionForm(request.POST or None)
    if request.method == "POST" and question_form.is_valid():
        add_question(actor=request.user, form=form, **question_form.cleaned_data)
        messages.success(request, _("Die Frage ist aufgenommen."))
        return redirect("registrations:questions", process=process, number=number)
    found = list(form.questions.all())  # type: ignore[attr-defined]
    context = context_of(event, form, "questions", question_form=question_form, questions=found)
    return render(
        request, "registrations/workshop/questions.html", context, status=422 if question_form.errors else 200
    )


def question(request: HttpRequest, process: str, number: int, question: int) -> HttpResponse:
    """Change a question."""
    event = event_for(request, process, number)
    form = needs_form(event)
    found = _question(form, question)
    question_form = QuestionForm(request.POST or None, instance=found)
    if request.method == "POST" and question_form.is_valid():
        change_question(actor=request.user, question=found, **question_form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        return redirect("registrations:questions", process=process, number=number)
    context = context_of(event, form, "questions", question_form=question_form, question=found)
    return render(request, "registrations/workshop/question.html", context, status=422 if question_form.errors else 200)


@require_POST
def reorder(request: HttpRequest, process: str, number: int, question: int) -> HttpResponse:
    """Move a question up or down."""
    form = needs_form(event_for(request, process, number))
    move_question(actor=request.user, question=_question(form, question), up=request.POST.get("to") == "up")
    return redirect("registrations:questions", process=process, number=number)


def drop_question(request: HttpRequest, process: str, number: int, question: int) -> HttpResponse:
    """Ask, then take a question out with its answers."""
    event = event_for(request, process, number)
    form = needs_form(event)
    found = _question(form, question)
    if request.method == "POST":
        kept = remove_question(actor=request.user, question=found)
        address = reverse("registrations:restore_question", args=[process, number])
        keep_for_undo(request, _("Die Frage ist entfernt."), kept=kept, address=address)
        return redirect("registrations:questions", process=process, number=number)
    count = found.answers.exclude(text="").count()  # type: ignore[attr-defined]
    context = context_of(event, form, "questions", question=found, count=count)
    return render(request, "registrations/workshop/drop_question.html", context)


@require_POST
def restore_question(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Put back the question that was just removed."""
    form = needs_form(event_for(request, process, number))
    bring_question_back(actor=request.user, form=form, kept=take_kept(request))
    messages.success(request, _("Die Frage ist wieder da, mit den Antworten."))
    return redirect("registrations:questions", process=process, number=number)


def _question(form: RegistrationForm, number: int) -> Question:
    found = get_object_or_404(Question, pk=number, form=form)
    found.form = form
    return found


def seats(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Keep seats for groups, limit tables."""
    event = event_for(request, process, number)
    form = needs_form(event)
    tables = list(event.tables.select_related("seat_limit"))
    seats_form = SeatsForm(request.POST or None, form=form, tables=tables)
    if request.method == "POST" and seats_form.is_valid():
        try:
            plan_seats(
                actor=request.user,
                form=form,
                reservations=seats_form.reservations(),
                tables=seats_form.table_seats(),
            )
        except NotPossibleNow as error:
            seats_form.add_error(None, f"{error.message} {error.what_to_do}")
        else:
            messages.success(request, _("Gespeichert. Freie Plätze sind schon denen angeboten, die warten."))
            return redirect("registrations:seats", process=process, number=number)
    context = context_of(event, form, "seats", seats_form=seats_form, seats=seats_of(form))
    return render(request, "registrations/workshop/seats.html", context, status=422 if seats_form.errors else 200)


@never_cache
def invitations(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take in a pasted list, show who was invited and who answered, send."""
    event = event_for(request, process, number)
    form = needs_form(event)
    pasted = InvitationForm(request.POST or None)
    if request.method == "POST" and pasted.is_valid():
        given = pasted.cleaned_data["addresses"]
        count = add_invitations(actor=request.user, form=form, people=given.people)
        known = len(given.people) - count + given.twice
        messages.success(request, _taken_in(count, known))
        return redirect("registrations:invitations", process=process, number=number)
    found = list(form.invitations.select_related("registration"))  # type: ignore[attr-defined]
    context = context_of(
        event,
        form,
        "invitations",
        pasted=pasted,
        invitations=found,
        unsent=sum(one.sent_at is None for one in found),
        answered=sum(hasattr(one, "registration") for one in found),
    )
    return render(request, "registrations/workshop/invitations.html", context, status=422 if pasted.errors else 200)


def _taken_in(count: int, known: int) -> str:
    words = ngettext(
        "%(count)s Adresse aufgenommen, noch nichts verschickt.",
        "%(count)s Adressen aufgenommen, noch nichts verschickt.",
        count,
    )
    told: str = words % {"count": count}
    return told + (" " + _("%(count)s standen schon auf der Liste.") % {"count": known} if known else "")


@require_POST
def send(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Send all invitations that were not sent."""
    form = needs_form(event_for(request, process, number))
    count = send_invitations(actor=request.user, form=form)
    words = ngettext("%(count)s Einladung ist unterwegs.", "%(count)s Einladungen sind unterwegs.", count)
    messages.success(request, words % {"count": count})
    return redirect("registrations:invitations", process=process, number=number)


@require_POST
def drop_invitation(request: HttpRequest, process: str, number: int, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    form = needs_form(event_for(request, process, number))
    found = get_object_or_404(Invitation, pk=invitation, form=form)
    found.form = form
    remove_invitation(actor=request.user, invitation=found)
    messages.success(request, _("Die Einladung ist zurückgenommen."))
    return redirect("registrations:invitations", process=process, number=number)
