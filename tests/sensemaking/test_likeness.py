"""A few texts, the most alike first, without NumPy."""

import subprocess
import sys

from sensemaking.likeness import alike

TEXTS = ["Mehr Radwege in der Innenstadt", "Glasfaser für alle Dörfer", "Der Radweg am Bahnhof ist zu schmal", ""]


def test_the_most_alike_comes_first_with_what_is_shared() -> None:
    found = alike("Radweg am Bahnhof", TEXTS)

    assert [one.place for one in found][:2] == [2, 0]
    assert {"Radweg", "Bahnhof"} <= set(found[0].shared)
    assert found[0].likeness > found[1].likeness > found[-1].likeness == 0


def test_the_same_text_is_entirely_alike_and_nothing_does_no_harm() -> None:
    assert 0.9 < alike(TEXTS[0], TEXTS)[0].likeness < 1.1
    assert alike("", TEXTS)[0].likeness == 0
    assert alike("Radweg", []) == []


def test_a_page_need_not_load_numpy_for_it() -> None:
    code = "import sys, sensemaking.likeness; sys.exit(bool({'numpy', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
