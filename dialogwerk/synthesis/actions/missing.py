"""What readers miss in a published set: saying it, answering it in public, and keeping order among it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.entries.models import Entry, State
from dialogwerk.processes.models import Moderation, ProcessStatus, Rule
from dialogwerk.synthesis.actions.challenges import add_evidence, take_evidence
from dialogwerk.synthesis.models import ChallengeSet, MissingNote, Outcome, Sentence
from dialogwerk.synthesis.queries import why_no_evidence
from dialogwerk.synthesis.queries.missing import is_in_set

# from state -> states a note may change to
TRANSITIONS = {
    State.IN_REVIEW: {State.PUBLISHED, State.HIDDEN, State.WITHDRAWN},
    State.PUBLISHED: {State.HIDDEN, State.WITHDRAWN},
    State.HIDDEN: {State.PUBLISHED, State.WITHDRAWN},
    State.WITHDRAWN: set[State](),
}


@transaction.atomic
def report_missing(
    *, actor: Any, challenge_set: ChallengeSet, entry: Entry | None, number: int, reason: str
) -> MissingNote:
    """Say that a contribution (`entry`, found by `number`) is missing in a published set.

    Where the process looks first, the note waits for release. Raises `NotPossibleNow` for a dialogue that is over, a
    contribution that is none or is in the set already, and for a note one has written before.
    """
    process = challenge_set.process
    if challenge_set.published_on is None or process.status != ProcessStatus.OPEN:
        raise NotPossibleNow(
            _("Hinweise sind hier zurzeit nicht möglich."),
            what_to_do=_("Der Dialog ist abgeschlossen, oder die Herausforderungen sind nicht veröffentlicht."),
        )
    why = why_no_evidence(number, entry, process)
    if entry is None or why:
        raise NotPossibleNow(why)
    if is_in_set(entry, challenge_set):
        raise NotPossibleNow(
            _("#%(number)s ist schon Beleg in dieser Zusammenstellung.") % {"number": entry.pk},
            what_to_do=_("Auf der Seite des Beitrags steht unter „Wirkungspfad“, welche Herausforderung er trägt."),
        )
    own = MissingNote.objects.filter(challenge_set=challenge_set, entry=entry, author=actor)
    if own.exclude(state=State.WITHDRAWN).exists():
        raise NotPossibleNow(_("Das haben Sie schon gesagt. Das Team antwortet hier, und Sie erhalten eine Mail."))
    note = MissingNote(challenge_set=challenge_set, entry=entry, author=actor, reason=reason.strip())
    note.state = State.IN_REVIEW if process.moderation == Moderation.BEFORE else State.PUBLISHED
    note.full_clean()
    note.save()
    _record(actor, "report_missing", note)
    return note


@transaction.atomic
def withdraw_missing(*, actor: Any, note: MissingNote) -> None:
    """Take one's own note back: its text is deleted, an answer stays with it unseen."""
    _change_state(note, State.WITHDRAWN)
    note.reason = ""
    note.save(update_fields=["reason"])
    _record(actor, "withdraw_missing", note)


@transaction.atomic
def answer_missing(*, actor: Any, note: MissingNote, answer: str, sentence: Sentence | None = None) -> None:
    """Answer in public: taken up, which makes the contribution evidence of `sentence`, or not, with the reason.

    A note that waited is released by that. Its author is told by mail. Raises `NotPossibleNow` for one that was
    answered, hidden or withdrawn, and for a contribution that cannot be evidence any more.
    """
    current = MissingNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if current.outcome != Outcome.OPEN:
        raise NotPossibleNow(
            _("Darauf hat schon jemand geantwortet."),
            what_to_do=_("Lesen Sie die Antwort. Soll Ihre gelten, nehmen Sie zuerst jene zurück."),
        )
    if current.state in (State.HIDDEN, State.WITHDRAWN):
        raise NotPossibleNow(
            _("Dieser Hinweis steht nicht mehr da."),
            what_to_do=_("Er wurde verborgen oder zurückgezogen; eine Antwort ist nicht mehr nötig."),
        )
    if sentence is not None:
        add_evidence(actor=actor, sentence=sentence, numbers=[note.entry_id])
    note.outcome = Outcome.TAKEN_UP if sentence else Outcome.DECLINED
    note.sentence, note.answer, note.answered_by, note.answered_at = sentence, answer.strip(), actor, timezone.now()
    note.state = State.PUBLISHED
    note.full_clean(exclude=["entry", "challenge_set", "author"])
    note.save()
    _record(actor, "answer_missing", note, outcome=str(note.outcome))
    _tell(note, "synthesis/mail/missing_answered.txt", actor)


@transaction.atomic
def reopen_missing(*, actor: Any, note: MissingNote) -> None:
    """Take an answer back. A contribution that was taken up is no evidence of that sentence any more."""
    if note.outcome == Outcome.OPEN:
        raise NotPossibleNow(_("Darauf hat noch niemand geantwortet."))
    if note.sentence is not None:
        take_evidence(actor=actor, sentence=note.sentence, numbers=[note.entry_id])
    note.outcome, note.sentence, note.answer = Outcome.OPEN, None, ""
    note.answered_by, note.answered_at = None, None
    note.save()
    _record(actor, "reopen_missing", note)


@transaction.atomic
def release_missing(*, actor: Any, note: MissingNote) -> None:
    """Let everybody see a note that waited or was hidden; reports of it are settled."""
    if note.state != State.PUBLISHED:
        _change_state(note, State.PUBLISHED)
    MissingNote.objects.filter(pk=note.pk).update(flagged_at=None)
    _record(actor, "release_missing", note)


@transaction.atomic
def hide_missing(*, actor: Any, note: MissingNote, rule: Rule, words: str = "") -> None:
    """Hide a note by a published rule; its author is told which one."""
    _change_state(note, State.HIDDEN)
    MissingNote.objects.filter(pk=note.pk).update(flagged_at=None)
    _record(actor, "hide_missing", note, rule=rule.pk)
    _tell(note, "synthesis/mail/missing_hidden.txt", actor, rule=rule, words=words.strip())


@transaction.atomic
def flag_missing(*, actor: Any, note: MissingNote) -> None:
    """Report a note to the team. Who did it is not kept."""
    MissingNote.objects.filter(pk=note.pk, flagged_at=None).update(flagged_at=timezone.now())
    _record(None, "flag_missing", note)


def _change_state(note: MissingNote, state: State) -> None:
    before = State(MissingNote.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=note.pk))
    if state not in TRANSITIONS[before]:
        raise NotPossibleNow(
            _("Aus „%(old)s“ kann nicht „%(new)s“ werden.") % {"old": before.label, "new": State(state).label}
        )
    note.state = state
    note.save(update_fields=["state"])


def _tell(note: MissingNote, template: str, actor: Any, **context: Any) -> None:
    author = note.author
    if author is None or not author.is_active or author == actor:
        return
    process = note.challenge_set.process
    send_mail(template, to=author.email, language=author.language, author=author, note=note, process=process, **context)


def _record(actor: Any, act: str, note: MissingNote, **detail: Any) -> None:
    slug = note.challenge_set.process.slug
    audit.record(actor=actor, act=act, target=note, process_slug=slug, entry=note.entry_id, **detail)
