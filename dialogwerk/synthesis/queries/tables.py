"""Reads of the sorting table: what lies where, and what was done. Lists come in windows, counts from the database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.entries.models import Entry
from dialogwerk.entries.search import matching
from dialogwerk.synthesis.models import Group, Holds, Move, Placement, SortingTable
from dialogwerk.synthesis.queries.suggestions import mark_of

WINDOW = 50
MOST_MOVES = 200
MOST_FOUND = 5000


def table_channel(table: int) -> str:
    """Return the name under which news of a table are announced."""
    return f"sorting:{table}"


def candidates_of(table: SortingTable) -> QuerySet[Entry]:
    """Return the public entries that belong on a table by its choices. Five queries, and that for the entries."""
    entries = Entry.objects.current().filter(process=table.process_id, state="published")
    entries = entries.filter(kind__in=Holds(table.holds).kinds)
    if table.earlier_id:
        entries = entries.filter(placements__table=table.earlier_id)
    for name, chosen in (("origin", table.events), ("region", table.regions), ("topics", table.topics)):
        numbers = list(chosen.values_list("pk", flat=True))
        if numbers:
            entries = entries.filter(**{f"{name}__in": numbers})
    if table.phase is not None:
        if table.phase.opens_at:
            entries = entries.filter(created_at__gte=table.phase.opens_at)
        if table.phase.closes_at:
            entries = entries.filter(created_at__lt=table.phase.closes_at)
    return entries


@dataclass(frozen=True)
class Figures:
    """How many contributions lie where."""

    unsorted: int
    aside: int
    sorted: int

    @property
    def total(self) -> int:
        """All that lie on the table."""
        return self.unsorted + self.aside + self.sorted

    @property
    def done(self) -> int:
        """Those somebody decided about."""
        return self.aside + self.sorted

    @property
    def percent(self) -> int:
        """The decided ones, in whole percent."""
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True)
class Heap:
    """What lies in one place of a table: how many, and the placement that came there last."""

    group: int | None
    is_aside: bool
    count: int
    newest: int


AFTER = 2**36  # a later move outweighs every number of a placement


def heaps_of(table: SortingTable) -> list[Heap]:
    """Return what lies where. One query, once over the table: no index holds what moves change."""
    lying = table.placements.lying().order_by().values_list("group", "is_aside")
    told = lying.annotate(n=Count("pk"), newest=Max(F("seq") * Value(AFTER, BigIntegerField()) + F("pk")))
    return [Heap(group, is_aside, count, newest % AFTER) for group, is_aside, count, newest in told]


def figures_of(table: SortingTable, heaps: Sequence[Heap] | None = None) -> Figures:
    """Count what lies where. One query, none with the heaps."""
    counts: Counter[str] = Counter()
    for heap in heaps_of(table) if heaps is None else heaps:
        counts["sorted" if heap.group is not None else "aside" if heap.is_aside else "unsorted"] += heap.count
    return Figures(counts["unsorted"], counts["aside"], counts["sorted"])


@dataclass(frozen=True)
class Pile:
    """A group as the page shows it, with how many lie in it, the newest of them, and the key that puts more there."""

    group: Group
    count: int
    newest: str
    key: str


KEYS = "123456789abcdfhilmnopqrtvwyz"  # those that mean something else are left out: e g j k s u x


def piles_of(table: SortingTable, heaps: Sequence[Heap] | None = None) -> list[Pile]:
    """Return the groups of a table in their order. Two queries, one with the heaps."""
    by_group = {heap.group: heap for heap in (heaps_of(table) if heaps is None else heaps)}
    said = Coalesce(NullIf("entry__summary", Value("")), "entry__title", output_field=TextField())
    newest = Placement.objects.filter(pk__in=[heap.newest for heap in by_group.values()], group=OuterRef("pk"))
    words = Coalesce(Subquery(newest.values(words=said)), Value(""), output_field=TextField())
    groups = table.groups.filter(is_gone=False).annotate(said=words)
    piles = []
    for place, group in enumerate(groups):
        heap = by_group.get(group.pk)
        key = KEYS[place] if place < len(KEYS) else ""
        piles.append(Pile(group, heap.count if heap else 0, group.said, key))
    return piles


def told_of_piles(piles: Iterable[Pile]) -> list[dict[str, Any]]:
    """Return what pages that listen are told of the groups."""
    return [
        {
            "id": pile.group.pk,
            "name": pile.group.name,
            "count": pile.count,
            "newest": pile.newest[:160],
            "locked": pile.group.is_locked,
        }
        for pile in piles
    ]


def lying_on(table: SortingTable, chosen: Mapping[str, Any]) -> QuerySet[Placement]:
    """Return what lies on a table as `chosen`: unsorted without a word to search for, else all that holds the words.

    Keys: `q`, `event`, `region`, `stakeholder`. With the entry and where it comes from.
    """
    placements = with_entries(table.placements.lying())
    if chosen.get("q"):
        # without conditions and as numbers: SQLite would ask the index of words once for each entry
        numbers = [entry.pk for entry in matching(chosen["q"], Entry.objects.only("pk"))[:MOST_FOUND]]
        placements = placements.filter(entry__in=numbers).select_related("group")
    else:
        lead = Placement.objects.lying().unsorted().filter(pk=OuterRef("lead"))
        placements = placements.filter(Q(lead=None) | ~Exists(lead), group=None, is_aside=False)
    for name, path in (
        ("event", "entry__origin"),
        ("region", "entry__region"),
        ("stakeholder", "entry__stakeholder_group"),
    ):
        if chosen.get(name):
            placements = placements.filter(**{path: chosen[name]})
    return placements.order_by("pk")


def stacks_under(table: SortingTable, items: Iterable[Placement]) -> dict[int, list[Placement]]:
    """Return what says the same as some unsorted items, by the item it stands under. One query."""
    unsorted = with_entries(table.placements.lying().unsorted())
    found: dict[int, list[Placement]] = {}
    for placement in unsorted.filter(lead__in=[item.pk for item in items]).order_by("pk"):
        found.setdefault(placement.lead_id or 0, []).append(placement)
    return found


def in_group(group: Group) -> QuerySet[Placement]:
    """Return what lies in a group, the newest first."""
    lying = with_entries(Placement.objects.lying().within([group.pk]))
    return lying.select_related("move__actor").order_by("-seq", "pk")


def put_aside(table: SortingTable) -> QuerySet[Placement]:
    """Return what was put aside, the newest first."""
    return with_entries(table.placements.lying().filter(is_aside=True)).select_related("move__actor").order_by("-seq")


def with_entries(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Add what an item shows of its entry."""
    return placements.select_related("entry__origin", "entry__region").defer("entry__region__outline")


def tables_of(process: Any) -> QuerySet[SortingTable]:
    """Return the tables of a process with how far they are. One query."""
    lying = Placement.objects.lying().filter(table=OuterRef("pk")).order_by().values("table")
    decided = lying.exclude(group=None, is_aside=False)
    groups = Group.objects.filter(table=OuterRef("pk"), is_gone=False).order_by().values("table")
    tables: QuerySet[SortingTable] = process.sorting_tables.annotate(
        total=Coalesce(Subquery(lying.annotate(n=Count("pk")).values("n")), 0),
        done=Coalesce(Subquery(decided.annotate(n=Count("pk")).values("n")), 0),
        group_count=Coalesce(Subquery(groups.annotate(n=Count("pk")).values("n")), 0),
    )
    return tables.order_by("-made_at", "-pk")


def moves_of(table: SortingTable) -> QuerySet[Move]:
    """Return what was done, the newest first."""
    moves = table.moves.filter(count__gt=0).select_related("actor", "undone_by__actor").defer("before", "after")
    return moves.order_by("-seq")


def told_of_moves(table: SortingTable, since: int) -> list[dict[str, Any]]:
    """Return what pages that listen are told of the moves after `since`, the oldest first. One query."""
    moves = list(moves_of(table).filter(seq__gt=since)[:MOST_MOVES])
    return [_told_of_move(move) for move in reversed(moves)]


def _told_of_move(move: Move) -> dict[str, Any]:
    return {
        "id": str(move.pk),
        "seq": move.seq,
        "kind": move.kind,
        "by": move.actor_id,
        "who": move.actor.public_name if move.actor else "",
        "count": move.count,
        "name": move.payload.get("name", ""),
        "old": move.payload.get("old", ""),
        "entries": move.payload.get("entries", []),
        "undoes": move.payload.get("kind", ""),
        "over": move.payload.get("over", []),
    }


def told_since(table: SortingTable, since: int) -> dict[str, Any]:
    """Return all that a page must know that knew the moves up to `since`. Five queries.

    `placed` holds [entry, its group, or "aside", or None]; `all` says that it was too much: the page looks anew.
    """
    rows = table.placements.filter(seq__gt=since).order_by("pk").values_list("entry", "group", "is_aside")
    changed = list(rows[: MOST_MOVES + 1])
    is_much = len(changed) > MOST_MOVES
    heaps = heaps_of(table)
    placed = [] if is_much else [[entry, "aside" if aside else group] for entry, group, aside in changed]
    return {
        "since": since,
        "cursor": table.seq,
        "isOpen": table.is_open,
        "run": mark_of(table.run_id, table.runs.values_list("pk", "state", "progress").first()),
        "all": is_much,
        "placed": placed,
        "moves": told_of_moves(table, since),
        "groups": told_of_piles(piles_of(table, heaps)),
        "figures": told_of_figures(figures_of(table, heaps)),
    }


def told_of_figures(figures: Figures) -> dict[str, int]:
    """Return what pages that listen are told of the counts."""
    return {
        "unsorted": figures.unsorted,
        "aside": figures.aside,
        "done": figures.done,
        "total": figures.total,
        "percent": figures.percent,
    }


def waiting_for(table: SortingTable) -> int:
    """Return how many entries belong on a table by its choices and do not lie there yet. Four queries."""
    return candidates_of(table).exclude(pk__in=table.placements.values("entry")).order_by().distinct().count()


def choices_of(table: SortingTable) -> list[tuple[str, str]]:
    """Return in words what was laid on a table: label and names. Three queries."""
    told = [
        (_("Was darauf liegt"), table.get_holds_display()),
        (_("Veranstaltungen"), _listed(table.events.values_list("title", flat=True))),
        (_("Phase"), table.phase.title if table.phase else ""),
        (_("Regionen"), _listed(table.regions.values_list("name", flat=True))),
        (_("Themenfelder"), _listed(table.topics.values_list("title", flat=True))),
        (_("Früherer Tisch"), table.earlier.title if table.earlier else ""),
    ]
    return [(label, names) for label, names in told if names]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


@dataclass(frozen=True)
class Line:
    """A move in words. `can_undo` says whether it still counts and can be taken back."""

    move: Move
    words: str
    can_undo: bool


def lines_of(moves: Iterable[Move]) -> list[Line]:
    """Return moves in words. No query where they came from `moves_of`."""
    return [Line(move, words_of(move), _can_undo(move)) for move in moves]


def _can_undo(move: Move) -> bool:
    is_redo = move.kind == "undo" and move.payload.get("kind") == "undo"
    return move.undone_by_id is None and not is_redo


def words_of(move: Move) -> str:
    """Return in words what a move did, without who did it."""
    payload = move.payload
    if move.kind == "undo":
        return _undo_words(payload)
    facts = {
        "what": _what(payload.get("entries", []), move.count),
        "name": payload.get("name", ""),
        "old": payload.get("old", ""),
        "line": payload.get("line", ""),
    }
    if move.kind == "make" and payload.get("entries"):
        return _("hat %(what)s in die Gruppe „%(name)s“ gelegt") % facts
    words = {
        "place": _("hat %(what)s in „%(name)s“ gelegt"),
        "aside": _("hat %(what)s beiseite gelegt"),
        "back": _("hat %(what)s zu den unsortierten zurückgelegt"),
        "make": _("hat die Gruppe „%(name)s“ angelegt"),
        "rename": _("hat die Gruppe „%(old)s“ in „%(name)s“ umbenannt"),
        "note": _("hat die Notiz zu „%(name)s“ geändert"),
        "lock": _("hat die Gruppe „%(name)s“ gesperrt"),
        "unlock": _("hat die Gruppe „%(name)s“ wieder geöffnet"),
        "order": _("hat die Gruppe „%(name)s“ verschoben"),
        "merge": _("hat die Gruppe „%(old)s“ mit „%(name)s“ zusammengeführt"),
        "dissolve": _("hat die Gruppe „%(name)s“ aufgelöst"),
        "adopt": _("hat vorgeschlagene Gruppen angelegt: %(name)s"),
        "accept": _("hat alle Vorschläge über %(line)s %% übernommen: %(what)s"),
    }
    return words.get(move.kind, _("hat etwas getan")) % facts


def _what(entries: list[int], count: int) -> str:
    if len(entries) == 1 and count <= 2:
        return f"#{entries[0]}"
    many = max(count, len(entries))
    return ngettext("%(count)s Beitrag", "%(count)s Beiträge", many) % {"count": many}


def _undo_words(payload: Mapping[str, Any]) -> str:
    facts = {"of": payload.get("of", ""), "left": payload.get("left", 0), "name": payload.get("name", "")}
    if payload.get("kind") == "undo":
        words = _("hat einen zurückgenommenen Zug wieder gelten lassen")
    elif facts["of"]:
        words = _("hat einen Zug von %(of)s zurückgenommen") % facts
    else:
        words = _("hat den eigenen Zug zurückgenommen")
    if facts["name"]:
        words += " " + _("(„%(name)s“)") % facts
    if facts["left"]:
        words += ngettext(
            "; %(left)s Beitrag liegt inzwischen anders und bleibt",
            "; %(left)s Beiträge liegen inzwischen anders und bleiben",
            facts["left"],
        ) % {"left": facts["left"]}
    return words
