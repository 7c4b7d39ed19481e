"""Very many rows at once are what `bulk_create` makes of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.rows import Among, Gathered, insert_columns, insert_rows, move_row, new_keys, update_in_groups
from dialogwerk.entries.models import Entry, Kind, Revision, State
from dialogwerk.processes.models import GuidingQuestion, Process
from tests import factories

NAMES = ("entry", "version", "texts", "reason", "made_at")


def test_columns_become_what_objects_would(db: None, process: Process) -> None:
    now = timezone.now()
    same = {
        "process": process,
        "kind": Kind.IDEA,
        "summary": "Ä\t\\N\n%s",
        "state": State.PUBLISHED,
        "lon": 7.1,
        "lat": 51.0,
    }
    single = [("Ö", now, None, 7), ("ß", now - timedelta(days=1), "de", 7), ("Ö", now, "en", 8)]
    made = Entry.objects.bulk_create(
        Entry(**same, title=title, published_at=at, language=said or "de", cell=cell, created_at=now, changed_at=now)
        for title, at, said, cell in single
    )

    with transaction.atomic():
        numbers = new_keys(Entry, 3)
        titles, moments, languages, cells = map(list, zip(*single, strict=True))
        columns = {name: [getattr(value, "pk", value)] * 3 for name, value in same.items()}
        columns |= {"language": [said or "de" for said in languages], "created_at": [now] * 3, "changed_at": [now] * 3}
        insert_columns(Entry, number=numbers, title=titles, published_at=moments, cell=cells, **columns)

    assert numbers[0] > made[-1].pk
    found = {row.pop("number"): row for row in Entry.objects.values()}
    assert len({row.pop("uuid") for row in found.values()}) == 6
    assert [found[number] for number in numbers] == [found[entry.pk] for entry in made]
    assert factories.EntryFactory().pk > numbers[-1]


def test_columns_of_no_rows_are_no_fault(db: None) -> None:
    insert_columns(Revision, entry=[], version=[])
    assert new_keys(Entry, 0) == []


def test_rows_that_cannot_be_are_refused_as_ever(db: None) -> None:
    entry = factories.EntryFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_columns(Revision, entry=[entry.pk] * 2, version=[9, 9])
    assert not entry.revisions.filter(version=9).exists()


def test_rows_are_read_back_as_objects(db: None) -> None:
    entry, now = factories.EntryFactory(), timezone.now()
    entry.revisions.all().delete()

    insert_rows(Revision, NAMES, ((entry.pk, version, {"title": "Ä"}, "", now) for version in (1, 2)))

    assert [one.version for one in entry.revisions.all()] == [1, 2]
    first = entry.revisions.first()
    assert (first.entry, first.texts, first.reason, first.actor, first.made_at) == (
        entry,
        {"title": "Ä"},
        "",
        None,
        now,
    )


def test_no_rows_are_no_fault(db: None) -> None:
    insert_rows(Revision, ("entry", "version"), [])
    assert not Revision.objects.exists()


def test_very_many_numbers_are_one_parameter(db) -> None:
    kept = [factories.PersonFactory().pk for _ in range(2)]
    other = factories.PersonFactory().pk
    numbers = [*kept, *range(10**9, 10**9 + 50_000)]

    found = Person.objects.filter(Among(numbers))

    assert set(found.values_list("pk", flat=True)) == set(kept)
    assert set(Person.objects.filter(~Among(numbers)).values_list("pk", flat=True)) == {other}
    assert found.update(is_active=False) == 2
    assert not Person.objects.filter(Among([])).exists()


def test_a_row_moves_by_one_place_and_stays_at_the_end(db, process) -> None:
    one, two, three = (
        GuidingQuestion.objects.create(process=process, text=text, position=position)
        for text, position in (("Eins?", 2), ("Zwei?", 5), ("Drei?", 5))
    )
    rows = process.guiding_questions.all()

    assert move_row(rows.all(), three, up=True)
    assert [(row.text, row.position) for row in rows.all()] == [("Eins?", 2), ("Drei?", 5), ("Zwei?", 6)]
    assert not move_row(rows.all(), two, up=False)
    assert move_row(rows.all(), one, up=False)
    assert [row.text for row in rows.all()] == ["Drei?", "Eins?", "Zwei?"]


def test_rows_get_the_values_of_their_group_in_one_statement(db, django_assert_num_queries) -> None:
    one = factories.EntryFactory()
    one.revisions.all().delete()
    insert_rows(Revision, NAMES, ((one.pk, version, {}, "", timezone.now()) for version in (1, 2, 3)))
    first, second, third = one.revisions.filter(version__lt=4).order_by("version").values_list("pk", flat=True)

    with django_assert_num_queries(1):
        update_in_groups(
            Revision,
            ("actor", "reason"),
            {(None, "Ä'%"): [second, third], (one.author_id, ""): [first]},
            texts={"a": 1},
        )

    assert list(one.revisions.order_by("version").values_list("actor", "reason", "texts")) == [
        (one.author_id, "", {"a": 1}),
        (None, "Ä'%", {"a": 1}),
        (None, "Ä'%", {"a": 1}),
    ]


def test_no_groups_are_no_question(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        update_in_groups(Revision, ("version",), {})


def test_numbers_of_a_group_come_as_one_list(db) -> None:
    numbers = sorted(factories.PersonFactory().pk for _ in range(3))

    (found,) = Person.objects.filter(Among(numbers)).order_by().values_list("is_active").annotate(n=Gathered("pk"))

    assert (found[0], sorted(found[1])) == (True, numbers)
