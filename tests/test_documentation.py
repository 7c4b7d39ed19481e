"""Documentation under test: settings, commands, links, glossary."""

import re
from pathlib import Path

import pytest

from dialogwerk import cli

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]


def test_every_setting_is_documented() -> None:
    code = (ROOT / "dialogwerk" / "config" / "env.py").read_text()
    told = (ROOT / "docs" / "run" / "settings.md").read_text()

    assert set(re.findall(r'_env\.\w+\(\s*"([A-Z_]+)"', code)) == set(
        re.findall(r"^\| `([A-Z_]+)`", told, re.MULTILINE)
    )


def test_every_command_of_ours_is_in_the_usage() -> None:
    commands = {path.stem for path in ROOT.glob("dialogwerk/*/management/commands/*.py")} - {"__init__", "load_demo"}

    assert [command for command in sorted(commands) if command not in cli.USAGE] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|mailto:|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_readme_is_one_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 45
