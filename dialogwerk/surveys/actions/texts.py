"""From free texts to contributions, from contributions and proposals to statements: the way stays visible."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.text import excerpt, plain
from dialogwerk.entries.actions import add_entry
from dialogwerk.entries.actions.linking import link_entries
from dialogwerk.entries.models import Entry, Kind, Relation, State
from dialogwerk.entries.trails.reading import leads_to
from dialogwerk.ideas.models import Contribution
from dialogwerk.surveys.actions.questions import add_statements
from dialogwerk.surveys.actions.setup import record
from dialogwerk.surveys.models import STATEMENT_LENGTH, Answer, Proposal, ProposalState, Question, Survey

TITLE_LENGTH = 90


@transaction.atomic
def make_contributions(*, actor: Any, survey: Survey, texts: Mapping[int, str]) -> list[Entry]:
    """Publish free texts as contributions that came up in the survey. `texts`: number of the answer to wording.

    Group and region of who wrote it are not told: with a text of her own they could give her away. What became a
    contribution before is left out.
    """
    answers = Answer.objects.select_for_update(of=("self",)).filter(
        pk__in=list(texts), question__survey=survey, became=None
    )
    made = []
    for answer in answers:
        text = texts[answer.pk].strip()
        entry = add_entry(
            actor=actor,
            process=survey.entry.process,
            kind=Kind.CONTRIBUTION,
            state=State.PUBLISHED,
            title=excerpt(text, TITLE_LENGTH),
            summary=text,
            origin=survey.entry,
            language=survey.entry.language,
        )
        Contribution.objects.create(entry=entry)
        answer.became = entry
        answer.save(update_fields=["became"])
        made.append(entry)
    if made:
        record(actor, "make_contributions", survey, count=len(made))
    return made


@transaction.atomic
def statements_from(*, actor: Any, survey: Survey, entries: Iterable[Entry]) -> list[Question]:
    """Put contributions to the vote as they stand; each keeps its link to the statement's survey.

    One that is too long for a statement is cut at a word; the team can correct it before anybody voted.
    """
    found = list(entries)
    texts = [excerpt(plain(entry.summary or entry.title), STATEMENT_LENGTH) for entry in found]
    made = add_statements(actor=actor, survey=survey, texts=texts, sources=found)
    linked = set(survey.entry.links_in.filter(undone_at=None).values_list("source", flat=True))  # type: ignore[attr-defined]
    for statement in made:
        source = statement.source
        if source is not None and source.pk not in linked and not leads_to(survey.entry, source):
            link_entries(actor=actor, source=source, target=survey.entry, relation=Relation.CITED_IN)
            linked.add(source.pk)
    return made


def _undecided(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    locked.survey = proposal.survey
    if locked.state != ProposalState.WAITING:
        raise NotPossibleNow(_("Über diesen Vorschlag wurde schon entschieden."))
    return locked


@transaction.atomic
def take_proposal(*, actor: Any, proposal: Proposal, text: str) -> Question | None:
    """Put a proposed statement to the vote, perhaps with its wording corrected; None where it stands there already."""
    locked = _undecided(proposal)
    made = add_statements(actor=actor, survey=locked.survey, texts=[text])
    locked.question = made[0] if made else None
    locked.state, locked.decided_at = ProposalState.TAKEN, timezone.now()
    locked.save(update_fields=["question", "state", "decided_at"])
    record(actor, "take_proposal", locked.survey, proposal=locked.pk)
    return locked.question


@transaction.atomic
def decline_proposal(*, actor: Any, proposal: Proposal, reason: str) -> None:
    """Leave a proposed statement out. Who proposed it reads the reason beside her answers."""
    locked = _undecided(proposal)
    locked.state, locked.reason, locked.decided_at = ProposalState.DECLINED, reason, timezone.now()
    locked.save(update_fields=["state", "reason", "decided_at"])
    record(actor, "decline_proposal", locked.survey, proposal=locked.pk)


@transaction.atomic
def reconsider_proposal(*, actor: Any, proposal: Proposal) -> None:
    """Take the decision about a declined proposal back: it waits again."""
    changed = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.DECLINED).update(
        state=ProposalState.WAITING, reason="", decided_at=None
    )
    if not changed:
        raise NotPossibleNow(_("Dieser Vorschlag wartet schon oder ist aufgenommen."))
    record(actor, "reconsider_proposal", proposal.survey, proposal=proposal.pk)
