"""A worker in a process of its own knows all periodic work without having shown a page."""

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "dialogwerk"
MADE = re.compile(r"^@periodic\(.*\n(?:@.*\n)*def (\w+)\(", re.MULTILINE)
KNOWN = "import django; django.setup(); from dialogwerk.core import worker, jobs; print(*jobs._periodic)"


def test_a_worker_knows_all_periodic_work() -> None:
    written = {
        f"{'.'.join(path.relative_to(PACKAGE.parent).with_suffix('').parts)}.{name}"
        for path in PACKAGE.rglob("*.py")
        for name in MADE.findall(path.read_text(encoding="utf-8"))
    }

    process = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, text=True, check=True)

    assert len(written) >= 8
    assert written == set(process.stdout.split())
