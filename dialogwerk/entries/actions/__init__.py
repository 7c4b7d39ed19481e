"""The writes of the spine, one module per family of acts."""

from dialogwerk.entries.actions.writing import (
    add_entries,
    add_entry,
    change_state,
    place_entry,
    record_revision,
    revise_entry,
)

__all__ = ["add_entries", "add_entry", "change_state", "place_entry", "record_revision", "revise_entry"]
