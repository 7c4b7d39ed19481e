"""Near-duplicates are found, all at once and one by one, and nothing else is."""

from sensemaking.duplicates import Duplicates, duplicate_groups, shingles
from sensemaking.evaluation import plant_duplicates
from tests.sensemaking.german import contributions


def test_planted_duplicates_are_found() -> None:
    texts = list(dict.fromkeys(contributions(600)[0]))
    planted, rows = plant_duplicates(texts, 80, seed=1)
    found = Duplicates()
    found.add(texts + planted)

    pairs = {(pair.first, pair.second) for pair in found.pairs}
    hits = sum((row, len(texts) + number) in pairs for number, row in enumerate(rows))

    assert hits / len(rows) >= 0.98
    assert all(0.55 <= pair.similarity <= 1 and pair.first < pair.second for pair in found.pairs)


def test_one_by_one_gives_what_all_at_once_gives() -> None:
    texts = contributions(60)[0] + contributions(20)[0]
    at_once, growing = Duplicates(), Duplicates()
    at_once.add(texts)
    growing.add(texts[:70])
    for text in texts[70:]:
        near = growing.near(text)
        added = growing.add([text])
        assert sorted(near) == sorted((pair.first, pair.similarity) for pair in added)

    assert growing.pairs == at_once.pairs
    assert growing.groups() == at_once.groups()


def test_groups_are_chains_of_pairs() -> None:
    texts = [
        "Der Radweg an der Brücke ist zu schmal und gefährlich.",
        "Mehr Bäume auf dem Marktplatz!",
        "der radweg an der brücke ist zu schmal und gefährlich",
        "Der Radweg an der alten Brücke ist zu schmal und sehr gefährlich!",
    ]

    assert duplicate_groups(texts) == [[0, 2, 3]]


def test_texts_without_words_are_like_none() -> None:
    found = Duplicates()

    assert found.add([]) == []
    assert found.groups() == []
    assert found.near("anything at all") == []
    found.add(["", "  ", "!!!", "ab", "ab"])
    assert found.groups() == [[3, 4]]
    assert found.near("") == []
    assert len(shingles("")) == 0


def test_hundreds_of_equal_texts_are_one_group() -> None:
    assert duplicate_groups(["Das ist immer derselbe Text."] * 300) == [list(range(300))]
