"""Tables come in many shapes; what is wrong with one is said in a sentence."""

from pathlib import Path

import pytest

from sensemaking.commands._files import read_json, read_table, write_json
from sensemaking.errors import SensemakingError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_table_is_read_in_usual_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(f'id{separator}text\r\n7{separator}"Grüße{separator} „hier“"\r\n\r\n8\r\n'.encode(encoding))

    table = read_table(file)

    assert table.columns == ("id", "text")
    assert table.rows == (("7", f"Grüße{separator} „hier“"), ("8", ""))
    assert table.ids("id") == ["7", "8"]
    assert table.ids(None) == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "leer"),
        (b" \n\n", "leer"),
        (b"id,text\n", "keine Daten"),
        (b"id,text\n1,a,b\n", "mehr Spalten"),
        (b"id,text\n1,\x81\x8d\x8f\n", "Zeichenkodierung"),
        (b"id,text\n1,a\x00b\n", "Zeichenkodierung"),
        ("id,text\n1,Привет мир\n".encode("cp866"), "Zeichenkodierung"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)

    with pytest.raises(SensemakingError, match=told) as caught:
        read_table(file)

    assert str(file) in caught.value.in_language("en")


def test_missing_files_columns_and_ids_are_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,a\n1,b\n ,c\n", encoding="utf-8")
    table = read_table(file)

    with pytest.raises(SensemakingError, match=r"„inhalt“. Vorhanden: id, text"):
        table.column("inhalt")
    with pytest.raises(SensemakingError, match="„1“ kommt mehrmals vor"):
        table.ids("id")
    with pytest.raises(SensemakingError, match="gibt es nicht"):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(SensemakingError, match="Ordner"):
        read_table(tmp_path)


def test_json_is_written_alike_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    write_json(file, {"b": "ä", "a": [1]})

    assert file.read_text(encoding="utf-8") == '{\n "b": "ä",\n "a": [\n  1\n ]\n}\n'
    assert read_json(file) == {"b": "ä", "a": [1]}
    with pytest.raises(SensemakingError, match="lässt sich nicht schreiben"):
        write_json(tmp_path / "no" / "a.json", {})
    file.write_text("{", encoding="utf-8")
    with pytest.raises(SensemakingError, match="keine JSON-Datei"):
        read_json(file)
