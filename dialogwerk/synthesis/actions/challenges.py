"""Writing, publishing and taking back sets of challenges."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions import add_entry, change_state, revise_entry
from dialogwerk.entries.actions.bulk import BulkAct, Data
from dialogwerk.entries.actions.linking import link_entries, undo_link
from dialogwerk.entries.actions.writing import bring_state_back
from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.ideas.actions.bulk import TOPIC_ACTS
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.actions.snapshots import freeze_set, take_snapshot_back
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Group, Sentence, Snapshot
from dialogwerk.synthesis.queries import why_no_evidence


@dataclass(frozen=True)
class Claim:
    """A sentence as somebody writes it: the text, and the numbers of the contributions it rests on.

    `approves` says that a drafted sentence was read and may stay word for word.
    """

    text: str
    numbers: tuple[int, ...] = ()
    approves: bool = False


@transaction.atomic
def create_set(
    *, actor: Any, process: Process, title: str, method: str = "", note: str = "", based_on: Iterable[Entry] = ()
) -> ChallengeSet:
    """Make a set that only the team sees. Raises `ValidationError`."""
    challenge_set = ChallengeSet(process=process, title=title, method=method, note=note)
    challenge_set.full_clean()
    challenge_set.save()
    challenge_set.based_on.set(based_on)
    _record(actor, "create_challenge_set", challenge_set)
    return challenge_set


@transaction.atomic
def change_set(
    *,
    actor: Any,
    challenge_set: ChallengeSet,
    expected_version: int,
    title: str,
    method: str = "",
    note: str = "",
    based_on: Iterable[Entry] = (),
) -> None:
    """Change what is told of a set. Raises `Conflict` when somebody saved since `expected_version`."""
    current = ChallengeSet.objects.select_for_update().get(pk=challenge_set.pk)
    if current.version != expected_version:
        raise Conflict(_("Die Angaben wurden in der Zwischenzeit geändert."), current=current)
    challenge_set.title, challenge_set.method, challenge_set.note = title, method, note
    challenge_set.version = expected_version + 1
    challenge_set.full_clean()
    challenge_set.save()
    challenge_set.based_on.set(based_on)
    _record(actor, "change_challenge_set", challenge_set, version=challenge_set.version)


@transaction.atomic
def write_challenge(
    *, actor: Any, challenge_set: ChallengeSet, title: str, claims: Sequence[Claim], summary: str = ""
) -> Challenge:
    """Write a new challenge at the end of a set, as a draft. Raises `NotPossibleNow` for evidence that is none."""
    entry = add_entry(
        actor=actor,
        process=challenge_set.process,
        kind=Kind.CHALLENGE,
        title=title.strip(),
        summary=summary.strip(),
        body=_body(claims),
    )
    last = challenge_set.challenges.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    challenge = Challenge.objects.create(entry=entry, challenge_set=challenge_set, position=position)
    _write_sentences(challenge, claims)
    _record(actor, "write_challenge", challenge_set, challenge=entry.pk)
    return challenge


@transaction.atomic
def challenge_from_group(*, actor: Any, group: Group, challenge_set: ChallengeSet | None = None) -> Challenge:
    """Begin a challenge from a group of a sorting table: its contributions are at hand as evidence.

    It goes into `challenge_set`, which must be a draft, or into a new one that rests on the events of the table.
    Raises `NotPossibleNow` for a published set.
    """
    table = group.table
    if challenge_set is None:
        origins = table.placements.lying().filter(entry__origin__isnull=False).values("entry__origin")
        based_on = Entry.objects.filter(pk__in=origins, kind=Kind.EVENT)
        challenge_set = create_set(actor=actor, process=table.process, title=table.title, based_on=based_on)
    if challenge_set.published_on is not None:
        raise NotPossibleNow(
            _("Diese Zusammenstellung ist schon veröffentlicht."),
            what_to_do=_("Wählen Sie einen Entwurf oder eine neue Zusammenstellung."),
        )
    challenge = write_challenge(actor=actor, challenge_set=challenge_set, title=group.name, claims=[])
    challenge.group = group
    challenge.save(update_fields=["group"])
    return challenge


@transaction.atomic
def rewrite_challenge(
    *, actor: Any, challenge: Challenge, expected_version: int, title: str, claims: Sequence[Claim], summary: str = ""
) -> None:
    """Change a challenge and its sentences; a published one leads its new evidence to it at once.

    The former wording stays as a version. Raises `Conflict`, and `NotPossibleNow` for evidence that is none.
    """
    texts = {"title": title.strip(), "summary": summary.strip(), "body": _body(claims)}
    revise_entry(actor=actor, entry=challenge.entry, expected_version=expected_version, texts=texts)
    _write_sentences(challenge, claims)
    if challenge.entry.state == State.PUBLISHED:
        _lead_evidence(actor, challenge)
    _record(actor, "rewrite_challenge", challenge.challenge_set, challenge=challenge.pk)


@transaction.atomic
def add_evidence(*, actor: Any, sentence: Sentence, numbers: Iterable[int]) -> int:
    """Let a sentence name more contributions and return how many are new; a published challenge leads them to it.

    The version of the challenge grows (`mark_changed`). Raises `NotPossibleNow` for evidence that is none.
    """
    challenge = Challenge.objects.select_related("challenge_set__process").get(pk=sentence.challenge_id)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("process").get(pk=challenge.pk)
    there = set(sentence.evidence.values_list("pk", flat=True))
    wanted = [number for number in dict.fromkeys(numbers) if number not in there]
    found = Entry.objects.in_bulk(wanted)
    for number in wanted:
        if why := why_no_evidence(number, found.get(number), entry.process):
            raise NotPossibleNow(why)
    if wanted:
        sentence.evidence.add(*wanted)
        mark_changed(challenge)
        if entry.state == State.PUBLISHED:
            challenge.entry = entry
            _lead_evidence(actor, challenge)
        _record(actor, "add_evidence", challenge.challenge_set, challenge=challenge.pk, evidence=len(wanted))
    return len(wanted)


@transaction.atomic
def take_evidence(*, actor: Any, sentence: Sentence, numbers: Iterable[int]) -> int:
    """Take contributions from a sentence again; the links that only they had are undone."""
    challenge = Challenge.objects.select_related("entry__process", "challenge_set__process").get(
        pk=sentence.challenge_id
    )
    gone = [entry.pk for entry in sentence.evidence.filter(pk__in=list(numbers))]
    if gone:
        sentence.evidence.remove(*gone)
        mark_changed(challenge)
        if challenge.entry.state == State.PUBLISHED:
            _lead_evidence(actor, challenge)
        _record(actor, "take_evidence", challenge.challenge_set, challenge=challenge.pk, evidence=len(gone))
    return len(gone)


def mark_changed(challenge: Challenge) -> None:
    """Let its version grow, so that nobody who has it open in a form saves the old sentences unawares."""
    Entry.objects.filter(pk=challenge.pk).update(version=F("version") + 1, changed_at=timezone.now())


@transaction.atomic
def move_challenge(*, actor: Any, challenge: Challenge, by: int) -> None:
    """Move a challenge up (-1) or down (1) in its set."""
    order = list(challenge.challenge_set.challenges.order_by("position", "pk"))
    place = order.index(challenge)
    order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
    for position, one in enumerate(order):
        one.position = position
    Challenge.objects.bulk_update(order, ["position"])
    _record(actor, "move_challenge", challenge.challenge_set, challenge=challenge.pk, by=by)


@transaction.atomic
def withdraw_challenge(*, actor: Any, challenge: Challenge) -> None:
    """Take a challenge out of its set; its number stays taken, the links of its evidence are undone."""
    change_state(actor=actor, entry=challenge.entry, state=State.WITHDRAWN)
    _undo_links(actor, challenge, keep=set())
    _record(actor, "withdraw_challenge", challenge.challenge_set, challenge=challenge.pk)


@transaction.atomic
def publish_set(*, actor: Any, challenge_set: ChallengeSet, on: datetime.date | None = None) -> Snapshot | None:
    """Publish a set with a date; each contribution that is evidence leads to its challenge from now on.

    What it says is frozen as a snapshot, which is returned; None if nothing changed since the newest one. Doing it
    again publishes challenges written since and brings the links up to date; the date stays unless one is given.
    Raises `NotPossibleNow` for a set without challenges or with a date in the future.
    """
    challenges = _challenges(challenge_set)
    if not challenges:
        raise NotPossibleNow(
            _("In dieser Zusammenstellung steht noch keine Herausforderung."),
            what_to_do=_("Schreiben Sie zuerst mindestens eine."),
        )
    if draft := Sentence.objects.filter(challenge__in=challenges, is_approved=False).first():
        raise NotPossibleNow(
            _("Ein Satz aus einem Entwurf ist noch nicht geprüft: „%(text)s“") % {"text": draft.text},
            what_to_do=_("Ändern Sie ihn, streichen Sie ihn, oder setzen Sie im Formular das Häkchen „geprüft“."),
        )
    day = on or challenge_set.published_on or timezone.localdate()
    if day > timezone.localdate():
        raise NotPossibleNow(_("Das Datum der Veröffentlichung liegt in der Zukunft."))
    challenge_set.published_on = day
    challenge_set.save(update_fields=["published_on"])
    for challenge in challenges:
        if challenge.entry.state != State.PUBLISHED:
            change_state(actor=actor, entry=challenge.entry, state=State.PUBLISHED)
        _lead_evidence(actor, challenge)
    _record(actor, "publish_challenge_set", challenge_set, on=day.isoformat(), challenges=len(challenges))
    return freeze_set(actor=actor, challenge_set=challenge_set, challenges=challenges, on=on or timezone.localdate())


@transaction.atomic
def unpublish_set(*, actor: Any, challenge_set: ChallengeSet) -> None:
    """Make a set a draft again: the links of its evidence are undone, its snapshots taken back.

    Raises `NotPossibleNow` where it went on.
    """
    if challenge_set.published_on is None:
        raise NotPossibleNow(_("Diese Zusammenstellung ist nicht veröffentlicht."))
    challenges = _challenges(challenge_set)
    onward = Link.objects.filter(source__in=[one.pk for one in challenges], undone_at=None).select_related("target")
    if link := onward.first():
        raise NotPossibleNow(
            _("Auf diese Herausforderungen beruft sich schon #%(number)s „%(title)s“.")
            % {"number": link.target_id, "title": link.target.title},
            what_to_do=_("Lösen Sie zuerst diese Verbindung, oder veröffentlichen Sie eine neue Zusammenstellung."),
        )
    challenge_set.published_on = None
    challenge_set.save(update_fields=["published_on"])
    for challenge in challenges:
        _undo_links(actor, challenge, keep=set())
        if challenge.entry.state == State.PUBLISHED:
            change_state(actor=actor, entry=challenge.entry, state=State.DRAFT)
    for snapshot in Snapshot.objects.standing().filter(challenge_set=challenge_set):
        take_snapshot_back(actor=actor, snapshot=snapshot)
    _record(actor, "unpublish_challenge_set", challenge_set)


def _withdraw(actor: Any, entry: Entry, data: Data) -> str | None:
    before = str(entry.state)
    if before == State.WITHDRAWN:
        return None
    withdraw_challenge(actor=actor, challenge=_of(entry))
    return before


def _take_in_again(actor: Any, entry: Entry, before: str) -> None:
    bring_state_back(actor=actor, entry=entry, before=State(before), after=State.WITHDRAWN)
    if before == State.PUBLISHED:
        _lead_evidence(actor, _of(entry))


def _of(entry: Entry) -> Challenge:
    challenge = Challenge.objects.select_related("challenge_set__process").get(pk=entry.pk)
    challenge.entry = entry
    return challenge


CHALLENGE_ACTS: dict[str, BulkAct] = {
    "withdraw": BulkAct(gettext_lazy("zurückziehen"), Permission.WITHDRAW_ENTRY, _withdraw, _take_in_again),
    **TOPIC_ACTS,
}


def _challenges(challenge_set: ChallengeSet) -> list[Challenge]:
    found = challenge_set.challenges.exclude(entry__state__in=(State.WITHDRAWN, State.HIDDEN))
    return list(found.select_related("entry__process", "challenge_set__process").prefetch_related("sentences"))


def _body(claims: Sequence[Claim]) -> str:
    """Keep the sentences in the card, too: so they are found by the search and compared between versions."""
    return "\n\n".join(claim.text.strip() for claim in claims if claim.text.strip())


def _write_sentences(challenge: Challenge, claims: Sequence[Claim]) -> None:
    process = challenge.challenge_set.process
    kept = set(Sentence.evidence.through.objects.filter(sentence__challenge=challenge).values_list("entry", flat=True))
    found = Entry.objects.in_bulk({number for claim in claims for number in claim.numbers})
    for claim in claims:
        for number in claim.numbers:
            if number not in kept and (why := why_no_evidence(number, found.get(number), process)):
                raise NotPossibleNow(why)
    before: dict[str, list[Sentence]] = {}
    for sentence in challenge.sentences.all():
        before.setdefault(sentence.text, []).append(sentence)
    written = [claim for claim in claims if claim.text.strip()]
    stays = [before[text].pop(0) if before.get(text) else None for text in (claim.text.strip() for claim in written)]
    challenge.sentences.exclude(pk__in=[sentence.pk for sentence in stays if sentence]).delete()
    for position, (claim, known) in enumerate(zip(written, stays, strict=True)):
        sentence = known or Sentence(challenge=challenge, text=claim.text.strip())
        sentence.position = position
        sentence.is_approved = sentence.is_approved or claim.approves
        sentence.full_clean()
        sentence.save()
        sentence.evidence.set(claim.numbers)


def _lead_evidence(actor: Any, challenge: Challenge) -> None:
    """Link each contribution that is evidence now, and undo the links of those that no longer are.

    What was hidden meanwhile keeps the link it has and gets no new one.
    """
    evidence = Entry.objects.filter(evidenced_sentences__challenge=challenge).distinct().select_related("process")
    wanted = {entry.pk: entry for entry in evidence}
    there = set(_links(challenge).values_list("source", flat=True))
    for number in sorted(wanted.keys() - there):
        if wanted[number].state == State.PUBLISHED:
            link_entries(actor=actor, source=wanted[number], target=challenge.entry, relation=Relation.EVIDENCE_FOR)
    _undo_links(actor, challenge, keep=set(wanted))


def _links(challenge: Challenge) -> Any:
    return Link.objects.filter(target=challenge.pk, relation=Relation.EVIDENCE_FOR, undone_at=None)


def _undo_links(actor: Any, challenge: Challenge, keep: set[int]) -> None:
    for link in _links(challenge).exclude(source__in=keep):
        undo_link(actor=actor, link=link)


def _record(actor: Any, act: str, challenge_set: ChallengeSet, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=challenge_set, process_slug=challenge_set.process.slug, **detail)
