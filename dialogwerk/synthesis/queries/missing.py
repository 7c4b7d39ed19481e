"""Reads of what readers miss: the notes beside a set, those that wait, and which sentence would fit."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from dialogwerk.core.text import lemma, words
from dialogwerk.entries.models import Entry, State
from dialogwerk.entries.search.query import STOPWORDS
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, ChallengeSet, MissingNote, Outcome, Sentence
from dialogwerk.synthesis.queries.challenges import EVIDENCE_KINDS, Evidence

OWN_AT_MOST = 100
LEAST = 4  # letters of a word that says what a text is about


def is_in_set(entry: Entry, challenge_set: ChallengeSet) -> bool:
    """Tell whether a contribution is evidence in a set. One query."""
    named = Evidence.objects.filter(entry=entry, sentence__challenge__challenge_set=challenge_set)
    return named.exclude(sentence__challenge__entry__state=State.WITHDRAWN).exists()


def notes_beside(challenge_set: ChallengeSet, person: Any) -> QuerySet[MissingNote]:
    """Return the notes on a set that the person sees: public ones, and her own that wait or were hidden.

    Those on contributions that are no longer public are left out.
    """
    seen = Q(state=State.PUBLISHED)
    if person.is_authenticated:
        seen |= Q(author=person, state__in=(State.IN_REVIEW, State.HIDDEN))
    notes = MissingNote.objects.filter(seen, challenge_set=challenge_set, entry__state=State.PUBLISHED)
    return notes.select_related("entry__process", "author", "sentence__challenge__entry__process")


def notes_of(process: Process, wanted: str = "") -> QuerySet[MissingNote]:
    """Return the notes for the team: those that wait for an answer, the reported ones first, or (`wanted`) others."""
    notes = MissingNote.objects.filter(challenge_set__process=process).exclude(state=State.WITHDRAWN)
    notes = notes.select_related("entry__process", "author", "challenge_set", "sentence__challenge__entry__process")
    if wanted == "beantwortet":
        return notes.exclude(outcome=Outcome.OPEN).order_by("-answered_at")
    if wanted == "verborgen":
        return notes.filter(state=State.HIDDEN)
    return notes.filter(waits()).order_by("flagged_at", "made_at", "pk")


def waits() -> Q:
    """Return the condition of notes that wait for the team."""
    return Q(outcome=Outcome.OPEN, state__in=(State.PUBLISHED, State.IN_REVIEW)) | Q(
        flagged_at__isnull=False, state=State.PUBLISHED
    )


def own_contributions(person: Any, process: Process) -> QuerySet[Entry]:
    """Return the person's own public contributions and ideas in a process that no published challenge names."""
    if not person.is_authenticated:
        return Entry.objects.none()
    own = Entry.objects.public().filter(process=process, author=person, kind__in=EVIDENCE_KINDS)
    own = own.exclude(evidenced_sentences__challenge__challenge_set__published_on__isnull=False)
    return own.order_by("-number")[:OWN_AT_MOST]


def sentences_in(challenge_set: ChallengeSet) -> list[Challenge]:
    """Return the challenges of a set with their sentences, to choose one. Two queries."""
    found = challenge_set.challenges.exclude(entry__state__in=(State.WITHDRAWN, State.HIDDEN))
    return list(found.select_related("entry").prefetch_related("sentences"))


def nearest_sentence(entry: Entry, challenges: Sequence[Challenge]) -> Sentence | None:
    """Return the sentence that shares most words with a contribution (dictionary forms), None if none shares one.

    A word counts the less, the more of the sentences hold it.
    """
    own = _lemmas(f"{entry.title} {entry.summary}")
    told = [
        (sentence, _lemmas(f"{sentence.text} {challenge.entry.title}"))
        for challenge in challenges
        for sentence in challenge.sentences.all()
    ]
    held = Counter(word for _sentence, words_of_it in told for word in words_of_it)
    scored = [(sum(1 / held[word] for word in own & words_of_it), sentence) for sentence, words_of_it in told]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] else None


def _lemmas(text: str) -> set[str]:
    return {lemma(word) for word in words(text) if len(word) >= LEAST} - STOPWORDS
