"""Reads of suggestions: beside what is unsorted, above a line, how good they are, how far a calculation is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.rows import Gathered
from dialogwerk.synthesis.models import Group, Placement, Run, RunState, SortingTable, Suggestion

LINES = (95, 90, 80, 70, 60, 50, 40, 30)
USUAL_LINE = 80
ORDERS = {"": _("nach Eingang"), "lernen": _("woran am meisten zu lernen ist"), "sicher": _("die sichersten zuerst")}


def beside(placements: QuerySet[Any], table: SortingTable) -> QuerySet[Any]:
    """Join the suggestions that count as `told`."""
    joined: QuerySet[Any] = placements.alias(
        told=FilteredRelation("suggestions", condition=Q(suggestions__run=table.run_id))
    )
    return joined


def in_order(placements: QuerySet[Placement], table: SortingTable, order: str) -> QuerySet[Placement]:
    """Put what is unsorted into an order: what teaches most, or is surest; what has no suggestion comes last."""
    if table.run_id is None or order not in ("lernen", "sicher"):
        return placements.order_by("pk")
    by = F("told__learns") if order == "lernen" else F("told__confidence")
    return beside(placements, table).order_by(by.desc(nulls_last=True), "pk")


def suggested_for(table: SortingTable, placements: Iterable[Placement]) -> dict[int, Suggestion]:
    """Return the suggestions for these placements, by placement. One query, none without suggestions."""
    if table.run_id is None:
        return {}
    found = Suggestion.objects.filter(run=table.run_id, placement__in=[one.pk for one in placements])
    found = found.filter(group__is_gone=False, group__is_locked=False).select_related("group", "second")
    return {suggestion.placement_id: suggestion for suggestion in found}


def above_line(table: SortingTable, line: int) -> QuerySet[Any]:
    """Return what is unsorted and has a suggestion at least so sure (in percent), the surest first."""
    return _suggested(table).filter(told__confidence__gte=line / 100).order_by("-told__confidence", "pk")


def heaps_above_line(
    table: SortingTable, line: int, groups: Collection[int]
) -> list[tuple[int, str | None, list[int]]]:
    """Return what `above_line` holds for `groups` in heaps: group, the move that put it where it is, the placements.

    Two queries, each once over its rows in their order: joined, 20,000 would be looked up one by one.
    """
    told = Suggestion.objects.filter(run=table.run_id, confidence__gte=line / 100, group__in=groups).order_by()
    heaps = told.values_list("group").annotate(numbers=Gathered("placement"))
    group_of = {number: group for group, numbers in heaps for number in numbers}
    unsorted = Placement.objects.lying().unsorted().filter(table=table).order_by()
    found: dict[tuple[int, str | None], list[int]] = defaultdict(list)
    for move, numbers in unsorted.values_list("move").annotate(numbers=Gathered("pk")):
        for number in sorted(group_of.keys() & numbers):
            found[group_of[number], str(move) if move else None].append(number)
    return [(group, move, numbers) for (group, move), numbers in found.items()]


def _suggested(table: SortingTable) -> QuerySet[Any]:
    unsorted: QuerySet[Any] = Placement.objects.lying().unsorted().filter(table=table)
    return beside(unsorted, table).filter(told__group__is_gone=False, told__group__is_locked=False)


@dataclass(frozen=True)
class Effect:
    """What taking all suggestions above a line would do; `expected` of a hundred are right, as the machine sees it."""

    line: int
    count: int
    expected: int | None


def effects_of(table: SortingTable, lines: Sequence[int] = LINES) -> list[Effect]:
    """Return how many suggestions lie above each of some lines, and how sure they are. One query."""
    asked: dict[str, Any] = {}
    for line in lines:
        above = Q(told__confidence__gte=line / 100)
        asked |= {f"over_{line}": Count("pk", filter=above), f"sure_{line}": Avg("told__confidence", filter=above)}
    found = above_line(table, 0).order_by().aggregate(**asked)
    sure = {line: found[f"sure_{line}"] for line in lines}
    return [
        Effect(line, found[f"over_{line}"], None if sure[line] is None else min(99, round(100 * sure[line])))
        for line in lines
    ]


def usual_line(effects: Sequence[Effect]) -> int:
    """Return the line to begin with: the usual one, or the highest one above which anything lies."""
    return next((effect.line for effect in effects if effect.line <= USUAL_LINE and effect.count), USUAL_LINE)


def effect_by_group(table: SortingTable, line: int) -> list[tuple[str, int]]:
    """Return for each group how many would come into it. One query."""
    rows = above_line(table, line).order_by().values_list("told__group__name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "told__group__name"))


def mark_of(counting: int | None, latest: tuple[int, str, int] | None) -> str:
    """Return a text that changes whenever the suggestions, or how far they are, change: pages compare it.

    `counting` is the number of the run that counts; `latest` number, state and progress of the newest one.
    """
    return f"{counting or 0}:" + "-".join(map(str, latest or ()))


@dataclass(frozen=True)
class Machine:
    """How far the machine is: the calculation that counts, the newest one, and the one that proposed groups."""

    counting: Run | None
    latest: Run | None
    proposing: Run | None = None

    @property
    def mark(self) -> str:
        """See `mark_of`."""
        latest = self.latest
        told = (latest.pk, latest.state, latest.progress) if latest else None
        return mark_of(self.counting.pk if self.counting else None, told)

    @property
    def under_way(self) -> Run | None:
        """The calculation that waits or runs."""
        return self.latest if self.latest is not None and self.latest.is_under_way else None

    @property
    def failed(self) -> Run | None:
        """The last calculation, where it did not come to its end."""
        return self.latest if self.latest is not None and self.latest.state == RunState.FAILED else None

    @property
    def left_out(self) -> int:
        """How many contributions belong clearly to none of the groups that were proposed: they have no suggestion."""
        return int(self.proposing.parameters.get("left_out", 0)) if self.proposing else 0

    @property
    def fault_words(self) -> str:
        """What went wrong, in the reader's language."""
        return gettext(self.latest.fault) if self.latest is not None and self.latest.fault else ""

    @property
    def hit_percent(self) -> int | None:
        """How many of the decisions it would have guessed, in percent."""
        rate = self.counting.hit_rate if self.counting else None
        return None if rate is None else round(100 * rate)


@dataclass(frozen=True)
class Proposed:
    """A group the machine proposed and nobody has taken yet."""

    group: Group
    words: list[str]
    size: int


def proposals_of(run: Run | None) -> list[Proposed]:
    """Return the groups that were proposed and are not taken, the largest first. One query, none without a run."""
    if run is None:
        return []
    groups = {group.pk: group for group in run.proposals.filter(is_gone=True, merged_into=None)}
    return [
        Proposed(groups[told["group"]], told["words"], told["size"])
        for told in run.parameters.get("groups", [])
        if told["group"] in groups
    ]


def machine_of(table: SortingTable) -> Machine:
    """Return how far the machine is. One query."""
    newest = table.runs.order_by("-pk").values("pk")[:1]
    wanted = Q(pk__in=newest) | Q(pk=table.run_id) | Q(proposes=True, state=RunState.DONE)
    runs = list(table.runs.filter(wanted).order_by("-pk"))
    counting = next((run for run in runs if run.pk == table.run_id), None)
    proposing = next((run for run in runs if run.proposes and run.state == RunState.DONE), None)
    return Machine(counting, runs[0] if runs else None, proposing)
