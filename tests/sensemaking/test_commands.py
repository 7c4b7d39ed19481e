"""The command line: what it writes, what it says, how it fails."""

import json
from pathlib import Path

import pytest

from sensemaking.commands import commands, main
from tests.sensemaking.german import contributions


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts, labels = contributions(120)
    file = tmp_path_factory.mktemp("table") / "beitraege.csv"
    rows = [f'b{number},"{text}",{label}' for number, (text, label) in enumerate(zip(texts, labels, strict=True))]
    rows.append(f'doppelt,"{texts[0]} Bitte.",{labels[0]}')
    file.write_text("\n".join(["nummer,inhalt,thema", *rows]) + "\n", encoding="utf-8")
    return file


def test_themes_are_written_told_and_evaluated(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "themen.json"
    columns = ["--text", "inhalt", "--id", "nummer"]
    code = main(["themes", str(table), *columns, "--k", "6", "--runs", "6", "--seed", "3", "--out", str(out)])
    told = capsys.readouterr()
    written = json.loads(out.read_text(encoding="utf-8"))

    assert code == 0
    assert "121 Texte, 6 Themen" in told.out
    assert "Läufe 6/6" in told.err
    assert [row["id"] for row in written["assignments"]] == [*(f"b{number}" for number in range(120)), "doppelt"]
    assert {"theme", "second", "confidence"} <= written["assignments"][0].keys()
    assert {"key", "label", "words", "exemplars", "size"} <= written["themes"][0].keys()
    assert written["parameters"]["seed"] == 3

    assert main(["evaluate", str(out), str(table), "--id", "nummer", "--label", "thema"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["NMI", "ARI", "B-cubed"]
    assert all(float(line.split()[1]) > 0.8 for line in lines)

    main(["themes", str(table), *columns, "--k", "6", "--runs", "2", "--label", "thema", "--lang", "en"])
    told = capsys.readouterr()
    assert "121 texts, 6 themes" in told.out
    assert "\nARI " in told.out


def test_duplicates_are_written_and_told(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "doppelte.json"
    code = main(["duplicates", str(table), "--text", "inhalt", "--id", "nummer", "--out", str(out)])
    written = json.loads(out.read_text(encoding="utf-8"))

    assert code == 0
    assert any({"b0", "doppelt"} <= set(group) for group in written["groups"])
    assert {"first": "b0", "second": "doppelt"}.items() <= written["pairs"][0].items()
    assert "121 Texte" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "told"),
    [
        (None, [], "gibt es nicht"),
        ("", [], "ist leer"),
        ("text\n", [], "keine Daten"),
        ("inhalt\na b\nc d\n", [], "keine Spalte „text“. Vorhanden: inhalt."),
        ("inhalt\na b\nc d\n", ["--lang", "en"], 'no column "text". There are: inhalt.'),
        ("text\nNur einer\n", [], "mindestens zwei Texte"),
        ("text,x\n,1\n,2\n", [], "Alle Texte sind leer"),
        ("text\na b\nc d\n", ["--k", "7"], "zwischen 1 und 2"),
        ("text\na b\nc d\n", ["--runs", "0"], "--runs"),
        ("text,x\na b,eins\nc d,2\n", ["--support", "x"], "„eins“ in Zeile 1 der Daten, Spalte „x“, ist keine Zahl"),
        ("text\na b\nc d\n", ["--label", "thema"], "keine Spalte „thema“"),
    ],
)
def test_errors_are_one_line_without_a_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, arguments: list[str], told: str
) -> None:
    file = tmp_path / "a.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    assert main(["themes", str(file), *arguments]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("sensemaking: ")
    assert told in error


def test_evaluating_other_files_is_refused(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "a.json"
    other.write_text("[]", encoding="utf-8")
    assert main(["evaluate", str(other), str(table), "--id", "nummer", "--label", "thema"]) == 2
    assert "keine Ausgabe von „themes --out“" in capsys.readouterr().err
    other.write_text('{"assignments": [{"id": "fremd", "theme": "t1"}]}', encoding="utf-8")
    assert main(["evaluate", str(other), str(table), "--id", "nummer", "--label", "thema"]) == 2
    assert "Stimmt die Spalte --id?" in capsys.readouterr().err
    assert main(["duplicates", str(table), "--text", "inhalt", "--threshold", "2"]) == 2


def test_every_subcommand_helps_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in commands():
        with pytest.raises(SystemExit) as stopped:
            main([name, "--help"])
        assert stopped.value.code == 0
        assert "--lang" in capsys.readouterr().out
