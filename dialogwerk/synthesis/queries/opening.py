"""A snapshot as open data. The fields are told in `docs/use/daten.md`."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from dialogwerk.entries.addresses import short_address
from dialogwerk.synthesis.queries.snapshots import FrozenProof, ToldSnapshot

FORMAT = "dialogwerk-snapshot/1"


def data_of(told: ToldSnapshot) -> dict[str, Any]:
    """Return what the page of a snapshot shows, for programs. What was removed since is counted, not listed."""
    snapshot = told.snapshot
    process = snapshot.process
    return {
        "format": FORMAT,
        "address": _absolute(reverse("synthesis:snapshot", args=[process.slug, snapshot.number])),
        "process": process.slug,
        "number": snapshot.number,
        "taken_on": snapshot.taken_on.isoformat(),
        "title": snapshot.title,
        "licence": process.licence,
        "method": snapshot.method,
        "note": snapshot.note,
        "fingerprint": snapshot.fingerprint,
        "by": {
            "office": str(process.owner),
            "named": [person.public_name for person in told.people],
            "others": told.unnamed_count,
        },
        "events": snapshot.facts.get("events", []),
        "coverage": snapshot.facts.get("coverage", {}),
        "sorting_tables": snapshot.facts.get("tables", []),
        "drafted": snapshot.facts.get("drafted", {}),
        "versions": snapshot.facts.get("versions", {}),
        "contributions": snapshot.facts.get("contributions", 0),
        "removed_since": told.gone,
        "challenges": [
            {
                "number": one.number,
                "title": one.title,
                "summary": one.summary,
                "is_removed": one.entry is None,
                "sentences": [
                    {
                        "text": sentence.text,
                        "evidence": [_evidence(proof) for proof in sentence.proofs],
                        "removed_since": sentence.gone,
                    }
                    for sentence in one.sentences
                ],
            }
            for one in told.challenges
        ],
    }


def _evidence(proof: FrozenProof) -> dict[str, Any]:
    entry = proof.entry
    return {
        "number": entry.pk,
        "version": proof.version,
        "address": _absolute(short_address(entry)),
        "text": proof.said,
        "event": proof.event.pk if proof.event else None,
        "table": entry.origin_table if proof.event else None,
        "group": entry.stakeholder_group,
    }


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
