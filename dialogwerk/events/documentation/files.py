"""The documentation as files: made when first asked for, kept as long as nothing in it changes.

One of a large event takes seconds; whoever asks for it first orders it and waits for the worker (`jobs.make_file`).
A file's name holds a fingerprint of everything it tells and of how it is laid out, so that a stale one is never found.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.utils.translation import gettext_lazy as _

from dialogwerk import __version__
from dialogwerk.events.documentation.model import Documentation
from dialogwerk.events.documentation.pdf import pdf_of

MANY_CARDS = 50  # from here on a file is ordered
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, its type, what makes it."""

    ending: str
    content_type: str
    label: object
    make: Callable[[Documentation], bytes]


@dataclass(frozen=True)
class Made:
    """A file to offer; `size` in bytes once it is made."""

    format: Format
    size: int | None


def _docx_of(documentation: Documentation) -> bytes:
    from dialogwerk.events.documentation.office import docx_of  # with python-docx 6 MB, seldom needed

    return docx_of(documentation)


FORMATS = {
    "pdf": Format("pdf", "application/pdf", _("Als PDF"), pdf_of),
    "docx": Format("docx", DOCX, _("Als Word-Datei zum Weiterbearbeiten (DOCX)"), _docx_of),
}


def made_files(documentation: Documentation) -> list[Made]:
    """Return the files that are offered, with their size where they are made already. No query."""
    found = []
    for format in FORMATS.values():
        path = _path(documentation, format.ending)
        found.append(Made(format, path.stat().st_size if path.is_file() else None))
    return found


def must_be_ordered(documentation: Documentation, ending: str) -> bool:
    """Say whether somebody would wait for this file: it tells much and is not made yet. No query."""
    return documentation.card_count >= MANY_CARDS and not _path(documentation, ending).is_file()


def order_mark(documentation: Documentation, ending: str) -> Path:
    """Return where it is noted that a file is ordered; gone when it is made."""
    path = _path(documentation, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.ordered")


def document_file(documentation: Documentation, ending: str) -> bytes:
    """Return a documentation as a file, made now unless it is there. Two who ask at once wait for the same one.

    Raises `PrintingUnavailable` for a PDF where Pango is missing.
    """
    path = _path(documentation, ending)
    if path.is_file():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    lock_path = path.parent / f"{documentation.mention.number}-{documentation.language}.{ending}.lock"
    with lock_path.open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        if path.is_file():
            return path.read_bytes()
        content = FORMATS[ending].make(documentation)
        _keep(path, content, f"{documentation.mention.number}-{documentation.language}-*.{ending}")
    return content


def _keep(path: Path, content: bytes, former: str) -> None:
    """Put the new file in the place of the former ones, whole or not at all."""
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(content)
    for stale in (*path.parent.glob(former), *path.parent.glob(f"{former}.ordered")):
        stale.unlink(missing_ok=True)
    os.replace(half, path)


def _path(documentation: Documentation, ending: str) -> Path:
    told = hashlib.sha256(f"{_layout()}{settings.BASE_URL}{documentation!r}".encode()).hexdigest()[:24]
    name = f"{documentation.mention.number}-{documentation.language}-{told}.{ending}"
    return settings.ENVIRONMENT.data_dir / "documentations" / name


@lru_cache(maxsize=1)
def _layout() -> str:
    """Return a fingerprint of everything that lays the files out: code, templates, styles."""
    package = Path(__file__).resolve().parent
    parts = [*package.glob("*.py"), *(package.parent / "templates" / "events" / "print").glob("*.html")]
    parts += (package.parent.parent / "web" / "static" / "css" / "print").glob("*.css")
    total = hashlib.sha256(__version__.encode())
    for part in sorted(parts):
        total.update(part.read_bytes())
    return total.hexdigest()
