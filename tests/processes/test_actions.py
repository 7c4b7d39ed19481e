"""Setting up, opening and staffing a dialogue."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.processes.actions import (
    add_all_regions,
    change_status,
    create_process,
    end_role,
    give_role,
    renew_preview,
    restore_rows,
    revise_part,
    save_rows,
)
from dialogwerk.processes.actions.lifecycle import STEPS, steps_from
from dialogwerk.processes.actions.rows import StillInUse
from dialogwerk.processes.models import Bench, Committee, ProcessStatus, Role, Rule, TeamRole, Topic
from dialogwerk.processes.rows import ROW_LISTS, mark_of, mark_of_rows
from dialogwerk.processes.setup import checklist_for
from tests import factories

STEP = {step.key: step for step in STEPS}


def acts() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


def save(process, lena, key, wanted, removed=(), parent=None, seen=None):
    rows = ROW_LISTS[key]
    parent = parent or process
    mark = seen if seen is not None else mark_of_rows(rows.rows(parent), rows.fields)
    return save_rows(
        actor=lena, process=process, row_list=rows, parent=parent, wanted=wanted, removed=set(removed), seen=mark
    )


@pytest.fixture
def draft(process, lena):
    """A dialogue in preparation with all that is required."""
    owner = process.owner
    owner.imprint = owner.privacy = owner.accessibility = "Text"
    owner.save()
    process.status, process.aims = ProcessStatus.DRAFT, "Ein Ziel"
    process.save()
    process.guiding_questions.create(text="Wie wollen wir arbeiten?")
    factories.TopicFactory(vocabulary__process=process)
    factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)
    factories.RuleFactory(process=process)
    return process


def test_create_process_makes_a_draft_with_a_new_owner(lena) -> None:
    process = create_process(
        actor=lena, title="Neu", slug="neuer-dialog", organisation_name="Ministerium für Neues", short_name="MfN"
    )

    assert (process.status, process.owner.short_name) == (ProcessStatus.DRAFT, "MfN")
    assert acts() == ["create_process"]


def test_create_process_refuses_a_taken_address(process, lena) -> None:
    with pytest.raises(ValidationError):
        create_process(actor=lena, title="Neu", slug=process.slug, owner=process.owner)


def test_revise_part_changes_and_records_the_names_of_fields(process, lena) -> None:
    seen = mark_of(process, ["motto", "title"])

    changed = revise_part(
        actor=lena, process=process, target=process, values={"title": process.title, "motto": "Neu"}, seen=seen
    )

    process.refresh_from_db()
    assert (changed, process.motto) == (["motto"], "Neu")
    assert AuditRecord.objects.get().detail == {"fields": ["motto"]}


def test_revise_part_tells_who_comes_second(process, lena) -> None:
    seen = mark_of(process, ["motto"])
    type(process).objects.filter(pk=process.pk).update(motto="Von jemand anderem")

    with pytest.raises(Conflict) as conflict:
        revise_part(actor=lena, process=process, target=process, values={"motto": "Meines"}, seen=seen)

    assert conflict.value.context["current"].motto == "Von jemand anderem"
    assert acts() == []


def test_save_rows_adds_changes_orders_and_removes(process, lena) -> None:
    first, second = (factories.RuleFactory(process=process, title=title, position=1) for title in ("A", "B"))

    saved = save(
        process,
        lena,
        "regeln",
        [{"row": None, "title": "C", "text": ""}, {"row": second.pk, "title": "B2", "text": ""}],
        removed=[first.pk],
    )

    assert (saved.added, saved.changed, saved.removed) == (1, 1, ["A"])
    assert [rule.title for rule in process.rules.all()] == ["C", "B2"]
    assert acts() == ["save_list"]


def test_removed_rows_come_back_with_their_parts(process, lena) -> None:
    committee = Committee.objects.create(process=process, kind="board", name="Beirat")
    bench = Bench.objects.create(committee=committee, name="Bank")
    bench.seats.create(office="Amt")
    saved = save(process, lena, "gremien", [], removed=[committee.pk])

    restore_rows(actor=lena, process=process, row_list=ROW_LISTS["gremien"], parent=process, kept=saved.kept)

    back = process.committees.get()
    assert (back.pk, back.benches.get().seats.get().office) == (committee.pk, "Amt")
    assert acts() == ["save_list", "restore_list"]


def test_removed_topics_come_back_at_their_places_with_their_links(process, lena) -> None:
    vocabulary = factories.VocabularyFactory(process=process)
    names = ("A", "B", "C", "D")
    topics = [
        factories.TopicFactory(vocabulary=vocabulary, title=name, position=place) for place, name in enumerate(names)
    ]
    elsewhere = factories.TopicFactory()
    topics[1].maps_to.add(elsewhere)
    elsewhere.maps_to.add(topics[2])
    rows = [{"row": topics[place].pk, "title": names[place], "text": ""} for place in (0, 3)]
    saved = save(process, lena, "themenfelder", rows, removed=[topics[1].pk, topics[2].pk], parent=vocabulary)
    assert [topic.title for topic in vocabulary.topics.all()] == ["A", "D"]

    restore_rows(actor=lena, process=process, row_list=ROW_LISTS["themenfelder"], parent=vocabulary, kept=saved.kept)

    assert [topic.title for topic in vocabulary.topics.all()] == ["A", "B", "C", "D"]
    assert list(topics[1].maps_to.all()) == [elsewhere]
    assert list(elsewhere.maps_to.all()) == [topics[2]]


def test_a_phase_comes_back_as_it_was(process, lena) -> None:
    phase = process.phases.get()
    before = {field.name: getattr(phase, field.name) for field in phase._meta.fields}
    saved = save(process, lena, "phasen", [], removed=[phase.pk])

    restore_rows(actor=lena, process=process, row_list=ROW_LISTS["phasen"], parent=process, kept=saved.kept)

    phase = process.phases.get()
    assert {field.name: getattr(phase, field.name) for field in phase._meta.fields} == before


def test_a_topic_in_use_stays_and_says_why(process, lena) -> None:
    topic = factories.TopicFactory(vocabulary__process=process, title="Weiterbildung")
    factories.EntryFactory(process=process).topics.add(topic)

    with pytest.raises(StillInUse) as refusal:
        save(process, lena, "themenfelder", [], removed=[topic.pk], parent=topic.vocabulary)

    assert "„Weiterbildung“ wird noch gebraucht: 1 Einträge" in str(refusal.value)
    assert Topic.objects.filter(pk=topic.pk).exists()
    with pytest.raises(StillInUse):
        save(process, lena, "themen", [], removed=[topic.vocabulary_id])


def test_a_region_in_use_stays(process, lena) -> None:
    here = factories.ProcessRegionFactory(process=process)
    factories.EntryFactory(process=process, region=here.region)

    with pytest.raises(StillInUse, match="wird noch gebraucht"):
        save(process, lena, "regionen", [], removed=[here.pk])


def test_save_rows_tells_who_comes_second(process, lena) -> None:
    seen = mark_of_rows([], ())
    factories.RuleFactory(process=process)

    with pytest.raises(Conflict):
        save(process, lena, "regeln", [{"row": None, "title": "Meine", "text": ""}], seen=seen)

    assert Rule.objects.count() == 1


def test_topics_get_addresses_of_their_own(process, lena) -> None:
    vocabulary = factories.VocabularyFactory(process=process)
    wanted = [{"row": None, "title": "Gute Arbeit", "text": ""} for _ in range(2)]

    save(process, lena, "themenfelder", wanted, parent=vocabulary)

    assert [topic.slug for topic in vocabulary.topics.all()] == ["gute-arbeit", "gute-arbeit-2"]


def test_add_all_regions_takes_only_missing_ones(process, lena) -> None:
    regions = factories.RegionFactory.create_batch(2, region_set=process.region_set)
    factories.ProcessRegionFactory(process=process, region=regions[0])

    assert add_all_regions(actor=lena, process=process) == 1
    assert process.process_regions.count() == 2


def test_a_complete_draft_opens(draft, lena) -> None:
    assert checklist_for(draft).missing == []

    change_status(actor=lena, process=draft, step=STEP["oeffnen"])

    assert (draft.status, draft.started_on) == (ProcessStatus.OPEN, timezone.localdate())
    assert acts() == ["change_status"]


def test_opening_names_what_is_missing(draft, lena) -> None:
    draft.rules.all().delete()
    draft.phases.update(acts=[])

    with pytest.raises(NotPossibleNow, match="eine Phase, die etwas öffnet, Dialogregeln"):
        change_status(actor=lena, process=draft, step=STEP["oeffnen"])

    draft.refresh_from_db()
    assert (draft.status, acts()) == (ProcessStatus.DRAFT, [])


def test_checklist_takes_one_query(draft, django_assert_num_queries) -> None:
    draft.owner  # noqa: B018
    with django_assert_num_queries(1):
        checklist_for(draft)


def test_the_life_of_a_dialogue_forward_and_back(process, lena) -> None:
    change_status(actor=lena, process=process, step=STEP["abschliessen"], closing_note="Danke.")
    assert (process.status, process.closing_note, process.ended_on) == (
        ProcessStatus.CONCLUDED,
        "Danke.",
        timezone.localdate(),
    )
    for key in ("archivieren", "aus-dem-archiv", "wieder-oeffnen", "zurueck-in-vorbereitung"):
        assert STEP[key] in steps_from(process)
        change_status(actor=lena, process=process, step=STEP[key])
    assert process.status == ProcessStatus.DRAFT


def test_no_end_without_closing_note_and_no_step_twice(process, lena) -> None:
    with pytest.raises(NotPossibleNow, match="Schlusswort"):
        change_status(actor=lena, process=process, step=STEP["abschliessen"], closing_note=" ")
    with pytest.raises(NotPossibleNow, match="inzwischen"):
        change_status(actor=lena, process=process, step=STEP["archivieren"])


def test_no_way_back_into_preparation_with_entries(process, lena) -> None:
    factories.EntryFactory(process=process)

    with pytest.raises(NotPossibleNow, match="schon Einträge"):
        change_status(actor=lena, process=process, step=STEP["zurueck-in-vorbereitung"])


def test_renew_preview_changes_the_link(draft, lena) -> None:
    before = draft.preview_token

    renew_preview(actor=lena, process=draft)

    assert draft.preview_token != before
    assert acts() == ["renew_preview"]


def test_give_role_makes_an_unknown_person_and_writes_to_her(process, lena, mailoutbox) -> None:
    role = give_role(actor=lena, process=process, email="Neu@Example.org", role=Role.EDITOR, public_name="Büro")

    assert (role.person.email, role.person.public_name) == ("neu@example.org", "Büro")
    assert mailoutbox[0].to == ["neu@example.org"]
    assert "Code" in mailoutbox[0].body
    record = AuditRecord.objects.get()
    assert (record.act, "neu@example.org" in str(record.detail)) == ("give_role", False)


def test_give_role_refuses_the_same_twice(process, lena, edith) -> None:
    with pytest.raises(NotPossibleNow, match="hat diese Rolle schon"):
        give_role(actor=lena, process=process, email=edith.email, role=Role.EDITOR)


def test_end_role_ends_at_once(process, lena, edith) -> None:
    role = TeamRole.objects.get(person=edith)

    end_role(actor=lena, role=role)

    assert not TeamRole.objects.current().filter(person=edith).exists()
    assert acts() == ["end_role"]


def test_a_role_that_begins_later_is_taken_out(process, lena, edith) -> None:
    role = TeamRole.objects.get(person=edith)
    role.from_on = timezone.localdate() + datetime.timedelta(days=3)
    role.save()

    end_role(actor=lena, role=role)

    assert not TeamRole.objects.filter(person=edith).exists()


def test_the_last_lead_stays(process, lena) -> None:
    with pytest.raises(NotPossibleNow, match="letzte Prozessleitung"):
        end_role(actor=lena, role=TeamRole.objects.get(person=lena))
    other = factories.TeamRoleFactory(process=process, role=Role.LEAD)

    end_role(actor=lena, role=TeamRole.objects.get(person=lena))

    assert list(TeamRole.objects.current().filter(process=process)) == [other]
