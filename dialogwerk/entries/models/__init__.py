"""The spine."""

from dialogwerk.entries.models.discussion import Comment, CommentVersion, OfficialAnswer, Rating, Scale
from dialogwerk.entries.models.entry import (
    LADDER,
    MAP_KINDS,
    Entry,
    EntryFact,
    EntryRegion,
    Kind,
    Stage,
    State,
)
from dialogwerk.entries.models.history import Attachment, AttachmentKind, Revision, StageStep
from dialogwerk.entries.models.moderation import Flag, ModerationDecision, Verdict
from dialogwerk.entries.models.search import SearchDocument, TitleWord
from dialogwerk.entries.models.squares import MapSquare
from dialogwerk.entries.models.trail import Link, Relation

__all__ = [
    "LADDER",
    "MAP_KINDS",
    "Attachment",
    "AttachmentKind",
    "Comment",
    "CommentVersion",
    "Entry",
    "EntryFact",
    "EntryRegion",
    "Flag",
    "Kind",
    "Link",
    "MapSquare",
    "ModerationDecision",
    "OfficialAnswer",
    "Rating",
    "Relation",
    "Revision",
    "Scale",
    "SearchDocument",
    "Stage",
    "StageStep",
    "State",
    "TitleWord",
    "Verdict",
]
