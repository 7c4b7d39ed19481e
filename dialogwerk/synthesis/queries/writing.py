"""Reads for writing: the challenge beside the sorting table, what can be its evidence, and who is in no sentence."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.entries.models import Entry, SearchDocument, State
from dialogwerk.entries.search.query import STOPWORDS
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Placement, Sentence
from dialogwerk.synthesis.queries.challenges import Coverage, EventCoverage, Evidence, material_of

MOST_RANKED = 1000
DIMENSIONS = {"termin": "origin", "region": "region", "gruppe": "stakeholder_group"}
LABELS = {"termin": "origin__title", "region": "region__name"}


@dataclass(frozen=True)
class Desk:
    """The challenges that can be written on, the chosen one, and its sentences with how much evidence each has."""

    challenges: Sequence[Challenge]
    chosen: Challenge | None
    sentences: Sequence[Sentence]

    @property
    def bare_count(self) -> int:
        """How many sentences name no evidence."""
        return sum(not sentence.evidence_count for sentence in self.sentences)  # type: ignore[attr-defined]


def desk_of(process: Process, wanted: str) -> Desk:
    """Return what can be written on: challenges of sets that are not published; the newest unless `wanted` names one.

    Two queries.
    """
    drafts = Challenge.objects.filter(challenge_set__process=process, challenge_set__published_on=None)
    drafts = drafts.exclude(entry__state__in=(State.WITHDRAWN, State.HIDDEN))
    found = list(drafts.select_related("entry", "challenge_set").order_by("-challenge_set", "position", "pk"))
    chosen = next((one for one in found if str(one.pk) == wanted), found[0] if found else None)
    sentences: list[Sentence] = []
    if chosen is not None:
        counted = Count("evidence", filter=Q(evidence__state=State.PUBLISHED))
        sentences = list(chosen.sentences.annotate(evidence_count=counted))
    return Desk(found, chosen, sentences)


def pool_of(challenge: Challenge) -> QuerySet[Any]:
    """Return the public contributions a challenge can rest on; `is_used` says whether one of its sentences names it.

    Those of the group it came from, else all of the events of its set.
    """
    if challenge.group_id is None:
        return material_of(challenge.challenge_set)
    used = Evidence.objects.filter(entry=OuterRef("pk"), sentence__challenge=challenge.pk)
    there = Placement.objects.within([challenge.group_id]).order_by().values("entry")
    return Entry.objects.public().filter(pk__in=there).annotate(is_used=Exists(used))


def narrowed(entries: QuerySet[Any], chosen: Mapping[str, str]) -> QuerySet[Any]:
    """Narrow down by `termin` and `region` (numbers) and `gruppe`; „-“ means that nothing is known."""
    for name, path in DIMENSIONS.items():
        value = chosen.get(name, "")
        if value == "-":
            entries = entries.filter(**({path: ""} if name == "gruppe" else {f"{path}__isnull": True}))
        elif name == "gruppe" and value:
            entries = entries.filter(**{path: value})
        elif value.isascii() and value.isdigit() and len(value) < 19:
            entries = entries.filter(**{path: int(value)})
    return entries


def central_first(entries: Sequence[Any]) -> list[Any]:
    """Return entries in the order in which they stand for all of them: the most usual words first. One query.

    Cosine of the words of an entry (dictionary forms, each once) with how many of all hold them.
    """
    documents = SearchDocument.objects.filter(entry__in=[entry.pk for entry in entries])
    words = {pk: set(lemmas.split()) - STOPWORDS for pk, lemmas in documents.values_list("entry", "lemmas")}
    usual = Counter(word for own in words.values() for word in own)

    def centrality(entry: Any) -> float:
        own = words.get(entry.pk) or {""}
        return sum(usual[word] for word in own) / math.sqrt(len(own))

    return sorted(entries, key=lambda entry: (-centrality(entry), entry.pk))


@dataclass(frozen=True)
class Share(Coverage):
    """How much of one event, region or group is used; `value` names it in addresses."""

    name: str
    value: str

    @property
    def is_silent(self) -> bool:
        """Whether it spoke and is in no sentence."""
        return self.total > 0 and not self.used


def shares_of(material: QuerySet[Any], *dimensions: str) -> dict[str, list[Share]]:
    """Return how much is used of each event, region or group, the largest first. One query for all dimensions.

    `material` has `is_used`; `dimensions` are `termin`, `region` or `gruppe`.
    """
    columns = [column for name in dimensions for column in (DIMENSIONS[name], LABELS.get(name, DIMENSIONS[name]))]
    rows = list(
        material.order_by()
        .values(*dict.fromkeys(columns), "is_used")
        .annotate(n=Count("pk", distinct=True))
        .values_list(*dict.fromkeys(columns), "is_used", "n", named=True)
    )
    return {name: _shares(name, rows) for name in dimensions}


def covered_events(shares: Sequence[Share], base: Sequence[Entry]) -> list[EventCoverage]:
    """Return how much of each event's contributions is used, in the order of `base`. No query."""
    known = {share.value: share for share in shares}
    nothing = Share(0, 0, "", "")
    found = [(event, known.get(str(event.pk), nothing)) for event in base]
    return [EventCoverage(total=share.total, used=share.used, event=event) for event, share in found]


def _shares(dimension: str, rows: Sequence[Any]) -> list[Share]:
    path = DIMENSIONS[dimension]
    totals: dict[tuple[Any, Any], list[int]] = {}
    for row in rows:
        own = totals.setdefault((getattr(row, path), getattr(row, LABELS.get(dimension, path))), [0, 0])
        own[0] += row.n
        own[1] += row.n if row.is_used else 0
    shares = [
        Share(total, used, _name(dimension, name), str(key or "-")) for (key, name), (total, used) in totals.items()
    ]
    return sorted(shares, key=lambda share: (-share.total, share.name))


def _name(dimension: str, name: str | None) -> str:
    if not name:
        return {"termin": _("online"), "region": _("ohne Region")}.get(dimension, _("ohne Angabe"))
    return group_in_words(name) if dimension == "gruppe" else name


def group_in_words(value: str) -> str:
    """Return the name of a stakeholder group by its value; „-“ means that nothing is known."""
    if value in ("", "-"):
        return _("ohne Angabe")
    return str(StakeholderGroup(value).label) if value in StakeholderGroup.values else value


def open_sets(process: Process) -> list[ChallengeSet]:
    """Return the drafts a new challenge can go into. One query."""
    return list(process.challenge_sets.filter(published_on=None))
