"""The maturity ladder as it is shown."""

import datetime
from dataclasses import dataclass

from dialogwerk.entries.models import LADDER, Entry, Stage, StageStep
from dialogwerk.entries.queries.cards import own_rows


@dataclass(frozen=True)
class Rung:
    """One stage of the ladder: whether it was reached, when and why."""

    label: str
    state: str  # done, current, ahead, left
    reached_at: datetime.datetime | None
    reason: str


def ladder(entry: Entry) -> list[Rung]:
    """Return the rungs from "aufgenommen" up; an exit (parked, not pursued) comes last.

    One query, none for a card that was read with its own rows.
    """
    taken = own_rows(entry).steps if hasattr(entry, "step_rows") else entry.stage_steps.all()
    steps: dict[int, StageStep] = {step.stage: step for step in taken}
    has_left = entry.stage > LADDER[-1]
    reached = max((stage for stage in steps if stage <= LADDER[-1]), default=0) if has_left else entry.stage
    rungs = [_rung(stage, _state(stage, reached, is_current=stage == entry.stage), steps) for stage in LADDER]
    if has_left:
        rungs = [rung for rung in rungs if rung.state == "done"]
        rungs.append(_rung(Stage(entry.stage), "left", steps))
    return rungs


def _state(stage: int, reached: int, *, is_current: bool) -> str:
    if is_current:
        return "current"
    return "done" if stage <= reached else "ahead"


def _rung(stage: Stage, state: str, steps: dict[int, StageStep]) -> Rung:
    step = steps.get(stage) if state != "ahead" else None
    return Rung(str(stage.label), state, step.reached_at if step else None, step.reason if step else "")
