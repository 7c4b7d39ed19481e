"""Backup and restore lose nothing, on both databases."""

import pytest
from django.core.management import CommandError, call_command

from dialogwerk.entries.models import Entry
from dialogwerk.entries.search import find, index_entry
from dialogwerk.opendata.backup import BackupError, read_backup, row_counts, write_backup
from dialogwerk.processes.models import Process
from tests import factories


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "attachments").mkdir(parents=True)
    (tmp_path / "media" / "attachments" / "wand.webp").write_bytes(b"picture")
    return settings.MEDIA_ROOT


@pytest.mark.django_db(transaction=True)
def test_restore_brings_everything_back(tmp_path, media) -> None:
    idea = factories.IdeaFactory(entry__title="Netzwerk aus Scouts")
    index_entry(idea.entry, idea.problem)
    factories.CommentFactory(entry=idea.entry)
    archive = tmp_path / "sicherung.tar.gz"
    counts = write_backup(archive)
    Entry.objects.filter(pk=idea.pk).update(title="verändert")
    factories.CommentFactory(entry=idea.entry)
    (media / "attachments" / "wand.webp").unlink()

    read_backup(archive, overwrite=True)

    assert row_counts() == counts
    assert Entry.objects.get(pk=idea.pk).title == "Netzwerk aus Scouts"
    assert (media / "attachments" / "wand.webp").read_bytes() == b"picture"
    assert find("scouts", entries=Entry.objects.all()).total == 1


@pytest.mark.django_db(transaction=True)
def test_restore_does_not_overwrite_unasked(tmp_path, media) -> None:
    process = factories.ProcessFactory(title="Alt")
    archive = tmp_path / "sicherung.tar.gz"
    write_backup(archive)
    Process.objects.filter(pk=process.pk).update(title="Neu")

    with pytest.raises(CommandError, match="enthält schon Daten"):
        call_command("restore", archive)

    assert Process.objects.get().title == "Neu"


@pytest.mark.django_db
def test_damaged_archive_is_refused(tmp_path) -> None:
    archive = tmp_path / "kaputt.tar.gz"
    archive.write_bytes(b"not an archive")

    with pytest.raises(BackupError) as refusal:
        read_backup(archive)

    assert "keine lesbare Sicherung" in refusal.value.message
