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


def test_a_strict_threshold_finds_what_a_lax_one_finds_there() -> None:
    texts = list(dict.fromkeys(contributions(600)[0]))
    texts += plant_duplicates(texts, 80, seed=1)[0]
    lax, strict = Duplicates(), Duplicates(0.7)
    lax.add(texts)
    strict.know(texts[:300])
    strict.know(texts[300:])

    found = strict.pairs_since(0)

    wanted = [pair for pair in lax.pairs if pair.similarity >= 0.7]
    assert set(found) <= set(wanted)
    assert len(found) >= 0.9 * len(wanted)  # 0.87 at 0.7, 0.99 at 0.8
    assert [pair for pair in wanted if pair.similarity >= 0.85 and pair not in found] == []
    assert strict.pairs == found


def test_only_pairs_with_something_new_are_asked_for() -> None:
    found = Duplicates(0.7)
    found.know(["Der Radweg an der Brücke ist zu schmal."] * 2)

    assert found.pairs_since(2) == []
    assert [(pair.first, pair.second) for pair in found.add(["Der Radweg an der Brücke ist zu schmal!"])] == [
        (0, 2),
        (1, 2),
    ]


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


def test_groups_without_pairs_are_those_of_all_pairs() -> None:
    texts = contributions(300)[0]
    texts += plant_duplicates(texts, 200, seed=3)[0]
    texts += ["Das ist immer derselbe Text."] * 150 + ["", "k. A."] * 3
    for threshold in (0.55, 0.7):
        found = Duplicates(threshold)
        found.add(texts)

        assert duplicate_groups(texts, threshold) == found.groups()


def test_each_pair_is_a_candidate_once() -> None:
    texts = contributions(60)[0] + ["Das ist immer derselbe Text.", "Das ist immer der selbe Text!"] * 100
    found = Duplicates()
    found.know(texts)

    candidates = [tuple(pair) for some in found._candidates(0) for pair in some.tolist()]

    assert len(candidates) == len(set(candidates))
    assert all(first < second for first, second in candidates)


def test_small_letters_may_be_more_than_large_ones() -> None:
    assert duplicate_groups(["İ" * 50, "İ" * 50, "Ganz etwas anderes"]) == [[0, 1]]
