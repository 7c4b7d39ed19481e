"""Freezing the published sets of the demonstration as snapshots, and what the team changed a year later."""

from collections.abc import Callable, Iterable

from django.db.models import Max

from dialogwerk.core.models import AuditRecord
from dialogwerk.demo.reading import DemoDataError, Record, day, moment
from dialogwerk.entries.models import Entry, Link, Relation
from dialogwerk.synthesis.actions import freeze_set
from dialogwerk.synthesis.models import ChallengeSet, Sentence, Snapshot

Find = Callable[[str], Entry]


def load_snapshots(challenge_set: ChallengeSet, later: Record | None, find: Find) -> None:
    """Freeze a set as it was published, then change what the file tells and freeze it again. Nobody is told."""
    _freeze(challenge_set)
    if not later:
        return
    challenge_set.published_on = day(later["on"])
    challenge_set.method = f"{challenge_set.method}\n\n{later['method']}"
    challenge_set.save()
    challenge_set.based_on.add(*(find(key) for key in later["base"]))
    for told in later["sentences"]:
        _change(challenge_set, told, find)
    _freeze(challenge_set)


def _freeze(challenge_set: ChallengeSet) -> None:
    before = AuditRecord.objects.aggregate(last=Max("pk"))["last"] or 0
    at = moment(challenge_set.published_on)
    challenges = list(challenge_set.challenges.select_related("entry").prefetch_related("sentences"))
    on = at.date()
    made = freeze_set(actor=None, challenge_set=challenge_set, challenges=challenges, on=on, tells=False)
    if made is None:
        raise DemoDataError(f"{challenge_set}: nothing changed")
    Snapshot.objects.filter(pk=made.pk).update(taken_at=at)
    AuditRecord.objects.filter(pk__gt=before).delete()  # older than what the protocol keeps


def _change(challenge_set: ChallengeSet, told: Record, find: Find) -> None:
    """Rewrite, add or strike one sentence, and lead its new evidence to the challenge."""
    challenge = find(told["in"])
    sentences = Sentence.objects.filter(challenge=challenge.pk)
    if "was" in told:
        sentence = sentences.filter(text=told["was"]).first()
        if sentence is None:
            raise DemoDataError(f"{told['in']}: there is no sentence “{told['was']}”")
    else:
        sentence = Sentence.objects.create(challenge_id=challenge.pk, position=sentences.count(), text=told["text"])
    less, more = [find(key) for key in told.get("less", [])], [find(key) for key in told.get("more", [])]
    sentence.evidence.remove(*less)
    sentence.evidence.add(*more)
    if "text" in told:
        sentence.text = told["text"]
        sentence.save()
    elif not sentence.evidence.exists():
        sentence.delete()
    _lead(challenge_set, challenge, more, less)


def _lead(challenge_set: ChallengeSet, challenge: Entry, more: Iterable[Entry], less: Iterable[Entry]) -> None:
    at = moment(challenge_set.published_on)
    links = Link.objects.filter(target=challenge, relation=Relation.EVIDENCE_FOR)
    named = Sentence.evidence.through.objects.filter(sentence__challenge=challenge.pk).values("entry")
    links.filter(source__in=[entry.pk for entry in less]).exclude(source__in=named).update(undone_at=at)
    for entry in more:
        Link.objects.update_or_create(
            source=entry,
            target=challenge,
            relation=Relation.EVIDENCE_FOR,
            defaults={"undone_at": None},
            create_defaults={"made_at": at, "actor_office": "Prozessteam"},
        )
