"""Freezing the published sets of the demonstration, what the team changed a year later, and what readers miss."""

import datetime
from collections.abc import Callable, Iterable

from django.db.models import Max

from dialogwerk.accounts.models import Person
from dialogwerk.core import audit
from dialogwerk.core.models import AuditRecord
from dialogwerk.demo.reading import DemoDataError, Dialogue, Record, day, moment
from dialogwerk.entries.models import Entry, Link, Relation
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.actions import freeze_set
from dialogwerk.synthesis.models import ChallengeSet, MissingNote, Outcome, Sentence, Snapshot

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


def load_missing(process: Process, dialogue: Dialogue, entries: dict[str, Entry], people: dict[str, Person]) -> None:
    """Say what readers missed lately, and what the team answered."""
    for record in dialogue.challenges:
        for told in record.get("missing", []):
            _miss(process, told, entries[f"{dialogue.slug}:{told['entry']}"], people)


def _miss(process: Process, told: Record, entry: Entry, people: dict[str, Person]) -> None:
    challenge_set = ChallengeSet.objects.exclude(published_on=None).get(process=process)
    author, at = people[told["by"]], moment(told["on"], "18:20")
    note = MissingNote.objects.create(
        challenge_set=challenge_set, entry=entry, author=author, reason=told["reason"], made_at=at
    )
    _tell_protocol(note, "report_missing", author, at)
    answered = told.get("answered")
    if not answered:
        return
    editor, at = people[f"{answered['by']}@demo.example.org"], moment(answered["on"], "10:05")
    sentence = Sentence.objects.get(challenge__challenge_set=challenge_set, text=answered["sentence"])
    sentence.evidence.add(entry)
    Link.objects.create(
        source=entry, target=sentence.challenge.entry, relation=Relation.EVIDENCE_FOR, made_at=at, actor=editor
    )
    note.outcome, note.answer, note.sentence = Outcome.TAKEN_UP, answered["text"], sentence
    note.answered_by, note.answered_at = editor, at
    note.save()
    _tell_protocol(note, "answer_missing", editor, at)


def _tell_protocol(note: MissingNote, act: str, actor: Person, at: datetime.datetime) -> None:
    record = audit.record(
        actor=actor, act=act, target=note, process_slug=note.challenge_set.process.slug, entry=note.entry_id
    )
    AuditRecord.objects.filter(pk=record.pk).update(at=at)


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
