"""Who comes: invitations, registrations, check-ins, and which mails went out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.ids import uuid7
from dialogwerk.events.models import Table
from dialogwerk.registrations.models.setup import Question, RegistrationForm


class Status(models.TextChoices):
    """Where a registration stands."""

    WAITING = "wartet", _("auf der Warteliste")
    OFFERED = "angeboten", _("Platz angeboten")
    CONFIRMED = "bestaetigt", _("bestätigt")
    CANCELLED = "abgesagt", _("abgesagt")
    EXPIRED = "verfallen", _("Angebot verfallen")


# those who hold a seat; those who want to come
SEATED = (Status.CONFIRMED, Status.OFFERED)
ALIVE = (Status.CONFIRMED, Status.OFFERED, Status.WAITING)


class Source(models.TextChoices):
    """How a registration came in."""

    FORM = "formular", _("Formular")
    INVITATION = "einladung", _("Einladung")
    DOOR = "einlass", _("am Einlass")


class Invitation(models.Model):
    """An address that was invited; the personal link is signed, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form = models.ForeignKey(RegistrationForm, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["made_at", "email"]
        constraints = [models.UniqueConstraint(fields=["form", "email"], name="invited_once_per_event")]

    def __str__(self) -> str:
        return self.email


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations."""

    def seated(self) -> "RegistrationQuerySet":
        """Those who hold a seat: confirmed, or offered and still to be accepted."""
        return self.filter(status__in=SEATED)

    def alive(self) -> "RegistrationQuerySet":
        """Those who want to come."""
        return self.filter(status__in=ALIVE)

    def present(self) -> "RegistrationQuerySet":
        """Those who were checked in."""
        arrivals = CheckIn.objects.filter(registration=models.OuterRef("pk"), undone_at=None)
        return self.filter(models.Exists(arrivals))


class Registration(models.Model):
    """Somebody who wants to come to an event. Her personal link is signed, not stored. Goes some weeks after it.

    `waiting_number` orders the waiting list, `sequence` counts what her calendar was told, `code` is what the door
    types or scans.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form = models.ForeignKey(RegistrationForm, models.CASCADE, related_name="registrations")
    status = models.CharField(_("Stand"), max_length=12, choices=Status, default=Status.WAITING)
    source = models.CharField(_("kam über"), max_length=12, choices=Source, default=Source.FORM)
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), blank=True)
    organisation = models.CharField(_("Organisation"), max_length=160, blank=True)
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True)
    first_wish = models.ForeignKey(Table, models.SET_NULL, null=True, blank=True, related_name="+")
    second_wish = models.ForeignKey(Table, models.SET_NULL, null=True, blank=True, related_name="+")
    table = models.ForeignKey(
        Table, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("Tisch")
    )
    needs = models.TextField(_("Bedarf an Barrierefreiheit"), max_length=1000, blank=True)
    privacy_accepted_at = models.DateTimeField(null=True, blank=True)
    photos_allowed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="de")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, blank=True, related_name="registration")
    code = models.CharField(_("Einlasscode"), max_length=8)
    waiting_number = models.IntegerField(default=0)
    offered_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["form", "status", "group"], name="registration_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["form", "email"], condition=~Q(email=""), name="registered_once_per_event"),
            models.UniqueConstraint(fields=["form", "code"], name="code_once_per_event"),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED) | Q(offered_until__isnull=False), name="offer_has_a_deadline"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_seated(self) -> bool:
        """Whether she holds a seat."""
        return self.status in SEATED

    @property
    def is_alive(self) -> bool:
        """Whether she wants to come."""
        return self.status in ALIVE


class Answer(models.Model):
    """What somebody answered to a question of the organiser's; several answers stand on lines of their own."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        ordering = ["question__position", "question"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answered_once")]

    def __str__(self) -> str:
        return self.text


class CheckIn(models.Model):
    """Somebody came through the door. The device makes the number, so that sending it twice counts once.

    Taking it back marks the row; a taking back that arrives first leaves a marked row, so that the order is no matter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Einlass")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.at:%H:%M}"


class SentMail(models.Model):
    """One mail to one person about one thing. Its row stands in the transaction of the mail: none goes out twice."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="sent_mails")
    key = models.CharField(max_length=80)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verschickte Mail")
        constraints = [models.UniqueConstraint(fields=["registration", "key"], name="mail_sent_once")]

    def __str__(self) -> str:
        return self.key
