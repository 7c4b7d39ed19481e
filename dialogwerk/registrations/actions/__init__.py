"""The writes of registration and check-in, one module per family of acts."""

from dialogwerk.registrations.actions.numbers import keep_numbers
from dialogwerk.registrations.actions.registering import (
    accept_offer,
    cancel_registration,
    change_registration,
    register,
    send_link_again,
)

__all__ = [
    "accept_offer",
    "cancel_registration",
    "change_registration",
    "keep_numbers",
    "register",
    "send_link_again",
]
