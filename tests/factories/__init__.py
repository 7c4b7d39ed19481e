"""Things to test with. Everything belongs to one small dialogue unless a test says otherwise."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.accounts.models import Organisation, Person
from dialogwerk.entries.models import Comment, Entry, Kind, Stage, State
from dialogwerk.events.models import Event, EventKind, EventStatus, Table
from dialogwerk.ideas.models import Contribution, Idea
from dialogwerk.places.models import Region, RegionSet
from dialogwerk.processes.models import (
    Act,
    Owner,
    Phase,
    Process,
    ProcessRegion,
    ProcessStatus,
    Role,
    Rule,
    TeamRole,
    Topic,
    Vocabulary,
)
from dialogwerk.registrations.models import Registration, RegistrationForm, Status


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Regionalagentur {}".format)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    email = factory.Sequence("person{}@example.org".format)
    public_name = factory.Sequence("Person {}".format)


class RegionSetFactory(DjangoModelFactory):
    class Meta:
        model = RegionSet
        django_get_or_create = ("slug",)

    slug = "test-regionen"
    title = "Regionen"


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    region_set = factory.SubFactory(RegionSetFactory)
    slug = factory.Sequence("region-{}".format)
    name = factory.Sequence("Region {}".format)


class OwnerFactory(DjangoModelFactory):
    class Meta:
        model = Owner

    organisation = factory.SubFactory(OrganisationFactory)
    short_name = "Ministerium"


class ProcessFactory(DjangoModelFactory):
    class Meta:
        model = Process

    owner = factory.SubFactory(OwnerFactory)
    slug = factory.Sequence("dialog-{}".format)
    title = factory.Sequence("Dialog {}".format)
    motto = "Der Mensch zählt"
    summary = "Ein Dialog zur Zukunft der Arbeit."
    status = ProcessStatus.OPEN
    region_set = factory.SubFactory(RegionSetFactory)


class OpenPhaseFactory(DjangoModelFactory):
    """A phase in which everything is open."""

    class Meta:
        model = Phase

    process = factory.SubFactory(ProcessFactory)
    title = "Mitmachen"
    opens_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=30))
    acts = factory.LazyFunction(lambda: list(Act.values))


class VocabularyFactory(DjangoModelFactory):
    class Meta:
        model = Vocabulary

    process = factory.SubFactory(ProcessFactory)
    slug = factory.Sequence("themen-{}".format)
    title = "Themenfelder"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    vocabulary = factory.SubFactory(VocabularyFactory)
    slug = factory.Sequence("thema-{}".format)
    title = factory.Sequence("Thema {}".format)


class TeamRoleFactory(DjangoModelFactory):
    class Meta:
        model = TeamRole

    process = factory.SubFactory(ProcessFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.EDITOR


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = Rule

    process = factory.SubFactory(ProcessFactory)
    title = "Keine persönlichen Angriffe"


class ProcessRegionFactory(DjangoModelFactory):
    class Meta:
        model = ProcessRegion

    process = factory.SubFactory(ProcessFactory)
    region = factory.SubFactory(RegionFactory)
    contact_office = "Büro der Regionalagentur"
    contact_email = "buero@example.org"


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    process = factory.SubFactory(ProcessFactory)
    kind = Kind.PROJECT
    state = State.PUBLISHED
    title = factory.Sequence("Eintrag {}".format)
    slug = factory.Sequence("eintrag-{}".format)
    summary = "Worum es geht."
    published_at = factory.LazyFunction(timezone.now)


class IdeaFactory(DjangoModelFactory):
    """An idea with its card; `IdeaFactory(entry__title=…)`."""

    class Meta:
        model = Idea

    entry = factory.SubFactory(EntryFactory, kind=Kind.IDEA, stage=Stage.COLLECTED)
    problem = "Das Problem."
    approach = "Der Ansatz."


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    entry = factory.SubFactory(EntryFactory, kind=Kind.CONTRIBUTION)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    entry = factory.SubFactory(EntryFactory, kind=Kind.EVENT)
    kind = EventKind.LAB
    status = EventStatus.PLANNED
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=20))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + datetime.timedelta(hours=4))


class TableFactory(DjangoModelFactory):
    class Meta:
        model = Table

    event = factory.SubFactory(EventFactory)
    number = factory.Sequence(lambda number: number + 1)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    entry = factory.SubFactory(EntryFactory)
    author = factory.SubFactory(PersonFactory)
    text = "Ein Gedanke dazu."


class RegistrationFormFactory(DjangoModelFactory):
    """Open registration for a coming event."""

    class Meta:
        model = RegistrationForm

    event = factory.SubFactory(EventFactory)
    capacity = 10
    reminder_hours = factory.LazyFunction(list)


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    form = factory.SubFactory(RegistrationFormFactory)
    name = factory.Sequence("Gast {}".format)
    email = factory.Sequence("gast{}@example.org".format)
    code = factory.Sequence("A{:03}".format)
    status = Status.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)
