"""One act on many entries at once. Each is done on its own: what one refuses does not stop the rest.

Every act says how it is taken back. What that needs is remembered in `BulkResult.kept`, for the person who acted.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions.moderation import TELL_AFTER, decide, publish_entry, undo_decision
from dialogwerk.entries.actions.writing import bring_state_back, change_state
from dialogwerk.entries.models import Entry, ModerationDecision, State, Verdict

Data = Mapping[str, Any]


@dataclass(frozen=True)
class BulkAct:
    """An act, the permission it takes for each entry, and the answers it asks for (names of form fields).

    `run` returns what `undo` needs to take it back, as JSON can carry it, or None where nothing changed.
    `afterwards` says what else happens.
    """

    label: Any
    permission: Permission
    run: Callable[[Any, Entry, Data], Any]
    undo: Callable[[Any, Entry, Any], None]
    asks: tuple[str, ...] = ()
    afterwards: Any = ""


@dataclass(frozen=True)
class BulkResult:
    """Which entries were changed, which not and why; `kept` is what `change_back` needs, empty if nothing changed."""

    done: tuple[Entry, ...]
    refused: tuple[tuple[Entry, str], ...]
    kept: str = ""


def change_many(
    *, actor: Any, entries: Iterable[Entry], acts: Mapping[str, BulkAct], act: str, data: Data
) -> BulkResult:
    """Do one of `acts` to each entry. Each success is audited by the act itself."""
    memories: dict[int, Any] = {}

    def run(entry: Entry) -> None:
        memory = acts[act].run(actor, entry, data)
        if memory is not None:
            memories[entry.pk] = memory

    done, refused = _each(actor, entries, acts[act].permission, run)
    memories = {entry.pk: memories[entry.pk] for entry in done if entry.pk in memories}
    kept = json.dumps({"act": act, "entries": list(memories.items())}) if memories else ""
    return BulkResult(done, refused, kept)


def change_back(*, actor: Any, acts: Mapping[str, BulkAct], kept: str) -> BulkResult:
    """Take back what `change_many` did, entry by entry. What was changed again meanwhile stays and is told."""
    if not kept:  # nothing had changed
        return BulkResult((), ())
    told = json.loads(kept)
    memories = dict(told["entries"])
    entries = Entry.objects.filter(pk__in=memories).select_related("process", "author").order_by("pk")
    bulk = acts[told["act"]]
    return BulkResult(
        *_each(actor, entries, bulk.permission, lambda entry: bulk.undo(actor, entry, memories[entry.pk]))
    )


def _each(
    actor: Any, entries: Iterable[Entry], permission: Permission, run: Callable[[Entry], None]
) -> tuple[tuple[Entry, ...], tuple[tuple[Entry, str], ...]]:
    done: list[Entry] = []
    refused: list[tuple[Entry, str]] = []
    for entry in entries:
        if not may(actor, permission, entry):
            refused.append((entry, _("Dafür fehlt Ihnen das Recht.")))
            continue
        try:
            with transaction.atomic():
                run(entry)
        except DialogwerkError as error:
            refused.append((entry, str(error.message or error.headline)))
        else:
            done.append(entry)
    return tuple(done), tuple(refused)


def to_state(state: State, label: Any, permission: Permission, *asks: str) -> BulkAct:
    """Return the act that brings entries into a state, and back into the one they came from."""

    def run(actor: Any, entry: Entry, data: Data) -> list[str]:
        before = State(entry.state)
        change_state(actor=actor, entry=entry, state=state, note=data.get("reason", ""))
        return [before, state]

    def undo(actor: Any, entry: Entry, memory: list[str]) -> None:
        bring_state_back(actor=actor, entry=entry, before=State(memory[0]), after=State(memory[1]))

    return BulkAct(label, permission, run, undo, asks)


def _hide(actor: Any, entry: Entry, data: Data) -> int:
    return decide(actor=actor, entry=entry, verdict=Verdict.HIDE, rule=data["rule"], note=data["reason"]).pk


def _undo_decision(actor: Any, entry: Entry, decision: int) -> None:
    made = ModerationDecision.objects.select_related("entry__process", "entry__author").get(pk=decision)
    undo_decision(actor=actor, decision=made)


def _publish(actor: Any, entry: Entry, data: Data) -> dict[str, Any]:
    before = State(entry.state)
    decision = publish_entry(actor=actor, entry=entry, tell_after=TELL_AFTER)
    return {"decision": decision.pk} if decision else {"before": before}


def _undo_publish(actor: Any, entry: Entry, memory: dict[str, Any]) -> None:
    if "decision" in memory:
        _undo_decision(actor, entry, memory["decision"])
    else:
        bring_state_back(actor=actor, entry=entry, before=State(memory["before"]), after=State.PUBLISHED)


STATE_ACTS: dict[str, BulkAct] = {
    "publish": BulkAct(
        gettext_lazy("veröffentlichen"),
        Permission.PUBLISH_ENTRY,
        _publish,
        _undo_publish,
        afterwards=gettext_lazy("Wer auf die Freigabe gewartet hat, erfährt es in zehn Minuten."),
    ),
    "draft": to_state(State.DRAFT, gettext_lazy("zurück in den Entwurf legen"), Permission.PUBLISH_ENTRY, "reason"),
    "hide": BulkAct(
        gettext_lazy("verbergen"), Permission.MODERATE_ENTRY, _hide, _undo_decision, asks=("rule", "reason")
    ),
    "withdraw": to_state(State.WITHDRAWN, gettext_lazy("zurückziehen"), Permission.WITHDRAW_ENTRY, "reason"),
}
