"""Rows of a child table within the query of their parent."""

import datetime

from django.utils import timezone

from dialogwerk.entries.models import Entry, Stage, StageStep
from dialogwerk.entries.queries.cards import own_rows, with_own_rows
from tests import factories


def test_rows_come_with_their_card_in_one_query(process, django_assert_num_queries) -> None:
    entry = factories.IdeaFactory(entry__process=process).entry
    topics = [factories.TopicFactory(vocabulary__process=process, position=place) for place in (2, 1)]
    entry.topics.set(topics)
    at = timezone.now().replace(microsecond=125000)
    for days, stage in enumerate((Stage.DECIDED, Stage.COLLECTED)):
        step = {"stage": stage, "reason": "„Weil“ \\ so", "reached_at": at - datetime.timedelta(days=days)}
        StageStep.objects.create(entry=entry, **step)

    with django_assert_num_queries(1):
        own = own_rows(with_own_rows(Entry.objects.all()).get(pk=entry.pk))
        titles = [topic.title for topic in own.topics]
        steps = [(step.stage, step.reason, step.reached_at) for step in own.steps]

    assert titles == [topics[1].title, topics[0].title]
    assert steps == list(entry.stage_steps.values_list("stage", "reason", "reached_at"))
    assert (own.facts, own.attachments) == ([], [])


def test_what_was_not_named_is_read_when_asked_for(process) -> None:
    entry = factories.EntryFactory(process=process)
    topic = factories.TopicFactory(vocabulary__process=process, text="Mehr dazu")
    entry.topics.add(topic)

    (found,) = own_rows(with_own_rows(Entry.objects.all()).get(pk=entry.pk)).topics

    assert (found, found.text) == (topic, "Mehr dazu")
