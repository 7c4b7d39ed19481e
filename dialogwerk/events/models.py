"""Dated meetings with programme and tables."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation, StakeholderGroup
from dialogwerk.entries.models import Entry, Link
from dialogwerk.processes.models import Process, Topic


class EventKind(models.TextChoices):
    """Kinds of events."""

    LAB = "ideenlabor", _("Ideenlabor")
    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "konferenz", _("Konferenz")
    ROUNDTABLE = "roundtable", _("Roundtable")
    MEETING = "sitzung", _("Sitzung")
    DIALOGUE = "dialogveranstaltung", _("Dialogveranstaltung")


class EventStatus(models.TextChoices):
    """Where an event stands."""

    PLANNED = "geplant", _("geplant")
    HELD = "durchgefuehrt", _("durchgeführt, Dokumentation in Arbeit")
    DOCUMENTED = "dokumentiert", _("dokumentiert")
    CANCELLED = "abgesagt", _("abgesagt")


class EventSeries(models.Model):
    """A series of events of one process, for example the idea labs."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="event_series")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("Titel"), max_length=120)

    class Meta:
        verbose_name = _("Reihe")
        verbose_name_plural = _("Reihen")
        constraints = [models.UniqueConstraint(fields=["process", "slug"], name="series_slug_once_per_process")]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """A dated meeting: lab, workshop, conference, roundtable. `sequence` tells calendars that its date changed."""

    REVISED_TEXTS = ("subtitle", "guiding_question", "review")

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="event")
    series = models.ForeignKey(EventSeries, models.SET_NULL, null=True, blank=True, related_name="events")
    number_in_series = models.PositiveSmallIntegerField(_("Nummer in der Reihe"), null=True, blank=True)
    kind = models.CharField(_("Art"), max_length=20, choices=EventKind)
    status = models.CharField(_("Stand"), max_length=15, choices=EventStatus, default=EventStatus.PLANNED)
    subtitle = models.CharField(_("Untertitel"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    venue_name = models.CharField(_("Ort: Name"), max_length=160, blank=True)
    venue_street = models.CharField(_("Straße"), max_length=160, blank=True)
    venue_postcode = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    venue_city = models.CharField(_("Stadt"), max_length=120, blank=True)
    venue_access = models.TextField(_("Barrierefreiheit des Ortes"), blank=True)
    online_link = models.URLField(_("Adresse für die Teilnahme online"), blank=True)
    organiser = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organised_events",
        verbose_name=_("lädt ein"),
    )
    co_hosts = models.ManyToManyField(
        Organisation, related_name="co_hosted_events", blank=True, verbose_name=_("gemeinsam mit")
    )
    facilitator = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_events",
        verbose_name=_("moderiert von"),
    )
    guiding_question = models.CharField(_("Leitfrage"), max_length=400, blank=True)
    participant_count = models.PositiveIntegerField(_("Teilnehmende"), null=True, blank=True)
    review = models.TextField(_("Rückblick (Markdown)"), blank=True)
    cancelled_note = models.CharField(_("Grund der Absage"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["starts_at"], name="event_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def is_over(self) -> bool:
        """Whether it has ended: by the clock, or because somebody said that it was held."""
        return self.status in (EventStatus.HELD, EventStatus.DOCUMENTED) or self.ends_at < timezone.now()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == EventStatus.CANCELLED

    @property
    def is_one_day(self) -> bool:
        """Whether it begins and ends on the same day."""
        return timezone.localtime(self.starts_at).date() == timezone.localtime(self.ends_at).date()

    @property
    def venue(self) -> str:
        """Name and address of the venue in one line."""
        city = f"{self.venue_postcode} {self.venue_city}".strip()
        return ", ".join(part for part in (self.venue_name, self.venue_street, city) if part)


class EventGroupCount(models.Model):
    """How many people of one stakeholder group came."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="group_counts")
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup)
    count = models.PositiveIntegerField(_("Anzahl"))

    class Meta:
        ordering = ["-count", "group"]
        constraints = [models.UniqueConstraint(fields=["event", "group"], name="group_count_once")]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.count}"


class ItemKind(models.TextChoices):
    """Kinds of programme items."""

    WELCOME = "begruessung", _("Begrüßung")
    LOOK_BACK = "rueckblick", _("Rückblick")
    IMPULSE = "impuls", _("Impuls")
    GROUP_WORK = "gruppenarbeit", _("Gruppenarbeit")
    PITCH = "pitch", _("Pitch")
    BREAK = "pause", _("Pause")
    OUTLOOK = "ausblick", _("Ausblick")
    DISCUSSION = "diskussion", _("Diskussion")


class ProgrammeItem(models.Model):
    """A point of the programme."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    starts_at = models.TimeField(_("von"))
    ends_at = models.TimeField(_("bis"), null=True, blank=True)
    kind = models.CharField(_("Art"), max_length=15, choices=ItemKind)
    title = models.CharField(_("Titel"), max_length=200)
    speaker = models.CharField(_("mit (Amt oder Stelle)"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Programmpunkt")
        verbose_name_plural = _("Programmpunkte")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Table(models.Model):
    """A parallel group during an event, with guiding question, persona and result."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(_("Tisch"))
    title = models.CharField(_("Titel"), max_length=160, blank=True)
    group = models.CharField(_("Gruppe (bei Matrix-Workshops)"), max_length=120, blank=True)
    guiding_question = models.CharField(_("Leitfrage"), max_length=400, blank=True)
    topics = models.ManyToManyField(Topic, related_name="tables", blank=True, verbose_name=_("Themenfelder"))
    persona_name = models.CharField(_("Persona: Name und Alter"), max_length=120, blank=True)
    persona_role = models.CharField(_("Persona: Rolle"), max_length=200, blank=True)
    persona_situation = models.TextField(_("Persona: Lage"), blank=True)
    persona_challenge = models.TextField(_("Persona: Herausforderung"), blank=True)
    result = models.TextField(_("Ergebnis"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Tisch")
        verbose_name_plural = _("Tische")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="table_number_once_per_event")]

    def __str__(self) -> str:
        return self.title or f"{self.number}"


class MatrixCell(models.Model):
    """What one group of a matrix workshop said to one topic."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="cells")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="matrix_cells", verbose_name=_("Themenfeld"))
    result = models.TextField(_("Ergebnis"), blank=True)

    class Meta:
        verbose_name = _("Feld der Matrix")
        ordering = ["topic__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["table", "topic"], name="matrix_cell_once")]

    def __str__(self) -> str:
        return f"{self.table}: {self.topic}"


class TakeUp(models.Model):
    """An idea that a later event took up again: the link that tells it and the version the idea got there.

    Undone when its link is. `round_link` is the link between the two events, kept by the take-up that made it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="take_ups")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="take_ups")
    table = models.PositiveSmallIntegerField(_("Tisch"), null=True, blank=True)
    version = models.PositiveIntegerField()
    link = models.OneToOneField(Link, models.CASCADE, related_name="take_up")
    round_link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("Weiterführung")
        verbose_name_plural = _("Weiterführungen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.event}: {self.entry}"
