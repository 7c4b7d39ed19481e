"""The lists of the product, and what makes each of them longer."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.entries.actions.linking import merge_entries
from dialogwerk.entries.models import (
    Attachment,
    Comment,
    Entry,
    EntryFact,
    Flag,
    Kind,
    Link,
    ModerationDecision,
    Rating,
    Relation,
    Revision,
    Scale,
    Stage,
    State,
    Verdict,
)
from dialogwerk.events.models import Event, ItemKind, ProgrammeItem
from dialogwerk.ideas.models import Need, Support
from dialogwerk.processes.models import (
    Bench,
    BuildingBlock,
    Committee,
    CommitteeKind,
    GuidingQuestion,
    PartnerProcess,
    Process,
    RatingMode,
    Role,
    Seat,
)
from dialogwerk.surveys.actions import add_question, propose_statement, save_answers, statements_from
from dialogwerk.surveys.actions import make_contributions as make_texts_public
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.models import Block, Form, Showing, Survey
from dialogwerk.synthesis.actions import apply_moves, lay_more, lay_out_table
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Group, Sentence, SortingTable
from dialogwerk.synthesis.moves import read_ask
from tests import factories

Grow = Callable[[Any, list[Person], int], None]


def the_process(process: Process) -> Process:
    return process


def with_two_scales(process: Process) -> Process:
    process.rating_mode = RatingMode.TWO
    process.save()
    return process


def an_idea(process: Process) -> Entry:
    return factories.IdeaFactory(entry__process=process).entry


def a_project(process: Process) -> Entry:
    return factories.EntryFactory(process=process)


def an_event(process: Process) -> Entry:
    return factories.EventFactory(entry__process=process).entry


def a_committee(process: Process) -> Committee:
    return Committee.objects.create(process=process, name="Beirat", kind=CommitteeKind.ADVISORY)


def a_vocabulary(process: Process) -> Any:
    return factories.VocabularyFactory(process=process)


def a_set(process: Process) -> ChallengeSet:
    return ChallengeSet.objects.create(process=process, title="Herausforderungen", published_on=timezone.localdate())


def a_challenge(process: Process) -> Entry:
    entry = factories.EntryFactory(process=process, kind=Kind.CHALLENGE)
    Challenge.objects.create(entry=entry, challenge_set=a_set(process))
    return entry


def a_table(process: Process) -> SortingTable:
    factories.ContributionFactory(entry__process=process)
    return lay_out_table(actor=None, process=process, title="Tisch")


def a_group(process: Process) -> Group:
    return Group.objects.create(table=a_table(process), name="Lernzeit")


@dataclass(frozen=True)
class Growing:
    """A list: its address (may name the subject), what makes it longer, and what it is a list of."""

    address: str
    grow: Grow
    subject: Callable[[Process], Any] = the_process

    def __str__(self) -> str:
        return f"{self.address} {self.grow.__name__}"

    def address_of(self, subject: Any) -> str:
        return self.address.format(it=subject)


def make_ideas(process: Process, people: list[Person], count: int) -> None:
    region_set = process.region_set
    for number in range(count):
        region = factories.RegionFactory(region_set=region_set)
        factories.IdeaFactory(entry__process=process, entry__region=region, entry__author=people[number % len(people)])


def make_rated(process: Process, people: list[Person], count: int) -> None:
    """Ideas that enough people rated on both scales to be drawn."""
    for number in range(count):
        idea = an_idea(process)
        for person in people:
            for scale in (Scale.USEFULNESS, Scale.FEASIBILITY):
                Rating.objects.create(entry=idea, person=person, scale=scale, value=1 + number % 5)


def make_contributions(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        factories.ContributionFactory(entry__process=process, entry__author=people[number % len(people)])


def make_results(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        factories.EntryFactory(
            process=process, kind=Kind.PROJECT, author=people[number % len(people)], stage=Stage.COLLECTED
        )


def make_events(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.EventFactory(entry__process=process, entry__region=factories.RegionFactory())
        past = timezone.now() - datetime.timedelta(days=30)
        factories.EventFactory(entry__process=process, starts_at=past)


def make_regions(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)


def make_merged(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        sources = [factories.IdeaFactory(entry__process=process).entry for _ in range(2)]
        merge_entries(actor=people[0], sources=sources, title="Beide", summary="Zusammen", reason="dasselbe")


def _comment(entry: Entry, people: list[Person], number: int, **facts: Any) -> Comment:
    return factories.CommentFactory(entry=entry, author=people[number % len(people)], **facts)


def make_comments(entry: Entry, people: list[Person], count: int) -> None:
    for number in range(count):
        _comment(entry, people, number)


def make_replies(entry: Entry, people: list[Person], count: int) -> None:
    for number in range(count):
        _comment(entry, people, number, parent=_comment(entry, people, number + 1))


def make_versions(entry: Entry, people: list[Person], count: int) -> None:
    first = entry.revisions.count() + 1
    for number in range(first, first + count):
        actor = people[number % len(people)]
        Revision.objects.create(entry=entry, version=number, texts={"summary": f"Fassung {number}"}, actor=actor)


def make_needs_and_offers(entry: Entry, people: list[Person], count: int) -> None:
    for number in range(count):
        need = Need.objects.create(idea=entry.idea, text=f"Raum {number}")
        Support.objects.create(idea=entry.idea, need=need, person=people[number % len(people)], message="Gern.")


def make_offers(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        make_needs_and_offers(an_idea(process), people, 1)


def make_card_rows(entry: Entry, people: list[Person], count: int) -> None:
    for number in range(count):
        entry.topics.add(factories.TopicFactory(vocabulary__process=entry.process))
        Attachment.objects.create(entry=entry, file=f"bild-{number}.webp", alt="Ein Bild")
        EntryFact.objects.create(entry=entry, label="Laufzeit", value="ein Jahr")


def make_reports(process: Process, people: list[Person], count: int) -> None:
    rule = factories.RuleFactory(process=process)
    for number in range(count):
        comment = _comment(a_project(process), people, number)
        Flag.objects.create(entry=comment.entry, comment=comment, rule=rule, reporter=people[0])
        Flag.objects.create(entry=a_project(process), rule=rule, reporter=people[1])


def make_waiting(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        _comment(a_project(process), people, number, state=State.IN_REVIEW)
        factories.IdeaFactory(entry__process=process, entry__state=State.IN_REVIEW, entry__author=people[0])


def make_decisions(process: Process, people: list[Person], count: int) -> None:
    rule = factories.RuleFactory(process=process)
    for number in range(count):
        comment = _comment(a_project(process), people, number, state=State.HIDDEN)
        facts = {"comment": comment, "rule": rule, "verdict": Verdict.HIDE, "moderator": people[0]}
        ModerationDecision.objects.create(entry=comment.entry, **facts)


def make_team(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        region = factories.RegionFactory(region_set=process.region_set)
        factories.TeamRoleFactory(process=process, region=region, role=Role.REGION_CONTACT)


def make_seats(committee: Committee, people: list[Person], count: int) -> None:
    for number in range(count):
        bench = Bench.objects.create(committee=committee, name=f"Bank {number}", position=number)
        Seat.objects.create(bench=bench, office="Ministerium")


def make_committees(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        make_seats(a_committee(process), people, 1)


def make_phases(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.OpenPhaseFactory(process=process)


def make_vocabularies(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        topic = factories.TopicFactory(vocabulary__process=process)
        topic.maps_to.add(factories.TopicFactory(vocabulary=topic.vocabulary))


def make_topics(vocabulary: Any, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.TopicFactory(vocabulary=vocabulary)


def make_frame(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        factories.RuleFactory(process=process)
        GuidingQuestion.objects.create(process=process, text=f"Wie weiter, {number}?")
        PartnerProcess.objects.create(process=process, name=f"Partner {number}")
        BuildingBlock.objects.create(process=process, title=f"Baustein {number}")


def make_event_parts(entry: Entry, people: list[Person], count: int) -> None:
    event: Event = entry.event
    first = event.tables.count() + 1
    for number in range(first, first + count):
        table = factories.TableFactory(event=event, number=number, group=f"Gruppe {number}")
        table.topics.add(factories.TopicFactory(vocabulary__process=entry.process))
        facts = {"kind": ItemKind.values[0], "title": "Eröffnung"}
        ProgrammeItem.objects.create(event=event, starts_at=datetime.time(9), **facts)
        factories.IdeaFactory(entry__process=entry.process, entry__origin=entry, entry__origin_table=number)


def make_sentences(entry: Entry, people: list[Person], count: int) -> None:
    event = an_event(entry.process)
    factories.TableFactory(event=event.event, number=1)
    for number in range(count):
        sentence = Sentence.objects.create(challenge=entry.challenge, position=number, text="So ist es.")
        for _ in range(2):
            card = factories.ContributionFactory(entry__process=entry.process, entry__origin=event).entry
            sentence.evidence.add(card)


def make_sorting_tables(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        a_table(process)


def _sort(table: SortingTable, person: Person, kind: str, entries: list[int], **more: Any) -> None:
    raw = {"id": str(uuid.uuid4()), "kind": kind, "entries": entries, **more}
    apply_moves(actor=person, table=table, asks=[read_ask(raw)])


def make_sorted(table: SortingTable, people: list[Person], count: int) -> None:
    """Groups with something in them, things put aside, things unsorted; each from an event and a region."""
    for number in range(count):
        event = an_event(table.process)
        cards = [
            factories.ContributionFactory(
                entry__process=table.process, entry__origin=event, entry__region=factories.RegionFactory()
            ).entry.pk
            for _ in range(3)
        ]
        lay_more(actor=None, table=table)
        person = people[number % len(people)]
        name = f"Gruppe {table.groups.count()}"
        _sort(table, person, "make", cards[:1], name=name)
        _sort(table, person, "aside", cards[1:2])


def make_in_group(group: Group, people: list[Person], count: int) -> None:
    make_sorted(group.table, people, count)
    for placement in group.table.placements.filter(group=None):
        _sort(group.table, people[0], "place", [placement.entry_id], group=group.pk)


def make_challenges(challenge_set: ChallengeSet, people: list[Person], count: int) -> None:
    process = challenge_set.process
    for number in range(count):
        entry = factories.EntryFactory(process=process, kind=Kind.CHALLENGE)
        Challenge.objects.create(entry=entry, challenge_set=challenge_set, position=number)
        make_sentences(entry, people, 1)
        challenge_set.based_on.add(an_event(process))


def make_sets(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        a_set(process)


def a_survey(process: Process, form: Form = Form.QUESTIONS) -> Survey:
    entry = factories.EntryFactory(process=process, kind=Kind.SURVEY)
    return Survey.objects.create(entry=entry, form=form, phase=process.phases.first(), showing=Showing.ALWAYS)


def a_questionnaire(process: Process) -> Survey:
    survey = a_survey(process)
    make_questions(survey, [], 1)
    return survey


def a_survey_of_statements(process: Process) -> Survey:
    return a_survey(process, Form.STATEMENTS)


def make_surveys(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        make_statements(a_survey_of_statements(process), people, 1)


def make_questions(survey: Survey, people: list[Person], count: int) -> None:
    for number in range(count):
        block = Block.objects.create(survey=survey, title=f"Block {number}", position=survey.blocks.count())
        for kind in ("eine", "skala", "text"):
            add_question(actor=None, survey=survey, block=block, kind=kind, text="Wie?", options=("Ja", "Nein"))


def make_free_texts(survey: Survey, people: list[Person], count: int) -> None:
    question = add_question(actor=None, survey=survey, kind="text", text="Was fehlt?")
    for number in range(count):
        key = f"{question.pk:32}{number:32}"
        answers = {question: Given(text=f"Text {number}")}
        row = save_answers(survey=survey, participation=None, key=key, answers=answers).answers.get()
        if number % 2:
            make_texts_public(actor=people[0], survey=survey, texts={row.pk: row.text})


def make_statements(survey: Survey, people: list[Person], count: int) -> None:
    first = survey.questions.count()
    for number in range(first, first + count):
        source = factories.ContributionFactory(entry__process=survey.entry.process, entry__summary=f"So ist {number}.")
        (statement,) = statements_from(actor=None, survey=survey, entries=[source.entry])
        for voter in range(6):
            save_answers(
                survey=survey, participation=None, key=f"{number:32}{voter:32}", answers={statement: Given(value=1)}
            )
        propose_statement(survey=survey, participation=None, key=f"{number:64}", text="So soll es sein.")


def make_stations(entry: Entry, people: list[Person], count: int) -> None:
    """Stations on both sides, of other processes and regions, some of them parked."""
    for number in range(count):
        office = factories.ProcessRegionFactory(process=factories.ProcessFactory(region_set=entry.process.region_set))
        facts = {"process": office.process, "region": office.region, "kind": Kind.IDEA}
        for source, target in [(factories.EntryFactory(**facts), entry), (entry, factories.EntryFactory(**facts))]:
            Link.objects.create(source=source, target=target, relation=Relation.BECAME, actor=people[number % 3])
        target.stage = Stage.PARKED
        target.save()


IDEA = "/{it.process.slug}/ideen/{it.pk}-{it.slug}/"
PROJECT = "/{it.process.slug}/eintraege/{it.pk}-{it.slug}/"
EVENT = "/{it.process.slug}/termine/{it.pk}-{it.slug}/"
CHALLENGE = "/{it.process.slug}/herausforderungen/{it.pk}-{it.slug}/"
TABLE = "/werkstatt/dialog/sortieren/{it.pk}/"
SETUP = "/werkstatt/dialog/einrichten/"

SURVEY = "/dialog/stimmungsbild/{it.pk}-{it.entry.slug}/"
SURVEYS_OF_TEAM = "/werkstatt/dialog/stimmungsbild/"

LISTS = [
    Growing("/dialog/", make_ideas),
    Growing("/dialog/karte/", make_ideas),
    Growing("/dialog/beitraege/", make_contributions),
    Growing("/dialog/ergebnisse/", make_results),
    Growing("/dialog/termine/", make_events),
    Growing("/dialog/termine/kalender.ics", make_events),
    Growing("/dialog/regionen/", make_regions),
    Growing("/dialog/ueber/", make_committees),
    Growing("/dialog/ueber/", make_frame),
    Growing("/dialog/ueber/", make_vocabularies),
    Growing("/dialog/portfolio/", make_rated, with_two_scales),
    Growing("/dialog/herausforderungen/?stand={it.pk}", make_challenges, a_set),
    Growing("/suche/", make_results),
    Growing("/suche/?q=Eintrag", make_results),
    Growing("/konto/eigenes/", make_ideas),
    Growing(IDEA, make_comments, an_idea),
    Growing(IDEA, make_replies, an_idea),
    Growing(IDEA, make_needs_and_offers, an_idea),
    Growing(IDEA, make_card_rows, an_idea),
    Growing(IDEA, make_stations, an_idea),
    Growing(PROJECT, make_comments, a_project),
    Growing(PROJECT, make_card_rows, a_project),
    Growing(PROJECT, make_stations, a_project),
    Growing(CHALLENGE, make_sentences, a_challenge),
    Growing(CHALLENGE, make_replies, a_challenge),
    Growing(EVENT, make_event_parts, an_event),
    Growing("/weg/{it.pk}/", make_stations, an_idea),
    Growing("/e/{it.pk}/fassungen/", make_versions, an_idea),
    Growing("/werkstatt/dialog/", make_ideas),
    Growing("/werkstatt/dialog/", make_reports),
    Growing("/werkstatt/dialog/ideen/", make_ideas),
    Growing("/werkstatt/dialog/beitraege/", make_contributions),
    Growing("/werkstatt/dialog/ideen/{it.pk}/", make_needs_and_offers, an_idea),
    Growing("/werkstatt/dialog/angebote/", make_offers),
    Growing("/werkstatt/dialog/termine/", make_events),
    Growing("/werkstatt/dialog/termine/{it.pk}/tische/", make_event_parts, an_event),
    Growing("/werkstatt/dialog/termine/{it.pk}/programm/", make_event_parts, an_event),
    Growing("/werkstatt/dialog/verlauf/", make_merged),
    Growing("/werkstatt/dialog/moderation/", make_reports),
    Growing("/werkstatt/dialog/moderation/entschieden/", make_decisions),
    Growing("/werkstatt/dialog/freigabe/", make_waiting),
    Growing("/werkstatt/dialog/protokoll/", make_merged),
    Growing("/werkstatt/dialog/team/", make_team),
    Growing("/werkstatt/dialog/herausforderungen/", make_sets),
    Growing("/werkstatt/dialog/herausforderungen/{it.pk}/", make_challenges, a_set),
    Growing("/werkstatt/dialog/herausforderungen/{it.pk}/unbenutzt/", make_challenges, a_set),
    Growing("/werkstatt/dialog/sortieren/", make_sorting_tables),
    Growing(TABLE, make_sorted, a_table),
    Growing(f"{TABLE}seit/", make_sorted, a_table),
    Growing(f"{TABLE}beiseite/", make_sorted, a_table),
    Growing(f"{TABLE}verlauf/", make_sorted, a_table),
    Growing("/werkstatt/dialog/sortieren/{it.table_id}/gruppe/{it.pk}/", make_in_group, a_group),
    Growing(
        "/werkstatt/dialog/herausforderungen/{it.challenge.challenge_set_id}/{it.pk}/belege/",
        make_sentences,
        a_challenge,
    ),
    Growing("/dialog/", make_surveys),
    Growing("/dialog/stimmungsbild/", make_surveys),
    Growing(SURVEY, make_free_texts, a_questionnaire),
    Growing(f"{SURVEY}mitmachen/", make_questions, a_questionnaire),
    Growing(f"{SURVEY}mitmachen/", make_statements, a_survey_of_statements),
    Growing(f"{SURVEY}ergebnisse/", make_questions, a_questionnaire),
    Growing(f"{SURVEY}ergebnisse/", make_statements, a_survey_of_statements),
    Growing(f"{SURVEY}gruppen/", make_statements, a_survey_of_statements),
    Growing(SURVEYS_OF_TEAM, make_surveys),
    Growing(SURVEYS_OF_TEAM + "{it.pk}/", make_questions, a_questionnaire),
    Growing(SURVEYS_OF_TEAM + "{it.pk}/", make_statements, a_survey_of_statements),
    Growing(SURVEYS_OF_TEAM + "{it.pk}/vorschau/", make_questions, a_questionnaire),
    Growing(SURVEYS_OF_TEAM + "{it.pk}/texte/", make_free_texts, a_questionnaire),
    Growing(SURVEYS_OF_TEAM + "{it.pk}/vorschlaege/", make_statements, a_survey_of_statements),
    Growing(SETUP, make_frame),
    Growing(f"{SETUP}phasen/", make_phases),
    Growing(f"{SETUP}themen/", make_vocabularies),
    Growing(f"{SETUP}themen/{{it.pk}}/", make_topics, a_vocabulary),
    Growing(f"{SETUP}regionen/", make_regions),
    Growing(f"{SETUP}regeln/", make_frame),
    Growing(f"{SETUP}leitfragen/", make_frame),
    Growing(f"{SETUP}bausteine/", make_frame),
    Growing(f"{SETUP}gremien/", make_committees),
    Growing(f"{SETUP}gremien/{{it.pk}}/", make_seats, a_committee),
    Growing(f"{SETUP}partner/", make_frame),
]
