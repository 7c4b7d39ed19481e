"""What people do themselves: register, change, cancel, accept an offered seat."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.registrations.actions.seats import free_code, give_back, lock_form, place, record, settle
from dialogwerk.registrations.actions.telling import tell
from dialogwerk.registrations.models import (
    Answer,
    Invitation,
    Mode,
    Question,
    Registration,
    RegistrationForm,
    Source,
    Status,
)
from dialogwerk.registrations.queries import seats_of
from dialogwerk.registrations.rules import Seats, is_open, may_still_change

# what people say about themselves and may change later; the address stays
OWN_FIELDS = ("name", "organisation", "group", "first_wish", "second_wish", "needs")


@transaction.atomic
def register(
    *,
    actor: Any,
    form: RegistrationForm,
    email: str,
    answers: Mapping[int, str],
    language: str = "de",
    allows_photos: bool = False,
    invitation: Invitation | None = None,
    **fields: Any,
) -> Registration:
    """Register somebody, or put her on the waiting list, and mail her which of both.

    An address that is registered already is told so by mail, with its personal link; nothing is changed and the
    caller sees no difference. Raises `NotPossibleNow` where registration is not open or everything is taken.
    """
    form = lock_form(form.pk)
    if not is_open(form) or (form.mode == Mode.INVITED and invitation is None):
        raise NotPossibleNow(_("Die Anmeldung zu dieser Veranstaltung ist zurzeit nicht offen."))
    seats = settle(form)
    if not form.has_waiting_list and not seats.admits(fields.get("group", "")):
        raise NotPossibleNow(
            _("Alle Plätze sind vergeben."),
            what_to_do=_("Sehen Sie später noch einmal vorbei: Wird abgesagt, steht hier wieder ein freier Platz."),
        )
    registration = _known(form, email, invitation)
    if registration is not None and registration.is_alive:
        tell(registration, "again", once=f"again:{timezone.now():%Y%m%d%H}")
        return registration
    registration = registration or Registration(form=form, email=email.lower(), code=free_code(form))
    registration.source = Source.INVITATION if invitation else Source.FORM
    registration.invitation = invitation or registration.invitation
    registration.language = language
    registration.made_at = registration.privacy_accepted_at = timezone.now()
    _fill_in(registration, fields, allows_photos)
    place(form, registration, seats)
    registration.full_clean(exclude=["form", "invitation", "first_wish", "second_wish", "table"])
    registration.save()
    _answer(registration, answers)
    tell(registration, "confirmed" if registration.status == Status.CONFIRMED else "waiting")
    record(actor, "register", registration, status=registration.status)
    return registration


@transaction.atomic
def change_registration(
    *,
    actor: Any,
    registration: Registration,
    answers: Mapping[int, str],
    allows_photos: bool = False,
    **fields: Any,
) -> Registration:
    """Change what somebody said about herself; her table follows her wishes where there is room.

    Raises `NotPossibleNow` after the beginning, for a registration that was cancelled, and where her new group has no
    seat left.
    """
    form, registration = _locked(registration)
    if not registration.is_alive or not may_still_change(form):
        raise NotPossibleNow(_("Diese Anmeldung lässt sich nicht mehr ändern."))
    if registration.is_seated:
        seats = seats_of(form)
        seats.take(registration.group, registration.table_id, by=-1)
        group = fields.get("group", registration.group)
        if group != registration.group and not seats.admits(group):
            raise NotPossibleNow(
                _("Für die gewählte Gruppe ist kein Platz mehr frei."),
                what_to_do=_("Ihre Anmeldung gilt unverändert. Fragen zur Gruppe beantwortet das Team."),
            )
        _fill_in(registration, fields, allows_photos)
        _take_table(registration, seats)
    else:
        _fill_in(registration, fields, allows_photos)
    registration.full_clean(exclude=["form", "invitation", "first_wish", "second_wish", "table"])
    registration.save()
    _answer(registration, answers)
    tell(registration, "changed")
    record(actor, "change_registration", registration)
    settle(form)
    return registration


@transaction.atomic
def cancel_registration(*, actor: Any, registration: Registration) -> Registration:
    """Cancel; the seat goes to whoever waits. She is told. Raises `NotPossibleNow` when there is nothing to cancel."""
    form, registration = _locked(registration)
    if not registration.is_alive:
        raise NotPossibleNow(_("Diese Anmeldung ist schon abgesagt."))
    if not may_still_change(form):
        raise NotPossibleNow(_("Die Veranstaltung hat schon begonnen."))
    give_back(registration, Status.CANCELLED)
    registration.save()
    tell(registration, "cancelled")
    record(actor, "cancel_registration", registration)
    settle(form)
    return registration


@transaction.atomic
def accept_offer(*, actor: Any, registration: Registration) -> Registration:
    """Take the seat that was offered. Raises `NotPossibleNow` after the deadline."""
    form, registration = _locked(registration)
    if registration.status == Status.CONFIRMED:
        return registration
    deadline = registration.offered_until
    if registration.status != Status.OFFERED or deadline is None or deadline <= timezone.now():
        raise NotPossibleNow(
            _("Dieses Angebot gilt nicht mehr: Die Frist ist abgelaufen."),
            what_to_do=_("Sie können sich noch einmal anmelden und kommen dann wieder auf die Warteliste."),
        )
    registration.status, registration.offered_until = Status.CONFIRMED, None
    registration.confirmed_at = timezone.now()
    registration.save()
    tell(registration, "confirmed")
    record(actor, "accept_offer", registration)
    settle(form)
    return registration


@transaction.atomic
def send_link_again(*, form: RegistrationForm, email: str) -> None:
    """Mail the personal link to an address that is registered, at most once an hour; tell nobody whether it is."""
    form = lock_form(form.pk)
    registration = form.registrations.alive().filter(email=email.lower()).first()  # type: ignore[attr-defined]
    if registration is not None:
        registration.form = form
        tell(registration, "again", once=f"again:{timezone.now():%Y%m%d%H}")


def _locked(registration: Registration) -> tuple[RegistrationForm, Registration]:
    """Return form and registration as they are under the lock."""
    form = lock_form(registration.form_id)
    current = Registration.objects.get(pk=registration.pk)
    current.form = form
    return form, current


def _known(form: RegistrationForm, email: str, invitation: Invitation | None) -> Registration | None:
    """Return the registration of this address, or the one this invitation was used for."""
    found = form.registrations.filter(email=email.lower()).first()
    if found is None and invitation is not None:
        found = form.registrations.filter(invitation=invitation).first()
    if found is not None:
        found.form = form
    return found


def _fill_in(registration: Registration, fields: Mapping[str, Any], allows_photos: bool) -> None:
    for name in OWN_FIELDS:
        if name in fields:
            setattr(registration, name, fields[name])
    if not allows_photos:
        registration.photos_allowed_at = None
    elif registration.photos_allowed_at is None:
        registration.photos_allowed_at = timezone.now()


def _take_table(registration: Registration, seats: Seats) -> None:
    """Give the first wish with room; keep the present table where no wish has any."""
    wished = seats.table_for(registration.first_wish_id, registration.second_wish_id)
    if wished is not None or registration.first_wish_id is None:
        registration.table_id = wished


def _answer(registration: Registration, answers: Mapping[int, str]) -> None:
    questions = set(Question.objects.filter(form=registration.form_id).values_list("pk", flat=True))
    for question, text in answers.items():
        if question in questions:
            Answer.objects.update_or_create(
                registration=registration, question_id=question, defaults={"text": text.strip()}
            )
