"""Reading tables and writing JSON, with errors that say what to do."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sensemaking.errors import SensemakingError

SEPARATORS = ",;\t|"
MARKS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header: `columns` as named in the file, each row as wide as the header."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """Return the cells of one column, top to bottom."""
        place = place_of(name, self.columns, self.name)
        return [row[place] for row in self.rows]

    def ids(self, name: str | None) -> list[str]:
        """Return the ids of the rows: the column `name`, or "1", "2", … without one. Each must occur once."""
        if name is None:
            return [str(number) for number in range(1, len(self.rows) + 1)]
        ids = [cell.strip() for cell in self.column(name)]
        seen: set[str] = set()
        for number, cell in enumerate(ids, start=1):
            if not cell:
                raise SensemakingError(
                    f"{self.name}: in Zeile {number} der Daten ist die Kennung („{name}“) leer.",
                    f'{self.name}: the id ("{name}") of data row {number} is empty.',
                )
            if cell in seen:
                raise SensemakingError(
                    f"{self.name}: die Kennung „{cell}“ kommt mehrmals vor. Jede Zeile braucht ihre eigene.",
                    f'{self.name}: the id "{cell}" occurs more than once. Each row needs its own.',
                )
            seen.add(cell)
        return ids


def place_of(column: str, columns: Sequence[str], file: object) -> int:
    """Return where a column stands in the header of a file."""
    if column not in columns:
        there = ", ".join(columns)
        raise SensemakingError(
            f"{file} hat keine Spalte „{column}“. Vorhanden: {there}. Bitte eine davon nennen.",
            f'{file} has no column "{column}". There are: {there}. Please name one of them.',
        )
    return columns.index(column)


def read_table(path: Path) -> Table:
    """Read a CSV file with a header: UTF-8 (with or without mark) or Windows-1252; comma, semicolon, tab or bar.

    Empty lines are left out, short rows are filled with empty cells, cells beyond the header must be empty.
    """
    text = _decode(path)
    if not text.strip():
        raise SensemakingError(f"{path} ist leer.", f"{path} is empty.")
    csv.field_size_limit(10_000_000)
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)) if any(line)]
    except csv.Error as error:
        raise SensemakingError(
            f"{path} ist keine lesbare CSV-Datei: {error}.", f"{path} is no readable CSV file: {error}."
        ) from error
    header = tuple(cell.strip() for cell in lines[0])
    if len(lines) == 1:
        raise SensemakingError(
            f"{path} enthält nur die Kopfzeile und keine Daten.", f"{path} holds the header only and no data."
        )
    return Table(
        str(path), header, tuple(fit(path, number, line, len(header)) for number, line in enumerate(lines[1:], 2))
    )


def write_json(path: Path, content: object) -> None:
    """Write `content` as JSON: UTF-8, keys in the order given, so that the same content gives the same bytes."""
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SensemakingError(
            f"{path} lässt sich nicht schreiben: {error.strerror}.", f"{path} cannot be written: {error.strerror}."
        ) from error


def read_json(path: Path) -> object:
    """Read a JSON file."""
    text = _decode(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SensemakingError(
            f"{path} ist keine JSON-Datei (Zeile {error.lineno}: {error.msg}).",
            f"{path} is no JSON file (line {error.lineno}: {error.msg}).",
        ) from error


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SensemakingError(
            f"{path} lässt sich nicht lesen: {reason(error)}", f"{path} cannot be read: {error.strerror}."
        ) from error
    if content.startswith(MARKS):
        return _as_utf16(path, content)
    if b"\x00" in content:
        raise wrong_encoding(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return as_windows(path, content)


def _as_utf16(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise wrong_encoding(path) from error


def as_windows(path: Path, content: bytes) -> str:
    """Decode Windows-1252, unless what comes out is no text: control signs, or hardly a letter."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise wrong_encoding(path) from error
    strange = sum(sign < " " and sign not in "\t\r\n" for sign in text)
    foreign = sum(sign > "\x7f" and not sign.isalpha() and sign not in _USUAL for sign in text)
    if strange or foreign > len(text) / 20 + 2:
        raise wrong_encoding(path)
    return text


_USUAL = "€‚„…‘’“”•–—§°´²³«»·½¼¾©®\xa0\xad"


def wrong_encoding(path: Path) -> SensemakingError:
    """Return the error of a file whose encoding is not known."""
    return SensemakingError(
        f"{path}: die Zeichenkodierung ist weder UTF-8 noch Windows-1252. Bitte als „CSV UTF-8“ speichern.",
        f'{path}: the encoding is neither UTF-8 nor Windows-1252. Please save it as "CSV UTF-8".',
    )


def reason(error: OSError) -> str:
    """Return in German why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "die Datei gibt es nicht."
    if isinstance(error, IsADirectoryError):
        return "das ist ein Ordner."
    if isinstance(error, PermissionError):
        return "es fehlt die Berechtigung."
    return f"{error.strerror}."


def separator(text: str) -> str:
    """Return the separator that occurs most often in the header, outside of quotes; the comma if none does."""
    header, quoted = [], False
    for sign in text.lstrip():
        quoted ^= sign == '"'
        if sign in "\r\n" and not quoted:
            break
        if not quoted:
            header.append(sign)
    counts = [header.count(sign) for sign in SEPARATORS]
    return SEPARATORS[counts.index(max(counts))]


def fit(path: Path, number: int, line: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a row as wide as the header; row `number` of the file, for the error."""
    if any(cell.strip() for cell in line[width:]):
        raise SensemakingError(
            f"{path}: Zeile {number} hat mehr Spalten als die Kopfzeile. Fehlen um einen Text die Anführungszeichen?",
            f"{path}: row {number} has more columns than the header. Are the quotes around a text missing?",
        )
    return (*line[:width], *[""] * (width - len(line)))
