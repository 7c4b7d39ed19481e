"""Reports by readers, decisions by moderators."""

from typing import Any

from django.db import transaction

from dialogwerk.core import audit
from dialogwerk.entries.models import Comment, Entry, Flag
from dialogwerk.processes.models import Rule


@transaction.atomic
def flag_entry(
    *, actor: Any, entry: Entry, comment: Comment | None = None, rule: Rule | None = None, text: str = ""
) -> Flag:
    """Report an entry, or one comment on it, to the moderators. Anybody may; nobody is told but the queue.

    A person's second report of the same thing, while the first is open, adds nothing.
    """
    reporter = actor if actor.is_authenticated else None
    if reporter:
        open_one = Flag.objects.filter(entry=entry, comment=comment, reporter=reporter, settled_at=None).first()
        if open_one:
            return open_one
    flag = Flag(entry=entry, comment=comment, reporter=reporter, rule=rule, text=text.strip())
    flag.full_clean()
    flag.save()
    detail = {"entry": entry.pk, "comment": comment.pk if comment else None, "rule": rule.pk if rule else None}
    audit.record(actor=reporter, act="flag_entry", target=flag, process_slug=entry.process.slug, **detail)
    return flag
