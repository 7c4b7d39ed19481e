"""The writes of registration and check-in, one module per family of acts."""

from dialogwerk.registrations.actions.door import Operation, apply_operations
from dialogwerk.registrations.actions.inviting import add_invitations, remove_invitation, send_invitations
from dialogwerk.registrations.actions.numbers import keep_numbers
from dialogwerk.registrations.actions.organising import (
    cancel_registrations,
    confirm_registrations,
    mark_present,
    move_on_waiting_list,
    move_to_table,
    record_export,
    restore_registrations,
)
from dialogwerk.registrations.actions.registering import (
    accept_offer,
    cancel_registration,
    change_registration,
    register,
    send_link_again,
)
from dialogwerk.registrations.actions.setup import (
    add_question,
    bring_question_back,
    change_question,
    move_question,
    plan_seats,
    remove_question,
    renew_door_key,
    set_up_registration,
)

__all__ = [
    "Operation",
    "accept_offer",
    "add_invitations",
    "add_question",
    "apply_operations",
    "bring_question_back",
    "cancel_registration",
    "cancel_registrations",
    "change_question",
    "change_registration",
    "confirm_registrations",
    "keep_numbers",
    "mark_present",
    "move_on_waiting_list",
    "move_question",
    "move_to_table",
    "plan_seats",
    "record_export",
    "register",
    "remove_invitation",
    "remove_question",
    "renew_door_key",
    "restore_registrations",
    "send_invitations",
    "send_link_again",
    "set_up_registration",
]
