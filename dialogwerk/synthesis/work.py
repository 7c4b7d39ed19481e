"""What was learnt for a large calculation, in a file of the data folder, for every worker that helps.

It goes into a file and not into a row because it can weigh a hundred megabytes. Workers on several machines share the
data folder, as they do for uploaded files; one that does not see the file leaves the pieces to the others.
"""

import pickle  # nosec: only our own files are read
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from dialogwerk.synthesis.machine import Learner, Themes
from dialogwerk.synthesis.models import UNDER_WAY, Run


@dataclass(frozen=True, slots=True)
class Work:
    """A model, what the run will say of itself when all is placed, and what shall lie on stacks."""

    model: Learner | Themes
    facts: dict[str, Any] = field(default_factory=dict)
    stacks: list[list[int]] = field(default_factory=list)


def read_work(run: int) -> Work | None:
    """Read it; None where it is not there."""
    try:
        found: Work = pickle.loads(_path(run).read_bytes())  # noqa: S301  # nosec: our own file
    except FileNotFoundError:
        return None
    return found


def write_work(run: int, work: Work) -> None:
    """Write it down, as a whole or not at all."""
    path = _path(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".making")
    making.write_bytes(pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL))
    making.rename(path)


def forget_work(run: int) -> None:
    """Throw it away."""
    _path(run).unlink(missing_ok=True)


def forget_old_work() -> None:
    """Throw away what belongs to no calculation that is under way."""
    under_way = Run.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True)
    wanted = {_path(run).stem for run in under_way}
    for path in _path(0).parent.glob("run-*"):
        if path.stem not in wanted:
            path.unlink(missing_ok=True)


def _path(run: int) -> Path:
    folder: Path = settings.ENVIRONMENT.data_dir / "calculations"
    return folder / f"run-{run}.learnt"
