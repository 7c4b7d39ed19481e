"""Opinion groups for the page: the newest calculation in words, numbers and a picture."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.surveys.models import Analysis, Participation, Question, Standing, Survey
from dialogwerk.surveys.picture import Dot, draw

Words = str | Promise
MOST_DIVISIVE = 3
REASONS: dict[str, Words] = {
    "few_participants": gettext_lazy(
        "Es haben noch zu wenige über genug Aussagen abgestimmt, um etwas über Gruppen sagen zu können."
    ),
    "few_statements": gettext_lazy("Es sind zu wenige Aussagen, um Gruppen zu finden."),
    "no_difference": gettext_lazy("Alle haben gleich abgestimmt: Es gibt keine Gruppen."),
    "small_groups": gettext_lazy("Die Gruppen wären zu klein: Von so wenigen Menschen wird nichts gezeigt."),
    "unstable": gettext_lazy(
        "Die Stimmen ergeben keine beständigen Gruppen: Mit etwas weniger Stimmen kämen andere heraus. "
        "Darum wird nichts gezeichnet."
    ),
}


@dataclass(frozen=True)
class Shares:
    """How some people voted on a statement."""

    agree: int
    disagree: int
    passed: int

    @property
    def base(self) -> int:
        """How many voted."""
        return self.agree + self.disagree + self.passed

    def _percent(self, count: int) -> int:
        return round(100 * count / self.base) if self.base else 0

    @property
    def agree_percent(self) -> int:
        """How many of hundred agree."""
        return self._percent(self.agree)

    @property
    def disagree_percent(self) -> int:
        """How many of hundred disagree."""
        return self._percent(self.disagree)

    @property
    def passed_percent(self) -> int:
        """How many of hundred pass."""
        return self._percent(self.passed)


@dataclass(frozen=True)
class Told:
    """A statement with the votes of all and of each group; `agrees` says in which direction it speaks for a group."""

    text: str
    everybody: Shares
    groups: tuple[tuple[str, Shares], ...]
    agrees: bool = True
    is_weak: bool = False
    own: Shares | None = None


@dataclass(frozen=True)
class GroupTold:
    """One group: its letter, its size, and what speaks for it."""

    key: str
    size: int
    percent: int
    speaks: tuple[Told, ...]


@dataclass(frozen=True)
class Groups:
    """What the newest calculation says. Without one, or where groups may not be drawn, `reason` says why.

    `stands`: the reader was part of it; `own` is her group, empty where she is in none that may be shown.
    """

    analysis: Analysis | None
    reason: Words = ""
    groups: tuple[GroupTold, ...] = ()
    agreed: tuple[Told, ...] = ()
    rejected: tuple[Told, ...] = ()
    divisive: tuple[Told, ...] = ()
    own: str = ""
    stands: bool = False
    picture: SafeString | None = None

    @property
    def stability(self) -> float:
        """The mean adjusted Rand index of the repetitions."""
        return float(self.analysis.result["stability"]["mean"]) if self.analysis else 0.0

    @property
    def stability_words(self) -> str:
        """How far one can rely on the groups."""
        if self.stability >= 0.9:
            return _("Die Gruppen sind sehr beständig: Auch mit einem Fünftel weniger Stimmen kommen dieselben heraus.")
        if self.stability >= 0.75:
            return _("Die Gruppen sind beständig: Mit einem Fünftel weniger Stimmen kommen fast dieselben heraus.")
        return _(
            "Die Gruppen sind noch beständig genug, um sie zu zeigen: Mit einem Fünftel weniger Stimmen "
            "wechseln manche Menschen die Gruppe."
        )

    @property
    def protected(self) -> int:
        """How many stand in groups too small to be shown."""
        return int(self.analysis.result["protected"]) if self.analysis else 0

    @property
    def grouped(self) -> int:
        """How many people are in a group."""
        return sum(group.size for group in self.groups)


def groups_of(survey: Survey, mine: Participation | None) -> Groups:
    """Return the groups with the reader's own place, which only she gets. Four queries at most."""
    analysis: Analysis | None = survey.analyses.first()  # type: ignore[attr-defined]
    if analysis is None:
        return Groups(None, _("Noch wurde nichts gerechnet. Das geschieht von selbst, sobald Stimmen da sind."))
    result = analysis.result
    if not result["drawn"]:
        return Groups(analysis, REASONS[result["reason"]])
    texts = dict(Question.objects.filter(survey=survey).values_list("pk", "text"))
    statements = {row["id"]: row for row in result["statements"] if int(row["id"]) in texts}
    keys = [group["key"] for group in result["groups"]]

    def told(number: str, **more: Any) -> Told:
        row = statements[number]
        by_group = tuple((key, _shares(row["groups"][key])) for key in keys)
        return Told(texts[int(number)], _shares(row), by_group, **more)

    def speaks(group: dict[str, Any]) -> tuple[Told, ...]:
        found = [one for one in group["representative"] if one["statement"] in statements]
        return tuple(
            told(
                one["statement"],
                agrees=one["direction"] == "agree",
                is_weak=not one["sufficient"],
                own=_shares(statements[one["statement"]]["groups"][group["key"]]),
            )
            for one in found
        )

    groups = tuple(
        GroupTold(group["key"], group["size"], round(100 * group["share"]), speaks(group)) for group in result["groups"]
    )
    consensus = {
        side: tuple(told(one["statement"]) for one in result["consensus"][side] if one["statement"] in statements)
        for side in ("agree", "disagree")
    }
    divisive = sorted(statements, key=lambda number: (-statements[number]["divides"], int(number)))[:MOST_DIVISIVE]
    own = Standing.objects.filter(analysis=analysis, participation=mine).first() if mine else None
    return Groups(
        analysis,
        "",
        groups,
        consensus["agree"],
        consensus["disagree"],
        tuple(told(number) for number in divisive),
        own.group if own else "",
        own is not None,
        _picture(analysis, groups, own),
    )


def _shares(row: dict[str, Any]) -> Shares:
    return Shares(row["agree"], row["disagree"], row["pass"])


def _picture(analysis: Analysis, groups: tuple[GroupTold, ...], own: Standing | None) -> SafeString:
    rows = Standing.objects.filter(analysis=analysis, x__isnull=False).exclude(group="").order_by("x", "y")
    dots = [Dot(x or 0.0, y or 0.0, group) for x, y, group in rows.values_list("x", "y", "group")]
    mine = Dot(own.x, own.y, own.group) if own and own.x is not None and own.y is not None else None
    parts = ", ".join(_("Gruppe %(key)s: %(size)d") % {"key": group.key, "size": group.size} for group in groups)
    title = _("Wer ähnlich abgestimmt hat, steht nah beieinander. %(parts)s.") % {"parts": parts}
    return draw(dots, [group.key for group in groups], own=mine, title=title)
