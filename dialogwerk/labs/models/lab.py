"""A lab: the live part of an event, with one board for each of its tables."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts import codes
from dialogwerk.events.models import Event, Table
from dialogwerk.ideas.models import Column


def default_columns() -> list[dict[str, str]]:
    """Return the columns of a new board: those of NRW's labs."""
    return [{"key": value, "title": str(label), "column": value} for value, label in Column.choices]


class LabStatus(models.TextChoices):
    """Whether people in the room can write."""

    PREPARING = "vorbereitung", _("in Vorbereitung")
    OPEN = "offen", _("läuft")
    CLOSED = "geschlossen", _("geschlossen")


class Round(models.TextChoices):
    """What the room is doing."""

    ARRIVE = "ankommen", _("Ankommen")
    WRITE = "schreiben", _("Schreiben")
    SORT = "sortieren", _("Sortieren")
    DOTS = "punkten", _("Punkte vergeben")
    PITCH = "pitch", _("Pitch")


class Lab(models.Model):
    """The live part of an event. `seq` counts the changes that every device in the room has to know."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="lab")
    status = models.CharField(_("Stand"), max_length=15, choices=LabStatus, default=LabStatus.PREPARING)
    round = models.CharField(_("Runde"), max_length=15, choices=Round, default=Round.ARRIVE)
    dot_round = models.PositiveSmallIntegerField(_("Punkterunde"), default=0)
    dots_each = models.PositiveSmallIntegerField(_("Punkte je Person"), default=3)
    dots_hidden = models.BooleanField(_("Punkte bis zum Ende der Runde verbergen"), default=True)
    timer_ends_at = models.DateTimeField(_("Uhr läuft bis"), null=True, blank=True)
    timer_left = models.PositiveIntegerField(_("angehalten bei (Sekunden)"), null=True, blank=True)
    pitch = models.ForeignKey(
        "Board", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stellt gerade vor")
    )
    note = models.CharField(_("Hinweis an alle"), max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    seq = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Labor")
        verbose_name_plural = _("Labore")
        constraints = [
            models.CheckConstraint(
                condition=Q(dots_each__gte=1) & Q(dots_each__lte=20), name="lab_gives_one_to_twenty_dots"
            )
        ]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def is_open(self) -> bool:
        """Whether people can write now."""
        return self.status == LabStatus.OPEN

    @property
    def hides_dots(self) -> bool:
        """Whether nobody may see yet how the dots fall."""
        return self.dots_hidden and self.round == Round.DOTS


class Board(models.Model):
    """The pin wall of one table. Whoever has its code may read it and write cards.

    `seq` numbers the operations that were applied, `clock` is the highest logical time seen; both grow under the
    row's lock. `facilitator_key` is the secret of the person who sorts at this table without an account.
    """

    lab = models.ForeignKey(Lab, models.CASCADE, related_name="boards")
    table = models.OneToOneField(Table, models.CASCADE, related_name="board", verbose_name=_("Tisch"))
    code = models.CharField(_("Code"), max_length=codes.LENGTH, unique=True, default=codes.new_code)
    facilitator_key = models.CharField(max_length=43, default=secrets.token_urlsafe, editable=False)
    columns = models.JSONField(_("Spalten"), default=default_columns)
    seq = models.PositiveIntegerField(default=0, editable=False)
    clock = models.PositiveBigIntegerField(default=0, editable=False)
    card_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Tafel")
        verbose_name_plural = _("Tafeln")
        ordering = ["table__number"]

    def __str__(self) -> str:
        return self.code

    @property
    def column_keys(self) -> list[str]:
        """The keys of its columns, from left to right."""
        return [column["key"] for column in self.columns]

    def column(self, key: str) -> dict[str, Any]:
        """Return the column with this key, the first one where there is none (any more)."""
        return next((column for column in self.columns if column["key"] == key), self.columns[0])


class Photo(models.Model):
    """A picture of a pin wall: the source of the cards that were typed from it."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="photos")
    file = models.FileField(_("Bild"), upload_to="labs/")
    alt = models.CharField(_("Was ist zu sehen?"), max_length=300)
    copyright = models.CharField(_("Bildnachweis"), max_length=120, blank=True)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Foto der Stellwand")
        verbose_name_plural = _("Fotos der Stellwand")
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return self.alt
