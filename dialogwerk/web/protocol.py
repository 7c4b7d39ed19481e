"""The audit records of a dialogue in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import Person
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Kind, Stage, State, Verdict
from dialogwerk.processes.models import ProcessStatus, Role
from dialogwerk.processes.setup import PART

Words = str | Promise
# the name of an act -> what somebody did; the thing is named behind it
ACT_WORDS: dict[str, Words] = {
    "accept_offer": gettext_lazy("hat einen angebotenen Platz angenommen"),
    "add_evidence": gettext_lazy("hat Belege zu einem Satz gelegt"),
    "add_comment": gettext_lazy("hat kommentiert"),
    "add_entry": gettext_lazy("hat angelegt"),
    "add_invitations": gettext_lazy("hat Adressen zum Einladen aufgenommen"),
    "add_programme_item": gettext_lazy("hat einen Programmpunkt hinzugefügt"),
    "add_question": gettext_lazy("hat eine Frage zur Anmeldung hinzugefügt"),
    "add_table": gettext_lazy("hat einen Tisch hinzugefügt"),
    "add_topic": gettext_lazy("hat ein Themenfeld ergänzt"),
    "ask_for_suggestions": gettext_lazy("hat Vorschläge für einen Sortiertisch rechnen lassen"),
    "call_off_suggestions": gettext_lazy("hat eine Rechnung von Vorschlägen abgebrochen"),
    "agree_to_mention": gettext_lazy("möchte bei den Herausforderungen genannt werden"),
    "withdraw_mention": gettext_lazy("möchte bei den Herausforderungen nicht mehr genannt werden"),
    "freeze_challenge_set": gettext_lazy("hat einen Stand der Herausforderungen festgehalten"),
    "withdraw_snapshot": gettext_lazy("hat einen Stand der Herausforderungen zurückgenommen"),
    "answer_missing": gettext_lazy("hat auf einen Hinweis geantwortet, dass ein Beitrag fehlt"),
    "flag_missing": gettext_lazy("hat einen Hinweis gemeldet"),
    "hide_missing": gettext_lazy("hat einen Hinweis verborgen"),
    "release_missing": gettext_lazy("hat einen Hinweis freigegeben"),
    "reopen_missing": gettext_lazy("hat die Antwort auf einen Hinweis zurückgenommen"),
    "report_missing": gettext_lazy("sagt, dass ein Beitrag in den Herausforderungen fehlt"),
    "withdraw_missing": gettext_lazy("hat einen Hinweis zurückgezogen"),
    "ask_for_draft": gettext_lazy("hat einen Entwurf in Worten schreiben lassen"),
    "discard_draft": gettext_lazy("hat einen Entwurf gelöscht"),
    "draft_from_contributions": gettext_lazy("hat Sätze aus Beiträgen vorschlagen lassen"),
    "take_from_draft": gettext_lazy("hat Sätze aus einem Entwurf übernommen"),
    "assign_region": gettext_lazy("hat der Region zugeordnet"),
    "attach_image": gettext_lazy("hat ein Bild hinzugefügt"),
    "bring_attachment_back": gettext_lazy("hat ein Bild zurückgeholt"),
    "bring_part_back": gettext_lazy("hat Entferntes zurückgeholt"),
    "bring_question_back": gettext_lazy("hat eine Frage zur Anmeldung zurückgeholt"),
    "cancel_event": gettext_lazy("hat einen Termin abgesagt"),
    "cancel_registration": gettext_lazy("hat eine Anmeldung abgesagt"),
    "cancel_registrations": gettext_lazy("hat Anmeldungen abgesagt"),
    "change_challenge_set": gettext_lazy("hat die Angaben zu den Herausforderungen geändert"),
    "change_comment_state": gettext_lazy("hat die Sichtbarkeit eines Kommentars geändert"),
    "change_event": gettext_lazy("hat einen Termin geändert"),
    "change_programme_item": gettext_lazy("hat einen Programmpunkt geändert"),
    "change_question": gettext_lazy("hat eine Frage zur Anmeldung geändert"),
    "change_registration": gettext_lazy("hat eine Anmeldung geändert"),
    "change_state": gettext_lazy("hat die Sichtbarkeit geändert"),
    "change_status": gettext_lazy("hat den Stand des Dialogs geändert"),
    "change_table": gettext_lazy("hat einen Tisch geändert"),
    "check_in": gettext_lazy("hat am Einlass eingetragen"),
    "confirm_registrations": gettext_lazy("hat Anmeldungen bestätigt"),
    "create_challenge_set": gettext_lazy("hat eine Sammlung von Herausforderungen angelegt"),
    "create_event": gettext_lazy("hat einen Termin angelegt"),
    "create_survey": gettext_lazy("hat ein Stimmungsbild angelegt"),
    "change_survey": gettext_lazy("hat die Angaben zu einem Stimmungsbild geändert"),
    "open_survey": gettext_lazy("hat ein Stimmungsbild geöffnet"),
    "close_survey": gettext_lazy("hat ein Stimmungsbild geschlossen"),
    "unpublish_survey": gettext_lazy("hat ein Stimmungsbild wieder zum Entwurf gemacht"),
    "add_survey_question": gettext_lazy("hat eine Frage zum Stimmungsbild hinzugefügt"),
    "change_survey_question": gettext_lazy("hat eine Frage des Stimmungsbilds geändert"),
    "move_survey_question": gettext_lazy("hat die Fragen des Stimmungsbilds umgeordnet"),
    "remove_survey_question": gettext_lazy("hat eine Frage des Stimmungsbilds entfernt"),
    "bring_survey_question_back": gettext_lazy("hat eine Frage des Stimmungsbilds zurückgeholt"),
    "take_question_out": gettext_lazy("stellt eine Frage des Stimmungsbilds nicht mehr"),
    "put_question_in": gettext_lazy("stellt eine Frage des Stimmungsbilds wieder"),
    "add_statements": gettext_lazy("hat Aussagen zur Abstimmung gestellt"),
    "add_block": gettext_lazy("hat einen Block des Stimmungsbilds angelegt"),
    "change_block": gettext_lazy("hat einen Block des Stimmungsbilds geändert"),
    "move_block": gettext_lazy("hat die Blöcke des Stimmungsbilds umgeordnet"),
    "remove_block": gettext_lazy("hat einen Block des Stimmungsbilds entfernt"),
    "bring_block_back": gettext_lazy("hat einen Block des Stimmungsbilds zurückgeholt"),
    "make_contributions": gettext_lazy("hat aus freien Texten Beiträge gemacht"),
    "take_proposal": gettext_lazy("hat eine vorgeschlagene Aussage aufgenommen"),
    "decline_proposal": gettext_lazy("hat eine vorgeschlagene Aussage nicht aufgenommen"),
    "reconsider_proposal": gettext_lazy("hat die Entscheidung über eine vorgeschlagene Aussage zurückgenommen"),
    "ask_for_groups": gettext_lazy("hat Meinungsgruppen rechnen lassen"),
    "create_process": gettext_lazy("hat den Dialog angelegt"),
    "decide": gettext_lazy("hat als Moderation entschieden"),
    "edit_comment": gettext_lazy("hat einen Kommentar geändert"),
    "end_role": gettext_lazy("hat eine Rolle beendet"),
    "expire_offer": gettext_lazy("hat ein Platzangebot verfallen lassen"),
    "export_registrations": gettext_lazy("hat die Liste der Anmeldungen als Datei geladen"),
    "flag_entry": gettext_lazy("hat gemeldet"),
    "give_official_answer": gettext_lazy("hat offiziell geantwortet"),
    "give_role": gettext_lazy("hat eine Rolle gegeben"),
    "hand_role_over": gettext_lazy("hat eine Rolle der nachfolgenden Region gegeben"),
    "import_contributions": gettext_lazy("hat Beiträge eingelesen"),
    "import_regions": gettext_lazy("hat Regionen eingelesen"),
    "keep_numbers": gettext_lazy("hat die Zahl der Teilnehmenden festgehalten"),
    "lay_out_matrix": gettext_lazy("hat die Tische als Matrix angelegt"),
    "lay_more": gettext_lazy("hat neue Beiträge auf einen Sortiertisch gelegt"),
    "lay_out_table": gettext_lazy("hat einen Sortiertisch angelegt"),
    "change_sorting_table": gettext_lazy("hat einen Sortiertisch umbenannt"),
    "close_sorting": gettext_lazy("hat einen Sortiertisch abgeschlossen"),
    "reopen_sorting": gettext_lazy("hat einen Sortiertisch wieder geöffnet"),
    "link_entries": gettext_lazy("hat verknüpft"),
    "map_topic": gettext_lazy("hat ein Themenfeld zugeordnet"),
    "mark_absent": gettext_lazy("hat Anwesenheit zurückgenommen"),
    "prepare_lab": gettext_lazy("hat ein Labor vorbereitet"),
    "open_lab": gettext_lazy("hat ein Labor eröffnet"),
    "close_lab": gettext_lazy("hat ein Labor geschlossen"),
    "set_round": gettext_lazy("hat im Labor die Runde gewechselt"),
    "start_timer": gettext_lazy("hat im Labor die Uhr gestartet"),
    "pause_timer": gettext_lazy("hat im Labor die Uhr angehalten"),
    "call_pitch": gettext_lazy("hat im Labor zum Pitch gerufen"),
    "set_note": gettext_lazy("hat im Labor einen Hinweis gezeigt"),
    "add_lab_photo": gettext_lazy("hat ein Foto der Stellwand hinzugefügt"),
    "decide_cards": gettext_lazy("hat über Karten entschieden"),
    "word_card": gettext_lazy("hat den Wortlaut einer Karte geändert"),
    "publish_lab": gettext_lazy("hat die Karten eines Labors veröffentlicht"),
    "import_lab": gettext_lazy("hat ein Labor eingelesen"),
    "take_up_idea": gettext_lazy("hat eine Idee in einer Veranstaltung wieder aufgegriffen"),
    "undo_take_up": gettext_lazy("hat das Aufgreifen einer Idee zurückgenommen"),
    "mark_duplicate": gettext_lazy("hat als Dublette gekennzeichnet"),
    "mark_need": gettext_lazy("hat einen Bedarf abgehakt"),
    "mark_present": gettext_lazy("hat Anwesende eingetragen"),
    "merge_entries": gettext_lazy("hat zusammengeführt"),
    "move_challenge": gettext_lazy("hat Herausforderungen umgeordnet"),
    "move_on_waiting_list": gettext_lazy("hat die Warteliste umgestellt"),
    "move_question": gettext_lazy("hat die Fragen zur Anmeldung umgeordnet"),
    "move_to_table": gettext_lazy("hat Angemeldete an einen Tisch gesetzt"),
    "offer_seat": gettext_lazy("hat einen frei gewordenen Platz angeboten"),
    "offer_support": gettext_lazy("möchte mitmachen"),
    "place_entry": gettext_lazy("hat auf die Karte gesetzt"),
    "plan_seats": gettext_lazy("hat die Plätze aufgeteilt"),
    "publish_challenge_set": gettext_lazy("hat die Herausforderungen veröffentlicht"),
    "create_organisation": gettext_lazy("hat eine Organisation angelegt"),
    "revise_organisation": gettext_lazy("hat eine Organisation geändert"),
    "merge_organisations": gettext_lazy("hat Organisationen zusammengeführt"),
    "part_organisations": gettext_lazy("hat das Zusammenführen von Organisationen rückgängig gemacht"),
    "publish_event": gettext_lazy("hat einen Termin veröffentlicht"),
    "publish_review": gettext_lazy("hat den Rückblick veröffentlicht"),
    "rate_entry": gettext_lazy("hat bewertet"),
    "register": gettext_lazy("hat sich angemeldet"),
    "reinstate_event": gettext_lazy("hat eine Absage zurückgenommen"),
    "remove_attachment": gettext_lazy("hat eine Datei entfernt"),
    "remove_invitation": gettext_lazy("hat eine Einladung zurückgenommen"),
    "remove_programme_item": gettext_lazy("hat einen Programmpunkt entfernt"),
    "remove_question": gettext_lazy("hat eine Frage zur Anmeldung entfernt"),
    "remove_table": gettext_lazy("hat einen Tisch entfernt"),
    "remove_topic": gettext_lazy("hat aus einem Themenfeld genommen"),
    "renew_door_key": gettext_lazy("hat den Link für den Einlass erneuert"),
    "renew_preview": gettext_lazy("hat den Vorschau-Link erneuert"),
    "restore_list": gettext_lazy("hat Entferntes zurückgeholt"),
    "restore_registrations": gettext_lazy("hat abgesagte Anmeldungen wieder aufgenommen"),
    "revise_entry": gettext_lazy("hat den Text geändert"),
    "revise_process": gettext_lazy("hat Angaben zum Dialog geändert"),
    "reword_entry": gettext_lazy("hat neu formuliert"),
    "rewrite_challenge": gettext_lazy("hat eine Herausforderung umgeschrieben"),
    "save_list": gettext_lazy("hat eine Liste geändert"),
    "send_invitations": gettext_lazy("hat Einladungen verschickt"),
    "set_stage": gettext_lazy("hat den Reifegrad gesetzt"),
    "set_up_registration": gettext_lazy("hat die Anmeldung eingerichtet"),
    "settle_support": gettext_lazy("hat ein Angebot mitzumachen erledigt"),
    "split_entry": gettext_lazy("hat geteilt"),
    "submit_contribution": gettext_lazy("hat einen Beitrag eingereicht"),
    "submit_idea": gettext_lazy("hat eine Idee eingereicht"),
    "take_evidence": gettext_lazy("hat Belege von einem Satz genommen"),
    "take_back_matrix": gettext_lazy("hat die Matrix der Tische zurückgenommen"),
    "take_role_end_back": gettext_lazy("hat das Ende einer Rolle zurückgenommen"),
    "take_stage_back": gettext_lazy("hat einen Schritt des Reifegrads zurückgenommen"),
    "undo_decision": gettext_lazy("hat eine Entscheidung der Moderation zurückgenommen"),
    "undo_link": gettext_lazy("hat eine Verknüpfung gelöst"),
    "undo_relation": gettext_lazy("hat eine Beziehung rückgängig gemacht"),
    "unpublish_challenge_set": gettext_lazy("hat die Herausforderungen zurückgezogen"),
    "unpublish_event": gettext_lazy("hat einen Termin zurückgezogen"),
    "withdraw_challenge": gettext_lazy("hat eine Herausforderung zurückgezogen"),
    "withdraw_comment": gettext_lazy("hat einen Kommentar zurückgezogen"),
    "withdraw_entry": gettext_lazy("hat zurückgezogen"),
    "withdraw_rating": gettext_lazy("hat eine Bewertung zurückgenommen"),
    "withdraw_support": gettext_lazy("hat ein Angebot mitzumachen zurückgezogen"),
    "write_challenge": gettext_lazy("hat eine Herausforderung geschrieben"),
}
# who rates and reports what is none of the team's business to read in a list; who registered stands in its own list
QUIET_ACTS = ("rate_entry", "withdraw_rating", "flag_entry", "register", "change_registration", "cancel_registration",
              "accept_offer")  # fmt: skip
CHANGED: dict[str, Any] = {"change_state": State, "change_status": ProcessStatus}


@dataclass(frozen=True)
class Line:
    """One record as people read it."""

    record: AuditRecord
    who: str
    did: Words
    what: str
    detail: str
    entry_number: int | None


def lines_of(records: Iterable[AuditRecord]) -> list[Line]:
    """Return the records in words. Two queries: the names of the people and the titles of the entries."""
    found = list(records)
    people = Person.objects.in_bulk({record.actor_number for record in found if record.actor_number})
    numbers = {number for record in found if (number := _entry_number(record))}
    entries = Entry.objects.only("number", "title", "kind").in_bulk(numbers)
    return [_line(record, people, entries) for record in found]


def _line(record: AuditRecord, people: dict[int, Person], entries: dict[int, Entry]) -> Line:
    entry = entries.get(_entry_number(record) or 0)
    return Line(
        record=record,
        who=_who(record, people),
        did=ACT_WORDS.get(record.act) or _("hat etwas getan (%s)") % record.act,
        what=f"{Kind(entry.kind).label} „{entry.title}“" if entry else "",
        detail=_detail(record.act, record.detail),
        entry_number=entry.pk if entry else None,
    )


def _entry_number(record: AuditRecord) -> int | None:
    """Return the entry a record is about: its target, or the one its target belongs to."""
    if record.target_kind == "entries.entry":
        return record.target_number
    number = record.detail.get("entry")
    return number if isinstance(number, int) else None


def _who(record: AuditRecord, people: dict[int, Person]) -> str:
    if record.actor_number is None:
        return _("Das System")
    person = people.get(record.actor_number)
    return person.public_name if person else _("gelöschtes Konto")


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _detail(act: str, detail: dict[str, Any]) -> str:
    if act in ("give_role", "end_role", "take_role_end_back", "hand_role_over"):
        return ", ".join(filter(None, [_label(Role, detail.get("role")), str(detail.get("region") or "")]))
    if act in CHANGED:
        return f"{_label(CHANGED[act], detail.get('before'))} → {_label(CHANGED[act], detail.get('after'))}"
    if act == "decide":
        return _label(Verdict, detail.get("verdict"))
    if act == "set_stage":
        return _label(Stage, detail.get("stage") or detail.get("after"))
    if act in ("save_list", "restore_list"):
        return _list_detail(detail)
    return str(detail.get("label", ""))


def _list_detail(detail: dict[str, Any]) -> str:
    key = {"themenfelder": "themen", "baenke": "gremien"}.get(detail.get("part", ""), detail.get("part", ""))
    counts = [
        (_("%d hinzugefügt"), detail.get("added")),
        (_("%d geändert"), detail.get("changed")),
        (_("%d entfernt"), detail.get("removed")),
        (_("%d zurückgeholt"), detail.get("restored")),
    ]
    told = ", ".join(words % count for words, count in counts if count)
    return f"{PART[key].title}: {told}" if key in PART else told
