"""Reading the index."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from rapidfuzz import fuzz, process

from dialogwerk.core.text import fold, lemma, words
from dialogwerk.entries.models import Entry
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.queries.cards import in_order
from dialogwerk.entries.search.compounds import TitleWords

STOPWORDS = frozenset(
    """
    a aber alle als am an and are auch auf aus bei das dass dem den der des die doch ein eine einem
    einen einer eines er es for für hat ich ihr im in is ist kein mit nach nicht noch nur ob oder of
    ohne on or sein sich sie sind so the to um und uns vom von vor was wenn wer wie wir wird with zu zum
    zur über
    """.split()  # noqa: SIM905
)
# One of many cards stands behind a worked-out entry that says the same.
KIND_WEIGHT = "CASE entries_entry.kind WHEN 'contribution' THEN 0.5 ELSE 1.0 END"
ENOUGH, LITTLE = 3, 2
NEAR = 78
_EITHER = "|"
"""Between words of a term of which one is enough."""


COMMON = 1000
"""More hits than this are not ranked one by one, which would read half the index: those in titles come first, then the
newest."""


class Width(Enum):
    """How widely a word is looked for."""

    TITLES = "as typed, in titles"
    TYPED = "as typed or in its dictionary form"
    FORMS = "also as a beginning, in compounds, by its parts"


@dataclass(frozen=True)
class Found:
    """What a search found: entries (`numbers`), how many of each kind, and which words were corrected.

    `loosened` names the compounds of which one part was enough, with their parts, and `whole` how many entries there
    are with all of it. Of very many, `first` holds number and kind of the `COMMON` that come first; entries and counts
    are those of these.
    """

    searched: EntryQuerySet
    counts: dict[str, int] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    loosened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: int = 0
    first: dict[int, str] | None = None

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were ranked."""
        return self.first is not None

    def numbers(self, kind: str = "") -> Sequence[int] | QuerySet[Entry, int]:
        """Return the numbers of the entries, the best first, of all kinds or one; something to cut pages from."""
        if self.first is not None:
            return [number for number, its_kind in self.first.items() if kind in ("", its_kind)]
        found = self.searched.filter(kind=kind) if kind else self.searched
        return found.values_list("pk", flat=True)

    def best(self, most: int) -> list[Entry]:
        """Return the first entries. One query."""
        if self.first is None:
            return list(self.searched[:most])
        return in_order(self.searched, islice(self.first, most))

    @property
    def total(self) -> int:
        """How many there are of all kinds."""
        return sum(self.counts.values())


def find(text: str, *, entries: EntryQuerySet) -> Found:
    """Search `entries` (filtered by right and by the reader's choices, but not by kind) for `text`.

    All words must be found: as the beginning of a word, in another form of it, within a compound of a title, or, a
    compound, by its parts; a phrase in "…" word by word. Where less than three entries are found, misspelt words are
    corrected towards the words of titles; where less than two, of compounds one part is enough. Four queries, seven
    with corrections.
    An empty `text` finds everything, the newest first.
    """
    terms = _terms(text)
    if not terms:
        return Found(entries.order_by("-published_at", "-number"), _counts(entries))
    length = len(text.strip())
    found = _found(entries, terms, length)
    if found.total >= ENOUGH:
        return found
    corrections, parts = _second_thoughts(terms, may_loosen=found.total < LITTLE)
    if not (corrections or parts):
        return found
    widened = [_EITHER.join([corrections.get(term, term), *parts.get(term, ())]) for term in terms]
    wider = _found(entries, widened, length)
    if not corrections and wider.total <= found.total:
        return found
    loosened = {_as_typed(text, term): _named(text, term, parts[term]) for term in parts}
    return replace(wider, corrections=corrections, loosened=loosened, whole=found.total)


def _second_thoughts(terms: list[str], *, may_loosen: bool) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return which words to correct, and the parts of those that look like compounds. At most one query."""
    known = TitleWords.present()
    parts = {term: known.parts_of(term) for term in terms}
    corrections = _corrections([term for term in terms if not parts[term]])
    if not may_loosen:
        return corrections, {}
    rest = [term for term in terms if not parts[term] and term not in corrections and " " not in term]
    parts |= {term: known.loose_parts_of(term) for term in rest}
    return corrections, {term: found for term, found in parts.items() if found}


def _as_typed(text: str, term: str) -> str:
    return next((word for word in re.findall(r"[\w-]+", text) if fold(word) == term), term)


def _named(text: str, term: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts of a word as people read them, with the letters that were typed."""
    typed, names, start = _as_typed(text, term), [], 0
    for part in parts:
        at = max(term.find(part, start), start)
        same = len(typed) == len(term)  # ß is folded to two letters
        names.append((typed[at : at + len(part)] if same else part).capitalize())
        start = at + len(part)
    return tuple(names)


def _found(entries: EntryQuerySet, terms: list[str], length: int) -> Found:
    """Rank few hits; of very many take those in titles and the newest. Two queries before the entries' own."""
    latest = newest(entries, terms, Width.TYPED)
    if len(latest) <= COMMON:
        latest = newest(entries, terms, Width.FORMS)
        if len(latest) <= COMMON:
            return Found(matching_terms(entries, terms, length=length), dict(Counter(latest.values())))
    first = newest(entries, terms, Width.TITLES) | latest  # those in titles keep their place
    first = dict(islice(first.items(), COMMON))
    return Found(entries, dict(Counter(first.values())), first=first)


def newest(entries: EntryQuerySet, terms: list[str], width: Width, *, all_words: bool = True) -> dict[int, str]:
    """Return number and kind of the newest hits, at most one more than `COMMON`. Stops as soon as it has them."""
    order = {"sqlite": "-entry_index.rowid", "postgresql": "-entries_searchdocument.entry_id"}[connection.vendor]
    hits = matching_terms(entries, terms, width=width, all_words=all_words).extra(order_by=[order])
    return dict(hits.values_list("pk", "kind")[: COMMON + 1])


def matching(text: str, entries: EntryQuerySet) -> EntryQuerySet:
    """Return those of `entries` that hold all words of `text`, the best first; all of them for an empty text."""
    terms = _terms(text)
    return matching_terms(entries, terms) if terms else entries


def _counts(entries: EntryQuerySet) -> dict[str, int]:
    rows = entries.order_by().values_list("kind").annotate(number=Count("pk"))
    return dict(rows)


def _terms(text: str) -> list[str]:
    """Return words and "quoted phrases", folded, without stop words unless nothing else is there."""
    phrases = [" ".join(map(fold, words(phrase))) for phrase in re.findall(r'"([^"]+)"', text)]
    rest = [fold(word) for word in words(re.sub(r'"[^"]*"', " ", text))]
    telling = [word for word in rest if word not in STOPWORDS] or rest
    return [term for term in dict.fromkeys([*phrases, *telling]) if term][:12]


def _forms(term: str) -> list[str]:
    """Return the ways a word may stand in the index: as typed, with ae for ä, in its dictionary form."""
    plain = term.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return list(dict.fromkeys([term, plain]))


def _whole_words(terms: list[str]) -> list[str]:
    """Return the words as they were typed: whoever has them all in the title comes first."""
    return [term.partition(_EITHER)[0] for term in terms]


def _ways(term: str, known: TitleWords) -> tuple[list[str], tuple[str, ...]]:
    """Return the compounds of titles that hold a word, and its own parts."""
    return [word for word in known.containing(term) if not word.startswith(term)], known.parts_of(term)


def matching_terms(
    entries: EntryQuerySet, terms: list[str], *, all_words: bool = True, width: Width = Width.FORMS, length: int = 0
) -> EntryQuerySet:
    """Return those of `entries` that hold all terms, or any, the best first.

    With the `length` of what was typed, a title that holds all terms and has this length comes before all others: it is
    what was typed.
    """
    searchers: dict[str, Callable[..., EntryQuerySet]] = {"sqlite": _sqlite, "postgresql": _postgresql}
    return searchers[connection.vendor](entries, terms, all_words, width, length, TitleWords.present())


def _sqlite(
    entries: EntryQuerySet, terms: list[str], all_words: bool, width: Width, length: int, known: TitleWords
) -> EntryQuerySet:
    def clause(term: str) -> str:
        if _EITHER in term:
            return f"({' OR '.join(map(clause, term.split(_EITHER)))})"
        if width is Width.TITLES:
            return f'title : "{term}"'
        if " " in term:
            return f'"{term}"'
        if width is Width.TYPED:
            return f'("{term}" OR lemmas : "{lemma(term)}")'
        ways = [f'"{form}"*' for form in _forms(term)] + [f'lemmas : "{lemma(term)}"']
        compounds, parts = _ways(term, known)
        ways += [f'title : "{word}"' for word in compounds]
        if parts:
            ways.append("(" + " AND ".join(f'"{part}"*' for part in parts) + ")")
        return f"({' OR '.join(ways)})"

    between = " AND " if all_words else " OR "
    question = between.join(map(clause, terms))
    in_title = between.join(f'title : "{word}"' for word in _whole_words(terms))
    found: EntryQuerySet = entries.extra(  # type: ignore[assignment]  # noqa: S610  # nosec: the words are a parameter
        tables=["entry_index"],
        where=["entry_index MATCH %s", "entry_index.rowid = entries_entry.number"],
        params=[question],
        select={
            "is_title": "CASE WHEN entries_entry.kind <> 'contribution' AND entries_entry.number IN "
            "(SELECT rowid FROM entry_index WHERE entry_index MATCH %s) "
            "THEN CASE WHEN length(entries_entry.title) = %s THEN 2 ELSE 1 END ELSE 0 END",
            "relevance": f"bm25(entry_index, 8.0, 2.0, 1.0, 1.0) * {KIND_WEIGHT}",
        },
        select_params=[in_title, length],
        order_by=["-is_title", "relevance", "-number"],
    )
    return found


def _postgresql(
    entries: EntryQuerySet, terms: list[str], all_words: bool, width: Width, length: int, known: TitleWords
) -> EntryQuerySet:
    def phrase(term: str) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in term.split()) + ")"

    def clause(term: str) -> str:
        if _EITHER in term:
            return f"({' | '.join(map(clause, term.split(_EITHER)))})"
        if " " in term or width is Width.TITLES:
            return phrase(term)
        if width is Width.TYPED:
            return f"('{term}' | '{lemma(term)}':B)"
        ways = [f"'{form}':*" for form in _forms(term)] + [f"'{lemma(term)}':B"]
        compounds, parts = _ways(term, known)
        ways += [f"'{word}':A" for word in compounds]
        if parts:
            ways.append("(" + " & ".join(f"'{part}':*" for part in parts) + ")")
        return f"({' | '.join(ways)})"

    between = " & " if all_words else " | "
    question = between.join(map(clause, terms))
    in_title = between.join(map(phrase, _whole_words(terms)))
    column = "title_words" if width is Width.TITLES else "words"
    found: EntryQuerySet = entries.extra(  # type: ignore[assignment]  # noqa: S610  # nosec: the words are a parameter
        tables=["entries_searchdocument"],
        where=[
            f"entries_searchdocument.{column} @@ to_tsquery('simple', %s)",
            "entries_searchdocument.entry_id = entries_entry.number",
        ],
        params=[question],
        select={
            "is_title": "CASE WHEN entries_entry.kind <> 'contribution' AND "
            "entries_searchdocument.title_words @@ to_tsquery('simple', %s) "
            "THEN CASE WHEN length(entries_entry.title) = %s THEN 2 ELSE 1 END ELSE 0 END",
            "relevance": "ts_rank('{0.1, 0.2, 0.4, 1.0}', entries_searchdocument.words, to_tsquery('simple', %s))"
            f" * {KIND_WEIGHT}",
        },
        select_params=[in_title, length, question],
        order_by=["-is_title", "-relevance", "-number"],
    )
    return found


def _corrections(terms: list[str]) -> dict[str, str]:
    """Return, for each term that begins no word of a title, the most similar word of the titles."""
    known = TitleWords.present().all
    found: dict[str, Any] = {}
    for term in terms:
        if len(term) < 4 or " " in term or any(word.startswith(term) for word in known):
            continue
        best = process.extractOne(term, known, scorer=fuzz.ratio, score_cutoff=NEAR)
        if best:
            found[term] = best[0]
    return found
