"""German compounds, taken apart and found by their parts with the help of the words that stand in titles.

"Weiterbildungsberatung" is "Weiterbildung" and "Beratung" because titles hold both; "Scout" stands in "Digitalscouts".
All of it happens when somebody searches, so the index stays as it is and every new title counts at once.
"""

from bisect import bisect_left
from functools import cached_property, lru_cache

from django.core.cache import cache

from dialogwerk.core.text import lemma
from dialogwerk.entries.models import TitleWord

KEPT_FOR = 120  # seconds
SHORTEST_PART = 4
SHORTEST_INSIDE = 5  # shorter words stand in too many others: "rat" in "Beratung"
LINKS = ("s", "es", "n", "en", "er", "e")  # what German puts between the parts
ENDINGS = ("en", "er", "es", "e", "n", "s")
MOST = 30


class TitleWords:
    """The words of all titles as one text with a line for each: looking through 100,000 of them takes 1 ms."""

    def __init__(self, lines: str) -> None:
        self._lines = f"\n{lines}\n"

    @classmethod
    def present(cls) -> "TitleWords":
        """Return the words as they were at most two minutes ago. One query, or none."""
        lines = cache.get("title-words")
        if lines is None:
            lines = "\n".join(TitleWord.objects.order_by("word").values_list("word", flat=True))
            cache.set("title-words", lines, KEPT_FOR)
        return _made_of(lines)

    @cached_property
    def all(self) -> list[str]:
        """Every word, in the order of the alphabet; those with hyphens in their parts."""
        return sorted(set(self._lines.replace("-", "\n").split()))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.all)

    def holds(self, word: str) -> bool:
        """Whether some title has this word, alone or in a word with hyphens."""
        return word in self._known

    def begins(self, part: str) -> bool:
        """Whether some word of a title begins with `part`."""
        at = bisect_left(self.all, part)
        return at < len(self.all) and self.all[at].startswith(part)

    def containing(self, word: str) -> list[str]:
        """Return words of titles that hold `word` or its dictionary form after their beginning, shortest first."""
        found: set[str] = set()
        for form in {word, lemma(word)}:
            if len(form) >= SHORTEST_INSIDE:
                found |= self._lines_with(form)
        return sorted(found, key=lambda line: (len(line), line))[:MOST]

    def parts_of(self, word: str) -> tuple[str, ...]:
        """Return the two parts of a compound, each without what links or ends it; nothing where it is none."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            left, right = self._left(word[:cut]), self._right(word[cut:])
            if left and right:
                whole = self.holds(left) + self.holds(right)
                best = max(best, (100 * whole + min(len(left), len(right)), (left, right)))
        return best[1]

    def loose_parts_of(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound of which titles know but one end: "Schutz" for "Gesundheitsschutz"."""
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        for cut in cuts:
            right = self._right(word[cut:]) or (word[cut:] if self._end_of_several(word[cut:]) else "")
            if right:
                return _without_link(word[:cut]), right
        for cut in reversed(cuts):
            if left := self._left(word[:cut]):
                return left, word[cut:]
        return ()

    def roots_of(self, word: str) -> list[str]:
        """Return words of titles from which `word` is derived: "digital" for "Digitalisierung"."""
        shortest = max(6, len(word) * 2 // 5)
        return [word[:end] for end in range(shortest, len(word)) if self.holds(word[:end])]

    def _left(self, part: str) -> str:
        bare = [part.removesuffix(link) for link in LINKS if part.endswith(link)]
        return next((form for form in (part, *bare) if len(form) >= SHORTEST_PART and self.holds(form)), "") or (
            part if len(part) > SHORTEST_INSIDE and self.begins(part) else ""
        )

    def _right(self, part: str) -> str:
        bare = [part.removesuffix(ending) for ending in ENDINGS if part.endswith(ending)]
        forms = [form for form in (part, *bare) if len(form) >= SHORTEST_PART]
        return next((form for form in forms if self.holds(form)), "")

    def _end_of_several(self, part: str) -> bool:
        return len(part) >= SHORTEST_INSIDE and self._lines.count(f"{part}\n") > 1

    def _lines_with(self, form: str) -> set[str]:
        found: set[str] = set()
        at = self._lines.find(form)
        while at >= 0 and len(found) < 10 * MOST:
            start, end = self._lines.rfind("\n", 0, at) + 1, self._lines.find("\n", at)
            if at > start:
                found.add(self._lines[start:end])
            at = self._lines.find(form, end)
        return found


def _without_link(part: str) -> str:
    """Return the first part of a compound without the s that German puts behind -heit, -keit, -ung, -ion, -tät."""
    return part[:-1] if part.endswith(("heits", "keits", "ungs", "ions", "tats", "schafts", "itats")) else part


@lru_cache(maxsize=2)
def _made_of(lines: str) -> TitleWords:
    """Keep what was made of the words for the next search."""
    return TitleWords(lines)
