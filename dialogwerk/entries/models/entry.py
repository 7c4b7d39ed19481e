"""The public card of everything in a dialogue."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation, Person, StakeholderGroup
from dialogwerk.core.ids import uuid7
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, ProcessStatus, Topic, roles_of


class Kind(models.TextChoices):
    """What an entry is. The order is the order of the chain."""

    EVENT = "event", _("Veranstaltung")
    SURVEY = "survey", _("Stimmungsbild")
    CONTRIBUTION = "contribution", _("Beitrag")
    IDEA = "idea", _("Idee")
    CHALLENGE = "challenge", _("Herausforderung")
    WORKING_GROUP = "working_group", _("Arbeitsgruppe")
    PROJECT = "project", _("Projekt")
    EXPERIMENT = "experiment", _("Experimentierraum")
    PRACTICE = "practice", _("Praxisbeispiel")
    OFFER = "offer", _("Förder- oder Beratungsangebot")
    IMPULSE = "impulse", _("Impuls")
    PAPER = "paper", _("Papier")
    MEASURE = "measure", _("Maßnahme")
    DECISION = "decision", _("Beschluss")
    TRANSFER_MODEL = "transfer_model", _("Transfermodell")
    ADOPTION = "adoption", _("Übernahme")
    RESULT = "result", _("Ergebnis")


MAP_KINDS = (Kind.IDEA, Kind.CONTRIBUTION, Kind.EVENT, Kind.PROJECT, Kind.EXPERIMENT, Kind.PRACTICE, Kind.ADOPTION)


class State(models.TextChoices):
    """Who can see an entry."""

    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("wartet auf Freigabe")
    PUBLISHED = "published", _("veröffentlicht")
    HIDDEN = "hidden", _("verborgen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class Stage(models.IntegerChoices):
    """The maturity ladder of an idea, and its two exits."""

    NONE = 0, _("ohne Reifegrad")
    COLLECTED = 10, _("aufgenommen")
    CONCRETISED = 20, _("konkretisiert")
    DECIDED = 30, _("beschlossen")
    IMPLEMENTING = 40, _("in Umsetzung")
    IMPLEMENTED = 50, _("umgesetzt")
    TRANSFERRED = 60, _("übertragen")
    PARKED = 70, _("geparkt")
    NOT_PURSUED = 80, _("nicht weiterverfolgt")


LADDER = (Stage.COLLECTED, Stage.CONCRETISED, Stage.DECIDED, Stage.IMPLEMENTING, Stage.IMPLEMENTED, Stage.TRANSFERRED)


ON_CARDS = (
    *("process__slug", "process__title", "kind", "title", "slug", "summary", "stage", "is_superseded"),
    *("region__name", "organisation__name", "place_name", "lon", "lat", "cell"),
    *("rating_count", "rating_sum", "comment_count", "published_at"),
)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries."""

    def visible_to(self, person: Any) -> "EntryQuerySet":
        """Those the person may read. Agrees with the permission `READ_ENTRY` (a test compares them).

        No query beside that for the roles, which the person object keeps.
        """
        if getattr(person, "is_operator", False):
            return self
        public = Q(state=State.PUBLISHED) & ~Q(process__status=ProcessStatus.DRAFT)
        if not person.is_authenticated:
            return self.filter(public)
        mine = public | Q(author=person)
        for role in roles_of(person):
            if role.region_id is None:
                mine |= Q(process=role.process_id)
            else:
                mine |= Q(process=role.process_id, state=State.PUBLISHED)
                mine |= Q(process=role.process_id, region=role.region_id)
        return self.filter(mine)

    def public(self) -> "EntryQuerySet":
        """Published entries of processes that are open to the public."""
        return self.filter(Q(state=State.PUBLISHED), ~Q(process__status=ProcessStatus.DRAFT))

    def current(self) -> "EntryQuerySet":
        """Without those that were merged, split or replaced: lists show what they became.

        Written with `in`: SQLite cannot use an index for Django's `NOT is_superseded`, which costs a hundredfold.
        """
        return self.filter(is_superseded__in=[False])

    def of_kind(self, *kinds: str) -> "EntryQuerySet":
        """Those of the given kinds."""
        return self.filter(kind__in=kinds)

    def for_cards(self) -> "EntryQuerySet":
        """With what a card of a public list shows and nothing else. One query."""
        return self.select_related("process", "region", "organisation").only(*ON_CARDS)

    def for_tables(self) -> "EntryQuerySet":
        """With everything of the entries themselves, their names and topics, to work with. Two queries."""
        with_names = self.select_related("process", "region", "author", "organisation").defer("region__outline")
        return with_names.prefetch_related("topics")


class Entry(models.Model):
    """The public card of anything in a dialogue. The primary key is the number that people say aloud (#1234)."""

    number = models.BigAutoField(_("Nummer"), primary_key=True)
    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    process = models.ForeignKey(Process, models.PROTECT, related_name="entries", verbose_name=_("Dialogprozess"))
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    state = models.CharField(_("Sichtbarkeit"), max_length=10, choices=State, default=State.DRAFT)
    is_superseded = models.BooleanField(_("ging in anderem auf"), default=False)
    title = models.CharField(_("Titel"), max_length=200)
    slug = models.SlugField(max_length=80, blank=True)
    summary = models.TextField(_("Zusammenfassung"), max_length=2000, blank=True)
    body = models.TextField(_("Text (Markdown)"), blank=True)
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("von")
    )
    author_name = models.CharField(_("Name laut Quelle"), max_length=80, blank=True)
    stakeholder_group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("Organisation")
    )
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="originated", verbose_name=_("entstanden bei")
    )
    origin_table = models.PositiveSmallIntegerField(_("Tisch"), null=True, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("Region")
    )
    other_regions = models.ManyToManyField(
        Region, through="EntryRegion", related_name="other_entries", verbose_name=_("weitere Regionen")
    )
    place_name = models.CharField(_("Ort"), max_length=120, blank=True)
    lon = models.FloatField(_("geografische Länge"), null=True, blank=True)
    lat = models.FloatField(_("geografische Breite"), null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    topics = models.ManyToManyField(Topic, related_name="entries", blank=True, verbose_name=_("Themenfelder"))
    stage = models.PositiveSmallIntegerField(_("Reifegrad"), choices=Stage, default=Stage.NONE)
    language = models.CharField(_("Sprache"), max_length=2, default="de")
    licence = models.CharField(_("Lizenz"), max_length=40, blank=True)
    is_invented = models.BooleanField(_("erfunden (Demonstration)"), default=False)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    rating_sum = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("angelegt"), default=timezone.now)
    changed_at = models.DateTimeField(_("geändert"), default=timezone.now)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eintrag")
        verbose_name_plural = _("Einträge")
        ordering = ["-published_at", "-number"]
        indexes = [
            models.Index(
                fields=["process", "kind", "state", "is_superseded", "-published_at", "-number", "cell"],
                name="entry_list",
            ),
            models.Index(fields=["process", "kind", "state", "is_superseded", "cell", "stage"], name="entry_map"),
            # each with what is counted of it: regions on the map, and those of one rung by region
            models.Index(
                fields=["process", "kind", "state", "is_superseded", "region", "cell"], name="entry_by_region"
            ),
            models.Index(
                fields=["process", "kind", "state", "is_superseded", "stage", "region"], name="entry_by_stage"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(lon__isnull=True) & Q(lat__isnull=True) & Q(cell__isnull=True))
                | (Q(lon__gte=-180) & Q(lon__lte=180) & Q(lat__gte=-85.06) & Q(lat__lte=85.06) & Q(cell__isnull=False)),
                name="entry_point_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False), name="entry_published_has_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # as Django would make it
        """Return what the entry is called. Django's own way goes through all choices, for every card of a list."""
        return str(Kind(self.kind).label)

    def get_stage_display(self) -> str:  # type: ignore[no-redef]  # as Django would make it
        """Return the name of the rung."""
        return str(Stage(self.stage).label)

    @property
    def rating_mean(self) -> float | None:
        """The mean of all ratings (1 to 5), None without any."""
        return self.rating_sum / self.rating_count if self.rating_count else None

    @property
    def byline(self) -> str:
        """The public name of who wrote it: of the person, or as an imported source gives it; may be empty."""
        return self.author.public_name if self.author else self.author_name

    @property
    def has_point(self) -> bool:
        """Whether the entry stands on the map."""
        return self.cell is not None


class EntryRegion(models.Model):
    """A region of another set than the process's own, found from the point."""

    entry = models.ForeignKey(Entry, models.CASCADE)
    region = models.ForeignKey(Region, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "region"], name="entry_region_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.region_id}"


class EntryFact(models.Model):
    """A line of the profile (Steckbrief) of an entry: label and value."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("Angabe"), max_length=120)
    value = models.TextField(_("Wert"))

    class Meta:
        verbose_name = _("Angabe")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
