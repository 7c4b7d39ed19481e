"""What is believed of an answer: sentences that cite contributions which exist and were given, nothing else."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogwerk.core.text import lemma, words
from dialogwerk.entries.search.query import STOPWORDS
from dialogwerk.synthesis.drafting.endpoint import WRONG_FORM, EndpointFault

MOST, LONGEST = 12, 1000


@dataclass(frozen=True)
class DraftSentence:
    """A sentence, the contributions it cites, and which share of its words stands in them (0 to 1)."""

    text: str
    numbers: tuple[int, ...]
    shared: float

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"text": self.text, "numbers": list(self.numbers), "shared": round(self.shared, 2)}


@dataclass(frozen=True)
class ReadAnswer:
    """The sentences that hold, how many were dropped, and how many numbers were invented."""

    sentences: tuple[DraftSentence, ...]
    dropped: int
    invented: int


def read_answer(answer: str, given: Mapping[int, str]) -> ReadAnswer:
    """Read an answer; `given` are the texts that were sent, by number. Raises `EndpointFault` for another form."""
    found = _found(answer)
    sentences: list[DraftSentence] = []
    dropped = invented = 0
    for one in found:
        text, numbers = _one(one)
        known = tuple(dict.fromkeys(number for number in numbers if number in given))
        invented += len(set(numbers) - given.keys())
        if text and known and len(text) <= LONGEST and len(sentences) < MOST:
            sentences.append(DraftSentence(text, known, shared(text, [given[number] for number in known])))
        else:
            dropped += 1
    return ReadAnswer(tuple(sentences), dropped, invented)


def shared(text: str, cited: list[str]) -> float:
    """Return which share of the words of a sentence (dictionary forms) stands in the texts it cites."""
    own = _lemmas(text)
    told = set().union(*map(_lemmas, cited)) if cited else set()
    return len(own & told) / len(own) if own else 0.0


def _found(answer: str) -> list[Any]:
    """Return the list of sentences; words or a code fence around the JSON are forgiven."""
    begins, ends = answer.find("{"), answer.rfind("}")
    try:
        told = json.loads(answer[begins : ends + 1])
        found = told["saetze"]
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise EndpointFault(WRONG_FORM, answer) from fault
    if not isinstance(found, list):
        raise EndpointFault(WRONG_FORM, answer)
    return found


def _one(one: Any) -> tuple[str, list[int]]:
    if not isinstance(one, dict):
        return "", []
    text, cited = one.get("text"), one.get("belege")
    numbers = [_number(number) for number in cited] if isinstance(cited, list) else []
    return (" ".join(text.split()) if isinstance(text, str) else ""), [number for number in numbers if number]


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    match = re.fullmatch(r"\s*#?(\d{1,18})\s*", str(value), re.ASCII)
    return int(match[1]) if match else 0


def _lemmas(text: str) -> set[str]:
    return {lemma(word) for word in words(text)} - STOPWORDS
