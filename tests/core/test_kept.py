"""What was slow is kept, what was quick is asked again."""

from django.core.cache import cache

from dialogwerk.core import kept


def test_what_was_slow_is_kept_even_if_it_was_nothing(monkeypatch) -> None:
    cache.delete("slow")
    monkeypatch.setattr(kept, "SLOW_SECONDS", -1)
    found = iter([None, "later"])

    assert [kept.kept_if_slow("slow", lambda: next(found)) for _ in range(2)] == [None, None]


def test_what_was_quick_is_asked_again(monkeypatch) -> None:
    cache.delete("quick")
    monkeypatch.setattr(kept, "SLOW_SECONDS", 3600)
    found = iter([1, 2])

    assert [kept.kept_if_slow("quick", lambda: next(found)) for _ in range(2)] == [1, 2]
