"""Who is in the team."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Person
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Role, TeamRole


@transaction.atomic
def give_role(
    *,
    actor: Any,
    process: Process,
    email: str,
    role: str,
    public_name: str = "",
    region: Region | None = None,
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> TeamRole:
    """Give a role to the person with this address, made if unknown; she is told by mail how to sign in.

    Raises `NotPossibleNow` if she holds this role for this region already, `ValidationError` for impossible dates.
    """
    person, is_new = _person(email, public_name)
    today = timezone.localdate()
    held = TeamRole.objects.filter(process=process, person=person, role=role, region=region)
    if held.exclude(until_on__lt=today).exists():
        raise NotPossibleNow(
            _("%s hat diese Rolle schon.") % person.public_name,
            what_to_do=_("Beenden Sie die alte Rolle, wenn Sie die Zeiten ändern wollen."),
        )
    given = TeamRole(process=process, person=person, role=role, region=region, from_on=from_on, until_on=until_on)
    given.full_clean()
    given.save()
    audit.record(
        actor=actor,
        act="give_role",
        target=given,
        process_slug=process.slug,
        role=role,
        region=str(region or ""),
        person=person.pk,
    )
    send_mail(
        "processes/mail/role_given.txt",
        to=person.email,
        language=person.language,
        person=person,
        process=process,
        role=given,
        is_new=is_new,
    )
    return given


def _person(email: str, public_name: str) -> tuple[Person, bool]:
    address = email.strip().lower()
    person = Person.objects.filter(email=address).first()
    if person is not None:
        return person, False
    person = Person.objects.create_user(address, public_name=public_name or address.partition("@")[0][:60])
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
    return person, True


@transaction.atomic
def end_role(*, actor: Any, role: TeamRole) -> None:
    """End a role at once. One that began today or later is taken out. Raises `NotPossibleNow` for the last lead."""
    Process.objects.select_for_update().get(pk=role.process_id)
    if role.role == Role.LEAD and role.region_id is None:
        leads = TeamRole.objects.current().filter(process=role.process_id, role=Role.LEAD, region=None)
        if role in leads and not leads.exclude(pk=role.pk).exists():
            raise NotPossibleNow(
                _("%s ist die letzte Prozessleitung.") % role.person.public_name,
                what_to_do=_("Geben Sie zuerst jemand anderem diese Rolle. Ein Dialog braucht immer eine Leitung."),
            )
    audit.record(
        actor=actor,
        act="end_role",
        target=role,
        process_slug=role.process.slug,
        role=role.role,
        region=str(role.region or ""),
        person=role.person_id,
    )
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if role.from_on is not None and role.from_on > yesterday:
        role.delete()
        return
    role.until_on = yesterday
    role.save(update_fields=["until_on"])
