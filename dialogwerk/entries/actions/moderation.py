"""Reports by readers, decisions by moderators."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.jobs import enqueue_later, retry
from dialogwerk.core.mail import send_mail
from dialogwerk.entries.actions.discussion import change_comment_state
from dialogwerk.entries.actions.writing import change_state
from dialogwerk.entries.addresses import short_address
from dialogwerk.entries.models import Comment, Entry, Flag, ModerationDecision, State, Verdict
from dialogwerk.processes.models import Rule

RESULTS = {Verdict.HIDE: State.HIDDEN, Verdict.RELEASE: State.PUBLISHED}
TOLD = {Verdict.HIDE: "hidden", Verdict.RELEASE: "released"}
TELL_AFTER = datetime.timedelta(minutes=10)
"""After an act on many: as long as one can change one's mind without anybody having been told."""


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


@transaction.atomic
def decide(
    *,
    actor: Any,
    entry: Entry,
    verdict: Verdict,
    comment: Comment | None = None,
    rule: Rule | None = None,
    note: str = "",
    tell_after: datetime.timedelta | None = None,
) -> ModerationDecision:
    """Hide, release or keep an entry or one comment on it, and settle the reports of it.

    Hiding names a published rule. The author is told when something of hers is hidden or released, with rule and
    note; with `tell_after` so much later, and only if it was not undone until then.
    Raises `ValidationError` without a rule, `NotPossibleNow` when somebody decided the same before.
    """
    target = comment or entry
    before = State(type(target)._base_manager.values_list("state", flat=True).get(pk=target.pk))
    decision = ModerationDecision(
        entry=entry, comment=comment, verdict=verdict, rule=rule, note=note.strip(), moderator=actor
    )
    decision.state_before = before
    decision.full_clean()
    if verdict in RESULTS:
        _change(actor, entry, comment, RESULTS[verdict], note)
    decision.save()
    _flags(entry, comment).filter(settled_at=None).update(settled_at=decision.made_at)
    if verdict in RESULTS and tell_after:
        enqueue_later(tell_of_decision, tell_after, decision=decision.pk)
    elif verdict in RESULTS:
        _tell(decision, TOLD[verdict])
    _audit(actor, "decide", decision)
    return decision


def publish_entry(
    *, actor: Any, entry: Entry, note: str = "", tell_after: datetime.timedelta | None = None
) -> ModerationDecision | None:
    """Publish an entry. One that waited for release is released by a decision, so that its author is told.

    Returns that decision, None where nobody waited. Raises `NotPossibleNow`.
    """
    if entry.state == State.IN_REVIEW:
        return decide(actor=actor, entry=entry, verdict=Verdict.RELEASE, note=note, tell_after=tell_after)
    change_state(actor=actor, entry=entry, state=State.PUBLISHED, note=note)
    return None


@task()
@retry(times=3)
def tell_of_decision(*, decision: int, attempt: int = 1) -> None:
    """Tell the author of a decision, unless it was undone meanwhile."""
    decisions = ModerationDecision.objects.select_related("entry__process", "entry__author", "comment__author", "rule")
    made = decisions.filter(pk=decision, undone_at=None).first()
    if made is not None:
        _tell(made, TOLD[Verdict(made.verdict)])


@transaction.atomic
def undo_decision(*, actor: Any, decision: ModerationDecision) -> None:
    """Bring back the state and the reports from before a decision; the author of a hidden text is told.

    The decision stays as a record. Raises `NotPossibleNow` when it was undone already or another one followed.
    """
    current = ModerationDecision.objects.select_for_update().get(pk=decision.pk)
    target = decision.comment or decision.entry
    later = ModerationDecision.objects.filter(
        entry=decision.entry, comment=decision.comment, undone_at=None, made_at__gt=decision.made_at
    )
    expected = RESULTS.get(Verdict(decision.verdict), target.state)
    if current.undone_at or target.state != expected or later.exists():
        raise NotPossibleNow(
            _("Diese Entscheidung lässt sich nicht mehr zurücknehmen: Inzwischen ist etwas geschehen.")
        )
    if target.state != decision.state_before:
        _change(actor, decision.entry, decision.comment, State(decision.state_before), _("Entscheidung zurückgenommen"))
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    _flags(decision.entry, decision.comment).filter(settled_at=decision.made_at).update(settled_at=None)
    if decision.verdict == Verdict.HIDE and decision.state_before == State.PUBLISHED:
        _tell(decision, "restored")
    _audit(actor, "undo_decision", decision)


def _change(actor: Any, entry: Entry, comment: Comment | None, state: State, note: str) -> None:
    if comment is not None:
        comment.entry = entry
        change_comment_state(actor=actor, comment=comment, state=state)
    else:
        change_state(actor=actor, entry=entry, state=state, note=note)


def _flags(entry: Entry, comment: Comment | None) -> QuerySet[Flag]:
    return Flag.objects.filter(entry=entry, comment=comment)


def _tell(decision: ModerationDecision, what: str) -> None:
    """Tell the author what happened to her text and why, unless she decided herself."""
    author = (decision.comment or decision.entry).author
    if author is None or not author.is_active or author == decision.moderator:
        return
    path = short_address(decision.entry)
    if decision.comment_id:
        path = f"{path}?kommentar={decision.comment_id}"
    send_mail(
        f"entries/mail/{what}.txt",
        to=author.email,
        language=author.language,
        decision=decision,
        author=author,
        path=path,
    )


def _audit(actor: Any, act: str, decision: ModerationDecision) -> None:
    audit.record(
        actor=actor,
        act=act,
        target=decision,
        process_slug=decision.entry.process.slug,
        entry=decision.entry_id,
        comment=decision.comment_id,
        verdict=decision.verdict,
        rule=decision.rule_id,
    )
