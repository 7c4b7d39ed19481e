"""What a snapshot keeps: the texts of a set, the evidence with its versions, and how all that came about."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db.models import Count

from dialogwerk import __version__
from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry, Revision, State
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Draft, DraftKind, Move, RunState, SortingTable
from dialogwerk.synthesis.queries.challenges import Evidence, material_of
from dialogwerk.synthesis.queries.writing import DIMENSIONS, Share, shares_of

LIBRARIES = ("numpy", "scipy", "scikit-learn", "simplemma")


@dataclass(frozen=True)
class Named:
    """A contribution that a sentence names: where, and in which version."""

    challenge: int
    sentence: int
    number: int
    version: int


def texts_of(challenges: Sequence[Challenge]) -> list[dict[str, Any]]:
    """Return the texts of challenges as a snapshot keeps them. Their sentences must be prefetched or cost a query."""
    return [
        {
            "number": one.pk,
            "title": one.entry.title,
            "summary": one.entry.summary,
            "sentences": [sentence.text for sentence in one.sentences.all()],
        }
        for one in challenges
    ]


def evidence_of(challenges: Sequence[Challenge]) -> list[Named]:
    """Return what their sentences name as far as it is public now. One query beside the sentences."""
    places = {sentence.pk: (one.pk, place) for one in challenges for place, sentence in enumerate(one.sentences.all())}
    rows = Evidence.objects.filter(sentence__in=list(places), entry__state=State.PUBLISHED)
    found = rows.values_list("sentence", "entry", "entry__version")
    return sorted(
        (Named(*places[sentence], number, version) for sentence, number, version in found),
        key=lambda one: (one.challenge, one.sentence, one.number),
    )


def fingerprint_of(
    challenge_set: ChallengeSet, facts: dict[str, Any], texts: Sequence[dict[str, Any]], evidence: Sequence[Named]
) -> str:
    """Return the SHA-256 of what a snapshot says, written as JSON with sorted keys and without spaces.

    [[title, method, note], [numbers of the events], texts, [[challenge, sentence, number, version], ...]]
    """
    head = [challenge_set.title, challenge_set.method, challenge_set.note]
    events = [event["number"] for event in facts["events"]]
    rows = [[one.challenge, one.sentence, one.number, one.version] for one in evidence]
    told = json.dumps([head, events, texts, rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def facts_of(challenge_set: ChallengeSet, challenges: Sequence[Challenge], evidence: Sequence[Named]) -> dict[str, Any]:
    """Return on what a set rests and how it was made: events, coverage, sorting tables, versions of the software."""
    material = material_of(challenge_set)
    shares = shares_of(material, *DIMENSIONS)
    events = {share.value: share for share in shares["termin"]}
    base = challenge_set.based_on.select_related("event").order_by("event__starts_at", "pk")
    return {
        "events": [_event(entry, events.get(str(entry.pk))) for entry in base],
        "coverage": {
            "total": sum(share.total for share in shares["termin"]),
            "used": sum(share.used for share in shares["termin"]),
            "groups": [[share.value, share.total, share.used] for share in shares["gruppe"]],
            "regions": [[share.name, share.total, share.used] for share in shares["region"]],
        },
        "drafted": _drafted(challenges),
        "contributions": len({one.number for one in evidence}),
        "tables": [_table(table) for table in tables_of(challenges)],
        "versions": {"dialogwerk": __version__, "sensemaking": __version__, **_libraries()},
    }


def tables_of(challenges: Sequence[Challenge]) -> list[SortingTable]:
    """Return the sorting tables from whose groups the challenges came. One query."""
    groups = [one.group_id for one in challenges if one.group_id]
    found = SortingTable.objects.filter(groups__in=groups).distinct().order_by("pk")
    return list(found.select_related("run", "phase").prefetch_related("events", "regions", "topics"))


def workers_of(challenges: Sequence[Challenge], actor: Any) -> list[Person]:
    """Return who sorted, wrote or published these challenges. Three queries."""
    numbers = [one.pk for one in challenges]
    tables = SortingTable.objects.filter(groups__challenges__in=numbers)
    sorted_by = Move.objects.filter(table__in=tables).values_list("actor", flat=True)
    written_by = Revision.objects.filter(entry__in=numbers).values_list("actor", flat=True)
    people = [pk for pk in (*sorted_by, *written_by, getattr(actor, "pk", None)) if pk is not None]
    return list(Person.objects.filter(pk__in=people).order_by("public_name", "pk"))


def _event(entry: Entry, share: Share | None) -> dict[str, Any]:
    return {
        "number": entry.pk,
        "title": entry.title,
        "kind": entry.event.kind,
        "on": entry.event.starts_at.date().isoformat(),
        "total": share.total if share else 0,
        "used": share.used if share else 0,
    }


def _table(table: SortingTable) -> dict[str, Any]:
    placed = table.placements.aggregate(placed=Count("pk"), grouped=Count("group"))
    return {
        "title": table.title,
        "holds": table.holds,
        "events": [entry.pk for entry in table.events.all()],
        "phase": str(table.phase) if table.phase else "",
        "regions": [str(region) for region in table.regions.all()],
        "topics": [str(topic) for topic in table.topics.all()],
        **placed,
        "groups": table.groups.filter(is_gone=False).count(),
        "moves": table.moves.count(),
        "run": _run(table),
    }


def _run(table: SortingTable) -> dict[str, Any] | None:
    """Return how the machine suggested: what it knew, how good it was, and what is needed to do it again."""
    run = table.run
    if run is None:
        return None
    proposed = table.runs.filter(proposes=True, state=RunState.DONE).order_by("-pk").first()
    told = [one.parameters for one in (proposed, run) if one is not None]
    own = {name: value for parameters in told for name, value in parameters.items() if name != "groups"}
    groups = table.groups.filter(is_gone=False).count()
    return {
        "number": run.pk,
        "knows": run.knows,
        "decided": run.decided,
        "hit_rate": run.hit_rate,
        "parameters": {"seed": 0, "k": groups} | own,
    }


def _drafted(challenges: Sequence[Challenge]) -> dict[str, Any]:
    """Return how many sentences stayed as a draft had them, and which models wrote these."""
    counts = Counter(sentence.drafted_as for one in challenges for sentence in one.sentences.all())
    machine = counts.get(DraftKind.MACHINE, 0)
    drafts = Draft.objects.filter(challenge__in=challenges, kind=DraftKind.MACHINE).exclude(model="")
    models = list(drafts.order_by("model").values_list("model", flat=True).distinct()) if machine else []
    return {"extracts": counts.get(DraftKind.EXTRACT, 0), "machine": machine, "models": models}


def _libraries() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # pragma: no cover  (a vendored copy has no record)
            continue
    return found
