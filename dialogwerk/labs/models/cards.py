"""Devices in the room, what they sent, and the cards that came of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person, StakeholderGroup
from dialogwerk.entries.models import Entry
from dialogwerk.labs.models.lab import Board, Photo


class DeviceRole(models.TextChoices):
    """What a device in the room may do."""

    PARTICIPANT = "participant", _("nimmt teil")
    FACILITATOR = "facilitator", _("moderiert den Tisch")


class CardKind(models.TextChoices):
    """What a card is."""

    NOTE = "note", _("Karte")
    RESULT = "result", _("Ergebnis des Tisches")


class Colour(models.TextChoices):
    """Colours of cards. Never the only carrier of a meaning: each has a name that is read out."""

    WHITE = "white", _("weiß")
    YELLOW = "yellow", _("gelb")
    GREEN = "green", _("grün")
    BLUE = "blue", _("blau")
    PINK = "pink", _("rosa")


class Life(models.TextChoices):
    """Whether a card hangs on the board."""

    LIVE = "live", _("hängt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")
    MERGED = "merged", _("zusammengeführt")
    SPLIT = "split", _("aufgeteilt")


class Device(models.Model):
    """A phone, tablet or laptop in the room. It makes its own id and secret; only a hash of the secret is kept."""

    id = models.UUIDField(primary_key=True)
    board = models.ForeignKey(Board, models.CASCADE, related_name="devices")
    role = models.CharField(max_length=12, choices=DeviceRole, default=DeviceRole.PARTICIPANT)
    secret_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="lab_devices")
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Gerät im Labor")
        verbose_name_plural = _("Geräte im Labor")

    def __str__(self) -> str:
        return str(self.id)


class SentOperation(models.Model):
    """Something a device did, kept as it came. The id is made on the device, so that sending twice does nothing.

    One that was not allowed is kept too, with the reason, so that no text is lost. One about a card that has not
    arrived yet waits for it.
    """

    id = models.UUIDField(primary_key=True)
    board = models.ForeignKey(Board, models.CASCADE, related_name="operations")
    device = models.ForeignKey(Device, models.CASCADE, related_name="operations")
    seq = models.PositiveIntegerField()
    clock = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)
    card = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    refused = models.CharField(max_length=200, blank=True)
    is_waiting = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Vorgang auf einer Tafel")
        verbose_name_plural = _("Vorgänge auf einer Tafel")
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["board", "seq"], name="operation_seq_once_per_board")]
        indexes = [
            models.Index(fields=["board", "card"], condition=Q(is_waiting=True), name="operation_waits_for_card")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Card(models.Model):
    """A card on a board, as all operations so far have made it.

    `versions` holds every wording ({id, text, parents, clock, device, at}); `text` is the current one. `rivals` holds
    other wordings that nobody has chosen between yet. `registers` holds the logical time at which place, look, voice
    and life were last set (`merging.py`).
    """

    id = models.UUIDField(primary_key=True)
    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=CardKind, default=CardKind.NOTE)
    number = models.PositiveIntegerField(_("Nummer am Tisch"), null=True, blank=True)
    paper_number = models.PositiveIntegerField(_("Nummer auf der Papierkarte"), null=True, blank=True)
    text = models.TextField(_("Text"), blank=True)
    versions = models.JSONField(default=list)
    rivals = models.JSONField(default=list)
    column = models.CharField(_("Spalte"), max_length=40, blank=True)
    position = models.CharField(max_length=80, blank=True)
    colour = models.CharField(_("Farbe"), max_length=10, choices=Colour, default=Colour.YELLOW)
    voice = models.CharField(_("wer es gesagt hat"), max_length=20, choices=StakeholderGroup, blank=True)
    life = models.CharField(max_length=10, choices=Life, default=Life.LIVE)
    into = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    registers = models.JSONField(default=dict)
    dots = models.JSONField(default=dict)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="cards")
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="cards")
    entry = models.OneToOneField(Entry, models.SET_NULL, null=True, blank=True, related_name="lab_card")
    is_late = models.BooleanField(_("kam nach dem Schluss an"), default=False)
    made_at = models.DateTimeField(_("geschrieben (Uhr des Geräts)"), null=True, blank=True)
    received_at = models.DateTimeField(_("angekommen"), default=timezone.now)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Karte")
        verbose_name_plural = _("Karten")
        ordering = ["position", "number"]
        indexes = [models.Index(fields=["board", "seq"], name="card_changes_of_board")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"], condition=Q(number__isnull=False), name="card_number_once_per_board"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_on_board(self) -> bool:
        """Whether people see it hanging."""
        return self.life == Life.LIVE


class Dot(models.Model):
    """One of the dots a device has in a round, and the card it lies on (None: taken back).

    A device has as many slots as the lab gives dots, so it can never give more, whatever arrives in whatever order.
    """

    device = models.ForeignKey(Device, models.CASCADE, related_name="dots")
    round = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField()
    card = models.ForeignKey(Card, models.CASCADE, null=True, blank=True, related_name="dots_given")
    clock = models.PositiveBigIntegerField(default=0)
    operation = models.UUIDField()

    class Meta:
        verbose_name = _("Punkt")
        verbose_name_plural = _("Punkte")
        constraints = [models.UniqueConstraint(fields=["device", "round", "slot"], name="dot_slot_once")]

    def __str__(self) -> str:
        return f"{self.round}/{self.slot}"
