"""Challenge sets, what was published of them; the sorting table, its groups, and every move on it."""

from dialogwerk.synthesis.models.challenges import Challenge, ChallengeSet, Sentence
from dialogwerk.synthesis.models.publishing import EvidenceNotice, Mention, MentionConsent, Snapshot, SnapshotEvidence
from dialogwerk.synthesis.models.sorting import (
    Group,
    Holds,
    Move,
    Placement,
    Run,
    RunState,
    SortingTable,
    Suggestion,
    TableState,
)

__all__ = [
    "Challenge",
    "ChallengeSet",
    "EvidenceNotice",
    "Group",
    "Holds",
    "Mention",
    "MentionConsent",
    "Move",
    "Placement",
    "Run",
    "RunState",
    "Sentence",
    "Snapshot",
    "SnapshotEvidence",
    "SortingTable",
    "Suggestion",
    "TableState",
]
