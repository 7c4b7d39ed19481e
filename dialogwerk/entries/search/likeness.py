"""What is like a text or an entry: the index of words finds candidates, `sensemaking.likeness` ranks them."""

from collections import Counter
from dataclasses import dataclass

from dialogwerk.core.text import fold, words
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.search.compounds import TitleWords
from dialogwerk.entries.search.query import COMMON, STOPWORDS, Width, matching_terms, newest
from dialogwerk.processes.models import Process
from sensemaking.likeness import alike

CANDIDATES = 200
MOST_RANKED = 60
MOST_TERMS = 24
LONGEST_TERMS = 12
FAINT = 0.12  # less alike than this is chance
LIKE = 0.08  # share of what the text itself would score


def similar_titles(
    process: Process, text: str, *, kinds: tuple[str, ...] = (Kind.IDEA,), limit: int = 5
) -> list[Entry]:
    """Return published entries of `process` that share telling words with `text`, the most similar first.

    Other forms of a word, compounds with it, its parts and what it is derived from count, too. Two queries.
    """
    telling = [word for word in words(text) if len(word) > 3 and word not in STOPWORDS]
    if not telling:
        return []
    entries = (
        Entry.objects.public().current().filter(process=process, kind__in=kinds).select_related("process", "region")
    )
    known = TitleWords.present()
    wanted = dict.fromkeys(map(fold, telling))
    for word in list(wanted):
        wanted |= dict.fromkeys([*known.parts_of(word), *known.roots_of(word)])
    terms = list(wanted)[:MOST_TERMS]
    found = _candidates(entries, terms, limit * 8)
    sounds = _trigrams(text)
    near = [entry for entry in found if _likeness(sounds, _trigrams(entry.title)) >= FAINT][:MOST_RANKED]
    return [near[one.place] for one in alike(text, [entry.title for entry in near])][:limit]


@dataclass(frozen=True)
class Near:
    """An entry that is like another one, and the words that both have."""

    entry: Entry
    shared: tuple[str, ...]


def more_like(entry: Entry, *, entries: EntryQuerySet, limit: int = 20) -> list[Near]:
    """Return those of `entries` that say much the same as `entry`, the most alike first (`sensemaking.likeness`).

    Two queries.
    """
    text = f"{entry.title} {entry.summary}"
    telling = list(dict.fromkeys(fold(word) for word in words(text) if len(word) > 3 and word not in STOPWORDS))
    if not telling:
        return []
    terms = sorted(telling, key=lambda word: -len(word))[:LONGEST_TERMS]  # long words are the rarer ones
    others = entries.exclude(pk=entry.pk)
    found = list(_candidates(others, terms, MOST_RANKED)[:MOST_RANKED])
    ranked = alike(text, [f"{one.title} {one.summary}"[:300] for one in found])
    return [Near(found[one.place], one.shared) for one in ranked if one.likeness >= LIKE][:limit]


def _candidates(entries: EntryQuerySet, terms: list[str], most: int) -> EntryQuerySet:
    """Return the `most` that fit best. Two queries.

    Where very many hold one of the terms, these are the newest `CANDIDATES` with one in the title.
    """
    if len(newest(entries, terms, Width.TYPED, all_words=False)) > COMMON:
        numbers = list(newest(entries, terms, Width.TITLES, all_words=False))[:CANDIDATES]
        return entries.filter(pk__in=numbers)
    return matching_terms(entries, terms, all_words=False)[:most]


def _trigrams(text: str) -> Counter[str]:
    """Return the groups of three letters in the telling words of `text`: they hardly change with form or compound."""
    telling = [fold(word) for word in words(text) if word not in STOPWORDS]
    return Counter(word[at : at + 3] for word in telling for at in range(max(len(word) - 2, 1)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the cosine of two counts, 0 to 1."""
    shared = sum(count * other[sign] for sign, count in one.items())
    lengths = sum(count * count for count in one.values()) * sum(count * count for count in other.values())
    return float(shared / lengths**0.5) if lengths else 0.0
