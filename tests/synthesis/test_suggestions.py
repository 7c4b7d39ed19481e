"""Suggestions: what the machine learns from decisions, the job that does it, and taking all above a line."""

import datetime
import uuid

import pytest
from django.utils import timezone

from dialogwerk.synthesis import calculating, jobs
from dialogwerk.synthesis.actions import apply_moves, ask_for_suggestions, call_off, lay_out_table
from dialogwerk.synthesis.actions.suggesting import still_waits
from dialogwerk.synthesis.machine import Known, rank
from dialogwerk.synthesis.models import Group, Move, Run, RunState, SortingTable, Suggestion
from dialogwerk.synthesis.moves import read_ask
from dialogwerk.synthesis.queries.suggestions import above_line, effect_by_group, effects_of, machine_of, proposals_of
from dialogwerk.synthesis.queries.tables import figures_of, lines_of, moves_of
from tests import factories

LEARNING = [
    "Weiterbildung braucht Zeit im Betrieb",
    "Für Weiterbildung fehlt die Zeit",
    "Lernen während der Arbeitszeit erlauben",
    "Die Weiterbildung muss bezahlt werden",
    "Kurse am Abend schafft niemand",
    "Lernzeit gehört in den Tarifvertrag",
    "Wer lernt, braucht Vertretung im Betrieb",
    "Weiterbildung für Ältere anbieten",
]
HEALTH = [
    "Schichtarbeit macht krank",
    "Pausen im Schichtdienst einhalten",
    "Rückenschmerzen durch schweres Heben",
    "Gesundheit: zu wenig Pausen",
    "Nachtschicht belastet die Gesundheit",
    "Stress durch ständige Erreichbarkeit",
    "Hitze in der Halle macht krank",
    "Schwere Lasten heben nur zu zweit",
]


@pytest.fixture
def table(process, edith) -> SortingTable:
    for text in [*LEARNING, *HEALTH]:
        factories.ContributionFactory(entry__process=process, entry__summary=text)
    return lay_out_table(actor=edith, process=process, title="Alles")


def do(table: SortingTable, person, kind: str, texts=(), **more):
    entries = [
        entry
        for text in texts
        for entry in table.placements.filter(entry__summary=text).values_list("entry", flat=True)
    ]
    return apply_moves(
        actor=person, table=table, asks=[read_ask({"id": str(uuid.uuid4()), "kind": kind, "entries": entries, **more})]
    )


@pytest.fixture
def taught(table, edith, django_capture_on_commit_callbacks) -> SortingTable:
    """Two groups with four decisions each, and suggestions for the rest."""
    do(table, edith, "make", LEARNING[:4], name="Weiterbildung")
    do(table, edith, "make", HEALTH[:5], name="Gesundheit")
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=table)
    table.refresh_from_db()
    return table


def test_the_machine_learns_from_decisions_and_says_by_which_words() -> None:
    texts = [*LEARNING, *HEALTH]
    known = Known({0: 1, 1: 1, 2: 1, 3: 1, 8: 2, 9: 2, 10: 2, 11: 2})

    first, again = rank(texts, known), rank(texts, known)

    assert first == again
    assert set(first.guesses) == {4, 5, 6, 7, 12, 13, 14, 15}
    assert first.guesses[7].group == 1
    assert "Weiterbildung" in first.guesses[7].words
    assert first.guesses[12].group == 2
    assert all(0 <= guess.confidence <= 1 and 0 <= guess.learns <= 1 for guess in first.guesses.values())
    assert first.hit_rate is not None


def test_one_group_alone_teaches_nothing() -> None:
    assert rank(LEARNING, Known({0: 1, 1: 1})).guesses == {}
    assert rank([], Known({})).guesses == {}
    assert rank(["", "!", "", ""], Known({0: 1, 1: 2})).guesses.keys() == {2, 3}


def test_suggestions_count_when_the_job_is_done(taught) -> None:
    run = taught.run

    assert (run.state, run.decided, run.progress) == (RunState.DONE, 9, 100)
    assert run.suggestions.count() == 7
    found = run.suggestions.get(placement__entry__summary=LEARNING[7])
    assert found.group.name == "Weiterbildung"
    assert figures_of(taught).sorted == 9


def test_a_later_run_replaces_the_earlier_one(taught, edith, django_capture_on_commit_callbacks) -> None:
    do(taught, edith, "place", LEARNING[4:7], group=Group.objects.get(name="Weiterbildung").pk)
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=taught)

    taught.refresh_from_db()
    assert taught.run.decided == 12
    assert Suggestion.objects.count() == taught.run.suggestions.count() == 4


def test_after_a_handful_of_moves_it_learns_by_itself(table, edith, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for text in LEARNING[:5]:
            do(table, edith, "make", [text], name="Weiterbildung")
        for text in HEALTH[:4]:
            do(table, edith, "make", [text], name="Gesundheit")
        assert not Run.objects.exists()
        do(table, edith, "make", [HEALTH[4]], name="Gesundheit")

    assert Run.objects.get().state == RunState.DONE


def test_all_above_a_line_go_in_one_move_and_come_back(taught, edith) -> None:
    counts = {effect.line: effect.count for effect in effects_of(taught, (99, 1))}
    assert counts[1] == 7
    assert sum(count for _name, count in effect_by_group(taught, 1)) == 7

    do(taught, edith, "accept", run=taught.run_id, line=1)

    assert figures_of(taught).unsorted == 0
    assert Move.objects.order_by("-seq").first().count == 7
    assert "hat alle Vorschläge über 1 % übernommen: 7 Beiträge" in lines_of(moves_of(taught))[0].words
    do(taught, edith, "undo")
    assert figures_of(taught).unsorted == 7
    assert above_line(taught, 1).count() == 7


def test_the_line_begins_where_something_lies_above_it(taught, signed_in, edith) -> None:
    at = f"/werkstatt/dialog/sortieren/{taught.pk}/vorschlaege/"
    taught.run.suggestions.update(confidence=0.42)

    page = signed_in(edith).get(at)
    above = signed_in(edith).get(f"{at}?ab=55")

    assert (page.context["line"], page.context["expected"], page.context["page"].paginator.count) == (40, 42, 7)
    assert (above.context["line"], above.context["expected"], above.context["page"].paginator.count) == (55, None, 0)
    assert "Etwa 42 % davon dürften stimmen" in page.content.decode()
    taught.run.suggestions.update(confidence=0.1)
    assert signed_in(edith).get(at).context["line"] == 80


def test_the_table_of_the_lab_teaches_too(process, lab, edith, django_capture_on_commit_callbacks) -> None:
    for number, text in enumerate(["Mehr Licht", "Zu laut", "Wer zahlt?", "Keine Zeit", "Zu teuer", "Niemand da"]):
        facts = {"entry__origin": lab, "entry__origin_table": 1 + number // 3}
        factories.ContributionFactory(entry__process=process, entry__summary=text, **facts)
    table = lay_out_table(actor=edith, process=process, title="Alles")
    do(table, edith, "make", ["Mehr Licht", "Zu laut"], name="Eins")
    do(table, edith, "make", ["Keine Zeit", "Zu teuer"], name="Zwei")
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=table)

    told = Suggestion.objects.values_list("placement__entry__summary", "group__name", "by_source")
    assert set(told) == {("Wer zahlt?", "Eins", True), ("Niemand da", "Zwei", True)}


def test_old_suggestions_are_not_taken_unseen(taught, edith) -> None:
    assert "neu gerechnet" in str(do(taught, edith, "accept", run=taught.run_id + 1, line=1).refused)
    assert figures_of(taught).unsorted == 7


def test_whom_new_suggestions_overtook_looks_at_the_line_again(taught, signed_in, edith) -> None:
    at = f"/werkstatt/dialog/sortieren/{taught.pk}/"

    answer = signed_in(edith).post(f"{at}zug/", {"act": "accept", "run": taught.run_id + 1, "line": "60"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"{at}vorschlaege/?ab=60"
    assert "neu gerechnet" in answer.content.decode()


def test_a_line_of_nought_is_no_missing_line() -> None:
    assert read_ask({"id": str(uuid.uuid4()), "kind": "accept", "run": 1, "line": 0}).line == 0
    assert read_ask({"id": str(uuid.uuid4()), "kind": "accept", "run": 1, "line": ""}).line == 100


def test_nothing_is_suggested_for_a_locked_group(taught, edith) -> None:
    group = Group.objects.get(name="Weiterbildung")
    do(taught, edith, "lock", group=group.pk)

    do(taught, edith, "accept", run=taught.run_id, line=1)

    assert group.placements.count() == 4


def test_a_run_that_was_called_off_leaves_nothing(taught, edith, monkeypatch) -> None:
    before = taught.run_id
    run = Run.objects.create(table=taught)
    monkeypatch.setattr(calculating, "rank", lambda *facts: call_off(actor=edith, run=run) or rank(*facts))

    jobs.suggest.func(run.pk)

    run.refresh_from_db()
    taught.refresh_from_db()
    assert (run.state, taught.run_id) == (RunState.CANCELLED, before)
    assert not run.suggestions.exists()
    assert Suggestion.objects.filter(run=before).count() == 7


def test_a_fault_is_told_and_the_earlier_suggestions_stay(taught, signed_in, edith, monkeypatch) -> None:
    def break_down(*_facts: object) -> None:
        raise MemoryError

    monkeypatch.setattr(calculating, "rank", break_down)
    run = Run.objects.create(table=taught)

    jobs.suggest.func(run.pk)

    assert machine_of(taught).failed == run
    page = signed_in(edith).get(f"/werkstatt/dialog/sortieren/{taught.pk}/").content.decode()
    assert "Bei der Rechnung ist ein Fehler aufgetreten." in page
    assert Suggestion.objects.filter(run=taught.run_id).count() == 7


def test_a_run_whose_worker_died_begins_again_and_says_so_at_last(taught, monkeypatch) -> None:
    long_ago = timezone.now() - datetime.timedelta(minutes=10)
    run = Run.objects.create(table=taught, state=RunState.RUNNING, beat_at=long_ago, attempts=1)
    hopeless = Run.objects.create(
        table=lay_out_table(actor=None, process=taught.process, title="Noch einer"),
        state=RunState.RUNNING,
        beat_at=long_ago,
        attempts=3,
    )

    jobs.revive_runs()

    run.refresh_from_db()
    hopeless.refresh_from_db()
    taught.refresh_from_db()
    assert (run.state, taught.run_id) == (RunState.DONE, run.pk)
    assert (hopeless.state, hopeless.fault) == (RunState.FAILED, "Die Rechnung brach mehrmals ab.")


def test_a_run_that_was_lost_before_it_began_is_asked_for_again_but_not_one_that_waits(taught) -> None:
    long_ago = timezone.now() - datetime.timedelta(minutes=10)
    lost = Run.objects.create(table=taught, asked_at=long_ago)

    assert still_waits(lost.pk)
    jobs.revive_runs()
    assert Run.objects.get(pk=lost.pk).state == RunState.WAITING

    Run.objects.filter(pk=lost.pk).update(beat_at=long_ago)
    jobs.revive_runs()
    assert Run.objects.get(pk=lost.pk).state == RunState.DONE
    assert not still_waits(lost.pk)


def test_a_run_that_is_to_begin_again_and_waits_for_a_worker_is_asked_for_once(taught) -> None:
    run = Run.objects.create(
        table=taught, state=RunState.RUNNING, beat_at=timezone.now() - datetime.timedelta(minutes=10), attempts=1
    )

    assert not still_waits(run.pk)
    assert still_waits(run.pk, again=True)
    jobs.revive_runs()

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.RUNNING, 1)


def test_the_page_shows_suggestions_and_takes_one(taught, signed_in, edith) -> None:
    client = signed_in(edith)
    at = f"/werkstatt/dialog/sortieren/{taught.pk}/"
    found = taught.run.suggestions.get(placement__entry__summary=LEARNING[7])

    for order in ("", "lernen", "sicher"):
        assert "Vorschlag übernehmen:" in client.get(f"{at}?reihe={order}").content.decode()
    client.post(f"{at}zug/", {"take": f"{found.placement.entry_id}:{found.group_id}"})

    assert taught.placements.get(entry=found.placement.entry_id).group_id == found.group_id
    page = client.get(f"{at}vorschlaege/?ab=1").content.decode()
    assert "6 Beiträge so einsortieren" in page
    client.post(f"{at}zug/", {"act": "accept", "run": taught.run_id, "line": "1"})
    assert figures_of(taught).unsorted == 0
    assert "So sicher ist kein Vorschlag." in client.get(f"{at}vorschlaege/").content.decode()


def test_asking_and_calling_off_by_plain_forms(table, signed_in, edith, mo) -> None:
    at = f"/werkstatt/dialog/sortieren/{table.pk}/"
    client = signed_in(edith)

    client.post(f"{at}vorschlaege/rechnen/")
    run = Run.objects.get()
    assert "werden gerechnet" in client.get(at).content.decode() or run.state == RunState.WAITING
    signed_in(mo).post(f"{at}vorschlaege/abbrechen/")

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    jobs.suggest.func(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


@pytest.fixture
def proposed(process, edith, django_capture_on_commit_callbacks) -> SortingTable:
    """A table nobody has sorted at, with groups that the machine proposes."""
    for text in [*LEARNING, *HEALTH] * 3:
        factories.ContributionFactory(entry__process=process, entry__summary=text)
    table = lay_out_table(actor=edith, process=process, title="Leer")
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=table)
    table.refresh_from_db()
    return table


def test_an_empty_table_is_given_groups_to_begin_with_and_stacks(proposed, signed_in, edith) -> None:
    client = signed_in(edith)
    at = f"/werkstatt/dialog/sortieren/{proposed.pk}/"
    assert (proposed.run.state, proposed.run.proposes) == (RunState.DONE, True)
    found = proposals_of(machine_of(proposed).proposing)
    assert sum(one.size for one in found) <= 48
    assert all(one.group.name and one.words for one in found)
    assert not proposed.groups.filter(is_gone=False).exists()
    page = client.get(at).content.decode()
    assert "vorgeschlagene Gruppe" in page
    assert "und 2 fast gleiche" in page

    client.post(f"{at}zug/", {"act": "adopt", "entry": [one.group.pk for one in found]})
    assert proposed.groups.filter(is_gone=False).count() == len(found)
    assert proposals_of(machine_of(proposed).proposing) == []
    assert "Vorschlag übernehmen:" in client.get(at).content.decode()
    client.post(f"{at}zug/", {"act": "undo"})
    assert len(proposals_of(machine_of(proposed).proposing)) == len(found)


def test_a_stack_goes_along_with_the_one_it_stands_under(proposed, edith) -> None:
    lead = proposed.placements.filter(stack__isnull=False).distinct().first()
    size = 1 + lead.stack.count()
    ask = {"id": str(uuid.uuid4()), "kind": "make", "name": "Stapel", "entries": [lead.entry_id]}

    apply_moves(actor=edith, table=proposed, asks=[read_ask(ask)])

    assert figures_of(proposed).sorted == size == 3


def test_groups_that_were_taken_still_teach_a_little(proposed, edith, django_capture_on_commit_callbacks) -> None:
    found = [one.group.pk for one in proposals_of(machine_of(proposed).proposing)]
    ask = {"id": str(uuid.uuid4()), "kind": "adopt", "entries": found}
    apply_moves(actor=edith, table=proposed, asks=[read_ask(ask)])
    proposed.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=proposed)

    proposed.refresh_from_db()
    assert not proposed.run.proposes
    assert proposed.run.suggestions.exists() == (len(found) > 1)


def test_weak_hints_count_less_than_decisions() -> None:
    texts = [*LEARNING, *HEALTH]
    hints = {0: 1, 1: 1, 8: 2, 9: 2}

    hinted = rank(texts, Known({}, hints))
    decided = rank(texts, Known({0: 2, 1: 2, 8: 1, 9: 1}, {2: 1, 4: 1, 10: 2, 11: 2}))

    assert hinted.guesses[3].group == 1
    assert decided.guesses[3].group == 2


def test_a_group_that_a_person_took_something_out_of_is_not_suggested_for_it_again(
    taught, edith, django_capture_on_commit_callbacks
) -> None:
    def told(text: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_suggestions(actor=edith, table=taught)
        taught.refresh_from_db()
        return taught.run.suggestions.get(placement__entry__summary=text).group.name

    assert told(LEARNING[7]) == "Weiterbildung"
    do(taught, edith, "place", LEARNING[7:], group=Group.objects.get(name="Weiterbildung").pk)
    do(taught, edith, "back", LEARNING[7:])

    assert told(LEARNING[7]) == "Gesundheit"
    do(taught, edith, "undo")
    do(taught, edith, "undo")
    assert told(LEARNING[7]) == "Weiterbildung"


def test_the_first_grouping_counts_until_people_decide(proposed, edith, django_capture_on_commit_callbacks) -> None:
    found = [one.group.pk for one in proposals_of(machine_of(proposed).proposing)]
    said = dict(proposed.run.suggestions.values_list("placement", "group"))
    ask = {"id": str(uuid.uuid4()), "kind": "adopt", "entries": found}
    apply_moves(actor=edith, table=proposed, asks=[read_ask(ask)])
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_suggestions(actor=edith, table=proposed)

    proposed.refresh_from_db()
    now = dict(proposed.run.suggestions.values_list("placement", "group"))
    assert now == {placement: group for placement, group in said.items() if group in found and placement in now}
