"""The writes of events, one module per family of acts."""

from dialogwerk.events.actions.details import (
    cancel_event,
    change_event,
    create_event,
    publish_event,
    reinstate_event,
    unpublish_event,
)
from dialogwerk.events.actions.parts import bring_part_back
from dialogwerk.events.actions.programme import add_programme_item, change_programme_item, remove_programme_item
from dialogwerk.events.actions.review import publish_review
from dialogwerk.events.actions.tables import add_table, change_table, lay_out_matrix, remove_table, take_back_matrix

__all__ = [
    "add_programme_item",
    "add_table",
    "bring_part_back",
    "cancel_event",
    "change_event",
    "change_programme_item",
    "change_table",
    "create_event",
    "lay_out_matrix",
    "publish_event",
    "publish_review",
    "reinstate_event",
    "remove_programme_item",
    "remove_table",
    "take_back_matrix",
    "unpublish_event",
]
