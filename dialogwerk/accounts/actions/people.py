"""Making people and changing what they say about themselves."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from dialogwerk.accounts.models import Organisation, Person
from dialogwerk.core import audit


@transaction.atomic
def confirm_address(*, email: str, public_name: str, language: str = "de") -> Person:
    """Return the person with this address, which was just confirmed; make a guest of that name where there is none.

    The name of somebody who is known already stays as it is. Registers the address as confirmed for sign-in by code.
    """
    address = Person.objects.normalize_email(email).lower()
    person = Person.objects.filter(email=address).first()
    if person is None:
        person = Person.objects.create_user(address, public_name=public_name, language=language, is_guest=True)
        audit.record(actor=person, act="join_as_guest", target=person)
    EmailAddress.objects.update_or_create(user=person, email=address, defaults={"verified": True, "primary": True})
    return person


@transaction.atomic
def revise_person(*, actor: Person, organisation_name: str = "", **fields: Any) -> None:
    """Change one's own name, group, language and organisation; an organisation that is new is added by name."""
    for name, value in fields.items():
        setattr(actor, name, value)
    actor.organisation = _organisation(organisation_name, actor.stakeholder_group)
    actor.full_clean(exclude=["password"])
    actor.save()
    audit.record(actor=actor, act="revise_person", target=actor)


def _organisation(name: str, group: str) -> Organisation | None:
    """Return the organisation of that name, whatever its capitals; a new one where there is none."""
    name = " ".join(name.split())
    if not name:
        return None
    known = Organisation.objects.filter(name__iexact=name).first()
    return known or Organisation.objects.create(name=name, stakeholder_group=group)
