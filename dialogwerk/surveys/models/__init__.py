"""Surveys, answers, opinion groups."""

from dialogwerk.surveys.models.analysis import Analysis, Standing
from dialogwerk.surveys.models.answers import (
    TEXT_LENGTH,
    Answer,
    Participation,
    ParticipationKey,
    Proposal,
    ProposalState,
    Vote,
)
from dialogwerk.surveys.models.survey import (
    STATEMENT_LENGTH,
    WITH_OPTIONS,
    Block,
    Form,
    FormerWording,
    Option,
    Question,
    QuestionKind,
    Showing,
    Steps,
    Survey,
)

__all__ = [
    "STATEMENT_LENGTH",
    "TEXT_LENGTH",
    "WITH_OPTIONS",
    "Analysis",
    "Answer",
    "Block",
    "Form",
    "FormerWording",
    "Option",
    "Participation",
    "ParticipationKey",
    "Proposal",
    "ProposalState",
    "Question",
    "QuestionKind",
    "Showing",
    "Standing",
    "Steps",
    "Survey",
    "Vote",
]
