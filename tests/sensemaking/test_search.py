"""Similar texts are found by words, by letters and by meaning; the shared words are told as written."""

import json
from pathlib import Path

import numpy as np
import pytest

from sensemaking.commands import main
from sensemaking.errors import SensemakingError
from sensemaking.search import Search
from sensemaking.search.bm25 import Bm25
from sensemaking.vectors import Terms

TEXTS = {
    "rad1": "Auf dem Radweg an der Reuterstraße parken ständig Autos. Bitte mehr Kontrollen!",
    "rad2": "Die Radwege sind zu schmal, Radfahrer und Lastenräder kommen nicht aneinander vorbei.",
    "rad3": "Am Bahnhof fehlen Abstellplätze für Fahrräder und sichere Radwege dorthin.",
    "kita1": "Die Kita schließt um 16 Uhr, das passt nicht zu Schichtarbeit in der Pflege.",
    "kita2": "Längere Öffnungszeiten der Kitas würden Eltern im Schichtdienst helfen.",
    "kita3": "Kinderbetreuung am Abend: Eltern mit Schichtarbeit brauchen Kitas, die offen sind.",
    "lehre1": "Handwerksbetriebe finden keine Lehrlinge mehr; Ausbildung muss in die Schulen.",
    "lehre2": "Wir bieten Praktika im Handwerk für Schülerinnen und Schüler an.",
    "lehre3": "Ausbildungsbetriebe und Schulen sollten gemeinsame Praktikumstage anbieten.",
    "netz1": "Im Gewerbegebiet gibt es kein schnelles Internet, Glasfaser fehlt.",
    "netz2": "Glasfaser für alle Dörfer: ohne schnelles Netz kein Homeoffice.",
    "leer": "…",
}


@pytest.fixture(scope="module")
def search() -> Search:
    return Search().fit(list(TEXTS.values()), list(TEXTS))


def names(hits) -> list[str]:
    return [hit.id for hit in hits]


def test_text_finds_the_one_it_repeats(search: Search) -> None:
    hits = search.similar("parkende Autos, Radweg Reuterstr.")

    assert hits[0].id == "rad1"
    assert {"Radweg", "Autos"} <= set(hits[0].shared)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("group", ["rad", "kita", "netz"])
def test_texts_of_one_issue_stand_first(search: Search, group: str) -> None:
    for name in (name for name in TEXTS if name.startswith(group)):
        assert names(search.similar_to(name, "issue"))[0].startswith(group)


def test_text_itself_is_not_similar_to_itself(search: Search) -> None:
    for purpose in ("same", "issue", "offer"):
        assert "kita1" not in names(search.similar_to("kita1", purpose, most=20))


def test_need_meets_offers_only(search: Search) -> None:
    hits = search.similar("Wir suchen Schüler für ein Praktikum im Handwerk", "offer", within=["lehre2", "netz1"])

    assert hits[0].id == "lehre2"
    assert {"Praktika", "Handwerk"} & set(hits[0].shared)
    assert set(names(hits)) <= {"lehre2", "netz1"}


def test_nothing_in_common_finds_nothing(search: Search) -> None:
    assert search.similar("xyzzy qqjqq") == []
    assert search.similar("") == []
    assert search.similar_to("leer") == []


def test_added_text_is_found_at_once_and_removed_one_no_more() -> None:
    search = Search().fit(list(TEXTS.values()), list(TEXTS))

    search.add(["Autos parken auf dem Radweg der Hauptstraße"], ["neu"])
    assert "neu" in names(search.similar("Autos parken auf dem Radweg"))[:2]
    assert names(search.similar_to("neu"))[0] == "rad1"

    search.remove(["rad1"])
    assert "rad1" not in names(search.similar("Autos parken auf dem Radweg", most=20))


def test_added_one_by_one_is_as_added_at_once() -> None:
    texts, ids = list(TEXTS.values()), list(TEXTS)
    one, other = Search().fit(texts[:6], ids[:6]), Search().fit(texts[:6], ids[:6])

    one.add(texts[6:], ids[6:])
    for text, name in zip(texts[6:], ids[6:], strict=True):
        other.add([text], [name])

    for purpose in ("same", "issue", "offer"):
        assert other.scores("Schulen und Betriebe", purpose) == pytest.approx(
            one.scores("Schulen und Betriebe", purpose), abs=1e-5
        )


def test_vectors_of_a_model_bring_together_what_shares_no_letters() -> None:
    texts = ["Velo", "Fahrrad", "Schule", "Kita"]
    vectors = np.array([[1, 0.1], [1, 0], [0, 1], [0.1, 1]], np.float32)
    search = Search().fit(texts, texts, vectors)

    assert names(search.similar_to("Velo", "issue"))[0] == "Fahrrad"
    assert search.similar("Rad", vector=np.array([1.0, 0.0]))[0].id in {"Velo", "Fahrrad"}
    with pytest.raises(SensemakingError, match="Vektoren"):
        search.add(["Auto"], ["Auto"])


@pytest.mark.parametrize(("texts", "ids"), [([], []), (["a", "b"], ["x", "x"]), (["a"], ["x", "y"])])
def test_no_texts_or_unclear_ids_are_refused(texts: list[str], ids: list[str]) -> None:
    with pytest.raises(SensemakingError):
        Search().fit(texts, ids)


def test_unknown_id_is_said(search: Search) -> None:
    with pytest.raises(SensemakingError, match="„nirgends“ gibt es nicht"):
        search.similar_to("nirgends")


def test_bm25_is_the_formula_in_parts_as_at_once() -> None:
    texts = ["rot rot blau", "blau", "rot grün gelb lila", "grün"]
    counts = Terms(least=1, most=1.0, languages=("de",)).fit(texts).count(texts)
    whole = Bm25().fit(counts)
    parts = Bm25()
    parts.fit(counts)

    dense = counts.toarray()
    holding, lengths = (dense > 0).sum(axis=0), dense.sum(axis=1)
    idf = np.log(1 + (4 - holding + 0.5) / (holding + 0.5))
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    expected = (idf * dense * 2.2 / (dense + norm[:, None]))[:, [0, 1]].sum(axis=1)

    assert whole.scores(np.array([0, 1])) == pytest.approx(expected, rel=1e-5)


def written(folder: Path, rows: dict[str, str] = TEXTS, name: str = "a.csv") -> Path:
    file = folder / name
    file.write_text("nr,inhalt\n" + "".join(f'{key},"{text}"\n' for key, text in rows.items()), encoding="utf-8")
    return file


COLUMNS = ["--id", "nr", "--text", "inhalt"]


def test_command_answers_a_text(tmp_path: Path, capsys) -> None:
    out = tmp_path / "out.json"

    code = main(["similar", str(written(tmp_path)), *COLUMNS, "--query", "Glasfaser", "--k", "2", "--out", str(out)])

    told = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert {hit["id"] for hit in told["queries"][0]["hits"]} == {"netz1", "netz2"}
    assert told["queries"][0]["hits"][0]["shared"] == ["Glasfaser"]
    assert "Glasfaser" in capsys.readouterr().out


def test_command_answers_for_one_id_for_all_and_for_a_table(tmp_path: Path) -> None:
    file, out = written(tmp_path), tmp_path / "out.json"
    questions = written(tmp_path, {"q1": "Kita am Abend", "q2": "Lehrlinge"}, "q.csv")

    def asked(*more: str) -> list[dict]:
        assert main(["similar", str(file), *COLUMNS, "--out", str(out), *more]) == 0
        return json.loads(out.read_text(encoding="utf-8"))["queries"]

    assert [query["id"] for query in asked("--to", "kita1", "--for", "issue")] == ["kita1"]
    assert [query["id"] for query in asked()] == list(TEXTS)
    answers = asked("--queries", str(questions))
    assert [query["id"] for query in answers] == ["q1", "q2"]
    assert answers[0]["hits"][0]["id"] == "kita3"
    assert answers[1]["hits"][0]["id"] == "lehre1"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--query", " "], "leer"),
        (["--to", "x"], "„x“ gibt es nicht"),
        (["--k", "0"], "mindestens 1"),
        (["--text", "body"], "keine Spalte „body“"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, capsys, more: list[str], told: str) -> None:
    assert main(["similar", str(written(tmp_path)), *COLUMNS, *more]) == 2
    assert told in capsys.readouterr().err


def test_single_text_can_be_searched_but_has_no_like(tmp_path: Path, capsys) -> None:
    file = written(tmp_path, {"a": "Radwege am Bahnhof"})

    assert main(["similar", str(file), *COLUMNS]) == 2
    assert "nur einen Text" in capsys.readouterr().err
    assert main(["similar", str(file), *COLUMNS, "--query", "Bahnhof"]) == 0
    assert "Radwege am Bahnhof" in capsys.readouterr().out
