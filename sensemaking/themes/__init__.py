"""What many texts are about: themes as the consensus of many runs, with the decisions of people kept.

`find_themes(texts, ids, …)` does it all; its result holds the `Synthesis` and a `ThemeModel` that places new texts.
"""

from sensemaking.themes.decisions import Decisions
from sensemaking.themes.model import ThemeModel
from sensemaking.themes.synthesis import Outcome, Settings, find_themes

__all__ = ["Decisions", "Outcome", "Settings", "ThemeModel", "find_themes"]
