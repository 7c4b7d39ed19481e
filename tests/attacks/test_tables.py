"""Spreadsheets and CSV files that are broken, huge or made to harm, coming in and going out."""

import csv
import datetime
import io
import time
import zipfile
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dialogwerk.entries.models import Entry, Kind
from dialogwerk.opendata.importing.reading import UnreadableFile, read_rows
from dialogwerk.registrations.export import csv_of, xlsx_of
from tests import factories


def bring(path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import", "contributions", path, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def texts() -> list[str]:
    return list(Entry.objects.filter(kind=Kind.CONTRIBUTION).order_by("number").values_list("summary", flat=True))


def workbook(path, *rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(path)
    return path


def test_a_formula_counts_as_what_it_shows(process, tmp_path) -> None:
    """A formula that no program has reckoned yet shows nothing: the row is named."""
    path = workbook(tmp_path / "a.xlsx", ["text", "title"], ["Mehr Zeit", "ja"], ['="Formel"&" ohne Wert"', "x"])

    _out, err = bring(path)

    assert texts() == ["Mehr Zeit"]
    assert "Zeile 3: der Text fehlt" in err


def test_dates_numbers_and_merged_cells(process, tmp_path) -> None:
    def merge(sheet) -> None:
        sheet.merge_cells("A3:A4")

    day = datetime.datetime(2018, 1, 17, 14, 30)
    rows = (["text", "created", "source_id"], ["Erster", day, 7], ["Zweiter", day.date(), 8], [None, None, None])
    bring(workbook(tmp_path / "a.xlsx", *rows, change=merge))

    assert texts() == ["Erster", "Zweiter"]
    assert {timezone.localdate(entry.created_at) for entry in Entry.objects.all()} == {day.date()}
    assert set(Entry.objects.values_list("contribution__source_key", flat=True)) == {"7", "8"}


def test_a_cell_in_the_last_corner_costs_nothing(process, tmp_path) -> None:
    """A sheet of 16,384 columns and a million rows, of which two hold something."""

    def stretch(sheet) -> None:
        sheet["XFD1048576"] = "ganz unten"

    path = workbook(tmp_path / "a.xlsx", ["text"], ["Oben"], change=stretch)
    began = time.process_time()

    rows = list(read_rows(path))

    assert [row.texts["text"] for row in rows] == ["Oben"]
    assert time.process_time() - began < 20


def test_a_bomb_is_not_unpacked(process, tmp_path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["text"], ["Harmlos"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/bomb.bin", bytes(600 * 1024 * 1024))

    with pytest.raises(CommandError, match="ausgepackt"):
        bring(path)


@pytest.mark.parametrize("place", [10, 9000])
def test_null_bytes_are_refused_wherever_they_stand(process, tmp_path, place) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + b"a" * place + b"\x00b\n")

    with pytest.raises(CommandError, match="Zeile 2"):
        bring(path)


def test_encodings_may_differ_from_line_to_line(process, tmp_path) -> None:
    """Two exports copied into one file: each line is read as it was written."""
    path = tmp_path / "a.csv"
    path.write_bytes("text\nGrößere Öfen\n".encode() + "Größere Straßen\n".encode("cp1252"))

    bring(path)

    assert texts() == ["Größere Öfen", "Größere Straßen"]


def test_signs_of_no_encoding_are_named_with_their_line(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\nGut\nSchl\x81echt\n")

    with pytest.raises(UnreadableFile, match="Zeile 3"):
        list(read_rows(path))


def test_a_field_of_a_megabyte_is_a_faulty_row(process, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "a" * 1024 * 1024 + "\nKurz\n")

    _out, err = bring(path)

    assert texts() == ["Kurz"]
    assert "Zeile 2: der Text hat 1048576 Zeichen" in err


@pytest.mark.parametrize("name", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_cell_that_goes_out_is_a_formula(db, name) -> None:
    one = factories.RegistrationFactory(name=name, organisation=name)

    rows = list(csv.reader(io.StringIO(csv_of([one], []).decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of([one], []))).active

    assert rows[1][0][0] == rows[1][2][0] == "'"
    assert sheet.cell(2, 1).value[0] == sheet.cell(2, 3).value[0] == "'"


def test_signs_that_no_spreadsheet_takes_do_not_break_the_list(db) -> None:
    one = factories.RegistrationFactory(name="Anna\x0b\x07 Berg", needs="Rampe\x1b")

    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of([one], []))).active

    assert sheet.cell(2, 1).value == "Anna Berg"
