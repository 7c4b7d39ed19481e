"""Very many rows at once are what `bulk_create` makes of them."""

from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.rows import Among, Gathered, insert_objects, insert_rows, move_row, update_in_groups
from dialogwerk.entries.models import Revision
from dialogwerk.processes.models import GuidingQuestion
from tests import factories

NAMES = ("entry", "version", "texts", "reason", "made_at")


def test_new_objects_get_keys_and_are_written_as_they_are(db: None) -> None:
    entry = factories.EntryFactory()
    new = [
        Revision(entry=entry, version=version, texts={"title": title}, reason="", made_at=timezone.now())
        for version, title in ((7, "Ä"), (8, "Ö"))
    ]

    insert_objects(new)

    assert [row.texts["title"] for row in entry.revisions.filter(version__gt=6).order_by("pk")] == ["Ä", "Ö"]
    assert new[0].pk < new[1].pk == entry.revisions.get(version=8).pk
    new[0].reason = "geändert"
    new[0].save()
    assert entry.revisions.get(version=7).reason == "geändert"
    assert entry.revisions.create(version=9, texts={}, made_at=timezone.now()).pk > new[1].pk
    assert insert_objects([]) == []


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
