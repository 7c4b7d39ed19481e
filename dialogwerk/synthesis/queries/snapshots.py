"""Reads of snapshots: the frozen texts with what is still public of their evidence, and where that comes from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry, Link, Revision, State
from dialogwerk.events.models import Table
from dialogwerk.ideas.mapping import Dot, dots_of
from dialogwerk.places.outlines import Drawing, drawing_of
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import MentionConsent, Snapshot
from dialogwerk.synthesis.queries.challenges import (
    Proof,
    Proven,
    came_from,
    kinds_in_words,
    links_on,
    onward,
    share_process,
    tables_of_entries,
)
from dialogwerk.synthesis.queries.writing import Share, group_in_words


@dataclass(frozen=True)
class FrozenProof(Proof):
    """A contribution as it was when the snapshot was taken; `then` is its text where that has changed since."""

    version: int
    then: str = ""

    @property
    def said(self) -> str:
        """The statement as it was."""
        return self.then or super().said


@dataclass(frozen=True)
class FrozenSentence(Proven):
    """A sentence as it was, what is still public of its evidence, and how much of it was removed later."""

    proofs: Sequence[FrozenProof]
    text: str


@dataclass(frozen=True)
class FrozenChallenge:
    """A challenge as it was; `entry` is its card today, None where it was hidden or erased: then no text is shown."""

    number: int
    title: str
    summary: str
    sentences: Sequence[FrozenSentence]
    entry: Entry | None
    ideas: Sequence[Entry] = ()
    outcomes: Sequence[Link] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether the team took it out of the set later."""
        return self.entry is not None and self.entry.state == State.WITHDRAWN


@dataclass(frozen=True)
class Source:
    """An event from which evidence comes (None: said online), and how much."""

    event: Entry | None
    count: int


@dataclass(frozen=True)
class ToldSnapshot:
    """A snapshot as a page shows it."""

    snapshot: Snapshot
    challenges: Sequence[FrozenChallenge]
    people: Sequence[Person]

    @property
    def gone(self) -> int:
        """How many contributions it named that were removed later."""
        return self._named - len(self.entries)

    @property
    def _named(self) -> int:
        return int(self.snapshot.facts.get("contributions", 0))

    @cached_property
    def entries(self) -> dict[int, Entry]:
        """The contributions that are still public, each once."""
        return {
            proof.entry.pk: proof.entry for one in self.challenges for told in one.sentences for proof in told.proofs
        }

    @cached_property
    def sources(self) -> list[Source]:
        """The events of the evidence, those with the most first."""
        origins = {proof.event.pk: proof.event for proof in self._proofs if proof.event}
        counted = Counter(entry.origin_id if entry.origin_id in origins else None for entry in self.entries.values())
        return [Source(origins.get(pk) if pk else None, count) for pk, count in counted.most_common()]

    @property
    def _proofs(self) -> list[FrozenProof]:
        return [proof for one in self.challenges for told in one.sentences for proof in told.proofs]

    @property
    def unnamed_count(self) -> int:
        """How many worked on it and are not named."""
        return max(0, int(self.snapshot.facts.get("people", 0)) - len(self.people))

    @property
    def base_words(self) -> str:
        """The events in words."""
        return kinds_in_words(event["kind"] for event in self.snapshot.facts.get("events", []))

    @property
    def coverage(self) -> Share:
        """How much of the material was used then."""
        told = self.snapshot.facts.get("coverage", {})
        return Share(told.get("total", 0), told.get("used", 0), "", "")

    @property
    def shares(self) -> dict[str, list[Share]]:
        """The same by stakeholder group and region."""
        told = self.snapshot.facts.get("coverage", {})
        groups = [Share(total, used, group_in_words(value), value) for value, total, used in told.get("groups", [])]
        return {"groups": groups, "regions": [Share(total, used, name, name) for name, total, used in told["regions"]]}


@dataclass(frozen=True)
class EvidenceMap:
    """Where evidence comes from, as a drawing."""

    drawing: Drawing
    dots: Sequence[Dot]
    unplaced: int

    @property
    def view_box(self) -> str:
        """The edges of the drawing with a margin."""
        margin = self.drawing.width // 50
        return f"{-margin} {-margin} {self.drawing.width + 2 * margin} {self.drawing.height + 2 * margin}"


def snapshots_of(process: Process) -> QuerySet[Snapshot]:
    """Return the snapshots of a process that were not taken back, the newest first, without their texts."""
    return Snapshot.objects.standing().without_texts().filter(process=process)


def before(snapshot: Snapshot) -> Snapshot | None:
    """Return the snapshot of the same set before this one. One query."""
    earlier = Snapshot.objects.standing().filter(challenge_set=snapshot.challenge_set_id, number__lt=snapshot.number)
    return earlier.order_by("-number").first()


def after(snapshot: Snapshot) -> Snapshot | None:
    """Return the newest snapshot of the same set if it is newer than this one. One query."""
    later = Snapshot.objects.standing().filter(challenge_set=snapshot.challenge_set_id, number__gt=snapshot.number)
    return later.order_by("-number").first()


def tell_snapshot(snapshot: Snapshot, person: Any) -> ToldSnapshot:
    """Return a snapshot with what the person may see of it today. Seven queries, however much there is."""
    process = snapshot.process
    seen = Entry.objects.visible_to(person).filter(pk=OuterRef("entry"), state=State.PUBLISHED)
    rows = list(snapshot.evidence.select_related("entry__origin__process").annotate(is_seen=Exists(seen)))
    tables = tables_of_entries([row.entry for row in rows if row.entry])
    texts = _texts_then([row for row in rows if row.is_seen])
    by_sentence: dict[tuple[int, int], list[Any]] = defaultdict(list)
    share_process(rows, process)
    for row in rows:
        by_sentence[row.challenge, row.sentence].append(row)
    cards = _readable_cards(numbers_of(snapshot)).in_bulk()
    links = links_on({*cards, *(row.number for row in rows if row.is_seen)}, person)
    told = []
    for record in snapshot.challenges:
        card = cards.get(record["number"])
        if card is None:
            told.append(FrozenChallenge(record["number"], "", "", (), None))
            continue
        card.process = process
        sentences = [
            _sentence(text, by_sentence[card.pk, place], tables, texts)
            for place, text in enumerate(record["sentences"])
        ]
        proofs = {proof.entry.pk for one in sentences for proof in one.proofs}
        told.append(
            FrozenChallenge(
                card.pk, record["title"], record["summary"], sentences, card, *onward(card.pk, proofs, links)
            )
        )
    people = Person.objects.filter(mentions__snapshot=snapshot).order_by("public_name", "pk")
    return ToldSnapshot(snapshot, told, list(people))


def numbers_of(snapshot: Snapshot) -> list[int]:
    """Return the numbers of its challenges."""
    return [record["number"] for record in snapshot.challenges]


def readable(*snapshots: Snapshot) -> set[int]:
    """Return the numbers of their challenges whose cards were neither hidden nor erased. One query."""
    numbers = {number for one in snapshots for number in numbers_of(one)}
    return set(_readable_cards(numbers).values_list("pk", flat=True))


def _readable_cards(numbers: Iterable[int]) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__in=numbers).exclude(state__in=(State.HIDDEN, State.IN_REVIEW))


def is_mentioned(person: Any, process: Process) -> bool:
    """Tell whether a member of the team agreed to be named in what is published. One query."""
    return MentionConsent.objects.filter(process=process, person=person).exists()


def evidence_map(told: ToldSnapshot) -> EvidenceMap | None:
    """Return where the evidence of a snapshot comes from; None for a process without outlines. No query once drawn."""
    region_set = told.snapshot.process.region_set
    drawing = drawing_of(region_set) if region_set else None
    if drawing is None:
        return None
    events = {source.event.pk: source.event for source in told.sources if source.event}
    places: Counter[tuple[float, float]] = Counter()
    for entry in told.entries.values():
        place = next((one for one in (events.get(entry.origin_id or 0), entry) if one and one.has_point), None)
        if place is not None and place.lon is not None and place.lat is not None:
            places[place.lon, place.lat] += 1
    return EvidenceMap(drawing, dots_of(drawing, places), len(told.entries) - places.total())


def _texts_then(rows: Sequence[Any]) -> dict[int, str]:
    """Return by row the text of contributions that were reworded since. One query."""
    changed = {(row.entry_id, row.version): row.pk for row in rows if row.entry.version != row.version}
    revisions = Revision.objects.filter(entry__in=[entry for entry, _version in changed])
    found = {}
    for entry, version, texts in revisions.values_list("entry", "version", "texts"):
        if (entry, version) in changed:
            found[entry, version] = texts.get("summary") or texts.get("title", "")
    return {row.pk: found[row.entry_id, row.version] for row in rows if (row.entry_id, row.version) in found}


def _sentence(
    text: str, rows: Sequence[Any], tables: dict[tuple[int, int], Table], texts: dict[int, str]
) -> FrozenSentence:
    proofs = [
        FrozenProof(row.entry, *came_from(row.entry, tables), row.version, texts.get(row.pk, ""))
        for row in rows
        if row.is_seen
    ]
    return FrozenSentence(proofs, len(rows) - len(proofs), text)
