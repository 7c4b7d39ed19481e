"""Acts on many at once: the list keeps its filters, topics are replaced, authors are told once it is sure."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from dialogwerk.entries.actions.bulk import change_back, change_many
from dialogwerk.entries.actions.moderation import TELL_AFTER, decide, tell_of_decision, undo_decision
from dialogwerk.entries.models import Entry, ModerationDecision, State, Verdict
from dialogwerk.ideas.actions.bulk import IDEA_ACTS
from dialogwerk.ideas.models import Support
from dialogwerk.processes.models import Role
from tests import factories

LIST = "/werkstatt/dialog/ideen/"
OFFERS = "/werkstatt/dialog/angebote/"


@pytest.fixture
def waiting(process, paula) -> Entry:
    return factories.IdeaFactory(
        entry__process=process, entry__state=State.IN_REVIEW, entry__published_at=None, entry__author=paula
    ).entry


@pytest.fixture
def offers(process) -> list[Support]:
    region = factories.ProcessRegionFactory(process=process, region__region_set=process.region_set).region
    here = factories.IdeaFactory(entry__process=process, entry__region=region)
    there = factories.IdeaFactory(entry__process=process)
    return [
        Support.objects.create(idea=idea, person=factories.PersonFactory(), message="Ich helfe.")
        for idea in (here, there)
    ]


def undo_in(html: str) -> str:
    return re.search(r'action="([^"]*rueckgaengig/\?kept=[^"]*)"', html)[1].replace("&amp;", "&")


def test_the_list_keeps_its_filters(signed_in, edith, waiting) -> None:
    client, filters = signed_in(edith), "?state=in_review&sort=oldest"
    assert f'action="{LIST}auswahl/?state=in_review&amp;sort=oldest"' in client.get(LIST + filters).content.decode()
    chosen = {"act": "publish", "entries": [waiting.pk]}

    shown = client.post(f"{LIST}auswahl/{filters}", chosen).content.decode()
    nothing = client.post(f"{LIST}auswahl/{filters}", {"act": "publish"})
    done = client.post(f"{LIST}auswahl/{filters}", chosen | {"confirmed": "1"})
    undone = client.post(undo_in(client.get(done.url).content.decode()))

    query = "?state=in_review&amp;sort=oldest"
    assert f'action="{LIST}auswahl/{query}"' in shown
    assert f'href="{LIST}{query}"' in shown
    assert {nothing.url, done.url, undone.url} == {LIST + filters}
    assert Entry.objects.get(pk=waiting.pk).state == State.IN_REVIEW


@pytest.mark.parametrize("act", ["topic", "replace_topic", "remove_topic"])
def test_topics_are_added_replaced_and_removed_and_come_back(act, edith, process) -> None:
    old, new = factories.TopicFactory(vocabulary__process=process), None
    new = factories.TopicFactory(vocabulary=old.vocabulary)
    other = factories.TopicFactory(vocabulary__process=process)
    entry = factories.IdeaFactory(entry__process=process).entry
    entry.topics.set([old, other])
    topic = old if act == "remove_topic" else new
    expected = {"topic": {old, new, other}, "replace_topic": {new, other}, "remove_topic": {other}}[act]

    result = change_many(actor=edith, entries=[entry], acts=IDEA_ACTS, act=act, data={"topic": topic})
    after = set(entry.topics.all())
    change_back(actor=edith, acts=IDEA_ACTS, kept=result.kept)

    assert after == expected
    assert set(entry.topics.all()) == {old, other}


def test_publishing_many_tells_whoever_waited(signed_in, edith, waiting, process) -> None:
    draft = factories.IdeaFactory(entry__process=process, entry__state=State.DRAFT, entry__published_at=None).entry
    chosen = {"act": "publish", "entries": [waiting.pk, draft.pk], "confirmed": "1"}

    html = signed_in(edith).post(f"{LIST}auswahl/", chosen, follow=True).content.decode()

    assert "Geändert: 2 Ideen. Wer auf die Freigabe gewartet hat, erfährt es in zehn Minuten." in html
    assert ModerationDecision.objects.get().verdict == Verdict.RELEASE
    assert [message.to for message in mail.outbox] == [["paula@example.org"]]


@pytest.mark.parametrize("address", ["ideen/{}/sichtbarkeit/", "eintraege/{}/"])
def test_publishing_one_tells_whoever_waited(address, signed_in, edith, waiting) -> None:
    signed_in(edith).post(f"/werkstatt/dialog/{address.format(waiting.pk)}", {"state": "published", "tun": "publish"})

    assert Entry.objects.get(pk=waiting.pk).state == State.PUBLISHED
    assert [message.to for message in mail.outbox] == [["paula@example.org"]]


def test_nobody_is_told_of_what_was_undone_in_time(edith, waiting, settings) -> None:
    """With the queue of the product the mail waits; the test's own queue runs everything at once."""
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    decision = decide(actor=edith, entry=waiting, verdict=Verdict.RELEASE, tell_after=TELL_AFTER)
    job = DBTaskResult.objects.get()
    assert job.run_after > timezone.now() + TELL_AFTER * 0.9

    undo_decision(actor=edith, decision=decision)
    tell_of_decision.func(decision=decision.pk)

    assert mail.outbox == []
    assert DBTaskResult.objects.count() == 1


def test_offers_are_settled_together_and_opened_again(signed_in, edith, offers) -> None:
    client = signed_in(edith)
    chosen = {"act": "settle", "offers": [offer.pk for offer in offers]}

    done = client.post(f"{OFFERS}auswahl/?zeige=offen", chosen)
    html = client.get(done.url).content.decode()
    settled = Support.objects.filter(settled_at__isnull=False).count()
    undone = client.post(undo_in(html))

    assert "2 Angebote sind erledigt." in html
    assert settled == 2
    assert {done.url, undone.url} == {f"{OFFERS}?zeige=offen"}
    assert not Support.objects.filter(settled_at__isnull=False).exists()
    assert "mindestens ein Angebot" in client.post(f"{OFFERS}auswahl/", follow=True).content.decode()


def test_a_contact_settles_only_offers_of_her_region(signed_in, process, offers) -> None:
    region = offers[0].idea.entry.region
    contact = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=region).person

    signed_in(contact).post(f"{OFFERS}auswahl/", {"act": "settle", "offers": [offer.pk for offer in offers]})

    assert [offer.settled_at is not None for offer in Support.objects.order_by("pk")] == [True, False]
