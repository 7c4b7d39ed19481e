"""The command that serves, as an operator starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogwerk.config import env


def test_several_processes_do_not_start_on_a_database_that_cannot_be_prepared(tmp_path: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DIALOGWERK_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "dialogwerk.cli", "serve", "--workers", "2", "--port", "1"]

    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert "OperationalError" in done.stderr


@pytest.mark.parametrize(("listen_url", "threshold"), [("", 1), ("postgres://direct/one", None)])
def test_statements_are_kept_prepared_unless_a_pooler_stands_between(listen_url: str, threshold: int | None) -> None:
    environment = env.read()
    given = vars(environment) | {"database_url": "postgres://pooler/one", "listen_url": listen_url}
    options = env.database(type(environment)(**given)).get("OPTIONS", {})

    assert options.get("prepare_threshold") == threshold
