"""Loading what readers reported and what the team decided lately, so that no desk of the back office is empty.

An act is told in `desk.yaml` by its name; each function here writes the rows that the action of that name writes.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.models import AuditRecord
from dialogwerk.demo.protocol import Protocol
from dialogwerk.demo.reading import DemoDataError, Dialogue, Record, moment
from dialogwerk.demo.trail import find
from dialogwerk.entries.models import (
    Comment,
    Entry,
    Flag,
    Link,
    ModerationDecision,
    Relation,
    State,
    Verdict,
)
from dialogwerk.processes.models import Process, Rule


class Desk:
    """The desks of one dialogue: what lies on them, and what was done there."""

    def __init__(
        self, process: Process, dialogue: Dialogue, entries: dict[str, Entry], people: dict[str, Person]
    ) -> None:
        self.process = process
        self.dialogue = dialogue
        self.entries = entries
        self.people = people
        self.rules = {rule.title: rule for rule in Rule.objects.filter(process=process)}
        self.comments: dict[str, Comment] = {}
        self.protocol = Protocol(process)

    def load(self) -> None:
        """Write the comments the acts are about, then the acts one by one, then what the protocol tells of them."""
        for told in self.dialogue.comments:
            self._comment(told)
        acts: dict[str, Callable[[Record], None]] = {
            "flag": self._flag,
            "hide": lambda act: self._decide(act, Verdict.HIDE),
            "release": lambda act: self._decide(act, Verdict.RELEASE),
            "keep": lambda act: self._decide(act, Verdict.KEEP),
            "recheck": lambda act: self._change_state(act, State.IN_REVIEW),
            "withdraw": lambda act: self._change_state(act, State.WITHDRAWN),
            "wait": lambda act: self._never_public(act, State.IN_REVIEW),
            "draft": self._draft,
            "merge": self._merge,
            "duplicate": self._duplicate,
            "noted": self._noted,
        }
        for act in self.dialogue.acts:
            if act["act"] not in acts:
                raise DemoDataError(f"{self.dialogue.slug}: there is no act {act['act']}")
            acts[act["act"]](act)
        self.protocol.write()

    def _comment(self, told: Record) -> None:
        entry = self._entry(told)
        at = moment(told["on"], f"{9 + len(told['text']) % 11}:{len(told['text']) % 60:02}")
        comment = Comment.objects.create(
            entry=entry, author=self._person(told["by"]), text=told["text"], created_at=min(at, timezone.now())
        )
        self.comments[told["key"]] = comment
        self._count(entry, +1)

    def _flag(self, act: Record) -> None:
        flag = Flag.objects.create(
            entry=self._entry(act),
            comment=self._its_comment(act),
            reporter=self._person(act.get("by")),
            rule=self._rule(act),
            text=act.get("text", ""),
            made_at=self._at(act),
        )
        self.protocol.note("flag_entry", flag, actor=flag.reporter, at=flag.made_at, entry=flag.entry_id)

    def _decide(self, act: Record, verdict: Verdict) -> None:
        """A decision settles the reports from before. What is released had waited."""
        entry, comment, at = self._entry(act), self._its_comment(act), self._at(act)
        decision = ModerationDecision.objects.create(
            entry=entry,
            comment=comment,
            verdict=verdict,
            rule=self._rule(act),
            note=act.get("note", ""),
            moderator=self._person(act["by"]),
            made_at=at,
            state_before=State.IN_REVIEW if verdict == Verdict.RELEASE else State.PUBLISHED,
        )
        Flag.objects.filter(entry=entry, comment=comment, made_at__lt=at).update(settled_at=at)
        if verdict == Verdict.HIDE:
            self._set_state(entry, comment, State.HIDDEN)
        elif verdict == Verdict.RELEASE:
            Entry.objects.filter(pk=entry.pk).update(published_at=at)
        self.protocol.note("decide", decision, actor=decision.moderator, at=at, entry=entry.pk, verdict=verdict)

    def _change_state(self, act: Record, state: State) -> None:
        entry = self._entry(act)
        actor = self._person(act["by"]) if "by" in act else entry.author
        self._set_state(entry, None, state)
        states = {"before": State.PUBLISHED, "after": state}
        self.protocol.note("change_state", entry, actor=actor, at=self._at(act), **states)

    def _never_public(self, act: Record, state: State) -> None:
        entry, comment = self._entry(act), self._its_comment(act)
        self._set_state(entry, comment, state)
        if comment is None:
            Entry.objects.filter(pk=entry.pk).update(published_at=None)

    def _draft(self, act: Record) -> None:
        self._never_public(act, State.DRAFT)
        entry = self._entry(act)
        self.protocol.note("add_entry", entry, actor=self._person(act["by"]), at=self._at(act), kind=entry.kind)

    def _merge(self, act: Record) -> None:
        sources = [find(self.entries, self.dialogue.slug, key) for key in act["of"]]
        target = self._entry(act)
        for source in sources:
            self._supersede(source, target, Relation.MERGED_INTO, act)
        numbers = [source.pk for source in sources]
        self.protocol.note("merge_entries", target, actor=self._person(act["by"]), at=self._at(act), sources=numbers)

    def _duplicate(self, act: Record) -> None:
        source, original = self._entry(act), find(self.entries, self.dialogue.slug, act["of"])
        self._supersede(source, original, Relation.DUPLICATE_OF, act)
        self.protocol.note(
            "mark_duplicate", source, actor=self._person(act["by"]), at=self._at(act), original=original.pk
        )

    def _noted(self, act: Record) -> None:
        """Only the protocol tells it: the frame was loaded as it is by now."""
        self.protocol.note(
            act["name"], self.process, actor=self._person(act["by"]), at=self._at(act), **act.get("detail", {})
        )

    # what the acts are made of

    def _supersede(self, source: Entry, target: Entry, relation: Relation, act: Record) -> None:
        Link.objects.create(
            source=source,
            target=target,
            relation=relation,
            actor=self._person(act["by"]),
            made_at=self._at(act),
            reason=act.get("why", ""),
        )
        Entry.objects.filter(pk=source.pk).update(is_superseded=True)

    def _set_state(self, entry: Entry, comment: Comment | None, state: State) -> None:
        if comment is None:
            Entry.objects.filter(pk=entry.pk).update(state=state)
            return
        Comment.objects.filter(pk=comment.pk).update(state=state)
        self._count(entry, -1)

    def _count(self, entry: Entry, change: int) -> None:
        count = Entry.objects.values_list("comment_count", flat=True).get(pk=entry.pk)
        Entry.objects.filter(pk=entry.pk).update(comment_count=count + change)

    def _entry(self, act: Record) -> Entry:
        return find(self.entries, self.dialogue.slug, act["entry"])

    def _its_comment(self, act: Record) -> Comment | None:
        return self.comments[act["comment"]] if "comment" in act else None

    def _rule(self, act: Record) -> Rule | None:
        return self.rules[act["rule"]] if "rule" in act else None

    def _person(self, key: str | None) -> Person | None:
        if key is None:
            return None
        address = f"{key}@demo.example.org"
        if key not in self.people and address not in self.people:
            raise DemoDataError(f"{self.dialogue.slug}: there is no person {key}")
        return self.people.get(key) or self.people[address]

    def _at(self, act: Record) -> Any:
        return min(moment(act["on"], act["at"]), timezone.now())


def load_desk(process: Process, dialogue: Dialogue, entries: dict[str, Entry], people: dict[str, Person]) -> None:
    """Load the desks of one dialogue, and the protocol of what was done in it; the lab is the lead's doing."""
    lead = people["leitung@demo.example.org"]
    AuditRecord.objects.filter(process_slug=process.slug, actor_number=None).update(actor_number=lead.pk)
    Desk(process, dialogue, entries, people).load()
