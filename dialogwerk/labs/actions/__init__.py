"""Writes of the live room."""

from dialogwerk.labs.actions.running import (
    call_pitch,
    close_lab,
    open_lab,
    pause_timer,
    prepare_lab,
    set_note,
    set_round,
    start_timer,
)
from dialogwerk.labs.actions.sync import Outcome, apply_operations, meet_device

__all__ = [
    "Outcome",
    "apply_operations",
    "call_pitch",
    "close_lab",
    "meet_device",
    "open_lab",
    "pause_timer",
    "prepare_lab",
    "set_note",
    "set_round",
    "start_timer",
]
