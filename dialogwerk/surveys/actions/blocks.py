"""Blocks of a questionnaire."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.core.rows import move_row
from dialogwerk.surveys.actions.setup import record
from dialogwerk.surveys.models import Block, Survey


@transaction.atomic
def add_block(*, actor: Any, survey: Survey, title: str, text: str = "") -> Block:
    """Add a page to a questionnaire, at the end. Raises `ValidationError`."""
    last = survey.blocks.aggregate(last=Max("position"))["last"] or 0  # type: ignore[attr-defined]
    block = Block(survey=survey, title=title, text=text, position=last + 1)
    block.full_clean()
    block.save()
    record(actor, "add_block", survey)
    return block


@transaction.atomic
def change_block(*, actor: Any, block: Block, title: str, text: str) -> None:
    """Change title and introduction of a block."""
    block.title, block.text = title, text
    block.full_clean()
    block.save()
    record(actor, "change_block", block.survey)


@transaction.atomic
def move_block(*, actor: Any, block: Block, up: bool) -> None:
    """Swap a block with its neighbour; at the end nothing happens."""
    if move_row(block.survey.blocks.all(), block, up=up):  # type: ignore[attr-defined]
        record(actor, "move_block", block.survey)


@transaction.atomic
def remove_block(*, actor: Any, block: Block) -> str:
    """Remove a block; its questions stay, without one. Return what `bring_block_back` needs."""
    record(actor, "remove_block", block.survey)
    return remove_rows([block])


@transaction.atomic
def bring_block_back(*, actor: Any, survey: Survey, kept: str) -> None:
    """Put a removed block back, with its questions. Raises `NotPossibleNow`."""
    bring_rows_back(kept)
    record(actor, "bring_block_back", survey)
