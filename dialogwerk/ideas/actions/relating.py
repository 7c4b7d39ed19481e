"""Merging, splitting and rewording ideas. What an idea still needs goes along; offers stay where they were made."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from dialogwerk.entries.actions.linking import Part, merge_entries, reword_entry, split_entry
from dialogwerk.entries.models import Entry
from dialogwerk.ideas.models import Idea, Need


@transaction.atomic
def merge_ideas(
    *,
    actor: Any,
    sources: Sequence[Idea],
    title: str,
    summary: str,
    reason: str = "",
    texts: Mapping[str, str] | None = None,
    **fields: Any,
) -> Idea:
    """Make one idea of several; they stay readable. Undo with `entries.actions.linking.undo_relation`."""
    entry = merge_entries(
        actor=actor,
        sources=[source.entry for source in sources],
        title=title,
        summary=summary,
        reason=reason,
        texts=texts,
        **fields,
    )
    return _with_needs(entry, sources)


@transaction.atomic
def split_idea(*, actor: Any, idea: Idea, parts: Sequence[Part], reason: str = "") -> list[Idea]:
    """Make several ideas of one; it stays readable and keeps what it needs: a part names its own."""
    made = split_entry(actor=actor, entry=idea.entry, parts=parts, reason=reason)
    return [Idea.objects.get(pk=entry.pk) for entry in made]


@transaction.atomic
def reword_idea(
    *,
    actor: Any,
    idea: Idea,
    title: str,
    summary: str,
    reason: str = "",
    texts: Mapping[str, str] | None = None,
) -> Idea:
    """Make a new idea that says the same in other words; the former one stays readable."""
    entry = reword_entry(actor=actor, entry=idea.entry, title=title, summary=summary, reason=reason, texts=texts)
    return _with_needs(entry, [idea])


def _with_needs(entry: Entry, sources: Sequence[Idea]) -> Idea:
    idea = Idea.objects.get(pk=entry.pk)
    open_needs = Need.objects.filter(idea__in=sources, met_at=None).order_by("position", "pk")
    texts = dict.fromkeys(need.text for need in open_needs)
    Need.objects.bulk_create(Need(idea=idea, position=place, text=text) for place, text in enumerate(texts))
    return idea
