"""How one registers for an event: dates, seats, questions."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.events.models import Event, Table


class Mode(models.TextChoices):
    """Who may register."""

    OPEN = "offen", _("offen für alle")
    INVITED = "einladung", _("nur auf Einladung")
    CLOSED = "geschlossen", _("geschlossen")


def default_reminder_hours() -> list[int]:
    """A week and a day before."""
    return [168, 24]


class RegistrationForm(models.Model):
    """How people register for an event: who may, until when, for how many seats, what they are asked and told.

    Its row is the lock of all seats of the event. `told_sequence` is the `Event.sequence` people were last told of.
    """

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="registration_form")
    mode = models.CharField(_("Wer kann sich anmelden?"), max_length=12, choices=Mode, default=Mode.OPEN)
    opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Anmeldung bis"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("Plätze"), null=True, blank=True)
    has_waiting_list = models.BooleanField(_("Warteliste führen, wenn alle Plätze vergeben sind"), default=True)
    offer_hours = models.PositiveSmallIntegerField(_("Stunden, um einen frei gewordenen Platz anzunehmen"), default=48)
    reminder_hours = models.JSONField(_("Erinnerungen, Stunden vor Beginn"), default=default_reminder_hours, blank=True)
    introduction = models.TextField(_("Hinweis über dem Formular"), max_length=1500, blank=True)
    asks_group = models.BooleanField(_("nach der Gruppe fragen"), default=True)
    asks_needs = models.BooleanField(_("nach Bedarf an Barrierefreiheit fragen"), default=True)
    contact_email = models.EmailField(_("Adresse für Rückfragen"), blank=True)
    photo_consent = models.TextField(_("Einwilligung in Aufnahmen (freiwillig)"), max_length=800, blank=True)
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    door_key = models.CharField(max_length=43, default=secrets.token_urlsafe, editable=False)
    numbers_kept_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Anmeldung zu einem Termin")
        verbose_name_plural = _("Anmeldungen zu Terminen")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="registration_closes_after_opening",
                violation_error_message=_("Die Anmeldung schließt, bevor sie öffnet."),
            )
        ]

    def __str__(self) -> str:
        return str(self.event)


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SHORT = "kurz", _("kurzer Text")
    LONG = "lang", _("längerer Text")
    ONE = "eine", _("eine Antwort aus mehreren")
    SEVERAL = "mehrere", _("mehrere Antworten")


class Question(models.Model):
    """A question of the organiser's own."""

    form = models.ForeignKey(RegistrationForm, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    kind = models.CharField(_("Art der Antwort"), max_length=8, choices=QuestionKind, default=QuestionKind.SHORT)
    label = models.CharField(_("Frage"), max_length=200)
    hint = models.CharField(_("Hinweis zur Frage"), max_length=300, blank=True)
    options = models.TextField(_("Antworten zur Auswahl, eine je Zeile"), max_length=2000, blank=True)
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def choices(self) -> list[str]:
        """The answers to choose from."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class SeatReservation(models.Model):
    """Seats that are kept for one stakeholder group until they are released."""

    form = models.ForeignKey(RegistrationForm, models.CASCADE, related_name="reservations")
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup)
    seats = models.PositiveIntegerField(_("Plätze"))
    released_at = models.DateTimeField(_("frei für alle ab"), null=True, blank=True)

    class Meta:
        verbose_name = _("freigehaltene Plätze")
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["form", "group"], name="reservation_once_per_group")]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.seats}"


class TableSeats(models.Model):
    """How many people a table takes. A table without a row takes any number."""

    table = models.OneToOneField(Table, models.CASCADE, primary_key=True, related_name="seat_limit")
    seats = models.PositiveSmallIntegerField(_("Plätze"))

    class Meta:
        verbose_name = _("Plätze eines Tisches")

    def __str__(self) -> str:
        return f"{self.table}: {self.seats}"
