"""What readers miss in a published set, and what the team answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry, State
from dialogwerk.synthesis.models.challenges import ChallengeSet, Sentence


class Outcome(models.TextChoices):
    """What the team made of a note."""

    OPEN = "offen", _("noch nicht beantwortet")
    TAKEN_UP = "aufgenommen", _("aufgenommen")
    DECLINED = "nicht_aufgenommen", _("nicht aufgenommen")


class MissingNote(models.Model):
    """Somebody says that a contribution is missing in a published set, and why. The team answers in public.

    `sentence` is the one that names the contribution since then.
    """

    challenge_set = models.ForeignKey(ChallengeSet, models.CASCADE, related_name="missing_notes")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="missing_notes", verbose_name=_("Beitrag"))
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="missing_notes")
    reason = models.TextField(_("Warum gehört er dazu?"), max_length=1000, blank=True)
    state = models.CharField(_("Sichtbarkeit"), max_length=10, choices=State, default=State.PUBLISHED)
    outcome = models.CharField(_("Antwort"), max_length=20, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(_("Begründung"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="answered_missing_notes"
    )
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)
    sentence = models.ForeignKey(Sentence, models.SET_NULL, null=True, blank=True, related_name="missing_notes")
    flagged_at = models.DateTimeField(_("gemeldet"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Hinweis „Beitrag fehlt“")
        verbose_name_plural = _("Hinweise „Beitrag fehlt“")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["challenge_set", "state", "outcome"], name="missing_note_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge_set", "entry", "author"],
                condition=~Q(state=State.WITHDRAWN),
                name="missing_note_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, answered_at__isnull=True)
                | (~Q(outcome=Outcome.OPEN) & Q(answered_at__isnull=False)),
                name="missing_note_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_set_id}: #{self.entry_id}"
