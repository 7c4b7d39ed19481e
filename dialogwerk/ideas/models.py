"""Contributions and ideas."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process


class Column(models.TextChoices):
    """The column of the board a card hung in."""

    CHALLENGE = "challenge", _("Herausforderung")
    IDEA = "idea", _("Idee")
    IMPLEMENTATION = "implementation", _("Umsetzung")
    PARTNER = "partner", _("Partner")


class Contribution(models.Model):
    """One short statement, from a lab table or online. Its text is the entry's summary."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="contribution")
    column = models.CharField(_("Spalte"), max_length=15, choices=Column, blank=True)
    source_key = models.CharField(_("Schlüssel der Quelle"), max_length=120, blank=True)
    source_name = models.CharField(_("Name der Quelle"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        indexes = [models.Index(fields=["source_name", "source_key"], name="contribution_source")]

    def __str__(self) -> str:
        return str(self.entry)


class Idea(models.Model):
    """A worked-out regional idea with problem, approach and goals."""

    REVISED_TEXTS = ("problem", "approach", "goals", "target_groups", "preconditions", "partners")
    COPIED_ROWS = {"needs": ("text", {"met_at": None})}
    MOVING_ROWS = {"support": "offered_to"}

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="idea")
    problem = models.TextField(_("Problem"), max_length=6000, blank=True)
    approach = models.TextField(_("Ansatz"), max_length=8000, blank=True)
    goals = models.TextField(_("Ziele"), max_length=4000, blank=True)
    target_groups = models.TextField(_("Zielgruppen"), max_length=2000, blank=True)
    preconditions = models.TextField(_("Voraussetzungen"), max_length=2000, blank=True)
    partners = models.TextField(_("Partner"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("Idee")
        verbose_name_plural = _("Ideen")

    def __str__(self) -> str:
        return str(self.entry)


class Need(models.Model):
    """Something an idea needs."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="needs")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("Was gebraucht wird"), max_length=300)
    met_at = models.DateTimeField(_("gefunden"), null=True, blank=True)

    class Meta:
        verbose_name = _("Bedarf")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Support(models.Model):
    """Somebody joins in or offers something. Seen by the region's contact and the team, not by the public.

    The offer goes along when its idea goes up in another: `idea` is where it stands, `offered_to` where it was made
    if that was another idea.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="support")
    offered_to = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="support")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="support")
    message = models.TextField(_("Was ich beitragen kann"), max_length=2000)
    offered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("erledigt"), null=True, blank=True)

    class Meta:
        verbose_name = _("Angebot mitzumachen")
        verbose_name_plural = _("Angebote mitzumachen")
        ordering = ["-offered_at"]

    def __str__(self) -> str:
        return self.message[:60]


class IdeaDraft(models.Model):
    """What somebody typed into the idea form and has not sent yet, kept for her browser session or her account.

    After sending, only `sent_as` is left, so that the same draft sent twice leads to the same idea.
    """

    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="idea_drafts")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="idea_drafts")
    fields = models.JSONField(default=dict)
    image = models.FileField(upload_to="drafts/", blank=True)
    sent_as = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Entwurf einer Idee")
        verbose_name_plural = _("Entwürfe von Ideen")
        indexes = [models.Index(fields=["person", "process"], name="draft_of_person")]

    def __str__(self) -> str:
        return str(self.fields.get("title", ""))
