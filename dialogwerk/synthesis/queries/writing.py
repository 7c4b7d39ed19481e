"""Reads beside the sorting table: the challenge that is being written there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from dialogwerk.entries.models import State
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, Sentence


@dataclass(frozen=True)
class Desk:
    """The challenges that can be written on, the chosen one, and its sentences with how much evidence each has."""

    challenges: Sequence[Challenge]
    chosen: Challenge | None
    sentences: Sequence[Sentence]

    @property
    def bare_count(self) -> int:
        """How many sentences name no evidence."""
        return sum(not sentence.evidence_count for sentence in self.sentences)  # type: ignore[attr-defined]


def desk_of(process: Process, wanted: str) -> Desk:
    """Return what can be written on: challenges of sets that are not published; the newest unless `wanted` names one.

    Two queries.
    """
    drafts = Challenge.objects.filter(challenge_set__process=process, challenge_set__published_on=None)
    drafts = drafts.exclude(entry__state__in=(State.WITHDRAWN, State.HIDDEN))
    found = list(drafts.select_related("entry", "challenge_set").order_by("-challenge_set", "position", "pk"))
    chosen = next((one for one in found if str(one.pk) == wanted), found[0] if found else None)
    sentences: list[Sentence] = []
    if chosen is not None:
        counted = Count("evidence", filter=Q(evidence__state=State.PUBLISHED))
        sentences = list(chosen.sentences.annotate(evidence_count=counted))
    return Desk(found, chosen, sentences)
