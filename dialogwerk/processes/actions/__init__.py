"""The writes of the frame, one module per family of acts."""

from dialogwerk.processes.actions.lifecycle import change_status, renew_preview
from dialogwerk.processes.actions.rows import restore_rows, save_rows
from dialogwerk.processes.actions.setup import add_all_regions, create_process, map_topic, revise_part
from dialogwerk.processes.actions.team import end_role, give_role

__all__ = [
    "add_all_regions",
    "change_status",
    "create_process",
    "end_role",
    "give_role",
    "map_topic",
    "renew_preview",
    "restore_rows",
    "revise_part",
    "save_rows",
]
