"""What was before: versions, steps of maturity, attached files."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models.entry import Entry, Stage


class Revision(models.Model):
    """The texts of an entry as they were from this version on: `{field name: text}`."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="revisions")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="revision_once_per_version")]

    def __str__(self) -> str:
        return f"#{self.entry_id} v{self.version}"


class StageStep(models.Model):
    """A step on the maturity ladder, with its public reason."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="stage_steps")
    stage = models.PositiveSmallIntegerField(_("Reifegrad"), choices=Stage)
    reason = models.TextField(_("Begründung"), blank=True)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="stage_steps")
    reached_at = models.DateTimeField(_("erreicht"), default=timezone.now)

    class Meta:
        verbose_name = _("Stufe")
        verbose_name_plural = _("Stufen")
        ordering = ["reached_at", "pk"]

    def __str__(self) -> str:
        return self.get_stage_display()


class AttachmentKind(models.TextChoices):
    """What is attached."""

    IMAGE = "image", _("Bild")
    DOCUMENT = "document", _("Dokument")


class PresentAttachments(models.Manager["Attachment"]):
    """Attachments without those that were removed and can still be brought back."""

    def get_queryset(self) -> models.QuerySet["Attachment"]:
        """Leave the removed ones out."""
        return super().get_queryset().filter(removed_at=None)


class Attachment(models.Model):
    """A picture or document of an entry, with its description and copyright line.

    A removed one is seen by nobody; it goes for good, with its files, when its retention rule says so.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=AttachmentKind, default=AttachmentKind.IMAGE)
    file = models.FileField(_("Datei"), upload_to="attachments/%Y/%m/")
    small = models.FileField(upload_to="attachments/%Y/%m/", blank=True)
    alt = models.CharField(_("Bildbeschreibung"), max_length=300, blank=True)
    caption = models.CharField(_("Bildunterschrift"), max_length=300, blank=True)
    copyright = models.CharField(_("Urheberzeile"), max_length=160, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(_("entfernt"), null=True, blank=True)

    objects = PresentAttachments()

    class Meta:
        verbose_name = _("Anhang")
        verbose_name_plural = _("Anhänge")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["file"], name="attachment_file"),
            models.Index(fields=["small"], name="attachment_small"),
        ]

    def __str__(self) -> str:
        return self.alt or self.file.name or ""
