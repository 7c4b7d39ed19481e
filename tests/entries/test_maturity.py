"""The maturity ladder."""

import pytest

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.answers import give_official_answer, mark_of_answer
from dialogwerk.entries.actions.maturity import TRANSITIONS, set_stage
from dialogwerk.entries.ladder import ladder
from dialogwerk.entries.models import OfficialAnswer, Stage
from tests import factories


def test_every_stage_has_its_transitions() -> None:
    assert set(TRANSITIONS) == set(Stage)


def test_a_step_has_a_public_reason_and_the_author_is_told(process, edith, paula, mailoutbox) -> None:
    entry = factories.IdeaFactory(entry__process=process, entry__author=paula).entry

    step = set_stage(actor=edith, entry=entry, stage=Stage.DECIDED, reason=" Der Beirat stimmte zu. ")

    entry.refresh_from_db()
    assert (entry.stage, step.reason, step.actor) == (Stage.DECIDED, "Der Beirat stimmte zu.", edith)
    assert mailoutbox[0].to == ["paula@example.org"]
    assert "Der Beirat stimmte zu." in mailoutbox[0].body
    assert AuditRecord.objects.get().detail == {"before": 10, "after": 30}


@pytest.mark.parametrize(("stage", "reason"), [(Stage.TRANSFERRED, "Weil."), (Stage.DECIDED, "  ")])
def test_impossible_steps_are_refused(process, edith, stage, reason) -> None:
    entry = factories.IdeaFactory(entry__process=process).entry

    with pytest.raises(NotPossibleNow):
        set_stage(actor=edith, entry=entry, stage=stage, reason=reason)

    entry.refresh_from_db()
    assert entry.stage == Stage.COLLECTED


def test_the_ladder_tells_what_was_reached(process, edith) -> None:
    entry = factories.IdeaFactory(entry__process=process).entry
    set_stage(actor=edith, entry=entry, stage=Stage.CONCRETISED, reason="Partner gefunden.")

    assert [rung.state for rung in ladder(entry)] == ["done", "current", "ahead", "ahead", "ahead", "ahead"]
    set_stage(actor=edith, entry=entry, stage=Stage.PARKED, reason="Kein Geld.")
    rungs = ladder(entry)
    assert [(rung.state, rung.reason) for rung in rungs] == [
        ("done", ""),
        ("done", "Partner gefunden."),
        ("left", "Kein Geld."),
    ]


def test_an_official_answer_is_given_and_replaced(process, edith, paula, mailoutbox) -> None:
    entry = factories.IdeaFactory(entry__process=process, entry__author=paula).entry

    give_official_answer(actor=edith, entry=entry, office="Ministerium", text="Danke.")
    give_official_answer(actor=edith, entry=entry, office="Ministerium", text="Wir fördern das.")

    assert OfficialAnswer.objects.get().text == "Wir fördern das."
    assert len(mailoutbox) == 2
    assert [record.detail["is_new"] for record in AuditRecord.objects.order_by("pk")] == [True, False]


def test_the_same_answer_sent_twice_tells_nobody_twice(process, edith, paula, mailoutbox) -> None:
    entry = factories.IdeaFactory(entry__process=process, entry__author=paula).entry

    for _time in range(2):
        give_official_answer(actor=edith, entry=entry, office="Ministerium", text="Danke.", seen="")

    assert len(mailoutbox) == AuditRecord.objects.count() == 1


def test_nobody_overwrites_an_answer_she_has_not_seen(process, edith) -> None:
    entry = factories.IdeaFactory(entry__process=process).entry
    first = give_official_answer(actor=edith, entry=entry, office="Ministerium", text="Danke.", seen="")

    with pytest.raises(Conflict) as conflict:
        give_official_answer(actor=edith, entry=entry, office="Agentur", text="Abgelehnt.", seen="")

    assert conflict.value.context["current"] == first
    give_official_answer(actor=edith, entry=entry, office="Agentur", text="Nein.", seen=mark_of_answer(first))
    assert OfficialAnswer.objects.get().text == "Nein."
