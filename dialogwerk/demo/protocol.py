"""The protocol of a dialogue, as it would stand there had everything been done in the back office.

Only of the years that are kept (`retention.yaml`): what is older would be deleted at once.
"""

import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Comment, Entry, Kind, Link, OfficialAnswer, Stage, StageStep
from dialogwerk.entries.trails.model import SUPERSEDING
from dialogwerk.processes.models import Process

KEPT = datetime.timedelta(days=1000)
SENT = {Kind.IDEA: "submit_idea", Kind.CONTRIBUTION: "submit_contribution"}


class Protocol:
    """Collects the records of one dialogue and writes them in the order of their dates."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.since = timezone.now() - KEPT
        self.records: list[tuple[datetime.datetime, AuditRecord]] = []

    def note(self, act: str, target: Model, *, actor: Any, at: datetime.datetime, **detail: Any) -> None:
        """Add one record."""
        record = AuditRecord(
            actor_number=actor.pk if actor else None,
            act=act,
            target_kind=target._meta.label_lower,
            target_number=target.pk,
            process_slug=self.process.slug,
            detail=detail,
        )
        self.records.append((at, record))

    def write(self) -> None:
        """Add what the loaded rows tell of, then save everything."""
        self._note_entries()
        self._note_discussion()
        self._note_steps()
        ordered = sorted(self.records, key=lambda row: row[0])
        made = AuditRecord.objects.bulk_create(record for _at, record in ordered)
        for (at, _record), record in zip(ordered, made, strict=True):
            record.at = at  # written as now by `auto_now_add`
        AuditRecord.objects.bulk_update(made, ["at"], batch_size=200)

    def _note_entries(self) -> None:
        entries = Entry.objects.filter(process=self.process, created_at__gte=self.since)
        for entry in entries.filter(kind__in=SENT, author__isnull=False).select_related("author"):
            act = SENT[Kind(entry.kind)]
            self.note(act, entry, actor=entry.author, at=entry.created_at, state=entry.state)

    def _note_discussion(self) -> None:
        comments = Comment.objects.filter(entry__process=self.process, created_at__gte=self.since)
        for comment in comments.select_related("author"):
            self.note("add_comment", comment, actor=comment.author, at=comment.created_at, entry=comment.entry_id)
        answers = OfficialAnswer.objects.filter(entry__process=self.process, answered_at__gte=self.since)
        for answer in answers.select_related("entry", "answered_by"):
            self.note(
                "give_official_answer", answer.entry, actor=answer.answered_by, at=answer.answered_at, is_new=True
            )

    def _note_steps(self) -> None:
        steps = StageStep.objects.filter(entry__process=self.process, reached_at__gte=self.since)
        before: dict[int, int] = {}
        for step in steps.select_related("entry", "actor").order_by("entry", "reached_at"):
            stages = {"before": before.get(step.entry_id, 0), "after": step.stage}
            if step.entry_id in before or step.stage != Stage.COLLECTED:
                self.note("set_stage", step.entry, actor=step.actor, at=step.reached_at, **stages)
            before[step.entry_id] = step.stage
        links = Link.objects.filter(source__process=self.process, made_at__gte=self.since, actor__isnull=False)
        for link in links.exclude(relation__in=SUPERSEDING).select_related("source", "actor"):
            self.note("link_entries", link.source, actor=link.actor, at=link.made_at, relation=link.relation)
