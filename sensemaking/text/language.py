"""German or English? Enough for choosing a dictionary, no more."""

from collections.abc import Iterable

from sensemaking.text.stopwords import ENGLISH, GERMAN
from sensemaking.text.tokens import tokens

# words of both lists ("in", "so", "was", "am") say nothing
_ONLY_GERMAN, _ONLY_ENGLISH = GERMAN - ENGLISH, ENGLISH - GERMAN


def guess_language(text: str) -> str:
    """Return "de" or "en": whose function words are more frequent in `text`; an umlaut or ß speaks for German.

    Without any sign the answer is "de".
    """
    words = tokens(text)
    german = sum(word in _ONLY_GERMAN for word in words) + sum(any(sign in "äöüß" for sign in word) for word in words)
    english = sum(word in _ONLY_ENGLISH for word in words)
    return "en" if english > german else "de"


def languages_of(texts: Iterable[str], share: float = 0.05) -> tuple[str, ...]:
    """Return the languages that at least `share` of `texts` are written in, the commonest first."""
    guesses = [guess_language(text) for text in texts]
    english = guesses.count("en") / max(len(guesses), 1)
    if english < share:
        return ("de",)
    if english > 1 - share:
        return ("en",)
    return ("en", "de") if english > 0.5 else ("de", "en")
