"""A synthesis as it is written to files and told on the screen."""

from dataclasses import asdict
from typing import Any

from sensemaking.evaluation import Agreement
from sensemaking.results import Synthesis, Theme


def as_json(synthesis: Synthesis, compared: Agreement | None = None) -> dict[str, Any]:
    """Return a synthesis as what is written: parameters, themes, upper level, one assignment per id."""
    content: dict[str, Any] = {
        "parameters": synthesis.parameters,
        "themes": [asdict(theme) for theme in synthesis.themes],
        "upper": [asdict(theme) for theme in synthesis.upper],
        "assignments": [asdict(assignment) for assignment in synthesis.assignments],
    }
    if compared:
        content["agreement"] = {name: round(value, 4) for name, value in asdict(compared).items()}
    return content


def tell_themes(synthesis: Synthesis) -> None:
    """Print sizes and names, below the upper level if there is one."""
    for theme in synthesis.upper:
        print(f"\n{theme.size:6}  {theme.label}")
        _list([one for one in synthesis.themes if one.parent == theme.key], indent="    ")
    if not synthesis.upper:
        _list(list(synthesis.themes), indent="")


def _list(themes: list[Theme], indent: str) -> None:
    for theme in themes:
        rest = f"  ({', '.join(theme.words[3:6])})" if theme.words[3:] else ""
        print(f"{indent}{theme.size:6}  {theme.key:5} {theme.label}{rest}")
        for one in theme.exemplars[:1]:
            print(f"{indent}        „{one.sentence}“ [{one.id}]")
