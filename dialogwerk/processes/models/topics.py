"""Vocabularies and topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogwerk.processes.models.process import Process


class Vocabulary(models.Model):
    """A list of topics of one process."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="vocabularies")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("Titel"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Themenliste")
        verbose_name_plural = _("Themenlisten")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["process", "slug"], name="vocabulary_slug_once_per_process")]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A field by which contributions are classified (Themenfeld)."""

    vocabulary = models.ForeignKey(Vocabulary, models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("Titel"), max_length=160)
    text = models.TextField(_("Text"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    maps_to = models.ManyToManyField("self", symmetrical=False, related_name="mapped_from", blank=True)

    class Meta:
        verbose_name = _("Themenfeld")
        verbose_name_plural = _("Themenfelder")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "slug"], name="topic_slug_once_per_vocabulary")]

    def __str__(self) -> str:
        return self.title
