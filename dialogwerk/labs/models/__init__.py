"""Labs, boards, cards and what devices sent."""

from dialogwerk.labs.models.cards import Card, CardKind, Colour, Device, DeviceRole, Dot, Life, SentOperation
from dialogwerk.labs.models.lab import Board, Lab, LabStatus, Photo, Round, default_columns
from dialogwerk.labs.models.review import CardReview, Decision

__all__ = [
    "Board",
    "Card",
    "CardKind",
    "CardReview",
    "Colour",
    "Decision",
    "Device",
    "DeviceRole",
    "Dot",
    "Lab",
    "LabStatus",
    "Life",
    "Photo",
    "Round",
    "SentOperation",
    "default_columns",
]
