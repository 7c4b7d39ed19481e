"""Inviting by a list of addresses."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dialogwerk.core.mail import send_mail
from dialogwerk.entries.addresses import page_of
from dialogwerk.registrations.actions.seats import lock_form, record_for_all
from dialogwerk.registrations.links import invitation_token
from dialogwerk.registrations.models import Invitation, RegistrationForm


@transaction.atomic
def add_invitations(*, actor: Any, form: RegistrationForm, people: Iterable[tuple[str, str]]) -> int:
    """Put `(address, name)` on the list, each address once; return how many are new. Nobody is told yet."""
    wanted = {address.lower(): name for address, name in people}
    known = set(form.invitations.filter(email__in=wanted).values_list("email", flat=True))  # type: ignore[attr-defined]
    new = [Invitation(form=form, email=address, name=name) for address, name in wanted.items() if address not in known]
    Invitation.objects.bulk_create(new, ignore_conflicts=True)
    record_for_all(actor, "add_invitations", form, count=len(new))
    return len(new)


@transaction.atomic
def send_invitations(*, actor: Any, form: RegistrationForm) -> int:
    """Mail their personal link to all who have not got it; return how many. Nobody gets it twice."""
    form = lock_form(form.pk)
    waiting = list(form.invitations.filter(sent_at=None))  # type: ignore[attr-defined]
    for invitation in waiting:
        _send(form, invitation)
    Invitation.objects.filter(pk__in=[one.pk for one in waiting]).update(sent_at=timezone.now())
    record_for_all(actor, "send_invitations", form, count=len(waiting))
    return len(waiting)


@transaction.atomic
def remove_invitation(*, actor: Any, invitation: Invitation) -> None:
    """Take an invitation back: its link opens nothing any more. A registration that came by it stays."""
    record_for_all(actor, "remove_invitation", invitation.form)
    invitation.delete()


def _send(form: RegistrationForm, invitation: Invitation) -> None:
    entry = form.event.entry
    arguments = {"process": entry.process.slug, "token": invitation_token(invitation)}
    send_mail(
        "registrations/mail/invitation.txt",
        to=invitation.email,
        language=entry.process.language,
        reply_to=form.contact_email,
        invitation=invitation,
        form=form,
        event=form.event,
        entry=entry,
        process=entry.process,
        event_path=page_of(entry),
        link_path=reverse("registrations:invited", kwargs=arguments),
    )
