"""Drafts of sentences: taken from contributions, or written by the endpoint the operator named. People decide.

Nothing of a draft stands in a challenge before a person takes it there, it stays marked until a person approves or
rewrites it, and a set with such a sentence cannot be published.
"""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.jobs import periodic
from dialogwerk.entries.models import Entry, State
from dialogwerk.synthesis.actions.challenges import mark_changed
from dialogwerk.synthesis.drafting.endpoint import EndpointFault, ask, configured
from dialogwerk.synthesis.drafting.prompt import masked, messages_for
from dialogwerk.synthesis.drafting.reading import read_answer
from dialogwerk.synthesis.machine import exemplary
from dialogwerk.synthesis.models import BEING_WRITTEN, Challenge, Draft, DraftKind, DraftState, Sentence
from dialogwerk.synthesis.queries.drafts import material_for

logger = logging.getLogger("dialogwerk.synthesis")
MOST_EXTRACTED, MOST_SENT = 400, 120
WRITTEN = ("state", "answer", "sentences", "dropped", "invented", "fault")
FORGOTTEN = datetime.timedelta(minutes=20)  # one that is being written for so long has lost its worker


@transaction.atomic
def draft_from_contributions(*, actor: Any, challenge: Challenge) -> Draft:
    """Draft from the contributions themselves: exemplary sentences, each with the one it is taken from. No model.

    Raises `NotPossibleNow` where there is none.
    """
    told = _material(challenge, MOST_EXTRACTED)
    texts, support = zip(*told.values(), strict=True)
    found = exemplary(texts, list(told), support)
    draft = Draft.objects.create(
        challenge=challenge,
        kind=DraftKind.EXTRACT,
        state=DraftState.DONE,
        asked_by=actor,
        given=list(told),
        sentences=[{"text": text, "numbers": [number], "shared": 1.0} for number, text in found],
        ended_at=timezone.now(),
    )
    _record(actor, "draft_from_contributions", challenge, draft=draft.pk)
    return draft


@transaction.atomic
def ask_for_draft(*, actor: Any, challenge: Challenge) -> Draft:
    """Ask the endpoint for a draft in words, in the background. Raises `NotPossibleNow` without one."""
    endpoint = configured()
    if endpoint is None:
        raise NotPossibleNow(
            _("Der Betrieb hat keinen Dienst für Entwürfe in Worten eingerichtet."),
            what_to_do=_("Beginnen Sie mit einem Entwurf aus Beiträgen."),
        )
    Challenge.objects.select_for_update(of=("self",)).get(pk=challenge.pk)
    if challenge.drafts.filter(state__in=BEING_WRITTEN).exists():
        raise NotPossibleNow(
            _("Ein Entwurf wird schon geschrieben."),
            what_to_do=_("Warten Sie, bis er auf der Seite „Entwürfe“ steht."),
        )
    texts = {number: text for number, (text, _support) in _material(challenge, MOST_SENT).items()}
    draft = Draft.objects.create(
        challenge=challenge,
        kind=DraftKind.MACHINE,
        asked_by=actor,
        given=list(texts),
        model=endpoint.model,
        prompt=messages_for(challenge.entry.title, texts),
    )
    write_draft.enqueue(draft=draft.pk)
    _record(actor, "ask_for_draft", challenge, draft=draft.pk)
    return draft


@task()
def write_draft(*, draft: int) -> None:
    """Ask the endpoint and keep what holds of its answer. No transaction is open meanwhile."""
    if not Draft.objects.filter(pk=draft, state=DraftState.WAITING).update(state=DraftState.RUNNING):
        return
    found = Draft.objects.get(pk=draft)
    endpoint = configured()
    try:
        if endpoint is None:
            raise EndpointFault(gettext_noop("Der Betrieb hat den Dienst für Entwürfe abgeschaltet."))
        found.answer = ask(endpoint, found.prompt)
        given = _texts_of(found.given)
        read = read_answer(found.answer, given)
        found.sentences = [one.as_data() for one in read.sentences]
        found.dropped, found.invented, found.state = read.dropped, read.invented, DraftState.DONE
    except EndpointFault as fault:
        found.state, found.fault, found.answer = DraftState.FAILED, str(fault), fault.answer or found.answer
    except Exception:
        logger.exception("draft %s failed", draft)
        found.state, found.fault = DraftState.FAILED, gettext_noop("Beim Schreiben ist ein Fehler aufgetreten.")
    told = {name: getattr(found, name) for name in WRITTEN}
    Draft.objects.filter(pk=draft).update(**told, ended_at=timezone.now())  # one that was discarded does not come back


@periodic(every=datetime.timedelta(minutes=5))
def give_up_lost_drafts() -> None:
    """Say of drafts whose worker died that nothing came."""
    lost = Draft.objects.filter(state=DraftState.RUNNING, asked_at__lt=timezone.now() - FORGOTTEN)
    words = gettext_noop("Der Entwurf brach ab. Bitte stoßen Sie ihn noch einmal an.")
    lost.update(state=DraftState.FAILED, fault=words, ended_at=timezone.now())


@transaction.atomic
def take_from_draft(*, actor: Any, draft: Draft, places: Iterable[int]) -> int:
    """Put chosen sentences of a draft at the end of its challenge, marked as draft; return how many.

    What is no longer public is left out of their evidence. Raises `NotPossibleNow` for a published challenge.
    """
    challenge = draft.challenge
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=challenge.pk)
    if entry.state == State.PUBLISHED:
        raise NotPossibleNow(
            _("Diese Herausforderung ist öffentlich; ein Entwurf kommt nicht ungelesen hinein."),
            what_to_do=_("Schreiben Sie den Satz im Formular selbst, mit den Nummern seiner Belege."),
        )
    chosen = [draft.sentences[place] for place in sorted(set(places)) if 0 <= place < len(draft.sentences)]
    last = challenge.sentences.aggregate(last=Max("position"))["last"]
    for position, told in enumerate(chosen, start=0 if last is None else last + 1):
        sentence = Sentence.objects.create(
            challenge=challenge, position=position, text=told["text"], drafted_as=draft.kind, is_approved=False
        )
        sentence.evidence.set(Entry.objects.public().filter(pk__in=told["numbers"], process=entry.process_id))
    if chosen:
        mark_changed(challenge)
        _record(actor, "take_from_draft", challenge, draft=draft.pk, sentences=len(chosen))
    return len(chosen)


@transaction.atomic
def discard_draft(*, actor: Any, draft: Draft) -> None:
    """Delete a draft with what was asked and answered. Sentences that were taken from it stay."""
    _record(actor, "discard_draft", draft.challenge, draft=draft.pk)
    draft.delete()


def _material(challenge: Challenge, most: int) -> dict[int, tuple[str, int]]:
    texts = material_for(challenge, most)
    if not texts:
        raise NotPossibleNow(
            _("Es gibt keine Beiträge, aus denen ein Entwurf werden kann."),
            what_to_do=_("Nennen Sie unter „Angaben ändern“ Veranstaltungen, oder beginnen Sie aus einer Gruppe."),
        )
    return texts


def _texts_of(numbers: Iterable[int]) -> dict[int, str]:
    """Return the texts that were given and are still public, as they were sent."""
    found = Entry.objects.public().filter(pk__in=list(numbers)).values_list("pk", "summary", "title")
    return {number: masked(summary or title) for number, summary, title in found}


def _record(actor: Any, act: str, challenge: Challenge, **detail: Any) -> None:
    slug = challenge.entry.process.slug
    audit.record(actor=actor, act=act, target=challenge.entry, process_slug=slug, **detail)
