"""Importing contributions: every kind of file, every kind of fault, never twice."""

from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.search import find
from tests import factories

HEADER = "source_id;text;title;topic;region;lat;lon;created;author\n"


def _import(path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import", "contributions", path, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def _contributions():
    return Entry.objects.filter(kind=Kind.CONTRIBUTION)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_make(process, tmp_path, encoding, separator) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'Text{separator}Title\n"Größe, Maß; Öl"{separator}Übung\n'.encode(encoding))

    _import(path)

    entry = _contributions().get()
    assert (entry.title, entry.summary) == ("Übung", "Größe, Maß; Öl")


def test_xlsx(process, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["text", "lat", "lon"])
    book.active.append(["Radweg fehlt", 50.7375, 7.0983])
    book.save(tmp_path / "a.xlsx")

    _import(tmp_path / "a.xlsx")

    assert _contributions().get().has_point


def test_columns_find_their_place(process, tmp_path) -> None:
    region = factories.RegionFactory(region_set=process.region_set, name="Märkische Region")
    topic = factories.TopicFactory(vocabulary__process=process, title="Weiterbildung")
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}7;Mehr Zeit zum Lernen;Lernzeit;weiterbildung;Märkische Region;;;17.01.2018;Frau Holle\n")

    _import(path)

    entry = _contributions().get()
    assert (entry.region, entry.topics.get(), entry.byline) == (region, topic, "Frau Holle")
    assert entry.created_at.date().isoformat() == "2018-01-17"
    assert find("lernen", entries=_contributions()).total == 1
    assert AuditRecord.objects.filter(act="import_contributions").count() == 1


def test_faulty_rows_are_named_and_the_rest_is_imported(process, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        HEADER
        + "1;Guter Text;;;;;;;\n"
        + "2;;Nur ein Titel;;;;;;\n"
        + f"3;{'x' * 2001};;;;;;;\n"
        + "4;Text;;;Atlantis;;;;\n"
        + "5;Text;;;;91;7;;\n"
        + "6;Text;;;;abc;7;;\n"
        + "7;Text;;;;;;31.02.2018;\n"
        + "8;Text;;;;;;2999-01-01;\n"
        + "1;Doppelt;;;;;;;\n"
    )

    out, err = _import(path)

    assert _contributions().get().summary == "Guter Text"
    assert "1 neu, 0 schon da, 8 fehlerhaft" in out
    lines = err.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == [f"Zeile {number}" for number in range(3, 11)]
    assert "die Region „Atlantis“ gibt es hier nicht" in lines[2]
    assert "steht schon in Zeile 2" in lines[7]


def test_nothing_is_imported_twice(process, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\nOhne Schlüssel\nNoch einer\n")

    _import(path)
    out, _err = _import(path)

    assert "0 neu, 2 schon da, 0 fehlerhaft" in out
    assert _contributions().count() == 2


def test_dry_run_writes_nothing(process, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,topic\nText,Neues Feld\n")

    out, _err = _import(path, "--dry-run")

    assert "Neue Themenfelder: Neues Feld" in out
    assert "1 neu" in out
    assert not _contributions().exists()


SAME = (
    "Die Werkstatt in der Nordstadt braucht am Abend längere Öffnungszeiten für Berufstätige.",
    "Die Werkstatt in der Nordstadt braucht am Abend längere Öffnungszeiten, für Berufstätige!!",
    "Die Werkstatt in der Nordstadt braucht am Abend doch längere Öffnungszeiten für Berufstätige.",
    "Busse fahren nach zehn nicht mehr.",
)


def test_rows_that_say_the_same_are_named_and_imported(process, tmp_path) -> None:
    there = factories.ContributionFactory(entry__process=process, entry__summary=SAME[0]).entry
    hidden = factories.ContributionFactory(entry__process=process, entry__summary=SAME[3], entry__state="withdrawn")
    path = tmp_path / "a.csv"
    path.write_text("source_id;text\n1;" + "\n2;".join(SAME[1:3]) + f"\n3;{SAME[3]}\n4;{SAME[3].upper()}\n")

    out, err = _import(path, "--dry-run")
    assert not _contributions().exclude(pk__in=[there.pk, hidden.pk]).exists()
    assert f"Zeile 2: sagt wohl dasselbe wie Beitrag #{there.pk}\n" in err
    assert f"Zeile 3: sagt wohl dasselbe wie Zeile 2, Beitrag #{there.pk}\n" in err
    assert "Zeile 5: sagt wohl dasselbe wie Zeile 4\n" in err
    assert "Zeile 4:" not in err
    assert "3 Zeilen sagen wohl dasselbe" in out

    out, _err = _import(path)
    assert "4 Beiträge eingespielt." in out


def test_rows_that_say_the_same_are_left_out_on_demand_but_for_one(process, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("source_id;text\n" + "".join(f"{place};{text}\n" for place, text in enumerate(SAME)))

    out, err = _import(path, "--skip-similar")

    assert "Zeile 3: ausgelassen, sagt wohl dasselbe wie Zeile 2\n" in err
    assert "2 Zeilen ausgelassen" in out
    assert "2 Beiträge eingespielt." in out
    assert set(_contributions().values_list("summary", flat=True)) == {SAME[0], SAME[3]}


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("leer.csv", b"", "leer"),
        ("ohne.csv", b"titel,datum\na,b\n", "Spalte „text“ fehlt. Gefunden: titel, datum"),
        ("kaputt.csv", b'text\n"offen\n', "ab Zeile 2 kein gültiges CSV"),
        ("kopf.csv", b"text,title\n", "Die Datei hat nur eine Kopfzeile."),
        ("doppelt.csv", b"text,title,Text\na,b,c\n", "Diese Spalten stehen doppelt in der Datei: text."),
        ("bild.csv", b"\x89PNG\x00\x00", "keine Textdatei"),
        ("falsch.xlsx", b"kein zip", "keine lesbare XLSX-Datei"),
    ],
)
def test_unreadable_file_is_refused_in_german(process, tmp_path, name, content, complaint) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CommandError, match=complaint):
        _import(path)


def test_process_must_be_named_where_there_are_several(process, tmp_path) -> None:
    factories.ProcessFactory(slug="zweiter")
    path = tmp_path / "a.csv"
    path.write_text("text\nText\n")

    with pytest.raises(CommandError, match=r"--process nennen\. Vorhanden: dialog, zweiter"):
        _import(path)
