"""Work that runs by itself."""

import datetime

from django.utils import timezone

from dialogwerk.core.jobs import periodic
from dialogwerk.ideas.actions import discard_draft
from dialogwerk.ideas.models import IdeaDraft

KEPT_FOR_A_VISITOR = datetime.timedelta(days=30)
KEPT_FOR_A_PERSON = datetime.timedelta(days=365)


@periodic(every=datetime.timedelta(hours=12))
def discard_old_drafts() -> None:
    """Throw away drafts that nobody touched for long: a visitor's after a month, a person's after a year."""
    now = timezone.now()
    of_visitors = IdeaDraft.objects.filter(person=None, saved_at__lt=now - KEPT_FOR_A_VISITOR)
    of_people = IdeaDraft.objects.filter(saved_at__lt=now - KEPT_FOR_A_PERSON)
    for draft in of_visitors.union(of_people).iterator():
        discard_draft(draft=draft)
