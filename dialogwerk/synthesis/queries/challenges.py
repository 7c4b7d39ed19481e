"""Reads of challenges: sentences with their evidence, what came of them, and how much of the material was used."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.events.models import Event, Table
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Sentence

Evidence = Sentence.evidence.through
EVIDENCE_KINDS = (Kind.CONTRIBUTION, Kind.IDEA)
ANSWERS = (Relation.BECAME, Relation.BUILDS_ON, Relation.PURSUED_BY)


@dataclass(frozen=True)
class Proof:
    """A contribution a sentence rests on, with the table and the event it comes from."""

    entry: Entry
    event: Entry | None
    table: Table | None

    @property
    def said(self) -> str:
        """The statement itself."""
        return self.entry.summary or self.entry.title


@dataclass(frozen=True)
class Proven:
    """What evidence there is for a sentence; `gone` counts what was evidence once and is no longer public."""

    proofs: Sequence[Proof]
    gone: int

    @property
    def count(self) -> int:
        """How many contributions are named."""
        return len(self.proofs) + self.gone

    @property
    def event_count(self) -> int:
        """How many events the public ones come from."""
        return len({proof.entry.origin_id for proof in self.proofs if proof.entry.origin_id})

    @property
    def group_count(self) -> int:
        """How many stakeholder groups spoke."""
        return len({proof.entry.stakeholder_group for proof in self.proofs if proof.entry.stakeholder_group})


@dataclass(frozen=True)
class ToldSentence(Proven):
    """A sentence with its evidence."""

    sentence: Sentence


@dataclass(frozen=True)
class ToldChallenge:
    """A challenge as a page shows it."""

    challenge: Challenge
    sentences: Sequence[ToldSentence]
    ideas: Sequence[Entry] = field(default_factory=list)
    outcomes: Sequence[Link] = field(default_factory=list)

    @property
    def entry(self) -> Entry:
        """The card."""
        return self.challenge.entry

    @property
    def evidence_count(self) -> int:
        """How many different contributions it rests on, as far as they are public."""
        return len({proof.entry.pk for sentence in self.sentences for proof in sentence.proofs})

    @property
    def event_count(self) -> int:
        """How many events these come from."""
        origins = {proof.entry.origin_id for told in self.sentences for proof in told.proofs}
        return len(origins - {None})

    @property
    def unproven_count(self) -> int:
        """How many sentences name no evidence."""
        return sum(not told.count for told in self.sentences)

    @property
    def unapproved_count(self) -> int:
        """How many sentences came from a draft and were not approved yet."""
        return sum(not told.sentence.is_approved for told in self.sentences)


def published_sets(process: Process) -> list[ChallengeSet]:
    """Return the published sets of a process, the newest first. One query."""
    return list(process.challenge_sets.exclude(published_on=None))


def tell_challenges(challenges: Sequence[Challenge], person: Any, *, with_outcomes: bool = True) -> list[ToldChallenge]:
    """Return challenges with sentences, evidence and what came of them. Four queries, however many there are.

    The entries of the challenges must be loaded with their process. Not `with_outcomes`: three queries.
    """
    sentences = list(Sentence.objects.filter(challenge__in=[challenge.pk for challenge in challenges]))
    rows = _evidence_rows(sentences, person)
    tables = tables_of_entries([row.entry for row in rows])
    process = challenges[0].entry.process if challenges else None
    if process is not None:
        share_process(rows, process)
    told = {
        sentence.pk: _tell(sentence, [row for row in rows if row.sentence_id == sentence.pk], tables)
        for sentence in sentences
    }
    numbers = [*(challenge.pk for challenge in challenges), *(row.entry_id for row in rows)]
    links = links_on(numbers, person) if with_outcomes else []
    result = []
    for challenge in challenges:
        own = [told[sentence.pk] for sentence in sentences if sentence.challenge_id == challenge.pk]
        proofs = {proof.entry.pk for one in own for proof in one.proofs}
        result.append(ToldChallenge(challenge, own, *onward(challenge.pk, proofs, links)))
    return result


def challenges_of(challenge_set: ChallengeSet, person: Any) -> list[Challenge]:
    """Return the challenges of a set the person may see, in order. One query."""
    visible = Entry.objects.visible_to(person).filter(kind=Kind.CHALLENGE, process=challenge_set.process_id)
    found = challenge_set.challenges.filter(entry__in=visible.values("pk")).exclude(entry__state=State.WITHDRAWN)
    return list(found.select_related("entry__process"))


def _evidence_rows(sentences: Sequence[Sentence], person: Any) -> list[Any]:
    seen = Entry.objects.visible_to(person).filter(pk=OuterRef("entry"), state=State.PUBLISHED)
    rows = Evidence.objects.filter(sentence__in=[sentence.pk for sentence in sentences])
    return list(rows.select_related("entry__origin__process").annotate(is_seen=Exists(seen)).order_by("entry"))


def share_process(rows: Iterable[Any], process: Process) -> None:
    """Give the entries of rows of evidence, and the events they come from, the process they belong to: no query."""
    for row in rows:
        for entry in (row.entry, row.entry.origin if row.entry else None):
            if entry is not None and entry.process_id == process.pk:
                entry.process = process


def tables_of_entries(entries: Iterable[Entry]) -> dict[tuple[int, int], Table]:
    """Return the tables at which entries were written, by event and number. One query."""
    events = {entry.origin_id for entry in entries if entry.origin_table is not None}
    return {(table.event_id, table.number): table for table in Table.objects.filter(event__in=events)}


def _tell(sentence: Sentence, rows: Sequence[Any], tables: Mapping[tuple[int, int], Table]) -> ToldSentence:
    proofs = [Proof(row.entry, *came_from(row.entry, tables)) for row in rows if row.is_seen]
    return ToldSentence(proofs, len(rows) - len(proofs), sentence)


def came_from(entry: Entry, tables: Mapping[tuple[int, int], Table]) -> tuple[Entry | None, Table | None]:
    """Return the public event and the table an entry comes from; `tables` as of `tables_of_entries`."""
    event = entry.origin
    if event is None or event.state != State.PUBLISHED:
        return None, None
    return event, tables.get((event.pk, entry.origin_table)) if entry.origin_table is not None else None


def links_on(sources: Iterable[int], person: Any) -> list[Link]:
    """Return the links that lead on from these entries to what the person may see. One query."""
    seen = Entry.objects.visible_to(person).filter(pk=OuterRef("target"))
    links = Link.objects.filter(source__in=set(sources), undone_at=None).exclude(relation=Relation.EVIDENCE_FOR)
    return list(links.filter(Exists(seen)).select_related("target__process").order_by("made_at", "pk"))


def onward(challenge: int, proofs: set[int], links: Sequence[Link]) -> tuple[list[Entry], list[Link]]:
    """Return the ideas that answer a challenge (linked to it, or grown from its evidence), and its other outcomes."""
    ideas, outcomes = {}, []
    for link in links:
        is_idea = link.target.kind == Kind.IDEA
        if link.source_id == challenge and not is_idea:
            outcomes.append(link)
        elif is_idea and (link.source_id == challenge or (link.source_id in proofs and link.relation in ANSWERS)):
            ideas[link.target_id] = link.target
    return list(ideas.values()), outcomes


@dataclass(frozen=True)
class Coverage:
    """How much of the material of a set is evidence in it."""

    total: int
    used: int

    @property
    def unused(self) -> int:
        """Contributions that no sentence names."""
        return self.total - self.used

    @property
    def percent(self) -> int:
        """The used ones, in whole percent."""
        return round(100 * self.used / self.total) if self.total else 0


@dataclass(frozen=True)
class EventCoverage(Coverage):
    """The same of one event."""

    event: Entry


def material_of(challenge_set: ChallengeSet) -> QuerySet[Any]:
    """Return the public contributions of the events a set is based on; `is_used` says whether a sentence names it."""
    used = Evidence.objects.filter(entry=OuterRef("pk"), sentence__challenge__challenge_set=challenge_set).exclude(
        sentence__challenge__entry__state=State.WITHDRAWN
    )
    material = Entry.objects.public().of_kind(Kind.CONTRIBUTION).filter(origin__in=challenge_set.based_on.values("pk"))
    return material.annotate(is_used=Exists(used))


def coverage_by_event(challenge_set: ChallengeSet, base: Sequence[Entry]) -> list[EventCoverage]:
    """Return how much of each event's contributions is used. One query."""
    rows = material_of(challenge_set).order_by().values("origin", "is_used").annotate(n=Count("pk"))
    counts = {(row["origin"], row["is_used"]): row["n"] for row in rows}
    covered = []
    for event in base:
        used, unused = counts.get((event.pk, True), 0), counts.get((event.pk, False), 0)
        covered.append(EventCoverage(total=used + unused, used=used, event=event))
    return covered


def coverage_of(parts: Iterable[Coverage]) -> Coverage:
    """Add the parts up."""
    parts = list(parts)
    return Coverage(sum(part.total for part in parts), sum(part.used for part in parts))


def base_of(challenge_set: ChallengeSet, person: Any) -> list[Entry]:
    """Return the events a set is based on, in their order. One query."""
    visible = Entry.objects.visible_to(person).values("pk")
    return list(
        challenge_set.based_on.filter(pk__in=visible)
        .select_related("event", "process")
        .order_by("event__starts_at", "pk")
    )


def base_in_words(base: Iterable[Entry]) -> str:
    """Return „5 Ideenlabore, 1 Konferenz“."""
    events: Iterable[Event | None] = (getattr(entry, "event", None) for entry in base)
    return kinds_in_words(event.kind if event else "" for event in events)


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Return „5 Ideenlabore, 1 Konferenz“ for the kinds of some events."""
    return ", ".join(_kind_in_words(kind, count) for kind, count in Counter(kinds).items())


def _kind_in_words(kind: str, count: int) -> str:
    words = {
        "ideenlabor": ngettext("%(count)s Ideenlabor", "%(count)s Ideenlabore", count),
        "workshop": ngettext("%(count)s Workshop", "%(count)s Workshops", count),
        "konferenz": ngettext("%(count)s Konferenz", "%(count)s Konferenzen", count),
        "roundtable": ngettext("%(count)s Roundtable", "%(count)s Roundtables", count),
        "sitzung": ngettext("%(count)s Sitzung", "%(count)s Sitzungen", count),
    }
    other = ngettext("%(count)s Veranstaltung", "%(count)s Veranstaltungen", count)
    return words.get(kind, other) % {"count": count}


def why_no_evidence(number: int, entry: Entry | None, process: Process) -> str:
    """Return in words why an entry cannot be evidence in a process; an empty text where it can."""
    names = {"number": number}
    if entry is None:
        return _("#%(number)s gibt es nicht.") % names
    if entry.process_id != process.pk:
        return _("#%(number)s gehört zu einem anderen Dialog.") % names
    if entry.kind not in EVIDENCE_KINDS:
        return _("#%(number)s ist kein Beitrag und keine Idee, sondern: %(kind)s.") % (
            names | {"kind": entry.get_kind_display()}
        )
    if entry.state != State.PUBLISHED:
        return _("#%(number)s ist nicht öffentlich (%(state)s).") % (names | {"state": entry.get_state_display()})
    return ""
