"""One thing of each kind in a dialogue, so that every address of it can be asked."""

import datetime
import hashlib
import uuid
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from dialogwerk.core.ids import uuid7
from dialogwerk.entries.actions.linking import link_entries
from dialogwerk.entries.actions.moderation import decide
from dialogwerk.entries.models import Attachment, Kind, Relation, State, Verdict
from dialogwerk.events.actions.take_ups import take_up_idea
from dialogwerk.events.models import EventStatus, ProgrammeItem
from dialogwerk.ideas.models import Need, Support
from dialogwerk.labs.actions import open_lab, prepare_lab
from dialogwerk.labs.models import Card
from dialogwerk.processes.models import Bench, Committee, CommitteeKind, Process, Role
from dialogwerk.registrations.links import token_of
from dialogwerk.registrations.models import Invitation, Question, QuestionKind
from dialogwerk.surveys import models as survey_models
from dialogwerk.surveys.models import Block, Form, Proposal, Showing, Survey
from dialogwerk.synthesis.actions import freeze_set
from dialogwerk.synthesis.models import (
    Challenge,
    ChallengeSet,
    Draft,
    DraftKind,
    DraftState,
    Group,
    MissingNote,
    SortingTable,
)
from tests import factories

# rows that any request may write, whoever sends it
NOT_COUNTED = {"sessions.session", "core.periodicrun"}


class Zoo:
    """Holds the things of one dialogue and names them as addresses do."""

    def __init__(self, process: Process, lead: Any) -> None:
        self.process = process
        author = factories.PersonFactory()
        self.region = factories.ProcessRegionFactory(
            process=process, region__region_set=process.region_set, region__slug=f"region-{process.slug}"
        ).region
        self.topic = factories.TopicFactory(vocabulary__process=process)
        self.rule = factories.RuleFactory(process=process)
        self.idea = factories.IdeaFactory(entry__process=process, entry__author=author)
        self.contribution = factories.ContributionFactory(entry__process=process, entry__author=author)
        self.entry = factories.EntryFactory(process=process, author=author, comment_count=1)
        self.comment = factories.CommentFactory(entry=self.idea.entry, author=author)
        self.hidden = factories.CommentFactory(entry=self.entry, author=author)
        self.decision = decide(actor=lead, entry=self.entry, comment=self.hidden, verdict=Verdict.HIDE, rule=self.rule)
        self.link = link_entries(
            actor=lead, source=self.contribution.entry, target=self.idea.entry, relation=Relation.BECAME
        )
        self.picture = Attachment.objects.create(entry=self.entry, file="x.webp", alt="Bild")
        self.need = Need.objects.create(idea=self.idea, text="Ein Raum")
        self.support = Support.objects.create(idea=self.idea, person=author, message="Ich helfe.")
        self.role = factories.TeamRoleFactory(process=process, role=Role.EDITOR)
        committee = Committee.objects.create(process=process, name="Beirat", kind=CommitteeKind.ADVISORY)
        self.bench = Bench.objects.create(committee=committee, name="Bank")
        self._add_event(author, lead)
        self._add_challenge(author, lead)
        self._add_survey()

    def _add_event(self, author: Any, lead: Any) -> None:
        self.event = factories.EventFactory(entry__process=self.process)
        self.event_picture = Attachment.objects.create(entry=self.event.entry, file="x.webp", alt="Bild")
        self.table = factories.TableFactory(event=self.event)
        self.item = ProgrammeItem.objects.create(event=self.event, starts_at="10:00", title="Ankommen")
        before = timezone.now() - datetime.timedelta(days=3)
        held = factories.EventFactory(entry__process=self.process, status=EventStatus.HELD, starts_at=before)
        idea = self.idea.entry
        self.take_up = take_up_idea(
            actor=lead,
            event=held,
            entry=idea,
            expected_version=idea.version,
            texts={"summary": "Neu."},
            reason="Weiter.",
        )
        self.held = held
        self.form = factories.RegistrationFormFactory(event=self.event)
        self.question = Question.objects.create(form=self.form, kind=QuestionKind.SHORT, label="Woher?")
        self.invitation = Invitation.objects.create(form=self.form, name="Gast", email="gast@example.org")
        self.registration = factories.RegistrationFactory(form=self.form)
        self.lab = open_lab(actor=lead, lab=prepare_lab(actor=lead, event=self.event))
        self.board = self.lab.boards.get()
        self.card = Card.objects.create(board=self.board, id=uuid7(), text="Karte", seq=1)

    def _add_challenge(self, author: Any, lead: Any) -> None:
        self.challenge_set = ChallengeSet.objects.create(process=self.process, title="Fünf")
        entry = factories.EntryFactory(process=self.process, kind=Kind.CHALLENGE, state=State.PUBLISHED)
        self.challenge = Challenge.objects.create(entry=entry, challenge_set=self.challenge_set)
        self.sorting_table = SortingTable.objects.create(process=self.process, title="Sortieren")
        self.group = Group.objects.create(table=self.sorting_table, name="Lernen")
        self.draft = Draft.objects.create(challenge=self.challenge, kind=DraftKind.EXTRACT, state=DraftState.DONE)
        self.note = MissingNote.objects.create(
            challenge_set=self.challenge_set, entry=self.contribution.entry, author=author, reason="Gehört dazu."
        )
        self.snapshot = freeze_set(
            actor=lead,
            challenge_set=self.challenge_set,
            challenges=[self.challenge],
            on=timezone.localdate(),
            tells=False,
        )

    def _add_survey(self) -> None:
        entry = factories.EntryFactory(process=self.process, kind=Kind.SURVEY, state=State.PUBLISHED)
        self.survey = Survey.objects.create(
            entry=entry, form=Form.STATEMENTS, phase=self.process.phases.first(), showing=Showing.ALWAYS
        )
        self.block = Block.objects.create(survey=self.survey, title="Lernen")
        self.statement = survey_models.Question.objects.create(
            survey=self.survey, block=self.block, kind=survey_models.QuestionKind.STATEMENT, text="So ist es."
        )
        self.proposal = Proposal.objects.create(survey=self.survey, text="So soll es sein.")

    def arguments(self, route: str, names: list[str]) -> dict[str, Any]:
        """Return what stands for the `names` of a `route` of this dialogue; a name nobody knows raises KeyError."""
        of_route = self._of_route(route)
        known: dict[str, Any] = {
            "process": self.process.slug,
            "slug": "x",
            "region": self.region.slug,
            "topic": self.topic.pk,
            "comment": self.comment.pk,
            "decision": self.decision.pk,
            "link": self.link.pk,
            "need": self.need.pk,
            "support": self.support.pk,
            "role": self.role.pk,
            "table": self.table.pk,
            "item": self.item.pk,
            "idea": self.idea.pk,
            "take_up": self.take_up.pk,
            "question": self.question.pk,
            "invitation": self.invitation.pk,
            "registration": self.registration.pk,
            "card": self.card.pk,
            "code": self.board.code,
            "challenge": self.challenge.pk,
            "group": self.group.pk,
            "attachment": self.picture.pk,
            "picture": self.event_picture.pk,
            "token": token_of(self.registration),
            "key": self.form.door_key,
            "block": self.block.pk,
            "proposal": self.proposal.pk,
            "note": self.note.pk,
            "draft": self.draft.pk,
        }
        return {name: of_route[name] if name in of_route else known[name] for name in names}

    def _of_route(self, route: str) -> dict[str, Any]:
        """Return what a name stands for in this route only."""
        numbers = {
            "termine/": self.event.pk,
            "ideen/": self.idea.pk,
            "beitraege/": self.contribution.pk,
            "herausforderungen/": self.challenge_set.pk,
            "herausforderungen/stand/": self.snapshot.number,
            "sortieren/": self.sorting_table.pk,
            "stimmungsbild/": self.survey.pk,
            "weg/": self.contribution.pk,
        }
        own: dict[str, Any] = {"number": self.entry.pk}
        for part, number in numbers.items():
            if part in route:
                own["number"] = number
        if "kommentare/" in route:
            own["number"] = self.idea.pk
        if "<slug:process>/herausforderungen/<int" in route and not route.startswith("werkstatt/"):
            own["number"] = self.challenge.pk
        if "<int:take_up>" in route:
            own["number"] = self.held.pk
        if "stimmungsbild/" in route:
            own |= {"question": self.statement.pk}
        if "einrichten/" in route:
            own |= {"part": "baenke", "parent": self.bench.committee_id, "step": "open"}
        if "labor/<slug:act>" in route:
            own["act"] = "schliessen"
        if "rechtliches/" in route:
            own["which"] = "impressum"
        kinds = {"liste.": "csv", "ergebnisse.": "csv", "fragen/neu/": "skala"}
        kind = next((kind for part, kind in kinds.items() if part in route), "namensschilder")
        return own | {"kind": kind, "ending": "pdf"}


def routes() -> list[tuple[str, str, list[str]]]:
    """Return name, route and the names of its arguments of every address of the product that names one."""

    def walk(resolver: Any, before: str, space: str) -> Any:
        for found in resolver.url_patterns:
            route = before + str(found.pattern)
            if isinstance(found, URLResolver):
                yield from walk(found, route, found.namespace or space)
            elif isinstance(found, URLPattern) and found.name and found.callback.__module__.startswith("dialogwerk."):
                yield f"{space}:{found.name}", route, sorted(found.pattern.converters)

    return list(walk(get_resolver(), "", ""))


def fingerprint() -> dict[str, str]:
    """Return what every table holds, as one short text each."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower not in NOT_COUNTED and model._meta.managed:
            rows = sorted(repr(row) for row in model._base_manager.values_list())
            found[model._meta.label_lower] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> list[str]:
    """Return the tables that hold something else than `before`."""
    return [table for table, now in fingerprint().items() if before[table] != now]


def unlike(value: Any) -> Any:
    """Return a value of the same kind that names nothing."""
    return uuid.uuid4() if isinstance(value, uuid.UUID) else 10**9
