"""Archives: learnt from a sample, assigned in pieces, by processes that may die, with the same bytes as in one go."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from sensemaking import archive
from sensemaking.archive import Row, assign, cluster, cut, in_bag, learn
from sensemaking.commands import main
from sensemaking.errors import SensemakingError
from sensemaking.themes import Decisions, Outcome, Settings, find_themes
from tests.sensemaking.german import contributions

# what is found for all of them is found in one process only
pytestmark = pytest.mark.xdist_group("archive")
TEXTS = [*contributions(2400)[0], "", "Zebras quaken"]
ROWS = [(f"b{number}", text) for number, text in enumerate(TEXTS)]
SETTINGS = Settings(k=6, runs=4, sample=300)


@pytest.fixture(scope="module")
def whole() -> Outcome:
    """All texts in one go, without Dask."""
    return find_themes([text for _, text in ROWS], [one for one, _ in ROWS], settings=SETTINGS)


def test_a_lost_worker_of_two_changes_no_byte(whole: Outcome) -> None:
    with cluster("local:2") as client:
        pids = list(client.run(os.getpid).values())
        found = []
        for piece in assign(whole.model, cut(ROWS, 200), client):
            if not found:
                os.kill(pids[0], signal.SIGKILL)
            found += piece

    assert len(set(pids) | {os.getpid()}) == 3
    assert json.dumps([asdict(one) for one in found]) == json.dumps(
        [asdict(one) for one in whole.synthesis.assignments]
    )


def test_tables_are_assigned_part_by_part_and_a_broken_run_goes_on(
    whole: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sensemaking.commands._archive.cluster", _no_cluster)
    for name, rows, encoding in (("a", ROWS[:1000], "cp1252"), ("b", ROWS[1000:], "utf-8-sig")):
        lines = [f'{one};"{text}"' for one, text in rows]
        (tmp_path / f"{name}.csv").write_text("\n".join(["id;text", *lines]) + "\n", encoding=encoding)
    out = tmp_path / "out"
    asked = ["themes", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--id", "id", "--k", "6", "--runs", "4"]
    asked += ["--sample", "300", "--piece", "700", "--dask", "local:2", "--out", str(out)]

    assert main(asked) == 0
    told = capsys.readouterr()
    names = [f"part-{number:06}.jsonl" for number in range(4)]
    parts = [(out / name).read_bytes() for name in names]
    assert b"".join(parts).decode() == "".join(
        json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in whole.synthesis.assignments
    )
    assert "2402 Texte in 4 Teilen, 6 Themen, 2 unklar" in told.out
    assert "Texte zuordnen 2402/2402" in told.err
    summary = (out / "themes.json").read_bytes()
    sizes = [(theme["key"], theme["size"]) for theme in json.loads(summary)["themes"]]
    assert sizes == [(theme.key, theme.size) for theme in whole.synthesis.themes]
    assert sorted(path.name for path in out.iterdir()) == [*names, "run.json", "themes.json"]

    (out / names[1]).unlink()
    before = (out / names[0]).stat().st_mtime_ns
    assert main(asked) == 0
    assert [(out / name).read_bytes() for name in names] == parts
    assert (out / "themes.json").read_bytes() == summary
    assert (out / names[0]).stat().st_mtime_ns == before

    capsys.readouterr()
    assert main([*asked, "--seed", "1"]) == 2
    assert "enthält schon etwas anderes" in capsys.readouterr().err


class _NoCluster:
    def __enter__(self) -> None:
        """No client: pieces are placed here."""

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


def _no_cluster(_address: str) -> _NoCluster:
    return _NoCluster()


def test_pieces_are_read_when_they_are_needed_and_keep_decisions(whole: Outcome) -> None:
    read = []

    def rows() -> Iterator[Row]:
        for row in ROWS:
            read.append(row)
            yield row

    first = next(assign(whole.model, cut(rows(), 10), decisions=Decisions().put(["b3"], "t2")))

    assert len(read) == 10
    assert (first[3].theme, first[3].decided_by_person) == ("t2", True)


def test_a_sample_is_the_one_of_a_list(whole: Outcome) -> None:
    learnt = learn(lambda: iter(ROWS), SETTINGS)

    assert learnt.texts == len(ROWS)
    assert learnt.outcome.model.keys == whole.model.keys
    assert learnt.outcome.model.assign(TEXTS, [one for one, _ in ROWS]) == list(whole.synthesis.assignments)


def test_a_bag_is_assigned_lazily(whole: Outcome) -> None:
    bag = pytest.importorskip("dask.bag").from_sequence(ROWS[:50], npartitions=3)

    found = in_bag(whole.model, bag)

    assert found.npartitions == 3
    assert found.compute(scheduler="sync") == list(whole.synthesis.assignments[:50])


def test_words_are_forgotten_before_they_fill_the_memory(whole: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sensemaking.vectors._REMEMBERED", 5)
    monkeypatch.setattr("sensemaking.text.compounds._REMEMBERED", 5)

    terms = whole.model.terms
    terms._of_word.clear()
    terms._compounds._cache.clear()

    found = whole.model.assign(TEXTS[:100], [one for one, _ in ROWS[:100]])

    assert found == list(whole.synthesis.assignments[:100])
    assert 0 < len(terms._of_word) <= 5
    assert 0 < len(terms._compounds._cache) <= 5


def test_without_dask_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("text\na b\nc d\n", encoding="utf-8")
    monkeypatch.setattr(archive.importlib.util, "find_spec", lambda name: None)

    code = main(["themes", str(tmp_path / "a.csv"), "--dask", "local:2", "--out", str(tmp_path / "out")])
    told = capsys.readouterr().err

    assert code == 2
    assert len(told.splitlines()) == 1
    assert 'pip install "dialogwerk[dask]"' in told


@pytest.mark.parametrize(
    ("content", "arguments", "told"),
    [
        (b"text\na b\n", [], "Mit --dask muss --out einen Ordner nennen"),
        (b"text\na b\n", ["--out", "{}/out", "--label", "text"], "gehen nicht zusammen"),
        (b"text\na b\n", ["--out", "{}/a.csv"], "nicht als Ordner anlegen"),
        (b"text\na b\n", ["--out", "{}/out", "--piece", "0"], "--piece muss mindestens 1 sein"),
        (b"text\na b\n", ["--out", "{}/out"], "mindestens zwei Texte"),
        (b"", ["--out", "{}/out"], "ist leer"),
        (b"inhalt\na b\n", ["--out", "{}/out"], "keine Spalte „text“. Vorhanden: inhalt."),
        (b"text,id\na b,1\nc d,\n", ["--out", "{}/out", "--id", "id"], "in Zeile 3 ist die Kennung leer"),
        (b"text\n\x00\x01\n", ["--out", "{}/out"], "Zeichenkodierung"),
        (b"text\na\nb,c\n", ["--out", "{}/out"], "mehr Spalten als die Kopfzeile"),
        (None, ["--out", "{}/out"], "lässt sich nicht lesen"),
    ],
)
def test_errors_are_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.setattr("sensemaking.commands._archive.cluster", _no_cluster)
    if content is not None:
        (tmp_path / "a.csv").write_bytes(content)

    code = main(["themes", str(tmp_path / "a.csv"), "--dask", "x", *(each.format(tmp_path) for each in arguments)])
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("sensemaking:")]

    assert code == 2
    assert len(errors) == 1
    assert told in errors[0]


@pytest.mark.parametrize("address", ["local:none", "local:0", "nowhere:1"])
def test_an_address_without_a_cluster_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_WAIT", 0.2)
    with pytest.raises(SensemakingError), cluster(address):
        pass


def test_workers_with_other_versions_are_refused() -> None:
    class Client:
        def run(self, function):
            return {"worker": function() | {"numpy": "0.1"}}

    with pytest.raises(SensemakingError, match=r"hat numpy 0\.1"):
        archive._require_alike(Client())
