"""Challenge sets, challenges and their sentences; the sorting table, its groups, and every move on it."""

from dialogwerk.synthesis.models.challenges import Challenge, ChallengeSet, Sentence
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
    "Group",
    "Holds",
    "Move",
    "Placement",
    "Run",
    "RunState",
    "Sentence",
    "SortingTable",
    "Suggestion",
    "TableState",
]
