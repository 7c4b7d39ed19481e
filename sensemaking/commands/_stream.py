"""Reading tables of any size row by row."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sensemaking.commands._files import MARKS, as_windows, fit, place_of, reason, separator, wrong_encoding
from sensemaking.errors import SensemakingError

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows (id, text) of one or more CSV files, read anew with each call. Without a column of ids they are numbered.

    That each id occurs once is not looked after: it would need all of them in memory.
    """

    paths: tuple[Path, ...]
    text: str
    id: str | None

    def __call__(self) -> Iterator[tuple[str, str]]:
        number = 0
        for path in self.paths:
            for one, text in self._rows(path):
                number += 1
                yield one or str(number), text

    def _rows(self, path: Path) -> Iterator[tuple[str | None, str]]:
        encoding, delimiter = _form(path)
        csv.field_size_limit(10_000_000)
        try:
            with path.open(encoding=encoding, newline="") as file:
                lines = (line for line in csv.reader(file, delimiter=delimiter) if any(line))
                header = [cell.strip() for cell in next(lines)]
                text = place_of(self.text, header, path)
                own = None if self.id is None else place_of(self.id, header, path)
                for number, line in enumerate(lines, 2):
                    row = fit(path, number, line, len(header))
                    yield None if own is None else _require_id(path, number, row[own].strip()), row[text]
        except csv.Error as error:
            raise SensemakingError(
                f"{path} ist keine lesbare CSV-Datei: {error}.", f"{path} is no readable CSV file: {error}."
            ) from error
        except UnicodeDecodeError as error:
            raise wrong_encoding(path) from error


def _form(path: Path) -> tuple[str, str]:
    """Return encoding and separator of a file, found in one pass over its bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(_BLOCK)
            encoding = _encoding(path, head, iter(lambda: file.read(_BLOCK), b""))
    except OSError as error:
        raise SensemakingError(
            f"{path} lässt sich nicht lesen: {reason(error)}", f"{path} cannot be read: {error.strerror}."
        ) from error
    start = codecs.getincrementaldecoder(encoding)().decode(head)
    if not start.strip():
        raise SensemakingError(f"{path} ist leer.", f"{path} is empty.")
    return encoding, separator(start)


def _encoding(path: Path, head: bytes, rest: Iterator[bytes]) -> str:
    if head.startswith(MARKS):
        return "utf-16"
    if b"\x00" in head:
        raise wrong_encoding(path)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        decoder.decode(head)
        for block in rest:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        as_windows(path, head)
        return "cp1252"
    return "utf-8-sig"


def _require_id(path: Path, number: int, one: str) -> str:
    if not one:
        raise SensemakingError(
            f"{path}: in Zeile {number} ist die Kennung leer.", f"{path}: the id in row {number} is empty."
        )
    return one
