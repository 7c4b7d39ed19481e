"""Freezing a published set as a dated snapshot, naming who worked on it, and telling the authors of its evidence."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from dialogwerk.accounts.models import Person
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.jobs import enqueue_later, retry
from dialogwerk.core.mail import send_mail
from dialogwerk.entries.models import Entry, State
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import (
    Challenge,
    ChallengeSet,
    EvidenceNotice,
    Mention,
    MentionConsent,
    Snapshot,
    SnapshotEvidence,
)
from dialogwerk.synthesis.queries.freezing import evidence_of, facts_of, fingerprint_of, texts_of, workers_of

TELL_AFTER = datetime.timedelta(minutes=30)


@transaction.atomic
def freeze_set(
    *, actor: Any, challenge_set: ChallengeSet, challenges: Sequence[Challenge], on: datetime.date, tells: bool = True
) -> Snapshot | None:
    """Freeze what a set says now and return the snapshot; None where its newest one says just that.

    Whoever worked on it and agreed to be named is named; the authors of the evidence are told later if it `tells`.
    Raises `NotPossibleNow` for a day before the newest one.
    """
    process = Process.objects.select_for_update(of=("self",)).get(pk=challenge_set.process_id)
    texts, evidence = texts_of(challenges), evidence_of(challenges)
    facts = facts_of(challenge_set, challenges, evidence)
    fingerprint = fingerprint_of(challenge_set, facts, texts, evidence)
    newest = Snapshot.objects.standing().filter(challenge_set=challenge_set).first()
    if newest is not None and newest.fingerprint == fingerprint:
        return None
    if newest is not None and on < newest.taken_on:
        raise NotPossibleNow(
            _("Es gibt schon einen Stand vom %(date)s.") % {"date": f"{newest.taken_on:%d.%m.%Y}"},
            what_to_do=_("Wählen Sie diesen oder einen späteren Tag."),
        )
    people = workers_of(challenges, actor)
    last = Snapshot.objects.filter(process=process).aggregate(last=Max("number"))["last"]
    snapshot = Snapshot.objects.create(
        challenge_set=challenge_set,
        process=process,
        number=(last or 0) + 1,
        taken_on=on,
        title=challenge_set.title,
        method=challenge_set.method,
        note=challenge_set.note,
        challenges=texts,
        facts=facts | {"people": len(people)},
        fingerprint=fingerprint,
    )
    SnapshotEvidence.objects.bulk_create(
        SnapshotEvidence(
            snapshot=snapshot,
            challenge=one.challenge,
            sentence=one.sentence,
            number=one.number,
            entry_id=one.number,
            version=one.version,
        )
        for one in evidence
    )
    agreed = set(MentionConsent.objects.filter(process=process).values_list("person", flat=True))
    Mention.objects.bulk_create(Mention(snapshot=snapshot, person=one) for one in people if one.pk in agreed)
    _record(actor, "freeze_challenge_set", process, snapshot, evidence=len(evidence))
    if tells:
        enqueue_later(tell_authors, TELL_AFTER, snapshot=snapshot.pk, but=getattr(actor, "pk", None))
    return snapshot


@transaction.atomic
def take_snapshot_back(*, actor: Any, snapshot: Snapshot) -> None:
    """Take a snapshot back: its address says so from now on. Who was not told of it yet will not be.

    Raises `NotPossibleNow` where that has happened.
    """
    current = Snapshot.objects.select_for_update(of=("self",)).select_related("process").get(pk=snapshot.pk)
    if current.withdrawn_at is not None:
        raise NotPossibleNow(_("Dieser Stand ist schon zurückgenommen."))
    snapshot.withdrawn_at = timezone.now()
    snapshot.save(update_fields=["withdrawn_at"])
    _record(actor, "withdraw_snapshot", current.process, snapshot)


@transaction.atomic
def agree_to_mention(*, actor: Any, process: Process) -> None:
    """Let oneself be named in the snapshots that are published from now on."""
    MentionConsent.objects.get_or_create(process=process, person=actor)
    audit.record(actor=actor, act="agree_to_mention", target=process, process_slug=process.slug)


@transaction.atomic
def withdraw_mention(*, actor: Any, process: Process) -> None:
    """Take one's name out of all snapshots of a process, the earlier ones, too."""
    MentionConsent.objects.filter(process=process, person=actor).delete()
    Mention.objects.filter(snapshot__process=process, person=actor).delete()
    audit.record(actor=actor, act="withdraw_mention", target=process, process_slug=process.slug)


@transaction.atomic
def tell_evidence_authors(*, snapshot: Snapshot, but: int | None) -> int:
    """Write to everybody whose contributions are evidence in a snapshot, once for each contribution; return the mails.

    One mail for a person, whatever the number of her contributions. Nobody is told of a snapshot that was taken back
    meanwhile, of what is not public, or (`but`) of what she published herself.
    """
    if snapshot.withdrawn_at is not None:
        return 0
    told = EvidenceNotice.objects.values("entry")
    entries = Entry.objects.filter(frozen_evidence__snapshot=snapshot, state=State.PUBLISHED, author__is_active=True)
    entries = entries.exclude(pk__in=told).exclude(author=but or 0)
    by_author: dict[Person, list[Entry]] = defaultdict(list)
    for entry in entries.distinct().select_related("author").order_by("pk"):
        by_author[entry.author].append(entry)  # type: ignore[index]  # joined by its author
    for author, own in by_author.items():
        EvidenceNotice.objects.bulk_create(EvidenceNotice(entry=entry, snapshot=snapshot) for entry in own)
        send_mail(
            "synthesis/mail/evidence.txt",
            to=author.email,
            language=author.language,
            author=author,
            entries=own,
            snapshot=snapshot,
        )
    return len(by_author)


@task()
@retry(times=5)
def tell_authors(*, snapshot: int, but: int | None = None, attempt: int = 1) -> None:
    """Tell the authors, some time after publishing: until then it can be taken back and nobody has heard of it."""
    found = Snapshot.objects.select_related("process").filter(pk=snapshot).first()
    if found is not None:
        tell_evidence_authors(snapshot=found, but=but)


def _record(actor: Any, act: str, process: Process, snapshot: Snapshot, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=snapshot, process_slug=process.slug, snapshot=snapshot.number, **detail)
