"""Joining in: somebody offers what an idea needs."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.entries.actions.standing import require_standing
from dialogwerk.entries.addresses import page_of
from dialogwerk.ideas.models import Idea, Need, Support
from dialogwerk.ideas.rules import takes_support
from dialogwerk.processes.models import Role
from dialogwerk.processes.queries import contact_for


@transaction.atomic
def offer_support(*, actor: Any, idea: Idea, message: str, need: Need | None = None) -> Support:
    """Keep an offer and tell the region's contact office (or, without one, the leads), and the author without names.

    Raises `NotPossibleNow` where an idea takes no more offers.
    """
    entry = idea.entry
    require_standing(entry)
    if not takes_support(entry):
        raise NotPossibleNow(_("Bei dieser Idee kann man zurzeit nicht mitmachen."))
    if need is not None and need.idea_id != idea.pk:
        raise NotPossibleNow(_("Dieser Bedarf gehört zu einer anderen Idee."))
    support = Support(idea=idea, person=actor, need=need, message=message.strip())
    support.full_clean()
    support.save()
    audit.record(actor=actor, act="offer_support", target=entry, process_slug=entry.process.slug, support=support.pk)
    for address in _offices(idea):
        _tell("ideas/mail/support.txt", address, "de", support)
    author = entry.author
    if author is not None and author.is_active and author != actor:
        _tell("ideas/mail/support_author.txt", author.email, author.language, support)
    return support


@transaction.atomic
def withdraw_support(*, actor: Any, support: Support) -> None:
    """Take an offer back. Raises `NotPossibleNow` when that was done before."""
    if support.withdrawn_at is not None:
        raise NotPossibleNow(_("Dieses Angebot ist schon zurückgezogen."))
    support.withdrawn_at = timezone.now()
    support.save(update_fields=["withdrawn_at"])
    _record(actor, "withdraw_support", support)


@transaction.atomic
def settle_support(*, actor: Any, support: Support, is_settled: bool) -> None:
    """Mark an offer as dealt with, or open it again."""
    support.settled_at = timezone.now() if is_settled else None
    support.save(update_fields=["settled_at"])
    _record(actor, "settle_support" if is_settled else "reopen_support", support)


@transaction.atomic
def settle_many(*, actor: Any, offers: Iterable[Support], is_settled: bool) -> list[Support]:
    """Mark several offers as dealt with, or open them again; return those that were not so before."""
    changed = [one for one in offers if one.withdrawn_at is None and (one.settled_at is not None) != is_settled]
    for support in changed:
        settle_support(actor=actor, support=support, is_settled=is_settled)
    return changed


def _record(actor: Any, act: str, support: Support) -> None:
    entry = support.idea.entry
    audit.record(actor=actor, act=act, target=entry, process_slug=entry.process.slug, support=support.pk)


def _offices(idea: Idea) -> list[str]:
    """Return whom to write to: the contact office of the region, or the leads of the process."""
    entry = idea.entry
    contact = contact_for(entry.process, entry.region_id)
    if contact is not None and contact.contact_email:
        return [contact.contact_email]
    leads = entry.process.team_roles.current().filter(role=Role.LEAD, region=None)
    return list(leads.values_list("person__email", flat=True))


def _tell(template: str, to: str, language: str, support: Support) -> None:
    entry = support.idea.entry
    send_mail(template, to=to, language=language, support=support, entry=entry, address=page_of(entry))
