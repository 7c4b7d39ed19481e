"""What may come in about events."""

from dialogwerk.events.forms.details import EventForm, initial_of
from dialogwerk.events.forms.filters import EventFilters
from dialogwerk.events.forms.parts import (
    CancelForm,
    ImageForm,
    MatrixForm,
    ProgrammeForm,
    ReviewForm,
    TableForm,
    initial_of_item,
    initial_of_review,
)

__all__ = [
    "CancelForm",
    "EventFilters",
    "EventForm",
    "ImageForm",
    "MatrixForm",
    "ProgrammeForm",
    "ReviewForm",
    "TableForm",
    "initial_of",
    "initial_of_item",
    "initial_of_review",
]
