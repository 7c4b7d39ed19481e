"""Second-round events take ideas up again."""

import datetime

import pytest
from django.core import mail

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.linking import link_entries
from dialogwerk.entries.models import Entry, Link, Relation, Revision, State
from dialogwerk.entries.trails import trail_of
from dialogwerk.events.actions.take_ups import take_up_idea, undo_take_up
from dialogwerk.events.models import EventStatus, TakeUp
from tests import factories


@pytest.fixture
def idea(lab, paula) -> Entry:
    """Arose at the first lab; Paula wrote it."""
    return factories.IdeaFactory(
        entry__process=lab.entry.process, entry__title="Brancheninnovationsfestival", entry__origin=lab.entry,
        entry__author=paula, approach="Betriebe öffnen ihre Hallen.",
    ).entry  # fmt: skip


@pytest.fixture
def second(lab, series):
    """The lab a year later."""
    return factories.EventFactory(
        entry__process=lab.entry.process, entry__title="Ideenlabor II Siegen", entry__slug="ideenlabor-ii-siegen",
        series=series, starts_at=lab.starts_at + datetime.timedelta(days=360),
        ends_at=lab.ends_at + datetime.timedelta(days=360), status=EventStatus.DOCUMENTED,
        organiser=factories.OrganisationFactory(name="Regionalagentur"),
    )  # fmt: skip


def take_up(actor, event, idea, **more):
    texts = {"title": "Digitalisierungsfestival", "approach": "Auch Schulen kommen."}
    return take_up_idea(
        actor=actor, event=event, entry=idea, expected_version=idea.version, texts=texts,
        reason="Umbenannt und geöffnet.", table=2, **more,
    )  # fmt: skip


def page(event) -> str:
    return f"/dialog/termine/{event.pk}-{event.entry.slug}/"


def base(event) -> str:
    return f"/werkstatt/dialog/termine/{event.pk}/aufgegriffen/"


def test_the_idea_gets_a_new_version_and_links_and_no_copy(edith, lab, second, idea) -> None:
    take_up(edith, second, idea)

    assert Entry.objects.filter(kind="idea").count() == 1
    idea.refresh_from_db()
    assert (idea.title, idea.idea.approach, idea.version) == ("Digitalisierungsfestival", "Auch Schulen kommen.", 2)
    first, latest = Revision.objects.filter(entry=idea)
    assert first.texts["title"] == "Brancheninnovationsfestival"
    assert first.texts["approach"] == "Betriebe öffnen ihre Hallen."
    assert latest.reason.startswith("weitergeführt bei: Ideenlabor II Siegen, 24. November 2017, Tisch 2: Umbenannt")
    links = set(Link.objects.values_list("source", "target", "relation"))
    assert links == {(second.pk, idea.pk, "carried_on"), (lab.pk, second.pk, "builds_on")}
    assert AuditRecord.objects.filter(act="take_up_idea").count() == 1


def test_the_author_is_told(edith, second, idea, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        take_up(edith, second, idea)

    (message,) = mail.outbox
    assert message.to == ["paula@example.org"]
    assert "Umbenannt und geöffnet." in message.body


def test_idea_events_and_trail_tell_it(client, edith, lab, second, idea) -> None:
    take_up(edith, second, idea)

    html = client.get(f"/dialog/ideen/{idea.pk}-digitalisierungsfestival/").content.decode()
    assert "weitergeführt bei:" in html
    assert "Ideenlabor II Siegen" in html
    html = client.get(page(second)).content.decode()
    for text in ("Aufgegriffene Ideen", "Digitalisierungsfestival", "Umbenannt und geöffnet.", "Knüpft an:"):
        assert text in html
    assert "Weitergeführt in:" in client.get(page(lab)).content.decode()
    steps = {(step.source.number, step.target.number) for step in trail_of(idea, edith).steps}
    assert {(second.pk, idea.pk), (lab.pk, second.pk), (lab.pk, idea.pk)} <= steps


def test_cards_of_the_second_round_can_still_go_into_the_idea(edith, second, idea) -> None:
    card = factories.ContributionFactory(entry__process=idea.process, entry__origin=second.entry).entry
    take_up(edith, second, idea)

    link_entries(actor=edith, source=card, target=idea, relation=Relation.BECAME)

    assert Link.objects.filter(source=card, target=idea).exists()


def test_undoing_puts_the_texts_back(edith, second, idea) -> None:
    made = take_up(edith, second, idea)

    assert undo_take_up(actor=edith, take_up=made) is True

    idea.refresh_from_db()
    assert (idea.title, idea.idea.approach, idea.version) == (
        "Brancheninnovationsfestival",
        "Betriebe öffnen ihre Hallen.",
        3,
    )
    assert not Link.objects.filter(undone_at=None).exists()
    with pytest.raises(NotPossibleNow):
        undo_take_up(actor=edith, take_up=made)


def test_undoing_leaves_what_was_written_since(edith, second, idea) -> None:
    made = take_up(edith, second, idea)
    Entry.objects.filter(pk=idea.pk).update(version=3, title="Noch neuer")
    made = TakeUp.objects.select_related("entry__process", "event__entry").get(pk=made.pk)

    assert undo_take_up(actor=edith, take_up=made) is False

    idea.refresh_from_db()
    assert idea.title == "Noch neuer"


def test_the_rounds_stay_joined_while_one_idea_joins_them(edith, lab, second, idea) -> None:
    other = factories.IdeaFactory(entry__process=idea.process, entry__origin=lab.entry).entry
    made = take_up(edith, second, idea)
    kept = take_up_idea(actor=edith, event=second, entry=other, expected_version=1, texts={}, reason="Bestätigt")

    undo_take_up(actor=edith, take_up=made)
    assert Link.objects.filter(relation=Relation.BUILDS_ON, undone_at=None).exists()
    kept.refresh_from_db()
    undo_take_up(actor=edith, take_up=kept)
    assert not Link.objects.filter(relation=Relation.BUILDS_ON, undone_at=None).exists()


@pytest.mark.parametrize("fault", ["twice", "own", "future", "cancelled", "withdrawn", "merged"])
def test_what_makes_no_sense_is_refused(edith, lab, second, coming, idea, fault) -> None:
    event = second
    if fault == "twice":
        take_up(edith, second, idea)
    if fault == "own":
        event = lab
    if fault == "future":
        event = coming
    if fault == "cancelled":
        second.status = EventStatus.CANCELLED
    if fault == "withdrawn":
        idea.state = State.WITHDRAWN
    if fault == "merged":
        idea.is_superseded = True
    links = Link.objects.count()

    with pytest.raises(NotPossibleNow):
        take_up(edith, event, idea)

    assert Link.objects.count() == links


def test_a_text_that_changed_meanwhile_is_not_overwritten(edith, second, idea) -> None:
    with pytest.raises(Conflict):
        take_up_idea(actor=edith, event=second, entry=idea, expected_version=7, texts={}, reason="x")

    assert not TakeUp.objects.exists()
    assert not Link.objects.exists()


def test_the_team_takes_up_and_back_without_javascript(signed_in, edith, lab, second, idea) -> None:
    client = signed_in(edith)
    assert "Brancheninnovationsfestival" in client.get(base(second)).content.decode()
    form = client.get(base(second) + f"{idea.pk}/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "Neuer Name", "reason": "Umbenannt"}

    response = client.post(base(second) + f"{idea.pk}/", data)

    assert response.url == base(second)
    made = TakeUp.objects.get()
    assert made.entry.title == "Neuer Name"
    assert "Neuer Name" in client.get(base(second)).content.decode()
    undo = base(second) + f"{made.pk}/zuruecknehmen/"
    assert "zurücknehmen?" in client.get(undo).content.decode()
    client.post(undo)
    idea.refresh_from_db()
    assert idea.title == "Brancheninnovationsfestival"


def test_a_missing_reason_and_a_conflict_keep_what_was_typed(signed_in, edith, second, idea) -> None:
    client, address = signed_in(edith), base(second) + f"{idea.pk}/"
    data = {"expected_version": "1", "title": "Mein Titel", "summary": "Kurz", "approach": "Mein Ansatz"}

    response = client.post(address, data)
    assert response.status_code == 422
    assert "Mein Ansatz" in response.content.decode()

    Entry.objects.filter(pk=idea.pk).update(version=2, title="Titel der anderen")
    response = client.post(address, data | {"reason": "Umbenannt"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "Titel der anderen" in html
    assert "Mein Ansatz" in html
    assert client.post(address, data | {"reason": "Umbenannt", "expected_version": "2"}).status_code == 302


def test_others_may_not(signed_in, client, paula, mo, second, idea) -> None:
    for person in (paula, mo):
        assert signed_in(person).get(base(second)).status_code == 403
        assert signed_in(person).post(base(second) + f"{idea.pk}/", {}).status_code == 403


def test_search_finds_other_ideas_and_says_when_there_is_none(signed_in, edith, second, idea) -> None:
    client = signed_in(edith)

    assert "gibt es keine Idee" in client.get(base(second) + "?q=quastenflosser").content.decode()


def test_the_page_of_a_second_round_costs_no_more(client, edith, second, idea, django_assert_max_num_queries) -> None:
    take_up(edith, second, idea)

    with django_assert_max_num_queries(13):
        client.get(page(second))
