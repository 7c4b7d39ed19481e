"""The desks of the back office are not empty in the demonstration, and its protocol is a team's true work."""

import pytest
from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.models import AuditRecord
from dialogwerk.demo import reading
from dialogwerk.entries.models import Comment, Entry, Flag, Kind, Link, ModerationDecision, Relation, State, Verdict
from dialogwerk.processes.models import Process
from dialogwerk.web.protocol import ACT_WORDS
from dialogwerk.web.waiting import waiting_for

pytestmark = [pytest.mark.demo, pytest.mark.xdist_group("demo")]


def test_desk_data_names_acts_that_exist(tmp_path) -> None:
    (tmp_path / "desk.yaml").write_text("acts: [{act: flag, entri: x}]\n")

    with pytest.raises(reading.DemoDataError, match=r"desk.yaml: .* unknown keys \['entri'\]"):
        reading._read_desk(tmp_path / "desk.yaml", reading.Dialogue("x", {}))


def test_desks_protocol_and_states(loaded_demo) -> None:
    nrw, berlin = Process.objects.get(slug="nrw"), Process.objects.get(slug="berlin")
    lead = Person.objects.get(email="leitung@demo.example.org")

    waits = {slug: {one.key: one.count for one in waiting_for(lead, process)} for slug, process in
             (("nrw", nrw), ("berlin", berlin))}  # fmt: skip
    assert (waits["nrw"]["in_review"], waits["nrw"]["draft"], waits["nrw"]["flags"]) == (2, 1, 6)
    assert (waits["berlin"]["in_review"], waits["berlin"]["comments"], waits["berlin"]["flags"]) == (3, 2, 2)

    hidden = ModerationDecision.objects.get(verdict=Verdict.HIDE, comment__isnull=False)
    assert (hidden.comment.state, bool(hidden.note), hidden.rule.process) == (State.HIDDEN, True, nrw)
    assert Entry.objects.get(state=State.WITHDRAWN).author == Person.objects.get(email="pd-domblick@demo.example.org")
    duplicate = Link.objects.get(relation=Relation.DUPLICATE_OF, source__process=nrw, actor__isnull=False)
    assert duplicate.source.is_superseded

    acts = AuditRecord.objects.filter(process_slug="nrw")
    assert acts.count() >= 50
    assert set(acts.values_list("act", flat=True)) <= set(ACT_WORDS)
    assert {"merge_entries", "give_official_answer", "set_stage", "decide"} <= set(acts.values_list("act", flat=True))

    _nothing_lies_ahead_and_counts_are_right()


def _nothing_lies_ahead_and_counts_are_right() -> None:
    now = timezone.now()

    assert not AuditRecord.objects.filter(at__gt=now).exists()
    assert not Flag.objects.filter(made_at__gt=now).exists()
    assert not Comment.objects.filter(created_at__gt=now).exists()
    assert not Entry.objects.filter(kind=Kind.IDEA, created_at__gt=now).exists()
    for entry in Entry.objects.filter(comment_count__gt=0):
        assert entry.comments.public().count() == entry.comment_count
