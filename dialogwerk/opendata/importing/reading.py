"""From a CSV or XLSX file to rows of text, whatever the encoding and separator."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from dialogwerk.core.errors import DialogwerkError

REQUIRED = "text"
COLUMNS = ("text", "title", "topic", "region", "lat", "lon", "created", "author", "source_id")
SEPARATORS = (",", ";", "\t", "|")
MEGABYTE = 1024 * 1024
MOST_UNPACKED = 500 * MEGABYTE


class UnreadableFile(DialogwerkError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (the header is 1) and its texts by column name, stripped."""

    number: int
    texts: dict[str, str]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a `.csv`, `.txt` or `.xlsx` file; empty rows are passed over.

    Columns are found by their names in the first row (any case); unknown ones are ignored. CSV may be UTF-8 or
    Windows-1252, separated by comma, semicolon, tab or bar. Raises `UnreadableFile`.
    """
    if not path.is_file():
        raise UnreadableFile(_("Die Datei %(path)s gibt es nicht.") % {"path": path})
    lines = _xlsx_lines(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv_lines(path)
    header = next(lines, None)
    if header is None:
        raise UnreadableFile(_("Die Datei ist leer."))
    names = [_text(name).lower().lstrip("\ufeff") for name in header]
    if REQUIRED not in names:
        raise UnreadableFile(
            _("Die Spalte „text“ fehlt. Gefunden: %(found)s.") % {"found": ", ".join(filter(None, names)) or "–"}
        )
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise UnreadableFile(
            _("Diese Spalten stehen doppelt in der Datei: %(names)s. Bitte benennen Sie eine davon um.")
            % {"names": ", ".join(twice)}
        )
    positions = {name: names.index(name) for name in COLUMNS if name in names}
    has_rows = False
    for number, line in enumerate(lines, start=2):
        texts = {name: _text(line[place]) if place < len(line) else "" for name, place in positions.items()}
        if any(texts.values()):
            has_rows = True
            yield Row(number, texts)
    if not has_rows:
        raise UnreadableFile(_("Die Datei hat nur eine Kopfzeile. Darunter fehlen die Beiträge, einer je Zeile."))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value).strip()


def _decoded(path: Path) -> str:
    """Return the text of a file; where two exports were copied together, each line by its own encoding."""
    raw = path.read_bytes()
    if (place := raw.find(b"\x00")) >= 0:
        raise UnreadableFile(
            _("Zeile %(line)s enthält ein Nullzeichen. Das ist keine Textdatei; erwartet wird CSV oder XLSX.")
            % {"line": raw.count(b"\n", 0, place) + 1}
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = raw.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
        return "".join(_decoded_line(line, number) for number, line in enumerate(lines, start=1))


def _decoded_line(line: bytes, number: int) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        _("Zeile %(line)s enthält Zeichen, die sich nicht lesen lassen. Bitte speichern Sie die Datei als UTF-8.")
        % {"line": number}
    )


def _csv_lines(path: Path) -> Iterator[list[str]]:
    text = _decoded(path)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    good = 0
    try:
        for line in reader:
            good = reader.line_num
            yield line
    except csv.Error as error:
        raise UnreadableFile(
            _("Die Datei ist ab Zeile %(line)s kein gültiges CSV. Oft fehlt dort ein schließendes Anführungszeichen.")
            % {"line": good + 1}
        ) from error


def _xlsx_lines(path: Path) -> Iterator[list[Any]]:
    try:
        _require_not_huge(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(_("Die Datei ist keine lesbare XLSX-Datei.")) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # type: ignore[union-attr]  # read only: else each row is as wide as the sheet says
        for line in sheet.iter_rows(values_only=True):
            yield list(line)
    finally:
        book.close()


def _require_not_huge(path: Path) -> None:
    """Look how large the parts of a workbook are before anything is unpacked."""
    with zipfile.ZipFile(path) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > MOST_UNPACKED:
        raise UnreadableFile(
            _("Die Datei wäre ausgepackt %(size)s MB groß, gelesen werden höchstens %(most)s MB.")
            % {"size": size // MEGABYTE, "most": MOST_UNPACKED // MEGABYTE}
        )
