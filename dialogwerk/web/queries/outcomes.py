"""What came of a dialogue: everything beyond events, contributions, ideas and challenges."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, EntryFact, Kind, State
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.queries.cards import in_order
from dialogwerk.entries.search import find
from dialogwerk.entries.words import count_of
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, Topic

ELSEWHERE = (Kind.EVENT, Kind.SURVEY, Kind.CONTRIBUTION, Kind.IDEA, Kind.CHALLENGE)
KINDS = [kind for kind in Kind if kind not in ELSEWHERE]
PER_KIND = 6
PER_PAGE = 24


class OutcomeFilters(forms.Form):
    """Filters in the address. What makes no sense is left out, never an error page."""

    q = forms.CharField(
        required=False, max_length=200, label=_("Text"), widget=forms.TextInput(attrs={"type": "search"})
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), to_field_name="slug", required=False, label=_("Region"), empty_label=_("alle Regionen")
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), required=False, label=_("Themenfeld"), empty_label=_("alle Themenfelder")
    )

    def __init__(self, data: Any, *, process: Process) -> None:
        super().__init__(data, auto_id="results_%s")
        regions: Any = self.fields["region"]
        topics: Any = self.fields["topic"]
        regions.queryset = Region.objects.filter(region_set=process.region_set_id)
        topics.queryset = Topic.objects.filter(vocabulary__process=process).order_by("vocabulary__position", "position")
        if process.region_set_id is None:
            del self.fields["region"]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def applied_to(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Return `entries` with all filters but the text."""
        lookups = {"region": "region", "topic": "topics"}
        chosen = self.chosen
        return entries.filter(**{lookup: chosen[name] for name, lookup in lookups.items() if name in chosen})


@dataclass(frozen=True)
class Group:
    """The entries of one kind: the first of them, and how many there are in all."""

    kind: str
    title: str
    entries: list[Entry]
    more: int


@dataclass(frozen=True)
class Outcomes:
    """What the page shows: groups where nothing was chosen, else one page of entries."""

    kinds: list[tuple[str, str, int]]
    total: int
    groups: list[Group]
    page: Page | None
    corrections: dict[str, str] = field(default_factory=dict)

    @property
    def shown_total(self) -> int:
        """How many the choice of one kind leaves."""
        return self.total if self.page is None else self.page.paginator.count


def outcomes(process: Process, filters: OutcomeFilters, kind: str, number: str) -> Outcomes:
    """Return the results of a process, grouped by kind or as a page. Six queries at most beside the filters'."""
    entries = Entry.objects.current().filter(process=process, state=State.PUBLISHED, kind__in=KINDS)
    found = find(filters.chosen.get("q", ""), entries=filters.applied_to(entries))
    there = [name for name in KINDS if name in found.counts]
    kinds: list[tuple[str, str, int]] = [(name, str(Kind(name).label), found.counts[name]) for name in there]
    if not filters.chosen and kind not in found.counts:
        return Outcomes(kinds, found.total, _groups(entries, found.counts), None)
    paginator = Paginator(found.numbers(kind if kind in KINDS else ""), PER_PAGE)
    paginator.count = found.counts.get(kind, 0) if kind in KINDS else found.total
    page: Page = paginator.get_page(number)
    page.object_list = in_order(_with_facts(entries), list(page.object_list))
    return Outcomes(kinds, found.total, [], page, found.corrections)


def _groups(entries: EntryQuerySet, counts: dict[str, int]) -> list[Group]:
    place = Window(RowNumber(), partition_by=F("kind"), order_by=[F("published_at").desc(), F("number").desc()])
    first = _with_facts(entries.annotate(place=place).filter(place__lte=PER_KIND))
    by_kind: dict[str, list[Entry]] = {}
    for entry in first:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [
        Group(kind, count_of(kind, counts[kind]), by_kind[kind], counts[kind] - len(by_kind[kind]))
        for kind in KINDS
        if kind in by_kind
    ]


def _with_facts(entries: EntryQuerySet) -> EntryQuerySet:
    facts = Prefetch("facts", EntryFact.objects.order_by("position", "pk"), to_attr="profile")
    return entries.select_related("process", "region", "organisation").prefetch_related(facts)
