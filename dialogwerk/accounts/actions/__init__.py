"""The writes about people, one module per family of acts."""

from dialogwerk.accounts.actions.people import confirm_address, revise_person

__all__ = ["confirm_address", "revise_person"]
