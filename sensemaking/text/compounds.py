"""German compounds, split with no other dictionary than the corpus itself.

A word is taken apart where its last part (the head) and what stands before it are words of the corpus; of all ways the
one with the longest head is taken, and the parts are split again. Linking signs between the parts are s, n, en, es, e,
er (Koehn & Knight 2003 choose by the frequency of the parts; the longest head does as well on short texts and has no
parameter). "radverkehrsanlagen": "radverkehr" + s + "anlage", then "rad" + "verkehr".
"""

from collections.abc import Mapping

from sensemaking.text.stopwords import GERMAN

LINKS = ("", "s", "n", "en", "es", "e", "er")
HEAD = 3  # letters at least
MODIFIER = 3
_REMEMBERED = 500_000  # words of which the parts are kept
# endings and verbal prefixes that happen to be words, and function words ("aus|bauen" is no compound)
_ENDINGS = "heit keit schaft ungen barkeit lich isch igkeit losigkeit nisse ver ent zer emp miss int hin los fest"
_NO_PARTS = GERMAN | frozenset(_ENDINGS.split())


class Compounds:
    """Splits words into words of a corpus.

    `counts`: how often each dictionary form occurs in the corpus (or in how many texts). Parts must occur at least
    `least` times.
    """

    def __init__(self, counts: Mapping[str, int], least: int = 2) -> None:
        self._known = {
            word for word, count in counts.items() if count >= least and len(word) >= MODIFIER and word not in _NO_PARTS
        }
        self._cache: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of `word`, left to right; the word alone, as a tuple of one, if it is no compound."""
        found = self._cache.get(word)
        if found is None:
            found = self._split(word)
            if len(self._cache) >= _REMEMBERED:
                self._cache.clear()
            self._cache[word] = found
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        for start in range(MODIFIER, len(word) - HEAD + 1):  # the earliest start is the longest head
            head = word[start:]
            if head in self._known:
                modifier = self._modifier(word[:start])
                if modifier:
                    return (*self.split(modifier), *self.split(head))
        return (word,)

    def _modifier(self, left: str) -> str | None:
        """Return the word that `left` is, with a linking sign cut off or a dropped e added ("schul" for "schule")."""
        for link in LINKS:
            if left.endswith(link):
                stem = left[: len(left) - len(link)] if link else left
                if len(stem) >= MODIFIER and stem in self._known:
                    return stem
        return left + "e" if left + "e" in self._known else None
