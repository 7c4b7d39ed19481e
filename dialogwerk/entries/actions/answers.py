"""The answer of the responsible office."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from dialogwerk.core import audit
from dialogwerk.entries.actions.telling import tell_authors
from dialogwerk.entries.models import Entry, OfficialAnswer


@transaction.atomic
def give_official_answer(
    *, actor: Any, entry: Entry, office: str, text: str, answered_at: Any = None
) -> OfficialAnswer:
    """Publish what the responsible office says to an entry, or replace what it said before; the author is told.

    Raises `ValidationError` without office or text.
    """
    answer = OfficialAnswer.objects.filter(entry=entry).first() or OfficialAnswer(entry=entry)
    is_new = answer.pk is None
    answer.office, answer.text = office.strip(), text.strip()
    answer.answered_by, answer.answered_at = actor, answered_at or timezone.now()
    answer.full_clean()
    answer.save()
    audit.record(actor=actor, act="give_official_answer", target=entry, process_slug=entry.process.slug, is_new=is_new)
    tell_authors("entries/mail/answer.txt", [entry], actor=actor, office=answer.office, text=answer.text)
    return answer
