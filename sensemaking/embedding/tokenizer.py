"""Pieces of words as an embedding model numbers them, read from its `tokenizer.json`.

With the package tokenizers installed that does the work. Without it WordPiece (BERT; Wu et al. 2016) and Unigram
(SentencePiece; Kudo 2018) are read here; other kinds ask for the package.
"""

import importlib
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sensemaking.errors import SensemakingError

Tokenizer = Callable[[str], list[int]]

_LONGEST_WORD = 100
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def load_tokenizer(path: Path, *, special: bool = False) -> tuple[Tokenizer, int | None]:
    """Return a function from text to numbers, and the number that stands for what is unknown.

    `special`: with the marks of begin and end that the model was trained with.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        model = content["model"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SensemakingError(f"{path} lässt sich nicht lesen.", f"{path} cannot be read.") from error
    unknown = _unknown(model)
    installed = _installed(path, special)
    if installed is not None:
        return installed, unknown
    pieces = _own(path, content, model)
    before, after = _marks(content) if special else ([], [])
    return (lambda text: [*before, *pieces(text), *after]), unknown


def _installed(path: Path, special: bool) -> Tokenizer | None:
    try:
        package: Any = importlib.import_module("tokenizers")
    except ImportError:
        return None
    whole = package.Tokenizer.from_file(str(path))
    whole.no_padding()
    whole.no_truncation()
    return lambda text: list(whole.encode(text, add_special_tokens=special).ids)


def _own(path: Path, content: dict[str, Any], model: dict[str, Any]) -> Tokenizer:
    if model.get("type") == "WordPiece":
        return _word_pieces(content, model)
    if model.get("type") == "Unigram":
        return _unigrams(model)
    raise SensemakingError(
        f"{path}: für diesen Tokenizer ({model.get('type')}) bitte das Paket „tokenizers“ installieren.",
        f'{path}: for this tokenizer ({model.get("type")}) please install the package "tokenizers".',
    )


def _unknown(model: dict[str, Any]) -> int | None:
    if model.get("type") == "Unigram":
        return model.get("unk_id")
    number = model.get("vocab", {}).get(model.get("unk_token"))
    return None if number is None else int(number)


def _marks(content: dict[str, Any]) -> tuple[list[int], list[int]]:
    """Return what stands before and after a single text, from a template or from BERT's or RoBERTa's processing."""
    processor = content.get("post_processor") or {}
    if processor.get("type") in {"BertProcessing", "RobertaProcessing"}:
        return [int(processor["cls"][1])], [int(processor["sep"][1])]
    before: list[int] = []
    after: list[int] = []
    side = before
    for part in processor.get("single", []):
        if "Sequence" in part:
            side = after
        else:
            side.extend(processor["special_tokens"][part["SpecialToken"]["id"]]["ids"])
    return before, after


def _word_pieces(content: dict[str, Any], model: dict[str, Any]) -> Tokenizer:
    vocabulary: dict[str, int] = model["vocab"]
    prefix = model.get("continuing_subword_prefix", "##")
    unknown = vocabulary.get(model.get("unk_token", "[UNK]"))
    normalizer = content.get("normalizer") or {}
    small = bool(normalizer.get("lowercase", False))
    bare = normalizer.get("strip_accents")
    bare = small if bare is None else bool(bare)

    def pieces_of(word: str) -> list[int]:
        found, start = [], 0
        while start < len(word) <= _LONGEST_WORD:
            end = len(word)
            while end > start and (prefix if start else "") + word[start:end] not in vocabulary:
                end -= 1
            if end == start:
                break
            found.append(vocabulary[(prefix if start else "") + word[start:end]])
            start = end
        if start < len(word):
            return [] if unknown is None else [unknown]
        return found

    def number(text: str) -> list[int]:
        text = text.lower() if small else text
        if bare:
            parted = unicodedata.normalize("NFD", text)
            text = "".join(sign for sign in parted if unicodedata.category(sign) != "Mn")
        return [piece for word in _PUNCTUATION.sub(r" \g<0> ", text).split() for piece in pieces_of(word)]

    return number


def _unigrams(model: dict[str, Any]) -> Tokenizer:
    scores: dict[str, tuple[float, int]] = {
        piece: (score, number) for number, (piece, score) in enumerate(model["vocab"])
    }
    longest = max(map(len, scores), default=1)
    unknown = model.get("unk_id")
    worst = min((score for score, _ in scores.values()), default=0.0) - 10

    def pieces_of(word: str) -> list[int]:
        """Return the likeliest way to put the word together (Viterbi)."""
        best: list[tuple[float, int, int | None]] = [(0.0, 0, None)]
        for end in range(1, len(word) + 1):
            ways = [
                (best[start][0] + scores[word[start:end]][0], start, scores[word[start:end]][1])
                for start in range(max(end - longest, 0), end)
                if word[start:end] in scores
            ]
            best.append(max(ways, default=(best[end - 1][0] + worst, end - 1, unknown), key=lambda way: way[0]))
        numbers: list[int] = []
        end = len(word)
        while end:
            _, start, number = best[end]
            if number is not None and not (number == unknown and numbers and numbers[-1] == unknown):
                numbers.append(number)
            end = start
        return numbers[::-1]

    def number(text: str) -> list[int]:
        return [piece for word in unicodedata.normalize("NFKC", text).split() for piece in pieces_of("▁" + word)]

    return number


def padded(rows: Sequence[Sequence[int]], fill: int = 0) -> tuple[list[list[int]], list[list[int]]]:
    """Return rows filled to one length, and 1 where there is a piece, 0 where it was filled."""
    width = max((len(row) for row in rows), default=0)
    numbers = [[*row, *[fill] * (width - len(row))] for row in rows]
    there = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
    return numbers, there
