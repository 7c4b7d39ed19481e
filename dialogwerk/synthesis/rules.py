"""Predicates about what readers miss in challenges."""

from typing import Any

import rules

from dialogwerk.entries.models import State
from dialogwerk.synthesis.models import MissingNote


@rules.predicate
def wrote_note(person: Any, note: MissingNote) -> bool:
    """Wrote the note, and it was not withdrawn."""
    return bool(person.is_authenticated and note.author_id == person.pk and note.state != State.WITHDRAWN)
