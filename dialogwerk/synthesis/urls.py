"""Addresses of challenges and sorting tables."""

from django.urls import path

from dialogwerk.synthesis.views import (
    drafts,
    evidence,
    missing,
    missing_desk,
    public,
    snapshots,
    sorting,
    suggestions,
    tables,
    workshop,
)

WORKSHOP = "werkstatt/<slug:process>/herausforderungen/"
ONE = WORKSHOP + "<int:number>/"
CHALLENGE = ONE + "<int:challenge>/"
MISSING = "<slug:process>/herausforderungen/fehlt/"
NOTES = WORKSHOP + "fehlt/"
NOTE = NOTES + "<int:note>/"
TABLES = "werkstatt/<slug:process>/sortieren/"
TABLE = TABLES + "<int:number>/"

app_name = "synthesis"
urlpatterns = [
    path(WORKSHOP, workshop.sets, name="workshop"),
    path(WORKSHOP + "neu/", workshop.create, name="create"),
    path(WORKSHOP + "nennen/", snapshots.mention, name="mention"),
    path(WORKSHOP + "stand/<int:number>/zuruecknehmen/", snapshots.take_back, name="take_snapshot_back"),
    path(NOTES, missing_desk.notes, name="missing_notes"),
    path(NOTE, missing_desk.note, name="missing_note"),
    path(NOTE + "zurueck/", missing_desk.reopen, name="reopen_missing"),
    path(NOTE + "entscheiden/", missing_desk.decide, name="decide_missing"),
    path(ONE, workshop.one_set, name="set"),
    path(ONE + "angaben/", workshop.change, name="change"),
    path(ONE + "unbenutzt/", workshop.unused, name="unused"),
    path(ONE + "veroeffentlichen/", workshop.publish, name="publish"),
    path(ONE + "entwurf/", workshop.unpublish, name="unpublish"),
    path(ONE + "neu/", workshop.write, name="write"),
    path(ONE + "auswahl/", workshop.bulk, name="bulk"),
    path(ONE + "auswahl/rueckgaengig/", workshop.undo_bulk, name="undo_bulk"),
    path(CHALLENGE, workshop.write, name="rewrite"),
    path(CHALLENGE + "entwuerfe/", drafts.drafts, name="drafts"),
    path(CHALLENGE + "entwuerfe/<int:draft>/", drafts.take, name="take_draft"),
    path(CHALLENGE + "belege/", evidence.evidence, name="evidence"),
    path(CHALLENGE + "verschieben/", workshop.move, name="move"),
    path(CHALLENGE + "zurueckziehen/", workshop.withdraw, name="withdraw"),
    path(TABLES, tables.tables, name="tables"),
    path(TABLES + "neu/", tables.create, name="lay_out"),
    path(TABLE, tables.table, name="table"),
    path(TABLE + "angaben/", tables.change, name="change_table"),
    path(TABLE + "beiseite/", tables.aside, name="aside"),
    path(TABLE + "verlauf/", tables.log, name="log"),
    path(TABLE + "gruppe/<int:group>/", tables.group, name="group"),
    path(TABLE + "gruppe/<int:group>/herausforderung/", evidence.begin, name="begin"),
    path(TABLE + "nachlegen/", tables.lay_more, name="lay_more"),
    path(TABLE + "abschluss/", tables.set_state, name="set_state"),
    path(TABLE + "vorschlaege/", suggestions.line, name="line"),
    path(TABLE + "vorschlaege/rechnen/", suggestions.ask, name="ask_for_suggestions"),
    path(TABLE + "vorschlaege/abbrechen/", suggestions.call_off, name="call_off"),
    path(TABLE + "zug/", sorting.act, name="act"),
    path(TABLE + "zuege/", sorting.send, name="send"),
    path(TABLE + "seit/", sorting.since, name="since"),
    path(TABLE + "strom/", sorting.stream, name="sorting_stream"),
    path(TABLE + "beleg/", sorting.prove, name="prove"),
    path("<slug:process>/herausforderungen/", public.challenges, name="challenges"),
    path(MISSING, missing.missing, name="missing"),
    path(MISSING + "<int:note>/zurueckziehen/", missing.withdraw, name="withdraw_missing"),
    path(MISSING + "<int:note>/melden/", missing.flag, name="flag_missing"),
    path("<slug:process>/herausforderungen/stand/<int:number>/", snapshots.snapshot, name="snapshot"),
    path("<slug:process>/herausforderungen/stand/<int:number>/daten.json", snapshots.data, name="snapshot_data"),
    path("<slug:process>/herausforderungen/<int:number>-<slug:slug>/", public.challenge, name="challenge"),
]
