"""Who may do what: one line per permission. Roles and their scope: `processes.models.TeamRole`.

Loaded once by `web.apps`. `tests/test_policy.py` asks every person for every permission.
"""

import rules

from dialogwerk.core.permissions import Permission
from dialogwerk.entries.rules import (
    author_may_still_edit,
    cares_for_entry,
    edits_entry,
    has_role_for_entry,
    is_author,
    is_public_entry,
    is_published_to_team,
    moderates_entry,
    wrote_comment,
)
from dialogwerk.processes.rules import (
    is_editor,
    is_in_team,
    is_lead,
    is_moderator,
    is_operator,
    is_public_process,
    is_signed_in,
    moderates_somewhere,
)
from dialogwerk.synthesis.rules import wrote_note

POLICY = {
    Permission.READ_ENTRY: is_operator | is_public_entry | is_author | has_role_for_entry | is_published_to_team,
    Permission.EDIT_ENTRY: is_operator | edits_entry | (is_author & author_may_still_edit),
    Permission.PUBLISH_ENTRY: is_operator | edits_entry | moderates_entry,
    Permission.WITHDRAW_ENTRY: is_operator | is_author | edits_entry,
    Permission.RELATE_ENTRIES: is_operator | edits_entry,
    Permission.ANSWER_ENTRY: is_operator | cares_for_entry,
    Permission.SET_STAGE: is_operator | cares_for_entry,
    Permission.COMMENT: is_signed_in & is_public_entry,
    Permission.RATE: is_signed_in & is_public_entry,
    Permission.EDIT_COMMENT: wrote_comment,
    Permission.REPORT_MISSING: is_signed_in & is_public_process,
    Permission.WITHDRAW_MISSING: wrote_note,
    Permission.OFFER_SUPPORT: is_signed_in & is_public_entry,
    Permission.SEE_SUPPORT: is_operator | cares_for_entry | is_author,
    Permission.SUBMIT_IDEA: is_signed_in & is_public_process,
    Permission.SUBMIT_CONTRIBUTION: is_signed_in & is_public_process,
    Permission.MODERATE: is_operator | moderates_somewhere,
    Permission.MODERATE_ENTRY: is_operator | moderates_entry,
    Permission.SEE_WORKSHOP: is_operator | is_in_team,
    Permission.SET_UP_PROCESS: is_operator | is_lead,
    Permission.OPEN_PROCESS: is_operator | is_lead,
    Permission.MANAGE_ORGANISATIONS: is_operator | is_editor,
    Permission.CREATE_PROCESS: is_operator,
    Permission.MANAGE_TEAM: is_operator | is_lead,
    Permission.SEE_PROTOCOL: is_operator | is_editor | is_moderator,
    Permission.READ_PROCESS: is_operator | is_public_process | is_in_team,
    Permission.MANAGE_EVENTS: is_operator | is_editor,
    Permission.MANAGE_REGISTRATIONS: is_operator | is_editor,
    Permission.CHECK_IN: is_operator | is_editor | is_moderator,
    Permission.RUN_LAB: is_operator | cares_for_entry,
    Permission.REVIEW_LAB: is_operator | edits_entry,
    Permission.SORT_CONTRIBUTIONS: is_operator | is_editor | is_moderator,
    Permission.WRITE_CHALLENGES: is_operator | is_editor,
    Permission.MANAGE_SURVEYS: is_operator | is_editor,
    Permission.REVIEW_PROPOSALS: is_operator | is_editor | is_moderator,
    Permission.TAKE_SURVEY: is_public_entry,
    Permission.IMPORT: is_operator | is_editor,
}

for permission, predicate in POLICY.items():
    rules.add_perm(permission, predicate)
