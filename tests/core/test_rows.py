"""Very many rows at once are what `bulk_create` makes of them."""

from django.utils import timezone

from dialogwerk.core.rows import insert_rows
from dialogwerk.entries.models import Revision
from tests import factories


def test_rows_are_read_back_as_objects(db: None) -> None:
    entry, now = factories.EntryFactory(), timezone.now()
    entry.revisions.all().delete()
    names = ("entry", "version", "texts", "reason", "made_at")

    insert_rows(Revision, names, ((entry.pk, version, {"title": "Ä"}, "", now) for version in (1, 2)))

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
