"""Who is in the team."""

import datetime
import json
from collections.abc import Sequence
from typing import Any, cast

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Person
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.places.models import Region
from dialogwerk.places.queries import regions_at
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
    _record(actor, "give_role", given)
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
def end_role(*, actor: Any, role: TeamRole) -> str:
    """End a role at once; one that began today or later is taken out. Returns what `take_end_back` needs.

    Raises `NotPossibleNow` for the last lead.
    """
    Process.objects.select_for_update().get(pk=role.process_id)
    if role.role == Role.LEAD and role.region_id is None:
        leads = TeamRole.objects.current().filter(process=role.process_id, role=Role.LEAD, region=None)
        if role in leads and not leads.exclude(pk=role.pk).exists():
            raise NotPossibleNow(
                _("%s ist die letzte Prozessleitung.") % role.person.public_name,
                what_to_do=_("Geben Sie zuerst jemand anderem diese Rolle. Ein Dialog braucht immer eine Leitung."),
            )
    _record(actor, "end_role", role)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if role.from_on is not None and role.from_on > yesterday:
        return json.dumps({"removed": remove_rows([role])})
    before = role.until_on.isoformat() if role.until_on else None
    role.until_on = yesterday
    role.save(update_fields=["until_on"])
    return json.dumps({"role": role.pk, "until_on": before})


@transaction.atomic
def take_end_back(*, actor: Any, process: Process, kept: str) -> TeamRole:
    """Give a role back that was just ended, with the dates it had. Nobody is told: nothing was.

    Raises `NotPossibleNow` where it was given anew meanwhile.
    """
    told = json.loads(kept)
    if "removed" in told:
        role = cast(TeamRole, bring_rows_back(told["removed"])[0])
    else:
        role = TeamRole.objects.select_related("person", "region").get(process=process, pk=told["role"])
        same = {"person": role.person_id, "role": role.role, "region": role.region_id}
        if TeamRole.objects.current().filter(process=process, **same).exclude(pk=role.pk).exists():
            raise NotPossibleNow(_("%s hat diese Rolle schon.") % role.person.public_name)
        role.until_on = datetime.date.fromisoformat(told["until_on"]) if told["until_on"] else None
        role.save(update_fields=["until_on"])
    _record(actor, "take_role_end_back", role)
    return role


@transaction.atomic
def hand_roles_over(gone: Sequence[Region]) -> int:
    """Give the team roles of regions that go to the regions in whose place they lie; return how many there were.

    Raises `NotPossibleNow` for a role of a region without a successor: whoever holds it would lose it unseen.
    """
    moved = 0
    for region in gone:
        roles = TeamRole.objects.filter(region=region).select_related("process")
        if not roles:
            continue
        successor = _successor(region, gone)
        if successor is None:
            raise NotPossibleNow(
                _("In der Region „%(region)s“ hat jemand eine Rolle im Dialog „%(process)s“; dort folgt keine andere.")
                % {"region": region, "process": roles[0].process},
                what_to_do=_("Geben Sie die Rolle zuerst für eine andere Region, oder beenden Sie sie."),
            )
        for role in roles:
            role.region = successor
            role.save(update_fields=["region"])
            _record(None, "hand_role_over", role)
            moved += 1
    return moved


def _successor(region: Region, gone: Sequence[Region]) -> Region | None:
    if region.lon is None or region.lat is None:
        return None
    here = regions_at(region.lon, region.lat)
    return next((one for one in here if one.region_set_id == region.region_set_id and one not in gone), None)


def _record(actor: Any, act: str, role: TeamRole) -> None:
    detail = {"role": role.role, "region": str(role.region or ""), "person": role.person_id}
    audit.record(actor=actor, act=act, target=role, process_slug=role.process.slug, **detail)
