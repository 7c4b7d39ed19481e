"""Drafts of sentences for a challenge, taken from contributions or written by a machine; people decide what stays."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.synthesis.models.challenges import Challenge, DraftKind


class DraftState(models.TextChoices):
    """How far a draft is."""

    WAITING = "wartet", _("wartet")
    RUNNING = "schreibt", _("wird geschrieben")
    DONE = "fertig", _("fertig")
    FAILED = "gescheitert", _("gescheitert")


BEING_WRITTEN = (DraftState.WAITING, DraftState.RUNNING)


class Draft(models.Model):
    """Sentences somebody may take into a challenge. One in words keeps what was asked, of which model, and its answer.

    `given` are the numbers of the contributions it could cite. `sentences`: [{"text", "numbers", "shared"}], where
    `shared` is the share of the words that stand in the cited texts. `dropped` sentences cited nothing that was given.
    """

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="drafts")
    kind = models.CharField(_("Art"), max_length=10, choices=DraftKind)
    state = models.CharField(_("Stand"), max_length=12, choices=DraftState, default=DraftState.WAITING)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="drafts")
    given = models.JSONField(default=list)
    sentences = models.JSONField(default=list)
    dropped = models.PositiveSmallIntegerField(default=0)
    invented = models.PositiveSmallIntegerField(default=0)
    model = models.CharField(_("Modell"), max_length=200, blank=True)
    prompt = models.JSONField(default=list)
    answer = models.TextField(blank=True)
    fault = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Entwurf von Sätzen")
        verbose_name_plural = _("Entwürfe von Sätzen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.kind}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being written."""
        return self.state in BEING_WRITTEN
