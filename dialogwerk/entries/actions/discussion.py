"""What people say to an entry: comments, replies, answers of the team."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.prepared import insert_new
from dialogwerk.entries.actions.standing import require_standing
from dialogwerk.entries.models import Comment, CommentVersion, Entry, State
from dialogwerk.entries.rules import has_role_for_entry
from dialogwerk.processes.models import Act, Moderation, ProcessStatus
from dialogwerk.processes.queries import open_acts

# from state -> states a comment may change to
COMMENT_TRANSITIONS = {
    State.IN_REVIEW: {State.PUBLISHED, State.HIDDEN, State.WITHDRAWN},
    State.PUBLISHED: {State.HIDDEN, State.WITHDRAWN, State.IN_REVIEW},
    State.HIDDEN: {State.PUBLISHED, State.WITHDRAWN, State.IN_REVIEW},
    State.WITHDRAWN: set[State](),
}


@transaction.atomic
def add_comment(
    *, actor: Any, entry: Entry, text: str, parent: Comment | None = None, as_team: bool = False
) -> Comment:
    """Add a comment, or a reply to `parent`; where the process looks first, it waits for release.

    A reply to a reply stands below the same comment: there is one level. `as_team` marks an answer of the team,
    which is possible outside of phases too, and is ignored for others. Raises `NotPossibleNow` when comments are
    closed or `parent` no longer stands.
    """
    is_team = as_team and has_role_for_entry(actor, entry)
    require_comments_open(entry, is_team=is_team)
    thread = parent.parent or parent if parent else None
    if parent and (parent.entry_id != entry.pk or parent.state != State.PUBLISHED):
        raise NotPossibleNow(
            _("Der Kommentar, auf den Sie antworten, steht nicht mehr hier."),
            what_to_do=_("Kopieren Sie Ihren Text und schreiben Sie einen eigenen Kommentar."),
        )
    comment = Comment(entry=entry, parent=thread, author=actor, is_team=is_team, text=text.strip())
    comment.state = State.IN_REVIEW if _waits_for_release(entry, is_team=is_team) else State.PUBLISHED
    # what it belongs to was read a moment before
    comment.full_clean(exclude=("entry", "parent", "author"), validate_unique=False, validate_constraints=False)
    insert_new(comment)
    if comment.state == State.PUBLISHED:
        _count(entry.pk, +1)
    _audit(actor, "add_comment", comment)
    return comment


@transaction.atomic
def edit_comment(*, actor: Any, comment: Comment, text: str, expected_version: int) -> None:
    """Change the wording and keep the former one. Where the process looks first, it waits for release again.

    Raises `Conflict` when it was changed since `expected_version`, `NotPossibleNow` when it no longer stands.
    """
    current = Comment.objects.select_for_update().get(pk=comment.pk)
    if current.version != expected_version:
        raise Conflict(_("Der Kommentar wurde in der Zwischenzeit geändert."), comment=current)
    if current.state not in (State.PUBLISHED, State.IN_REVIEW):
        raise NotPossibleNow(_("Dieser Kommentar steht nicht mehr und lässt sich nicht ändern."))
    require_comments_open(comment.entry, is_team=comment.is_team)
    if current.text == text.strip():
        return
    CommentVersion.objects.create(comment=comment, text=current.text)
    comment.text = text.strip()
    comment.version = expected_version + 1
    comment.edited_at = timezone.now()
    comment.full_clean()
    comment.save(update_fields=["text", "version", "edited_at"])
    _audit(actor, "edit_comment", comment, version=comment.version)
    if current.state == State.PUBLISHED and _waits_for_release(comment.entry, is_team=comment.is_team):
        change_comment_state(actor=actor, comment=comment, state=State.IN_REVIEW)


@transaction.atomic
def withdraw_comment(*, actor: Any, comment: Comment) -> None:
    """Take one's own comment back: its text and earlier wordings are deleted, reports of it are settled.

    Replies stay, below the note that it was withdrawn.
    """
    change_comment_state(actor=actor, comment=comment, state=State.WITHDRAWN)
    comment.text = ""
    comment.save(update_fields=["text"])
    comment.versions.all().delete()
    comment.flags.filter(settled_at=None).update(settled_at=timezone.now())


@transaction.atomic
def change_comment_state(*, actor: Any, comment: Comment, state: State) -> None:
    """Change who can see a comment and keep the entry's count right. Raises `NotPossibleNow` if it makes no sense."""
    before = State(Comment.objects.select_for_update().values_list("state", flat=True).get(pk=comment.pk))
    if state not in COMMENT_TRANSITIONS[before]:
        raise NotPossibleNow(
            _("Aus „%(old)s“ kann nicht „%(new)s“ werden.") % {"old": before.label, "new": State(state).label}
        )
    comment.state = state
    comment.save(update_fields=["state"])
    _count(comment.entry_id, (state == State.PUBLISHED) - (before == State.PUBLISHED))
    _audit(actor, "change_comment_state", comment, before=before, after=state)


def require_comments_open(entry: Entry, *, is_team: bool = False) -> None:
    """Raise `NotPossibleNow` unless the phase opens comments; the team may answer as long as the process runs.

    Nobody adds to an entry that went on in another.
    """
    require_standing(entry)
    process = entry.process
    if Act.COMMENT in open_acts(process) or (is_team and process.status == ProcessStatus.OPEN):
        return
    raise NotPossibleNow(
        _("Kommentare sind in diesem Dialog zurzeit nicht geöffnet."),
        what_to_do=_("Wann wieder kommentiert werden kann, steht auf der Seite des Dialogs unter „Über“."),
    )


def _waits_for_release(entry: Entry, *, is_team: bool) -> bool:
    return entry.process.moderation == Moderation.BEFORE and not is_team


def _count(entry_number: int, change: int) -> None:
    if change:
        Entry.objects.filter(pk=entry_number).update(comment_count=F("comment_count") + change)


def _audit(actor: Any, act: str, comment: Comment, **detail: Any) -> None:
    process = comment.entry.process
    audit.record(actor=actor, act=act, target=comment, process_slug=process.slug, entry=comment.entry_id, **detail)
