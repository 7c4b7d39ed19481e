"""Where a trail stands today: what comes next and who is responsible."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry, Kind, Stage
from dialogwerk.entries.trails.model import End, Station, Trail
from dialogwerk.processes.models import ProcessStatus

MAX_ENDS = 6
CLOSED = (ProcessStatus.CONCLUDED, ProcessStatus.ARCHIVED)

NEXT_OF_STAGE: dict[int, Any] = {
    Stage.NONE: _("Die Idee wird gesichtet."),
    Stage.COLLECTED: _("Als Nächstes: gemeinsam konkretisieren, was gebraucht wird und wer mitmacht."),
    Stage.CONCRETISED: _("Als Nächstes: die Entscheidung, ob und mit wem die Idee umgesetzt wird."),
    Stage.DECIDED: _("Beschlossen. Als Nächstes beginnt die Umsetzung."),
    Stage.IMPLEMENTING: _("Die Umsetzung läuft. Als Nächstes: die Erfahrungen festhalten."),
    Stage.IMPLEMENTED: _("Umgesetzt. Andere Regionen können die Idee übernehmen."),
    Stage.TRANSFERRED: _("Umgesetzt und von anderen übernommen."),
    Stage.PARKED: _("Die Idee ist geparkt."),
    Stage.NOT_PURSUED: _("Die Idee wird nicht weiterverfolgt."),
}
NEXT_OF_KIND: dict[str, Any] = {
    Kind.EVENT: _("Die Beiträge und Ergebnisse der Veranstaltung werden ausgewertet."),
    Kind.SURVEY: _("Die Antworten werden ausgewertet; freie Texte können zu Beiträgen werden."),
    Kind.CONTRIBUTION: _("Der Beitrag wird gelesen und einer Idee oder Herausforderung zugeordnet."),
    Kind.CHALLENGE: _("Gesucht: Arbeitsgruppen und Projekte, die diese Herausforderung angehen."),
    Kind.WORKING_GROUP: _("Die Arbeitsgruppe arbeitet weiter."),
    Kind.PROJECT: _("Das Projekt läuft. Danach werden die Erfahrungen für andere festgehalten."),
    Kind.EXPERIMENT: _("Der Versuch läuft. Danach wird ausgewertet, was sich bewährt hat."),
    Kind.PRACTICE: _("Das Beispiel steht bereit: Andere können daraus lernen und es übernehmen."),
    Kind.OFFER: _("Das Angebot kann genutzt werden."),
    Kind.IMPULSE: _("Der Impuls fließt in die weitere Arbeit ein."),
    Kind.PAPER: _("Das Papier liegt vor. Als Nächstes folgen daraus Maßnahmen."),
    Kind.MEASURE: _("Die Maßnahme wird umgesetzt."),
    Kind.DECISION: _("Der Beschluss wird umgesetzt."),
    Kind.TRANSFER_MODEL: _("Das Modell kann von anderen übernommen werden."),
    Kind.ADOPTION: _("Andere haben es übernommen. Wer es auch versuchen möchte, kann dort nachfragen."),
    Kind.RESULT: _("Das Ergebnis liegt vor und steht allen offen."),
}
NEXT_OF_CLOSED: dict[str, Any] = {
    Kind.CONTRIBUTION: _("Der Beitrag ging in die Auswertung ein; der Dialog ist abgeschlossen."),
    Kind.IDEA: _("Der Dialog ist abgeschlossen; die Idee bleibt hier nachlesbar."),
    Kind.CHALLENGE: _("Der Dialog ist abgeschlossen; die Herausforderung bleibt als Ergebnis stehen."),
    Kind.WORKING_GROUP: _("Der Dialog ist abgeschlossen; die Arbeitsgruppe gehörte dazu."),
    Kind.PROJECT: _("Der Dialog ist abgeschlossen; das Projekt bleibt als Ergebnis stehen."),
    Kind.EXPERIMENT: _("Der Dialog ist abgeschlossen; der Versuch bleibt als Ergebnis stehen."),
    Kind.SURVEY: _("Der Dialog ist abgeschlossen; die Ergebnisse bleiben hier nachlesbar."),
    Kind.EVENT: _("Der Dialog ist abgeschlossen; die Dokumentation bleibt hier nachlesbar."),
}
EXITS = (Stage.PARKED, Stage.NOT_PURSUED)
DONE_KINDS = (Kind.ADOPTION, Kind.RESULT)
DONE_STAGES = (Stage.IMPLEMENTED, Stage.TRANSFERRED, Stage.NOT_PURSUED)


def ends_of(trail: Trail) -> tuple[tuple[End, ...], int]:
    """Return today's ends of a trail, the ones farthest on first, and how many there are in all. No query."""
    going_on = {step.source.number for step in trail.steps}
    every = [
        station
        for station in reversed(trail.stations)
        if station.entry and station.column >= 0 and station.number not in going_on
    ]
    ends = every[:MAX_ENDS]
    told = tuple(_end(station, station.entry) for station in ends if station.entry)
    return told, len(every)


def _end(station: Station, card: Any) -> End:
    """Tell an end from the card as `reading` loaded it."""
    owner = card.organisation or card.process.owner.short_name
    office = f"{card.office_name}, {card.region}" if card.office_name else card.agency_name
    return End(
        station=station,
        text=" ".join(filter(None, [_next(card), card.left_because])),
        responsible=str(office or owner),
        contact=card.office_email or "",
        is_done=card.kind in DONE_KINDS or (card.kind == Kind.IDEA and card.stage in DONE_STAGES),
    )


def _next(card: Entry) -> str:
    is_open_end = card.kind != Kind.IDEA or card.stage < Stage.IMPLEMENTING
    if card.process.status in CLOSED and is_open_end and card.kind in NEXT_OF_CLOSED:
        return str(NEXT_OF_CLOSED[card.kind])
    if card.kind == Kind.IDEA or card.stage in EXITS:
        return str(NEXT_OF_STAGE[card.stage])
    return str(NEXT_OF_KIND[card.kind])
