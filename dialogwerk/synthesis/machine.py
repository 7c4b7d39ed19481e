"""The one door to statistics: rows become lists and arrays, results become rows.

`sensemaking` and its libraries are loaded at the first use, which is in a job: no page needs them. How they work and
what was measured stands in docs/method.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sensemaking.assist import Assistant, Learnt
    from sensemaking.features import Features, Reader
    from sensemaking.results import Synthesis
    from sensemaking.themes import Decisions, ThemeModel

MOST_PROPOSED = 20
MOST_ASKED = 60  # so many come first where the order is what teaches most, none of them like another
WORDS = 4
MOST_EXEMPLARS = 8

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a text belongs: group, the next best one, how sure (0 to 1), how much a decision would teach (0 to 1).

    Why: `words` of the text, and `by_source`, whether the table where it was written says more than its words.
    """

    group: int
    second: int | None
    confidence: float
    learns: float
    words: tuple[str, ...]
    by_source: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Guesses for the texts nobody decided about, by their place, and the share of decisions it would have guessed."""

    guesses: dict[int, Guess]
    hit_rate: float | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of texts, by their place; the groups have numbers.

    `decided`: where people put them, the newest last. `hints`: where they probably belong, as the first grouping saw
    it. `earlier`: the same with how sure it was, of all texts. `barred`: groups from which a person took them out.
    `held`: where texts lay at the table with whose groups this one goes on. `names` and `locked` tell of the groups.
    `sources`: where each text was written, empty where nothing is known.
    """

    decided: Mapping[int, int]
    hints: Mapping[int, int] = field(default_factory=dict)
    earlier: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    barred: Collection[tuple[int, int]] = ()
    held: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    locked: Collection[int] = ()
    sources: Sequence[str] = ()


def stacks(texts: Sequence[str]) -> list[list[int]]:
    """Return which texts say the same in nearly the same words (`sensemaking.duplicates`), two or more each."""
    from sensemaking.duplicates import duplicate_groups

    return [group for group in duplicate_groups(texts) if len(group) > 1]


# ---- learning from decisions


def rank(texts: Sequence[str], known: Known, tell: Tell = lambda percent: None) -> Ranking:
    """Guess where each text nobody decided about belongs (`sensemaking.assist`). `tell` hears the percent done.

    Same input, same result. Fewer than two groups with decisions or hints teach nothing: no guesses then.
    """
    if not teaches(known):
        return Ranking({}, None)
    features = _features(tuple(texts), tuple(known.sources))
    tell(60)
    helper = _assistant(texts, features, known).learn()
    guesses = _guesses(helper)
    return Ranking(guesses, helper.hit_rate)


def teaches(known: Known) -> bool:
    """Return whether anything can be learnt: two groups at least."""
    return len({*known.decided.values(), *known.hints.values()}) > 1


@dataclass(frozen=True, slots=True)
class Learner:
    """What was learnt from some texts, for any others (`sensemaking.assist`)."""

    reader: "Reader"
    learnt: "Learnt"
    hit_rate: float | None

    @classmethod
    def of(cls, texts: Sequence[str], known: Known) -> "Learner":
        """Learn from texts, those with decisions among them."""
        from sensemaking.features import Reader

        reader = Reader()
        helper = _assistant(texts, reader.fit(texts, sources=known.sources), known).learn()
        return cls(reader, helper.learnt(), helper.hit_rate)

    def place(self, texts: Sequence[str], known: Known) -> dict[int, Guess]:
        """Guess where each text belongs that nobody decided about, by its place."""
        features = self.reader.read(texts, known.sources)
        return _guesses(_assistant(texts, features, known).adopt(self.learnt))


def _assistant(texts: Sequence[str], features: "Features", known: Known) -> "Assistant":
    from sensemaking.assist import Assistant

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
    return helper


def _guesses(helper: "Assistant") -> dict[int, Guess]:
    found = helper.suggestions()
    pairs = [(one.id, one.group) for one in found]
    words, by_source = helper.reasons(pairs, WORDS), helper.by_source(pairs)
    asked = set(helper.questions(MOST_ASKED))
    return {
        int(one.id): Guess(
            int(one.group),
            None if one.second is None else int(one.second),
            round(one.probability, 4),
            round((1 - one.margin) / 2 + (0.5 if one.id in asked else 0), 4),
            told,
            is_by_source,
        )
        for one, told, is_by_source in zip(found, words, by_source, strict=True)
    }


def _name(group: int) -> str:
    """Return a group's number so that the order of names is the order of numbers."""
    return f"{group:012d}"


@lru_cache(maxsize=2)
def _features(texts: tuple[str, ...], sources: tuple[str, ...]) -> "Features":
    """Return the features of texts; those of the last two tables are kept, as every few moves they are asked again."""
    from sensemaking.features import Features

    return Features.of(texts, sources=sources)


# ---- groups to begin with


@dataclass(frozen=True, slots=True)
class Proposal:
    """A theme that is shown: its key, a name, words that mark it, how many of the texts learnt from it holds.

    `group` is the group of the table that it is, None for a new one.
    """

    key: str
    group: int | None
    name: str
    words: tuple[str, ...]
    size: int


@dataclass(slots=True)
class Themes:
    """Themes that were learnt from some texts (`sensemaking.themes`); places any others.

    `shown` are the largest ones and all that are groups of the table. `groups` says which group each theme is, as soon
    as that is known.
    """

    model: "ThemeModel"
    decisions: "Decisions"
    shown: tuple[Proposal, ...]
    groups: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str], known: Known, tell: Tell = lambda percent: None) -> "Themes | None":
        """Find themes: those in which many runs agree. What people decided is kept. None where there are none."""
        from sensemaking.errors import SensemakingError
        from sensemaking.themes import Settings, find_themes

        decisions = _decisions(known)
        try:
            found = find_themes(
                texts,
                settings=Settings(levels=1, runs=16),
                decisions=decisions,
                previous=_previous(len(texts), known),
                progress=lambda step, done, of: tell(100 * done // max(of, 1) if step == "runs" else 0),
            )
        except SensemakingError:
            return None
        themes = sorted(found.synthesis.themes, key=lambda theme: -theme.size)
        mine = [theme for theme in themes if theme.key[0] == "g"]
        new = [theme for theme in themes if theme.key[0] != "g"][: max(MOST_PROPOSED - len(mine), 5)]
        shown = tuple(
            Proposal(theme.key, _group_of(theme.key), theme.label, tuple(theme.words[:6]), theme.size)
            for theme in sorted([*mine, *new], key=lambda theme: -theme.size)
        )
        return cls(found.model, decisions, shown)

    def place(self, texts: Sequence[str], known: Known) -> dict[int, Guess]:
        """Guess for each text; none for what is unclear and for what belongs to a theme that is not shown."""
        words = {theme.key: theme.words[:WORDS] for theme in self.shown}
        ids = [str(place + 1) for place in range(len(texts))]
        found = self.model.assign(texts, ids, _decisions(known))
        return {
            place: Guess(
                self.groups[one.theme],
                self.groups.get(one.second or ""),
                round(one.confidence, 4),
                round(1 - one.confidence, 4),
                words[one.theme],
            )
            for place, one in enumerate(found)
            if one.theme in self.groups and place not in known.decided
        }


def _decisions(known: Known) -> "Decisions":
    """Return what people decided as constraints of the themes: each group is a theme of its own."""
    from sensemaking.themes import Decisions

    must_not: dict[str, set[str]] = {}
    for place, group in known.barred:
        if known.decided.get(place) != group:
            must_not.setdefault(str(place + 1), set()).add(_key(group))
    return Decisions(
        must={str(place + 1): _key(group) for place, group in known.decided.items()},
        held={str(place + 1): _key(group) for place, group in known.held.items() if place not in known.decided},
        must_not={one: frozenset(groups) for one, groups in must_not.items()},
        locked=frozenset(map(_key, known.locked)),
        names={_key(group): name for group, name in known.names.items()},
    )


def _previous(count: int, known: Known) -> "Synthesis | None":
    """Return what the grouping before said, so that themes which are still the same stay the same groups."""
    from sensemaking.results import UNCLEAR, Assignment, Synthesis, Theme

    if not known.earlier:
        return None
    keys = sorted({group for group, _sure in known.earlier.values()})
    themes = tuple(Theme(_key(group), "", (), (), 0) for group in keys)
    said = {place: (_key(group), sure) for place, (group, sure) in known.earlier.items()}
    assignments = tuple(
        Assignment(str(place + 1), theme, None, sure)
        for place in range(count)
        for theme, sure in [said.get(place, (UNCLEAR, 0.0))]
    )
    return Synthesis(themes, (), assignments)


def _key(group: int) -> str:
    return f"g{group}"


def _group_of(key: str) -> int | None:
    return int(key[1:]) if key[0] == "g" else None


def exemplary(texts: Sequence[str], numbers: Sequence[int], support: Sequence[int]) -> list[tuple[int, str]]:
    """Return sentences that stand for all texts, each with the number of the one it is taken from, the best first.

    `support` says how many people rated each. Names and addresses are masked in them.
    """
    from sensemaking.labels import exemplary as found_in

    found = found_in(list(texts), [str(number) for number in numbers], MOST_EXEMPLARS, support=list(support))
    return [(int(one.id), one.sentence) for one in found]
