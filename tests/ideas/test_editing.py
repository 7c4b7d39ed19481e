"""Changing and taking back."""

import pytest

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.models import Entry, State
from dialogwerk.ideas.actions import edit_idea, mark_need, withdraw_entry
from dialogwerk.ideas.actions.editing import add_topic, assign_region
from dialogwerk.ideas.content import IdeaContent
from dialogwerk.ideas.models import Need, Support
from dialogwerk.processes.models import Moderation
from tests import factories
from tests.ideas.test_submission import picture


def edit_page(entry) -> str:
    return f"/dialog/ideen/{entry.pk}/bearbeiten/"


def answers(entry, **changes):
    texts = {"title": entry.title, "summary": "Worum es wirklich geht, in einem Satz.", "approach": "Neu."}
    return texts | {"version": entry.version, "reason": "Klarer gesagt"} | changes


def test_author_edits_with_a_reason(signed_in, ada, idea) -> None:
    client = signed_in(ada)
    assert client.get(edit_page(idea.entry)).status_code == 200

    answer = client.post(edit_page(idea.entry), answers(idea.entry))

    idea.refresh_from_db()
    assert answer["Location"] == page_of(idea.entry)
    assert idea.approach == "Neu."
    revision = idea.entry.revisions.get(version=2)
    assert (revision.reason, revision.actor) == ("Klarer gesagt", ada)
    assert AuditRecord.objects.filter(act="revise_entry").count() == 1


def test_team_edits_topics_region_and_needs(signed_in, edith, idea, process) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)
    kept = Need.objects.create(idea=idea, text="Ein Raum")
    support = Support.objects.create(idea=idea, person=edith, need=kept, message="Haben wir.")
    Need.objects.create(idea=idea, text="Geld")

    data = answers(idea.entry, topics=[topic.pk], region=idea.entry.region_id, needs="Zeit\nEin Raum")
    signed_in(edith).post(edit_page(idea.entry), data)

    assert [need.text for need in idea.needs.all()] == ["Zeit", "Ein Raum"]
    support.refresh_from_db()
    assert support.need == kept
    assert list(idea.entry.topics.all()) == [topic]


def test_visitor_and_others_may_not_edit(client, signed_in, paula, idea) -> None:
    assert client.get(edit_page(idea.entry)).status_code == 403
    assert signed_in(paula).post(edit_page(idea.entry), answers(idea.entry)).status_code == 403


def test_who_was_overtaken_sees_both_texts_and_loses_nothing(signed_in, ada, edith, idea) -> None:
    mine = answers(idea.entry, approach="Mein Weg mit Plakaten.")
    signed_in(edith).post(edit_page(idea.entry), answers(idea.entry, approach="Der Weg der Redaktion."))

    answer = signed_in(ada).post(edit_page(idea.entry), mine)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Mein Weg mit Plakaten." in page
    assert "Der Weg der Redaktion." in page
    assert "<ins>" in page
    assert 'name="version" value="2"' in page
    idea.refresh_from_db()
    assert idea.approach == "Der Weg der Redaktion."

    again = signed_in(ada).post(edit_page(idea.entry), {**mine, "version": 2})
    idea.refresh_from_db()
    assert again.status_code == 302
    assert idea.approach == "Mein Weg mit Plakaten."


def test_edit_idea_raises_conflict_and_changes_nothing(ada, idea) -> None:
    content = IdeaContent(title="Anders", summary="Anders.")

    with pytest.raises(Conflict):
        edit_idea(actor=ada, idea=idea, expected_version=7, content=content)
    idea.entry.refresh_from_db()
    assert idea.entry.title == "Digital-Scouts"


def test_ratings_given_meanwhile_are_not_lost(ada, idea) -> None:
    Entry.objects.filter(pk=idea.pk).update(rating_count=3, rating_sum=12)

    edit_idea(actor=ada, idea=idea, expected_version=1, content=IdeaContent(title="Anders", summary="Anders."))

    idea.entry.refresh_from_db()
    assert (idea.entry.title, idea.entry.rating_count) == ("Anders", 3)


def test_author_of_a_process_that_looks_first_waits_again(signed_in, ada, edith, idea, process) -> None:
    process.moderation = Moderation.BEFORE
    process.save()

    signed_in(edith).post(edit_page(idea.entry), answers(idea.entry))
    idea.entry.refresh_from_db()
    by_team = idea.entry.state
    signed_in(ada).post(edit_page(idea.entry), answers(idea.entry))
    idea.entry.refresh_from_db()

    assert (by_team, idea.entry.state) == (State.PUBLISHED, State.IN_REVIEW)


def test_too_long_text_keeps_what_was_typed(signed_in, ada, idea) -> None:
    answer = signed_in(ada).post(edit_page(idea.entry), answers(idea.entry, approach="x" * 8001))

    assert answer.status_code == 422
    assert "x" * 8001 in answer.content.decode()


def test_contribution_is_edited(signed_in, paula, process) -> None:
    card = factories.ContributionFactory(entry__process=process, entry__author=paula)
    address = f"/dialog/beitraege/{card.pk}/bearbeiten/"
    client = signed_in(paula)
    assert client.get(address).status_code == 200

    client.post(address, {"text": "Jetzt steht es richtig da.", "version": 1})
    conflict = client.post(address, {"text": "Noch einmal anders.", "version": 1})

    card.entry.refresh_from_db()
    assert card.entry.summary == card.entry.title == "Jetzt steht es richtig da."
    assert conflict.status_code == 409
    assert "Noch einmal anders." in conflict.content.decode()


def test_author_withdraws_and_the_page_keeps_saying_so(client, signed_in, ada, idea) -> None:
    address = f"/dialog/ideen/{idea.pk}/zurueckziehen/"
    assert "Wirklich zurückziehen?" in signed_in(ada).get(address).content.decode()

    signed_in(ada).post(address, {"reason": "Hat sich erledigt"})
    client.logout()

    idea.entry.refresh_from_db()
    gone = client.get(page_of(idea.entry), follow=True)
    assert idea.entry.state == State.WITHDRAWN
    assert gone.status_code == 410
    assert AuditRecord.objects.get(act="change_state").detail["note"] == "Hat sich erledigt"


def test_contribution_is_withdrawn(signed_in, paula, process) -> None:
    card = factories.ContributionFactory(entry__process=process, entry__author=paula)

    signed_in(paula).post(f"/dialog/beitraege/{card.pk}/zurueckziehen/")

    card.entry.refresh_from_db()
    assert card.entry.state == State.WITHDRAWN


def test_others_may_not_withdraw(signed_in, paula, idea) -> None:
    assert signed_in(paula).post(f"/dialog/ideen/{idea.pk}/zurueckziehen/").status_code == 403


def test_withdrawing_twice_is_not_possible(ada, idea) -> None:
    withdraw_entry(actor=ada, entry=idea.entry)

    with pytest.raises(NotPossibleNow):
        withdraw_entry(actor=ada, entry=idea.entry)


def test_need_is_marked_as_found_and_wanted_again(signed_in, ada, paula, idea) -> None:
    need = Need.objects.create(idea=idea, text="Ein Raum")
    address = f"/dialog/ideen/{idea.pk}/bedarf/{need.pk}/"

    assert signed_in(paula).post(address).status_code == 403
    signed_in(ada).post(address)
    need.refresh_from_db()
    found = need.met_at
    mark_need(actor=ada, need=need, is_met=False)

    assert found is not None
    assert need.met_at is None
    assert AuditRecord.objects.filter(act="mark_need").count() == 2


def test_topic_and_region_must_belong_to_the_dialogue(edith, idea) -> None:
    with pytest.raises(NotPossibleNow):
        add_topic(actor=edith, entry=idea.entry, topic=factories.TopicFactory())
    other = factories.RegionFactory(region_set=factories.RegionSetFactory(slug="andere"))
    with pytest.raises(NotPossibleNow):
        assign_region(actor=edith, entry=idea.entry, region=other)


def test_picture_is_added_and_taken_away(signed_in, ada, idea, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(ada)

    client.post(edit_page(idea.entry), answers(idea.entry, image=picture(), image_alt="Ein rotes Feld"))
    idea.entry.refresh_from_db()
    attachment = idea.entry.attachments.get()
    shown = client.get(page_of(idea.entry)).content.decode()
    client.post(edit_page(idea.entry), answers(idea.entry, removed_images=[attachment.pk]))

    assert 'alt="Ein rotes Feld"' in shown
    assert not idea.entry.attachments.exists()
