"""The answer of the responsible office."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict
from dialogwerk.entries.actions.telling import tell_authors
from dialogwerk.entries.models import Entry, OfficialAnswer


def mark_of_answer(answer: OfficialAnswer | None) -> str:
    """Return what tells an answer from those before and after it."""
    return answer.answered_at.isoformat() if answer else ""


@transaction.atomic
def give_official_answer(
    *, actor: Any, entry: Entry, office: str, text: str, answered_at: Any = None, seen: str | None = None
) -> OfficialAnswer:
    """Publish what the responsible office says to an entry, or replace what it said before; the author is told.

    The same answer sent twice changes nothing and tells nobody. `seen` is the mark (`mark_of_answer`) of the answer
    the person saw; raises `Conflict` if another one was published since (context: `current`), and `ValidationError`
    without office or text.
    """
    Entry.objects.select_for_update().get(pk=entry.pk)
    present = OfficialAnswer.objects.filter(entry=entry).first()
    answer = present or OfficialAnswer(entry=entry)
    is_new = present is None
    if present and (present.office, present.text) == (office.strip(), text.strip()):
        return present
    if seen is not None and seen != mark_of_answer(present):
        raise Conflict(_("Jemand hat inzwischen geantwortet."), current=present)
    answer.office, answer.text = office.strip(), text.strip()
    answer.answered_by, answer.answered_at = actor, answered_at or timezone.now()
    answer.full_clean()
    answer.save()
    audit.record(actor=actor, act="give_official_answer", target=entry, process_slug=entry.process.slug, is_new=is_new)
    tell_authors("entries/mail/answer.txt", [entry], actor=actor, office=answer.office, text=answer.text)
    return answer
