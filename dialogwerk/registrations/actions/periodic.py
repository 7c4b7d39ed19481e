"""What happens without anybody doing it. Each job may run as often as it likes: what is done stays done."""

import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from dialogwerk.core.jobs import periodic
from dialogwerk.events.models import EventStatus
from dialogwerk.registrations.actions.numbers import keep_numbers
from dialogwerk.registrations.actions.seats import lock_form, settle
from dialogwerk.registrations.actions.telling import tell
from dialogwerk.registrations.models import Registration, RegistrationForm, SentMail, Status
from dialogwerk.registrations.rules import takes_place


@periodic(every=datetime.timedelta(minutes=1))
def move_up() -> None:
    """Let offers run out and offer free seats, also those that were kept for a group until now."""
    waiting = Registration.objects.filter(form=OuterRef("pk")).filter(
        Q(status=Status.WAITING)
        | Q(status=Status.OFFERED, offered_until__lte=timezone.now())
        | Q(status=Status.CONFIRMED, table__isnull=True, first_wish__isnull=False)
    )
    forms = RegistrationForm.objects.filter(Exists(waiting), event__starts_at__gt=timezone.now())
    for number in forms.values_list("pk", flat=True):
        with transaction.atomic():
            settle(lock_form(number))


@periodic(every=datetime.timedelta(minutes=1))
def tell_event_changes() -> None:
    """Mail everybody who registered that the event moved, was called off, or takes place after all.

    `Event.sequence` says that something changed, `told_sequence` what people know: no call from the room below is
    needed, and several changes within a minute are one mail.
    """
    changed = RegistrationForm.objects.exclude(told_sequence=F("event__sequence"))
    for number in changed.values_list("pk", flat=True):
        with transaction.atomic():
            _tell_event_change(lock_form(number))


def _tell_event_change(form: RegistrationForm) -> None:
    sequence = form.event.sequence
    if form.told_sequence == sequence:
        return
    form.told_sequence, form.numbers_kept_at = sequence, None
    form.save(update_fields=["told_sequence", "numbers_kept_at"])
    if form.event.is_over or not (takes_place(form.event) or form.event.is_cancelled):
        return
    for registration in form.registrations.alive():  # type: ignore[attr-defined]
        registration.form = form
        registration.sequence += 1
        registration.save(update_fields=["sequence"])
        tell(registration, "called_off" if form.event.is_cancelled else "moved", once=f"event:{sequence}")


@periodic(every=datetime.timedelta(minutes=5))
def send_reminders() -> None:
    """Remind those who hold a seat, as many hours before as the organiser chose."""
    now = timezone.now()
    forms = RegistrationForm.objects.filter(event__starts_at__gt=now, event__status=EventStatus.PLANNED)
    for form in forms.select_related("event"):
        due = [hours for hours in form.reminder_hours if form.event.starts_at - datetime.timedelta(hours=hours) <= now]
        if due:
            with transaction.atomic():
                _remind(lock_form(form.pk), min(due))


def _remind(form: RegistrationForm, hours: int) -> None:
    """Remind whoever was confirmed before the reminder was due and has not got it; the nearest reminder counts."""
    if not takes_place(form.event):
        return
    key = f"reminder:{hours}:{form.event.starts_at:%Y%m%d%H%M}"
    sent = SentMail.objects.filter(registration=OuterRef("pk"), key=key)
    due_at = form.event.starts_at - datetime.timedelta(hours=hours)
    registrations = form.registrations.filter(~Exists(sent), status=Status.CONFIRMED, confirmed_at__lt=due_at)
    for registration in registrations.exclude(email=""):
        registration.form = form
        tell(registration, "reminder", once=key)


@periodic(every=datetime.timedelta(hours=1))
def keep_numbers_of_past_events() -> None:
    """Keep how many came of each group, a day after the event, before the names go."""
    over = timezone.now() - datetime.timedelta(days=1)
    forms = RegistrationForm.objects.filter(event__ends_at__lt=over, numbers_kept_at=None)
    for number in forms.values_list("pk", flat=True):
        with transaction.atomic():
            keep_numbers(actor=None, form=lock_form(number))
