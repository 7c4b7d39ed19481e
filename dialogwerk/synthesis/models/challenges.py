"""Challenge sets, challenges and their sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process


class ChallengeSet(models.Model):
    """A dated, published set of challenges with what it rests on."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="challenge_sets")
    title = models.CharField(_("Titel"), max_length=200)
    method = models.TextField(_("Wie die Herausforderungen entstanden"), blank=True)
    note = models.TextField(_("Hinweis"), blank=True)
    published_on = models.DateField(_("veröffentlicht am"), null=True, blank=True)
    based_on = models.ManyToManyField(
        Entry, related_name="based_challenge_sets", blank=True, verbose_name=_("beruht auf")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Herausforderungen")
        verbose_name_plural = _("Herausforderungen")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Challenge(models.Model):
    """A shared problem that many contributions tell of."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="challenge")
    challenge_set = models.ForeignKey(ChallengeSet, models.PROTECT, related_name="challenges")
    position = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(
        "Group", models.SET_NULL, null=True, blank=True, related_name="challenges", verbose_name=_("aus der Gruppe")
    )

    class Meta:
        verbose_name = _("Herausforderung")
        verbose_name_plural = _("Herausforderungen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.entry)


class DraftKind(models.TextChoices):
    """Where a drafted sentence comes from."""

    EXTRACT = "auszug", _("Entwurf aus Beiträgen")
    MACHINE = "maschine", _("Entwurf einer Maschine")


class Sentence(models.Model):
    """A sentence of a challenge; each names the contributions it rests on.

    One that was taken from a draft word for word says so (`drafted_as`), and whether a person has approved it.
    """

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="sentences")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("Satz"), max_length=1000)
    drafted_as = models.CharField(_("begann als"), max_length=10, choices=DraftKind, blank=True)
    is_approved = models.BooleanField(_("geprüft"), default=True)
    evidence = models.ManyToManyField(Entry, related_name="evidenced_sentences", blank=True, verbose_name=_("Belege"))

    class Meta:
        verbose_name = _("Satz")
        verbose_name_plural = _("Sätze")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
