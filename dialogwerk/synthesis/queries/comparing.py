"""What changed from one snapshot of a set to the next: challenges, the wording of sentences, and their evidence.

A sentence has no number of its own: it is recognised by its wording, else by the evidence it kept.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from rapidfuzz import fuzz

from dialogwerk.core.text import render_differences
from dialogwerk.synthesis.models import Snapshot, SnapshotEvidence

ALIKE = 55  # percent of the letters of two wordings of the same sentence that agree
KEPT = 0.5  # or the share of the evidence that both name


@dataclass(frozen=True)
class SentenceChange:
    """A sentence that came (`before` is empty), went (`now` is empty), or changed its wording or evidence."""

    before: str
    now: str
    more: int = 0
    less: int = 0

    @property
    def html(self) -> SafeString:
        """The wording with what came and went marked."""
        return render_differences(self.before, self.now)

    @property
    def is_reworded(self) -> bool:
        """Whether it stood before and stands now, in other words."""
        return bool(self.before and self.now and self.before != self.now)


@dataclass(frozen=True)
class ChallengeChange:
    """A challenge that stands in both, and what changed in it. Nothing changed: `is_same`."""

    number: int
    title: str
    title_before: str
    summary_before: str
    summary: str
    sentences: Sequence[SentenceChange]
    more: int
    less: int

    @property
    def is_renamed(self) -> bool:
        """Whether it has another title."""
        return self.title != self.title_before

    @property
    def title_html(self) -> SafeString:
        """The title with what came and went marked."""
        return render_differences(self.title_before, self.title)

    @property
    def summary_html(self) -> SafeString:
        """The summary with what came and went marked; empty if it stayed."""
        changed = self.summary != self.summary_before
        return render_differences(self.summary_before, self.summary) if changed else SafeString("")

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not (self.is_renamed or self.summary_html or self.sentences)


@dataclass(frozen=True)
class Changes:
    """What changed since `before`."""

    before: Snapshot
    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[ChallengeChange]
    more: int
    less: int

    @property
    def is_none(self) -> bool:
        """Whether challenges and evidence are the same, and only the description is another."""
        return not (self.added or self.removed or self.changed)


Evidence = Mapping[int, Mapping[int, set[int]]]


def changes_between(before: Snapshot, now: Snapshot, shown: Collection[int]) -> Changes:
    """Compare two snapshots. Challenges that are not in `shown` are told of without their texts. One query."""
    old_evidence, new_evidence = _evidence(before, now)
    old = {record["number"]: record for record in before.challenges}
    new = {record["number"]: record for record in now.challenges}
    kept = [number for number in new if number in old and number in shown]
    changed = [_challenge(old[number], new[number], old_evidence[number], new_evidence[number]) for number in kept]
    told, was = _all(new_evidence), _all(old_evidence)
    return Changes(
        before=before,
        added=[record["title"] for number, record in new.items() if number not in old and number in shown],
        removed=[record["title"] for number, record in old.items() if number not in new and number in shown],
        changed=[one for one in changed if not one.is_same],
        more=len(told - was),
        less=len(was - told),
    )


def _evidence(*snapshots: Snapshot) -> list[Evidence]:
    found: dict[int, Any] = {one.pk: defaultdict(lambda: defaultdict(set)) for one in snapshots}
    rows = SnapshotEvidence.objects.filter(snapshot__in=snapshots)
    for snapshot, challenge, sentence, number in rows.values_list("snapshot", "challenge", "sentence", "number"):
        found[snapshot][challenge][sentence].add(number)
    return list(found.values())


def _all(evidence: Evidence) -> set[int]:
    return {number for sentences in evidence.values() for numbers in sentences.values() for number in numbers}


def _challenge(
    old: dict[str, Any], new: dict[str, Any], was: Mapping[int, set[int]], told: Mapping[int, set[int]]
) -> ChallengeChange:
    pairs = _pairs(old["sentences"], new["sentences"], was, told)
    sentences = []
    for place, text in enumerate(new["sentences"]):
        earlier = pairs.get(place)
        known = was.get(earlier, set()) if earlier is not None else set()
        more, less = told.get(place, set()) - known, known - told.get(place, set())
        text_before = old["sentences"][earlier] if earlier is not None else ""
        if text != text_before or more or less:
            sentences.append(SentenceChange(text_before, text, len(more), len(less)))
    gone = set(range(len(old["sentences"]))) - set(pairs.values())
    sentences += [SentenceChange(old["sentences"][place], "", 0, len(was.get(place, ()))) for place in sorted(gone)]
    all_was, all_told = set().union(*was.values()), set().union(*told.values())
    return ChallengeChange(
        number=new["number"],
        title=new["title"],
        title_before=old["title"],
        summary_before=old["summary"],
        summary=new["summary"],
        sentences=sentences,
        more=len(all_told - all_was),
        less=len(all_was - all_told),
    )


def _pairs(
    old: Sequence[str], new: Sequence[str], was: Mapping[int, set[int]], told: Mapping[int, set[int]]
) -> dict[int, int]:
    """Return by its place now where a sentence stood before: the most alike first, each once."""
    ranked = []
    for place, text in enumerate(new):
        for earlier, former in enumerate(old):
            alike = fuzz.ratio(text, former)
            union = was.get(earlier, set()) | told.get(place, set())
            kept = len(was.get(earlier, set()) & told.get(place, set())) / len(union) if union else 0.0
            if alike >= ALIKE or kept >= KEPT:
                ranked.append((-alike - 100 * kept, abs(place - earlier), place, earlier))
    pairs: dict[int, int] = {}
    for _score, _distance, place, earlier in sorted(ranked):
        if place not in pairs and earlier not in pairs.values():
            pairs[place] = earlier
    return pairs
