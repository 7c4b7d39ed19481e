"""Setting up a registration: dates, seats, questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.core.rows import move_row
from dialogwerk.events.models import Event, Table
from dialogwerk.registrations.actions.seats import lock_form, record_for_all, settle
from dialogwerk.registrations.models import Question, RegistrationForm, SeatReservation, TableSeats


@transaction.atomic
def set_up_registration(*, actor: Any, event: Event, expected_version: int, **fields: Any) -> RegistrationForm:
    """Make or change how people register for an event; free seats are offered at once to those who wait.

    Raises `Conflict` when somebody saved since `expected_version` (0: there was none), and `ValidationError`.
    """
    if expected_version == 0:
        form, is_new = RegistrationForm.objects.get_or_create(event=event, defaults={"told_sequence": event.sequence})
        if not is_new:
            raise Conflict(_("Die Anmeldung wurde in der Zwischenzeit schon eingerichtet."), current=form)
    form = lock_form(event.pk)
    if expected_version and form.version != expected_version:
        raise Conflict(_("Die Einrichtung wurde in der Zwischenzeit geändert."), current=form)
    for name, value in fields.items():
        setattr(form, name, value)
    form.version = expected_version + 1
    form.full_clean(exclude=["event"])
    form.save()
    record_for_all(actor, "set_up_registration", form, version=form.version)
    settle(form)
    return form


@transaction.atomic
def plan_seats(
    *,
    actor: Any,
    form: RegistrationForm,
    reservations: Iterable[tuple[str, int, Any]],
    tables: Mapping[Table, int | None],
) -> None:
    """Keep seats for groups (`(group, seats, released_at)`) and limit tables (None: no limit).

    Raises `NotPossibleNow` where more seats are kept than there are.
    """
    form = lock_form(form.pk)
    wanted = [(group, seats, released_at) for group, seats, released_at in reservations if seats]
    kept = sum(seats for _group, seats, released_at in wanted if not released_at or released_at > timezone.now())
    if form.capacity is not None and kept > form.capacity:
        raise NotPossibleNow(
            _("Es sind mehr Plätze freigehalten, als es gibt."),
            what_to_do=_("Halten Sie weniger frei, oder erhöhen Sie zuerst die Zahl der Plätze."),
        )
    form.reservations.all().delete()  # type: ignore[attr-defined]
    SeatReservation.objects.bulk_create(
        SeatReservation(form=form, group=group, seats=seats, released_at=released_at)
        for group, seats, released_at in wanted
    )
    for table, seats in tables.items():
        if seats is None:
            TableSeats.objects.filter(table=table).delete()
        else:
            TableSeats.objects.update_or_create(table=table, defaults={"seats": seats})
    record_for_all(actor, "plan_seats", form, kept=kept)
    settle(form)


@transaction.atomic
def add_question(*, actor: Any, form: RegistrationForm, **fields: Any) -> Question:
    """Ask one more question, at the end. Raises `ValidationError`."""
    last = form.questions.aggregate(last=Max("position"))["last"] or 0  # type: ignore[attr-defined]
    question = Question(**{"position": last + 1, **fields, "form": form})
    question.full_clean()
    question.save()
    record_for_all(actor, "add_question", form, question=question.pk)
    return question


@transaction.atomic
def change_question(*, actor: Any, question: Question, **fields: Any) -> None:
    """Change a question; answers that were given stay as they are."""
    for name, value in fields.items():
        setattr(question, name, value)
    question.full_clean()
    question.save()
    record_for_all(actor, "change_question", question.form, question=question.pk)


@transaction.atomic
def move_question(*, actor: Any, question: Question, up: bool) -> None:
    """Swap a question with its neighbour; at the end nothing happens."""
    if move_row(question.form.questions.all(), question, up=up):  # type: ignore[attr-defined]
        record_for_all(actor, "move_question", question.form, question=question.pk)


@transaction.atomic
def remove_question(*, actor: Any, question: Question) -> str:
    """Take a question out, with the answers to it; return what `bring_question_back` needs."""
    record_for_all(actor, "remove_question", question.form, question=question.pk, answers=question.answers.count())  # type: ignore[attr-defined]
    return remove_rows([question])


@transaction.atomic
def bring_question_back(*, actor: Any, form: RegistrationForm, kept: str) -> None:
    """Put a removed question back, with its answers. Raises `NotPossibleNow` where its place is taken."""
    bring_rows_back(kept)
    record_for_all(actor, "bring_question_back", form)


@transaction.atomic
def renew_door_key(*, actor: Any, form: RegistrationForm, key: str) -> None:
    """Make a new link for helpers at the door; the old one opens nothing any more."""
    form.door_key = key
    form.save(update_fields=["door_key"])
    record_for_all(actor, "renew_door_key", form)
