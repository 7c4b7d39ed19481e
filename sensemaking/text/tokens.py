"""Words and sentences of a text."""

import re
import unicodedata

# Bürger*innen, Bürger:innen, Bürger_innen, Bürger/-innen, BürgerInnen: one word
_GENDER = re.compile(r"(?<=[a-zäöüß])(?:[*:_·]|/-?|\(-?)(?:inn?en|in|r|n|e|en)\)?(?!\w)")
_BINNEN_I = re.compile(r"(?<=[a-zäöüß])In(?:nen)?(?!\w)")
_SOFT = re.compile("[\xad\u200b]")
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")  # one letter at least
_HINTS = ("nnen", "*", ":", "In", "_", "·", "/", "(")
# not after "z.", "B.", "Nr.", "ca.", "3." and before a small letter
_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Za-zÄÖÜ]\.)(?<!\b\d\.)(?<!\d\d\.)(?<!\bca\.)(?<!\b[NSD][rt]\.)[\"“»)]?\s+(?=[\"„«(]?[A-ZÄÖÜ0-9])"
)
_LINE = re.compile(r"\s*\n+\s*(?:[-*•–]\s+)?")
_SPACE = re.compile(r"\s+")


def words(text: str) -> list[str]:
    """Return the words of `text` as they are written, in order: letters and digits, at least one letter.

    Hyphens part words, endings of both genders ("Bürger*innen", "BürgerInnen") are cut off.
    """
    if not text.isascii():
        text = _SOFT.sub("", unicodedata.normalize("NFC", text))
    if any(hint in text for hint in _HINTS):
        text = _BINNEN_I.sub("", _GENDER.sub("", text))
    return _WORD.findall(text)


def tokens(text: str) -> list[str]:
    """Return the words of `text` in small letters."""
    return [word.lower() for word in words(text)]


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, trimmed, without empty ones. Lines and list marks end a sentence too."""
    parts = [part for line in _LINE.split(text.strip()) for part in _END.split(line)]
    return [clean for part in parts if (clean := _SPACE.sub(" ", part).strip())]
