"""Whether an entry still takes what people say to it."""

from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.models import Entry, Link, State
from dialogwerk.entries.trails.model import SUPERSEDING


def require_standing(entry: Entry) -> None:
    """Raise `NotPossibleNow` for an entry that went on in others; it says where. One query, only for such an entry."""
    if not entry.is_superseded:
        return
    links = Link.objects.filter(source=entry, relation__in=SUPERSEDING, undone_at=None, target__state=State.PUBLISHED)
    titles = [f"#{link.target_id} „{link.target.title}“" for link in links.select_related("target").order_by("pk")]
    raise NotPossibleNow(
        _("Dieser Eintrag ging in einem anderen auf und nimmt nichts Neues mehr an."),
        what_to_do=_("Hier geht es weiter: %s.") % ", ".join(titles)
        if titles
        else _("Seine Seite sagt, was aus ihm wurde."),
    )
