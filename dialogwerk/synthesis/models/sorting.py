"""The sorting table: its groups, every move on it, and what the machine suggests."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Phase, Process, Topic


class Holds(models.TextChoices):
    """Which kinds of entries lie on a sorting table."""

    CONTRIBUTIONS = "beitraege", _("Beiträge")
    IDEAS = "ideen", _("Ideen")
    BOTH = "beide", _("Beiträge und Ideen")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of entries."""
        return {"beitraege": (Kind.CONTRIBUTION,), "ideen": (Kind.IDEA,)}.get(self, (Kind.CONTRIBUTION, Kind.IDEA))


class TableState(models.TextChoices):
    """Whether people may sort."""

    OPEN = "offen", _("wird sortiert")
    CLOSED = "fertig", _("fertig sortiert")


class SortingTable(models.Model):
    """A table on which the team sorts contributions into groups. `seq` numbers the moves, under the lock of the row.

    `run` is the calculation whose suggestions count; `asked_seq` the move at which the last one was asked for.

    Events, phase, regions and topics say what was laid on it; what is empty does not narrow it down.
    """

    process = models.ForeignKey(Process, models.CASCADE, related_name="sorting_tables")
    title = models.CharField(_("Titel"), max_length=200)
    state = models.CharField(_("Stand"), max_length=10, choices=TableState, default=TableState.OPEN)
    holds = models.CharField(_("Darauf liegen"), max_length=10, choices=Holds, default=Holds.CONTRIBUTIONS)
    events = models.ManyToManyField(Entry, related_name="+", blank=True, verbose_name=_("aus diesen Veranstaltungen"))
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("aus dieser Phase")
    )
    regions = models.ManyToManyField(Region, related_name="+", blank=True, verbose_name=_("aus diesen Regionen"))
    topics = models.ManyToManyField(Topic, related_name="+", blank=True, verbose_name=_("zu diesen Themenfeldern"))
    earlier = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later", verbose_name=_("früherer Tisch")
    )
    run = models.ForeignKey(
        "Run", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("geltende Vorschläge")
    )
    asked_seq = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Sortiertisch")
        verbose_name_plural = _("Sortiertische")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether people may sort now."""
        return self.state == TableState.OPEN


class Group(models.Model):
    """A pile on a sorting table. One that was merged or dissolved stays as `is_gone`, so that it can come back.

    One that the machine proposed (`proposed_by`) is gone, too, until a person takes it. What lay in `origin`, the
    group of an earlier table that this one goes on with, tells the machine a little about what belongs here.
    """

    table = models.ForeignKey(SortingTable, models.CASCADE, related_name="groups")
    name = models.CharField(_("Name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    is_locked = models.BooleanField(_("gesperrt"), default=False)
    note = models.TextField(_("Notiz"), max_length=2000, blank=True)
    is_gone = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    proposed_by = models.ForeignKey(
        "Run", models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("vorgeschlagen von")
    )

    origin = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Gruppe eines früheren Tisches"),
    )

    class Meta:
        verbose_name = _("Gruppe")
        verbose_name_plural = _("Gruppen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """One act at a sorting table, never changed afterwards; the id is made on the device, so that it counts once.

    `before` and `after` hold what it changed: {"placements": [[[group, is_aside, move], [numbers]], ...], "groups":
    {number: {field: value}}}. An undo is a move, too; `undone_by` is the one that undid this.
    """

    id = models.UUIDField(primary_key=True)
    table = models.ForeignKey(SortingTable, models.CASCADE, related_name="moves")
    seq = models.PositiveIntegerField()
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="sorting_moves")
    kind = models.CharField(max_length=10)
    payload = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="undid")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Zug am Sortiertisch")
        verbose_name_plural = _("Züge am Sortiertisch")
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["table", "seq"], name="move_seq_once_per_table")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Placements."""

    def lying(self) -> "PlacementQuerySet":
        """Those whose entry is public and current: what was hidden, withdrawn or merged has left the table."""
        return self.filter(entry__state=State.PUBLISHED, entry__is_superseded__in=[False])

    def unsorted(self) -> "PlacementQuerySet":
        """Those nobody has decided about."""
        return self.filter(group=None, is_aside=False)

    def within(self, groups: Collection[int | None]) -> "PlacementQuerySet":
        """Those in groups, looked up by way of their tables: what moves change stands in no index."""
        known = [group for group in groups if group is not None]
        return self.filter(group__in=known, table__in=Group.objects.filter(pk__in=known).values("table"))


class Placement(models.Model):
    """Where a contribution lies on a sorting table: unsorted, in a group, or put aside.

    `move` put it there (who and when stand in it); nobody but people moves what lies in a group. `seq` is the number
    of the last move that changed it, also of an undo. Near-duplicates stand under their `lead` while that is unsorted.

    One move changes 20,000 of these. So no index holds what moves change, PostgreSQL keeps room beside each row, and
    that group and move exist is seen to under the lock of the table, not by the database (decision 14).
    """

    table = models.ForeignKey(SortingTable, models.CASCADE, related_name="placements")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="placements")
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="placements", db_index=False, db_constraint=False
    )
    is_aside = models.BooleanField(_("beiseite"), default=False)
    move = models.ForeignKey(
        Move, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="stack", verbose_name=_("fast gleich wie")
    )
    seq = models.PositiveIntegerField(default=0)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag am Sortiertisch")
        verbose_name_plural = _("Beiträge am Sortiertisch")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "entry"], name="placement_once_per_table"),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(is_aside=False), name="placement_in_a_group_or_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_id}: {self.entry_id}"


class RunState(models.TextChoices):
    """How far a calculation is."""

    WAITING = "wartet", _("wartet")
    RUNNING = "rechnet", _("rechnet")
    DONE = "fertig", _("fertig")
    CANCELLED = "abgebrochen", _("abgebrochen")
    FAILED = "gescheitert", _("gescheitert")


UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class Step(models.TextChoices):
    """What a calculation is doing."""

    READING = "liest", _("liest die Beiträge")
    STACKING = "stapelt", _("sucht fast gleiche Beiträge")
    LEARNING = "lernt", _("lernt aus einer Auswahl")
    PLACING = "ordnet", _("ordnet alle Beiträge zu")
    KEEPING = "schreibt", _("schreibt die Vorschläge auf")


class Run(models.Model):
    """One calculation of suggestions for a table, in the background. What it found counts when it is done, not before.

    `knows` is the last move it knew, `decided` how many decisions it learnt from, `hit_rate` the share of these that it
    would have guessed without knowing them. `beat_at` is the last sign of life of the worker, also of one that has it
    wait. One that `proposes` groups says of each in `parameters["groups"]` how large it would be and which words mark
    it.
    """

    table = models.ForeignKey(SortingTable, models.CASCADE, related_name="runs")
    state = models.CharField(_("Stand"), max_length=12, choices=RunState, default=RunState.WAITING)
    knows = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    hit_rate = models.FloatField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=Step, default=Step.READING)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    proposes = models.BooleanField(default=False)
    parameters = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Rechnung von Vorschlägen")
        verbose_name_plural = _("Rechnungen von Vorschlägen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.table_id}: {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


class Piece(models.Model):
    """Some of the contributions of a large calculation, for one worker: those with numbers from `first` to `last`.

    A worker takes a piece that nobody took in the last half minute; what it finds is written with `is_done`.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="pieces")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=60, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Teil einer Rechnung")
        verbose_name_plural = _("Teile von Rechnungen")
        constraints = [models.UniqueConstraint(fields=["run", "first"], name="piece_once_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.first}"


class Suggestion(models.Model):
    """Where the machine would put a contribution nobody has decided about, how sure it is, and by which words.

    `by_source` says that the table where it was written told more than its words. `learns` says how much a decision
    about it would teach, 0 to 1.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="suggestions")
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="suggestions")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    second = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    confidence = models.FloatField()
    learns = models.FloatField()
    words = models.JSONField(default=list)
    by_source = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        constraints = [models.UniqueConstraint(fields=["run", "placement"], name="suggestion_once_per_run")]
        indexes = [
            models.Index(fields=["run", "-confidence"], name="suggestion_surest"),
            models.Index(fields=["run", "-learns"], name="suggestion_learns_most"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}: {self.group_id}"

    @property
    def percent(self) -> int:
        """How sure, in whole percent; a machine is never sure."""
        return min(99, round(100 * self.confidence))
