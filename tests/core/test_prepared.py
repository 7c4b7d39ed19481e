"""Queries that are made into SQL once answer as the querysets they were made of."""

import datetime

import pytest
import time_machine
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, F, Q
from django.utils import timezone

from dialogwerk.core.prepared import Given, Prepared, insert_new, update, values_for_each
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Event
from dialogwerk.ideas.models import IdeaDraft
from dialogwerk.processes.models import Process
from tests import factories

pytestmark = pytest.mark.django_db
NUMBER = Given("number", BigIntegerField())


def entries(numbers, process):
    return (
        Entry.objects.filter(Q(pk__in=numbers), process=process)
        .annotate(topic_count=Count("topics"))
        .select_related("process", "region")
        .order_by("pk")
    )


def test_answers_as_the_queryset(process, django_assert_num_queries) -> None:
    ask = Prepared(lambda: entries([Given("numbers", BigIntegerField())], Given("process", BigIntegerField())))
    cards = [factories.EntryFactory(process=process, title=f"Karte {number}") for number in range(5)]
    factories.EntryFactory(process=factories.ProcessFactory())

    def facts(rows):
        return [(row.pk, row.title, row.created_at, row.topic_count, row.process.title, row.region) for row in rows]

    for chosen in (cards[:3], cards[2:], []):
        numbers = [card.pk for card in chosen]
        with django_assert_num_queries(1):
            found = facts(ask.all(numbers=numbers, process=process.pk))
        assert found == facts(entries(numbers, process))
    assert ask.first(numbers=[cards[0].pk], process=process.pk + 1) is None


@pytest.mark.parametrize("number", [2**63, 10**20, -(10**20)])
def test_a_number_that_no_row_can_have_finds_none(process, number) -> None:
    ask = Prepared(lambda: entries([Given("numbers", BigIntegerField())], Given("process", BigIntegerField())))
    card = factories.EntryFactory(process=process)

    assert ask.all(numbers=[number, card.pk], process=process.pk) == [card]
    assert ask.all(numbers=[card.pk], process=number) == []


def test_texts_and_moments_have_their_places(process) -> None:
    ask = Prepared(lambda: Process.objects.filter(slug=Given("slug", CharField())))
    after = Prepared(lambda: Event.objects.filter(starts_at__gt=Given("moment", DateTimeField())).order_by("starts_at"))
    other = factories.ProcessFactory(slug="anderer")
    now = timezone.now()
    events = [factories.EventFactory(starts_at=now + datetime.timedelta(days=days)) for days in (1, 3)]

    assert ask.all(slug="dialog") == [process]
    assert ask.first(slug="anderer") == other
    assert ask.all(slug="' OR 1=1 --") == []
    assert after.all(moment=now) == events
    assert after.all(moment=now + datetime.timedelta(days=2)) == events[1:]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Entry.objects.filter(pk=NUMBER, created_at__lt=timezone.now()),
        lambda: Entry.objects.filter(pk=NUMBER).values_list("pk"),
        lambda: Entry.objects.filter(pk=NUMBER).prefetch_related("topics"),
    ],
    ids=["asks for the time", "no models", "prefetches"],
)
def test_says_what_cannot_be_prepared(make) -> None:
    with pytest.raises(TypeError, match="a query of Entry cannot be prepared"):
        Prepared(make).all(number=7)


def test_a_new_row_gets_its_key_and_is_as_saved(process, django_assert_num_queries) -> None:
    saved = factories.EntryFactory(process=process, title="Wie immer")
    entry = Entry(process=process, kind="idea", title="Neu ä", lon=7.1, lat=51.0, cell=5)

    with django_assert_num_queries(1):
        insert_new(entry)

    assert entry.pk > saved.pk
    names = [field.attname for field in Entry._meta.concrete_fields]
    assert Entry.objects.filter(pk=entry.pk).values(*names).get() == {name: getattr(entry, name) for name in names}
    entry.title = "Geändert"
    entry.save()
    assert Entry.objects.get(title="Geändert") == entry
    assert factories.EntryFactory(process=process).pk > entry.pk


def test_a_changed_row_is_saved_as_far_as_named(process) -> None:
    draft = IdeaDraft.objects.create(process=process, key="x", fields={"title": "Alt"})
    before = draft.saved_at
    draft.fields, draft.key = {}, "y"

    with time_machine.travel(before + datetime.timedelta(hours=1)):
        update(draft, "fields", "saved_at")

    read = IdeaDraft.objects.get()
    assert (read.key, read.fields) == ("x", {})
    assert read.saved_at == draft.saved_at > before


def test_values_are_asked_for_several_times_at_once(process, django_assert_num_queries) -> None:
    numbers = [factories.EntryFactory(process=process, title=f"Karte {number}").pk for number in range(5)]
    few = Entry.objects.filter(pk__range=(Given("first", BigIntegerField()), Given("last", BigIntegerField())))
    rows = few.order_by().annotate(number_again=F("pk")).values_list("number_again", "title")

    with django_assert_num_queries(1):
        found = values_for_each(
            rows, [{"first": numbers[3], "last": numbers[4]}, {"first": numbers[0], "last": numbers[0]}]
        )

    assert sorted(found) == [(numbers[0], "Karte 0"), (numbers[3], "Karte 3"), (numbers[4], "Karte 4")]
    with django_assert_num_queries(0):
        assert values_for_each(rows, []) == []
