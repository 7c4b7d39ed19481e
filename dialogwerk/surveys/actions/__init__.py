"""Writes of the room."""

from dialogwerk.surveys.actions.answering import propose_statement, save_answers, vote
from dialogwerk.surveys.actions.blocks import add_block, bring_block_back, change_block, move_block, remove_block
from dialogwerk.surveys.actions.groups import ask_for_groups, keep_analysis
from dialogwerk.surveys.actions.questions import (
    add_question,
    add_statements,
    bring_question_back,
    change_question,
    move_question,
    remove_question,
    set_out,
)
from dialogwerk.surveys.actions.setup import change_survey, close_survey, create_survey, open_survey, unpublish_survey
from dialogwerk.surveys.actions.texts import (
    decline_proposal,
    make_contributions,
    reconsider_proposal,
    statements_from,
    take_proposal,
)

__all__ = [
    "add_block",
    "add_question",
    "add_statements",
    "ask_for_groups",
    "bring_block_back",
    "bring_question_back",
    "change_block",
    "change_question",
    "change_survey",
    "close_survey",
    "create_survey",
    "decline_proposal",
    "keep_analysis",
    "make_contributions",
    "move_block",
    "move_question",
    "open_survey",
    "propose_statement",
    "reconsider_proposal",
    "remove_block",
    "remove_question",
    "save_answers",
    "set_out",
    "statements_from",
    "take_proposal",
    "unpublish_survey",
    "vote",
]
