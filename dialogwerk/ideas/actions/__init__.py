"""The writes of contributions and ideas, one module per family of acts."""

from dialogwerk.ideas.actions.drafting import adopt_draft, discard_draft, keep_draft_image, save_draft
from dialogwerk.ideas.actions.editing import edit_contribution, edit_idea, mark_need, withdraw_entry
from dialogwerk.ideas.actions.submitting import submit_contribution, submit_idea
from dialogwerk.ideas.actions.supporting import offer_support, settle_support, withdraw_support

__all__ = [
    "adopt_draft",
    "discard_draft",
    "edit_contribution",
    "edit_idea",
    "keep_draft_image",
    "mark_need",
    "offer_support",
    "save_draft",
    "settle_support",
    "submit_contribution",
    "submit_idea",
    "withdraw_entry",
    "withdraw_support",
]
