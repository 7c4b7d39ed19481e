"""What became of contributions, lately: links, steps of maturity and official answers as sentences."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dialogwerk.core.kept import kept_if_slow
from dialogwerk.entries.models import Entry, Link, OfficialAnswer, Relation, Stage, StageStep, State
from dialogwerk.entries.words import count_of
from dialogwerk.processes.models import Process

LOOKED_AT = 60

# Relations said of several sources; of one it is the label of `Relation` itself.
OF_SEVERAL: dict[str, Any] = {
    Relation.BECAME: gettext_lazy("wurden zu"),
    Relation.MERGED_INTO: gettext_lazy("gingen auf in"),
    Relation.SPLIT_FROM: gettext_lazy("wurden geteilt in"),
    Relation.REWORDED_FROM: gettext_lazy("wurden neu gefasst als"),
    Relation.DUPLICATE_OF: gettext_lazy("sind doppelt zu"),
    Relation.EVIDENCE_FOR: gettext_lazy("sind Belege für"),
    Relation.PURSUED_BY: gettext_lazy("werden weiterverfolgt von"),
    Relation.TESTED_IN: gettext_lazy("werden erprobt in"),
    Relation.TOLD_IN: gettext_lazy("werden erzählt in"),
    Relation.CITED_IN: gettext_lazy("werden aufgegriffen in"),
    Relation.DECIDED_BY: gettext_lazy("wurden beschlossen durch"),
    Relation.ADOPTED_FROM: gettext_lazy("wurden übernommen als"),
    Relation.BUILDS_ON: gettext_lazy("sind Grundlage von"),
    Relation.CARRIED_ON: gettext_lazy("führten weiter"),
}


@dataclass(frozen=True)
class Change:
    """One sentence: `source` (or `several`, in words) `verb` `target`; `note` says why."""

    at: datetime.datetime
    verb: str
    source: Entry | None = None
    several: str = ""
    target: Entry | None = None
    note: str = ""


def latest_changes(process: Process, limit: int = 6) -> list[Change]:
    """Return the newest changes in a process, newest first. Three queries at most."""

    def find() -> list[Change]:
        found = [*_links(process), *_steps(process), *_answers(process)]
        return sorted(found, key=lambda change: change.at, reverse=True)[:limit]

    return kept_if_slow(f"changes-{process.pk}", find)


def _links(process: Process) -> Iterator[Change]:
    links = (
        Link.objects.filter(undone_at=None, target__process=process, made_at__lte=timezone.now())
        .filter(source__state=State.PUBLISHED, target__state=State.PUBLISHED)
        .select_related("source__process", "target__process")
        .order_by("-made_at", "target", "relation")[:LOOKED_AT]
    )
    for (_at, _target, relation), group in groupby(links, lambda link: (link.made_at, link.target_id, link.relation)):
        together = list(group)
        first = together[0]
        if len(together) == 1:
            yield Change(first.made_at, str(Relation(relation).label), first.source, "", first.target, first.reason)
            continue
        kinds = {link.source.kind for link in together}
        several = count_of(kinds.pop() if len(kinds) == 1 else "", len(together))
        yield Change(first.made_at, str(OF_SEVERAL[relation]), None, several, first.target)


def _steps(process: Process) -> Iterator[Change]:
    steps = (
        StageStep.objects.filter(entry__process=process, entry__state=State.PUBLISHED, reached_at__lte=timezone.now())
        .exclude(stage__in=[Stage.NONE, Stage.COLLECTED])
        .select_related("entry__process")
        .order_by("-reached_at")[:LOOKED_AT]
    )
    for step in steps:
        verb = _("wird nicht weiterverfolgt")
        if step.stage != Stage.NOT_PURSUED:
            verb = _("ist jetzt: %(stage)s") % {"stage": step.get_stage_display()}
        yield Change(step.reached_at, verb, step.entry, note=step.reason)


def _answers(process: Process) -> Iterator[Change]:
    answers = (
        OfficialAnswer.objects.filter(entry__process=process, entry__state=State.PUBLISHED)
        .select_related("entry__process")
        .order_by("-answered_at")[:LOOKED_AT]
    )
    for answer in answers:
        verb = pgettext("office … entry", "antwortet auf")
        yield Change(answer.answered_at, verb, None, answer.office, answer.entry, answer.text)
