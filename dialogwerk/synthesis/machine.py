"""The one door to statistics: rows become lists and arrays, results become rows.

`sensemaking` and its libraries are loaded at the first use, which is in a job: no page needs them. How they work and
what was measured stands in docs/method.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sensemaking.features import Features

MOST_PROPOSED = 20
MOST_ASKED = 60  # so many come first where the order is what teaches most, none of them like another
WORDS = 4

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a text belongs: group, the next best one, how sure (0 to 1), how much a decision would teach (0 to 1)."""

    group: int
    second: int | None
    confidence: float
    learns: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Guesses for the texts nobody decided about, by their place, and the share of decisions it would have guessed."""

    guesses: dict[int, Guess]
    hit_rate: float | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group the machine would make: a name, words that mark it, and its texts with how sure each is."""

    name: str
    words: tuple[str, ...]
    members: tuple[tuple[int, float], ...]


def propose(texts: Sequence[str], tell: Tell = lambda percent: None) -> list[Proposal]:
    """Propose groups to begin with, the largest first: the themes in which many runs agree (`sensemaking.themes`)."""
    from sensemaking.errors import SensemakingError
    from sensemaking.themes.synthesis import Settings, find_themes

    def progress(_step: str, done: int, of: int) -> None:
        tell(15 + 75 * done // max(of, 1))

    try:
        found = find_themes(texts, settings=Settings(levels=1, runs=16), progress=progress).synthesis
    except SensemakingError:
        return []
    members: dict[str, list[tuple[int, float]]] = {theme.key: [] for theme in found.themes}
    for place, assignment in enumerate(found.assignments):
        if assignment.theme in members:
            members[assignment.theme].append((place, assignment.confidence))
    largest = sorted(found.themes, key=lambda theme: -len(members[theme.key]))[:MOST_PROPOSED]
    return [Proposal(theme.label, tuple(theme.words[:6]), tuple(members[theme.key])) for theme in largest]


def stacks(texts: Sequence[str]) -> list[list[int]]:
    """Return which texts say the same in nearly the same words (`sensemaking.duplicates`), two or more each."""
    from sensemaking.duplicates import duplicate_groups

    return [group for group in duplicate_groups(texts) if len(group) > 1]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of texts, by their place; the groups have numbers.

    `decided`: where people put them, the newest last. `hints`: where they probably belong, as the first grouping saw
    it. `earlier`: the same with how sure it was, of all texts. `barred`: groups from which a person took them out.
    """

    decided: Mapping[int, int]
    hints: Mapping[int, int] = field(default_factory=dict)
    earlier: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    barred: Collection[tuple[int, int]] = ()


def rank(texts: Sequence[str], known: Known, tell: Tell = lambda percent: None) -> Ranking:
    """Guess where each text nobody decided about belongs (`sensemaking.assist`). `tell` hears the percent done.

    Same input, same result. Fewer than two groups with decisions or hints teach nothing: no guesses then.
    """
    from sensemaking.assist import Assistant

    if len({*known.decided.values(), *known.hints.values()}) < 2:
        return Ranking({}, None)
    features = _features(tuple(texts))
    tell(60)
    helper = Assistant(
        [str(place) for place in range(len(texts))],
        texts,
        features,
        prior={str(place): {_name(group): sure} for place, (group, sure) in known.earlier.items()},
        hints={str(place): _name(group) for place, group in known.hints.items()},
    )
    helper.decide({str(place): _name(group) for place, group in known.decided.items()})
    for place, group in known.barred:
        helper.exclude(str(place), _name(group))
    found = helper.learn().suggestions()
    tell(75)
    words = helper.reasons([(one.id, one.group) for one in found], WORDS)
    asked = set(helper.questions(MOST_ASKED))
    guesses = {
        int(one.id): Guess(
            int(one.group),
            None if one.second is None else int(one.second),
            round(one.probability, 4),
            round((1 - one.margin) / 2 + (0.5 if one.id in asked else 0), 4),
            told,
        )
        for one, told in zip(found, words, strict=True)
    }
    tell(85)
    return Ranking(guesses, helper.hit_rate)


def _name(group: int) -> str:
    """Return a group's number so that the order of names is the order of numbers."""
    return f"{group:012d}"


@lru_cache(maxsize=2)
def _features(texts: tuple[str, ...]) -> "Features":
    """Return the features of texts; those of the last two tables are kept, as every few moves they are asked again."""
    from sensemaking.features import Features

    return Features.of(texts)
