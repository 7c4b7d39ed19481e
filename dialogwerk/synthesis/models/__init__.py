"""Challenge sets, what was published of them; the sorting table, its groups, and every move on it."""

from dialogwerk.synthesis.models.challenges import Challenge, ChallengeSet, DraftKind, Sentence
from dialogwerk.synthesis.models.drafting import BEING_WRITTEN, Draft, DraftState
from dialogwerk.synthesis.models.missing import MissingNote, Outcome
from dialogwerk.synthesis.models.publishing import EvidenceNotice, Mention, MentionConsent, Snapshot, SnapshotEvidence
from dialogwerk.synthesis.models.sorting import (
    UNDER_WAY,
    Group,
    Holds,
    Move,
    Piece,
    Placement,
    Run,
    RunState,
    SortingTable,
    Step,
    Suggestion,
    TableState,
)

__all__ = [
    "BEING_WRITTEN",
    "UNDER_WAY",
    "Challenge",
    "ChallengeSet",
    "Draft",
    "DraftKind",
    "DraftState",
    "EvidenceNotice",
    "Group",
    "Holds",
    "Mention",
    "MentionConsent",
    "MissingNote",
    "Move",
    "Outcome",
    "Piece",
    "Placement",
    "Run",
    "RunState",
    "Sentence",
    "Snapshot",
    "SnapshotEvidence",
    "SortingTable",
    "Step",
    "Suggestion",
    "TableState",
]
