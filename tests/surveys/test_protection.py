"""Small numbers stay unseen, whatever the sizes of the groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.surveys.protection import Parting, part

SIZES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=12)


@given(SIZES, st.integers(2, 8))
def test_nobody_can_be_had_by_subtraction(sizes, least) -> None:
    parting = part(sizes, least)

    together = sum(sizes[name] for name in parting.together)
    assert all(sizes[name] >= least for name in parting.apart)
    assert together == 0 or together >= least


@given(SIZES, st.integers(2, 8))
def test_everybody_is_told_of_or_nothing_is(sizes, least) -> None:
    parting = part(sizes, least)

    told = sum(sizes[name] for name in (*parting.apart, *parting.together))
    assert told in (0, sum(sizes.values()))


@pytest.mark.parametrize(
    ("sizes", "parting"),
    [
        ({"a": 9, "b": 6}, Parting(("a", "b"), ())),
        ({"a": 9, "b": 6, "c": 2}, Parting(("a",), ("c", "b"))),
        ({"a": 9, "b": 3, "c": 2}, Parting(("a",), ("b", "c"))),
        ({"a": 3, "b": 1}, Parting()),
        ({}, Parting()),
    ],
)
def test_how_groups_are_told(sizes, parting) -> None:
    assert part(sizes, 5) == parting


def test_one_group_beside_nothing_tells_no_more_than_the_total() -> None:
    assert not part({"a": 9}, 5).tells
    assert part({"a": 9, "b": 7}, 5).tells
