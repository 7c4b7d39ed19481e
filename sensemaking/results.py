"""What the library answers with: frozen records that can be written as JSON."""

from dataclasses import dataclass, field

UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A sentence that stands for a theme, and the id of the text it is taken from."""

    id: str
    sentence: str
    score: float


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    `key` is its identity: it stays the same in later runs as long as the theme is recognisably the same one.
    `contrast` are words that tell the theme from its nearest one, `neighbour`.
    `parent` is the key of the theme of the upper level it belongs to, None on the upper level or with one level only.
    """

    key: str
    label: str
    words: tuple[str, ...]
    exemplars: tuple[Exemplar, ...]
    size: int
    parent: str | None = None
    named_by_person: bool = False
    locked: bool = False
    neighbour: str | None = None
    contrast: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where one text stands.

    `theme` is the key of a theme, or `UNCLEAR` where the text has nothing in common with any (then `second` is the
    nearest one). `confidence` is the share of runs, 0 to 1, that put the text there; 1 where a person decided.
    """

    id: str
    theme: str
    second: str | None
    confidence: float
    decided_by_person: bool = False


@dataclass(frozen=True, slots=True)
class Synthesis:
    """All themes and where every text stands. Every id that came in is in `assignments`, once, in its order.

    `upper` are the few themes of the upper level (empty with one level only), each theme of `themes` names its
    parent. `parameters` holds what is needed to run it again: seed, number of runs, versions.
    """

    themes: tuple[Theme, ...]
    upper: tuple[Theme, ...]
    assignments: tuple[Assignment, ...]
    parameters: dict[str, str | int | float | bool | None] = field(default_factory=dict)
