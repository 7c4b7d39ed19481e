"""Everything of an installation in one archive, and back.

The archive is a gzipped tar: `manifest.json` (version, database kind, rows per table), the database (a SQLite file, or
PostgreSQL's custom dump) and `media/`. It restores into the same kind of database.
"""

import json
import os
import shutil
import sqlite3
import subprocess  # nosec: pg_dump and pg_restore, without a shell
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk import __version__
from dialogwerk.core.errors import DialogwerkError, ExternalServiceError

MANIFEST, SQLITE, POSTGRESQL, MEDIA = "manifest.json", "database.sqlite3", "database.dump", "media"


class BackupError(DialogwerkError):
    """The archive cannot be used here; the message says why."""


def row_counts() -> dict[str, int]:
    """Return the number of rows of every table by model name."""
    models = [model for model in apps.get_models() if not model._meta.proxy and model._meta.managed]
    return {model._meta.label: model._default_manager.count() for model in models}


def write_backup(path: Path) -> dict[str, int]:
    """Write the archive and return the rows per table. The product may run meanwhile: the copy is of one moment."""
    counts = row_counts()
    manifest = {
        "product": "dialogwerk",
        "version": __version__,
        "database": connection.vendor,
        "made_at": timezone.now().isoformat(),
        "rows": counts,
    }
    with tempfile.TemporaryDirectory() as folder:
        database = _dump(Path(folder))
        told = Path(folder) / MANIFEST
        told.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
        part = path.with_name(f"{path.name}.part")
        with tarfile.open(part, "w:gz") as archive:
            archive.add(told, MANIFEST)
            archive.add(database, database.name)
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, MEDIA)
        part.replace(path)
    return counts


def read_backup(path: Path, *, overwrite: bool = False) -> dict[str, int]:
    """Restore the archive and return the rows per table.

    Raises `BackupError` if it is none of ours, of another kind of database, damaged, or (without `overwrite`) if this
    installation already holds people or dialogues; nothing is changed then.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest = _unpack(path, Path(folder))
        if not overwrite and _holds_data():
            raise BackupError(_("Diese Installation enthält schon Daten. Mit --overwrite werden sie ersetzt."))
        _load(Path(folder))
        _restore_media(Path(folder) / MEDIA)
    expected: dict[str, int] = manifest["rows"]
    found = row_counts()
    lacking = [label for label, count in expected.items() if found.get(label, 0) < count]
    if lacking:
        raise BackupError(
            _("Nach der Wiederherstellung fehlen Zeilen in: %(tables)s.") % {"tables": ", ".join(lacking)}
        )
    return found


def _holds_data() -> bool:
    tables = connection.introspection.table_names()
    person, process = apps.get_model("accounts.Person"), apps.get_model("processes.Process")
    return any(model._meta.db_table in tables and model._default_manager.exists() for model in (person, process))


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    if not path.is_file():
        raise BackupError(_("Die Datei %(path)s gibt es nicht.") % {"path": path})
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise BackupError(_("%(path)s ist keine lesbare Sicherung von Dialogwerk.") % {"path": path}) from error
    if manifest.get("database") != connection.vendor:
        raise BackupError(
            _("Die Sicherung stammt von %(theirs)s, diese Installation läuft auf %(ours)s.")
            % {"theirs": manifest.get("database"), "ours": connection.vendor}
        )
    return manifest


def _dump(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = folder / SQLITE
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
        return target
    target = folder / POSTGRESQL
    _run_postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / SQLITE) as copy:
            copy.backup(connection.connection)
        copy.close()
        return
    connection.close()
    _run_postgresql(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(folder / POSTGRESQL)
    )


def _run_postgresql(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database of the settings."""
    if shutil.which(program) is None:
        raise ExternalServiceError(
            _("%(program)s fehlt. Unter Debian: apt-get install postgresql-client.") % {"program": program}
        )
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {variable: str(told[name]) for variable, name in names.items() if told.get(name)}
    target = ["--dbname", str(told["NAME"])] if program == "pg_restore" else []
    result = subprocess.run(  # noqa: S603  # nosec
        [program, *target, *arguments], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise ExternalServiceError(f"{program}: {result.stderr.strip()[-600:]}")


def _restore_media(folder: Path) -> None:
    if folder.exists():
        shutil.copytree(folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
