"""The frame of a dialogue."""

from dialogwerk.processes.models.bodies import (
    Bench,
    Committee,
    CommitteeKind,
    PartnerProcess,
    ProcessRegion,
    Rule,
    Seat,
)
from dialogwerk.processes.models.process import (
    RESERVED_SLUGS,
    Act,
    AskedField,
    BuildingBlock,
    GuidingQuestion,
    Moderation,
    Owner,
    Phase,
    Process,
    ProcessStatus,
    RatingMode,
    Role,
    TeamRole,
    roles_of,
)
from dialogwerk.processes.models.topics import Topic, Vocabulary

__all__ = [
    "RESERVED_SLUGS",
    "Act",
    "AskedField",
    "Bench",
    "BuildingBlock",
    "Committee",
    "CommitteeKind",
    "GuidingQuestion",
    "Moderation",
    "Owner",
    "PartnerProcess",
    "Phase",
    "Process",
    "ProcessRegion",
    "ProcessStatus",
    "RatingMode",
    "Role",
    "Rule",
    "Seat",
    "TeamRole",
    "Topic",
    "Vocabulary",
    "roles_of",
]
