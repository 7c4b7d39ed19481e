"""What people think of an entry: distribution of ratings and one's own."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, Rating, Scale
from dialogwerk.processes.models import Act, Process, RatingMode
from dialogwerk.processes.queries import open_acts

SCALES = {RatingMode.ONE: (Scale.OVERALL,), RatingMode.TWO: (Scale.USEFULNESS, Scale.FEASIBILITY)}
# What the card counts: each person once. Feasibility stands beside usefulness and is not counted again.
CARD_SCALES = (Scale.OVERALL, Scale.USEFULNESS)

QUESTIONS: Mapping[str, Any] = {
    Scale.OVERALL: _("Wie überzeugend finden Sie das?"),
    Scale.USEFULNESS: _("Wie groß wäre der Nutzen?"),
    Scale.FEASIBILITY: _("Wie gut lässt es sich umsetzen?"),
}
WORDS: Mapping[str, tuple[str | Promise, ...]] = {
    Scale.OVERALL: (
        _("gar nicht überzeugend"),
        _("wenig überzeugend"),
        _("teils, teils"),
        _("überzeugend"),
        _("sehr überzeugend"),
    ),
    Scale.USEFULNESS: (
        _("kein Nutzen"),
        _("geringer Nutzen"),
        _("mittlerer Nutzen"),
        _("großer Nutzen"),
        _("sehr großer Nutzen"),
    ),
    Scale.FEASIBILITY: (
        _("kaum machbar"),
        _("schwer machbar"),
        _("mit Aufwand machbar"),
        _("gut machbar"),
        _("leicht machbar"),
    ),
}


@dataclass(frozen=True)
class Step:
    """One of the five steps of a scale, with how many chose it."""

    value: int
    word: str | Promise
    count: int
    percent: int


@dataclass(frozen=True)
class ScaleSummary:
    """One scale of an entry: what people chose, highest step first, and what oneself chose."""

    scale: str
    label: str | Promise
    question: str | Promise
    steps: tuple[Step, ...]
    count: int
    mean: float | None
    own: int | None

    @property
    def own_word(self) -> str | Promise:
        """The words of one's own rating."""
        return WORDS[self.scale][self.own - 1] if self.own else ""


@dataclass(frozen=True)
class RatingSummary:
    """All ratings of an entry. One's own can be taken back after the entry went on in another, too."""

    scales: tuple[ScaleSummary, ...]
    is_open: bool
    may_withdraw: bool

    @property
    def count(self) -> int:
        """How many people rated: on the scale that most used."""
        return max(scale.count for scale in self.scales)

    @property
    def has_own(self) -> bool:
        """Whether the reader rated."""
        return any(scale.own for scale in self.scales)


def scales_of(process: Process) -> tuple[Scale, ...]:
    """Return the scales on which the process rates."""
    return SCALES[RatingMode(process.rating_mode)]


def rating_summary(entry: Entry, person: Any) -> RatingSummary:
    """Return the distribution on each scale of the process, and `person`'s own ratings. One query."""
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    own: dict[str, int] = {}
    grouped = Rating.objects.filter(entry=entry).order_by().values_list("scale", "value")
    mine = Count("pk", filter=Q(person=person.pk))
    for scale, value, count, is_own in grouped.annotate(count=Count("pk"), is_own=mine):
        counts[scale][value] = count
        if is_own:
            own[scale] = value
    scales = tuple(_summary(scale, counts[scale], own.get(scale)) for scale in scales_of(entry.process))
    is_open = Act.RATE in open_acts(entry.process)
    return RatingSummary(scales=scales, is_open=is_open and not entry.is_superseded, may_withdraw=is_open)


def _summary(scale: Scale, counts: dict[int, int], own: int | None) -> ScaleSummary:
    total = sum(counts.values())
    steps = tuple(
        Step(value, word, counts.get(value, 0), round(100 * counts.get(value, 0) / total) if total else 0)
        for value, word in reversed(list(enumerate(WORDS[scale], start=1)))
    )
    mean = sum(value * count for value, count in counts.items()) / total if total else None
    return ScaleSummary(scale, scale.label, QUESTIONS[scale], steps, total, mean, own)
