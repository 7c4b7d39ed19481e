"""Writes of the synthesis: challenges, and the sorting table they grow from."""

from dialogwerk.synthesis.actions.challenges import (
    CHALLENGE_ACTS,
    Claim,
    add_evidence,
    challenge_from_group,
    change_set,
    create_set,
    move_challenge,
    publish_set,
    rewrite_challenge,
    take_evidence,
    unpublish_set,
    withdraw_challenge,
    write_challenge,
)
from dialogwerk.synthesis.actions.drafting import (
    ask_for_draft,
    discard_draft,
    draft_from_contributions,
    take_from_draft,
)
from dialogwerk.synthesis.actions.missing import (
    answer_missing,
    flag_missing,
    hide_missing,
    release_missing,
    reopen_missing,
    report_missing,
    withdraw_missing,
)
from dialogwerk.synthesis.actions.moves import Outcome, apply_moves
from dialogwerk.synthesis.actions.snapshots import (
    agree_to_mention,
    freeze_set,
    take_snapshot_back,
    tell_evidence_authors,
    withdraw_mention,
)
from dialogwerk.synthesis.actions.suggesting import ask_for_suggestions, call_off
from dialogwerk.synthesis.actions.tables import change_table, lay_more, lay_out_table, set_state

__all__ = [
    "CHALLENGE_ACTS",
    "Claim",
    "Outcome",
    "add_evidence",
    "agree_to_mention",
    "answer_missing",
    "apply_moves",
    "ask_for_draft",
    "ask_for_suggestions",
    "call_off",
    "challenge_from_group",
    "change_set",
    "change_table",
    "create_set",
    "discard_draft",
    "draft_from_contributions",
    "flag_missing",
    "freeze_set",
    "hide_missing",
    "lay_more",
    "lay_out_table",
    "move_challenge",
    "publish_set",
    "release_missing",
    "reopen_missing",
    "report_missing",
    "rewrite_challenge",
    "set_state",
    "take_evidence",
    "take_from_draft",
    "take_snapshot_back",
    "tell_evidence_authors",
    "unpublish_set",
    "withdraw_challenge",
    "withdraw_mention",
    "withdraw_missing",
    "write_challenge",
]
