"""How kinds and relations are said: in numbers, and read against the arrow."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from dialogwerk.entries.models import Kind, Relation

ORIGIN = "origin"

COUNTED: dict[str, Any] = {
    Kind.EVENT: ngettext_lazy("%(count)s Veranstaltung", "%(count)s Veranstaltungen", "count"),
    Kind.SURVEY: ngettext_lazy("%(count)s Stimmungsbild", "%(count)s Stimmungsbilder", "count"),
    Kind.CONTRIBUTION: ngettext_lazy("%(count)s Beitrag", "%(count)s Beiträge", "count"),
    Kind.IDEA: ngettext_lazy("%(count)s Idee", "%(count)s Ideen", "count"),
    Kind.CHALLENGE: ngettext_lazy("%(count)s Herausforderung", "%(count)s Herausforderungen", "count"),
    Kind.WORKING_GROUP: ngettext_lazy("%(count)s Arbeitsgruppe", "%(count)s Arbeitsgruppen", "count"),
    Kind.PROJECT: ngettext_lazy("%(count)s Projekt", "%(count)s Projekte", "count"),
    Kind.EXPERIMENT: ngettext_lazy("%(count)s Experimentierraum", "%(count)s Experimentierräume", "count"),
    Kind.PRACTICE: ngettext_lazy("%(count)s Praxisbeispiel", "%(count)s Praxisbeispiele", "count"),
    Kind.OFFER: ngettext_lazy("%(count)s Angebot", "%(count)s Angebote", "count"),
    Kind.IMPULSE: ngettext_lazy("%(count)s Impuls", "%(count)s Impulse", "count"),
    Kind.PAPER: ngettext_lazy("%(count)s Papier", "%(count)s Papiere", "count"),
    Kind.MEASURE: ngettext_lazy("%(count)s Maßnahme", "%(count)s Maßnahmen", "count"),
    Kind.DECISION: ngettext_lazy("%(count)s Beschluss", "%(count)s Beschlüsse", "count"),
    Kind.TRANSFER_MODEL: ngettext_lazy("%(count)s Transfermodell", "%(count)s Transfermodelle", "count"),
    Kind.ADOPTION: ngettext_lazy("%(count)s Übernahme", "%(count)s Übernahmen", "count"),
    Kind.RESULT: ngettext_lazy("%(count)s Ergebnis", "%(count)s Ergebnisse", "count"),
}

# Read from the target: target … source. The other direction is the label of `Relation` itself.
READ_BACK: dict[str, Any] = {
    ORIGIN: _("entstand bei"),
    Relation.BECAME: _("entstand aus"),
    Relation.MERGED_INTO: _("führt zusammen"),
    Relation.SPLIT_FROM: _("wurde abgeteilt von"),
    Relation.REWORDED_FROM: _("ist die neue Fassung von"),
    Relation.DUPLICATE_OF: _("gibt es doppelt als"),
    Relation.EVIDENCE_FOR: _("stützt sich auf"),
    Relation.PURSUED_BY: _("verfolgt weiter"),
    Relation.TESTED_IN: _("erprobt"),
    Relation.TOLD_IN: _("erzählt von"),
    Relation.CITED_IN: _("nimmt auf"),
    Relation.DECIDED_BY: _("beschloss"),
    Relation.ADOPTED_FROM: _("wurde übernommen von"),
    Relation.BUILDS_ON: _("gründet auf"),
    Relation.CARRIED_ON: _("wurde weitergeführt bei"),
}


def count_of(kind: str, count: int) -> str:
    """Return „1 Beitrag“, „80 Beiträge“."""
    if kind not in COUNTED:
        return ngettext("%(count)s Eintrag", "%(count)s Einträge", count) % {"count": count}
    return str(COUNTED[kind] % {"count": count})


def relation_label(relation: str) -> str:
    """Return how a relation reads from source to target."""
    return str(_("brachte hervor")) if relation == ORIGIN else str(Relation(relation).label)


def read_back(relation: str) -> str:
    """Return how a relation reads from target to source."""
    return str(READ_BACK[relation])
