"""Tables of registration and check-in."""

from dialogwerk.registrations.models.people import Answer, CheckIn, Invitation, Registration, SentMail, Source, Status
from dialogwerk.registrations.models.setup import (
    Mode,
    Question,
    QuestionKind,
    RegistrationForm,
    SeatReservation,
    TableSeats,
)

__all__ = [
    "Answer",
    "CheckIn",
    "Invitation",
    "Mode",
    "Question",
    "QuestionKind",
    "Registration",
    "RegistrationForm",
    "SeatReservation",
    "SentMail",
    "Source",
    "Status",
    "TableSeats",
]
