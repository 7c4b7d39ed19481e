"""Sums in a process of their own: answers come back, a stop ends them, a death is told, the next one begins anew."""

import threading
import time

import pytest

from dialogwerk.core.aside import Aside, Died


@pytest.fixture
def aside():
    made = Aside()
    yield made
    made.stop()


def test_a_call_is_made_and_the_process_stays_for_the_next_one(aside, tmp_path) -> None:
    for name in ("first", "second"):
        aside.run("os.mkdir", str(tmp_path / name), goes_on=lambda: True)
        number = aside._process.pid
    assert (tmp_path / "second").is_dir()
    assert aside._process.pid == number
    aside.run("os.mkdir", str(tmp_path / "first"), goes_on=lambda: True)  # fails, and is over


def test_what_is_not_wanted_any_more_is_stopped_and_what_died_is_told(aside, tmp_path) -> None:
    began = time.monotonic()
    aside.run("time.sleep", 60, goes_on=lambda: False)
    assert time.monotonic() - began < 30
    assert aside._process is None
    with pytest.raises(Died):
        aside.run("os.abort", goes_on=lambda: True)
    aside.run("os.mkdir", str(tmp_path / "after"), goes_on=lambda: True)
    assert (tmp_path / "after").is_dir()


def test_one_call_at_a_time(aside) -> None:
    held = threading.Event()
    assert aside.try_run(held.wait)
    assert not aside.try_run(held.wait)
    held.set()
    for _ in range(50):
        if not aside._is_taken.locked():
            break
        time.sleep(0.02)
    assert aside.try_run(lambda: None)
