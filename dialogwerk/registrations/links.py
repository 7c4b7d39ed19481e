"""Personal links: signed, so that nothing secret is stored and a link can stand in every later mail."""

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from dialogwerk.entries.models import Entry
from dialogwerk.registrations.models import Invitation, Registration


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"dialogwerk.registrations.{purpose}", sep=".")


def _read(token: str, purpose: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def token_of(registration: Registration) -> str:
    """Return the secret of the personal page of a registration."""
    return _signer("own").sign(registration.pk.hex)


def registration_number(token: str) -> uuid.UUID | None:
    """Return whose personal page a secret opens, None for a wrong one."""
    return _read(token, "own")


def personal_path(registration: Registration, page: str = "own") -> str:
    """Return the address of the personal page (its form's event, entry and process must be loaded)."""
    slug = registration.form.event.entry.process.slug
    return reverse(f"registrations:{page}", kwargs={"process": slug, "token": token_of(registration)})


def invitation_token(invitation: Invitation) -> str:
    """Return the secret of an invitation."""
    return _signer("invitation").sign(invitation.pk.hex)


def invitation_number(token: str) -> uuid.UUID | None:
    """Return which invitation a secret belongs to, None for a wrong one."""
    return _read(token, "invitation")


def register_path(entry: Entry) -> str:
    """Return the address of the form of an event (the entry's process must be loaded)."""
    arguments = {"process": entry.process.slug, "number": entry.pk, "slug": entry.slug or "-"}
    return reverse("registrations:register", kwargs=arguments)
