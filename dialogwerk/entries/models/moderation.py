"""Reports by readers and decisions by moderators."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models.discussion import Comment
from dialogwerk.entries.models.entry import Entry, State
from dialogwerk.processes.models import Rule


class Flag(models.Model):
    """A reader's report of an entry, or of one comment on it, to the moderators."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="flags")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="flags")
    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="flags")
    rule = models.ForeignKey(
        Rule, models.SET_NULL, null=True, blank=True, related_name="flags", verbose_name=_("Regel")
    )
    text = models.TextField(_("Was stört?"), max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["settled_at", "entry"], name="flag_open")]

    def __str__(self) -> str:
        return f"#{self.entry_id}"


class Verdict(models.TextChoices):
    """What a moderator decides."""

    HIDE = "hide", _("verbergen")
    RELEASE = "release", _("freigeben")
    KEEP = "keep", _("stehen lassen")


class ModerationDecision(models.Model):
    """A decision on an entry or on one comment, with the published rule it rests on."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="moderation_decisions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="moderation_decisions")
    verdict = models.CharField(_("Entscheidung"), max_length=10, choices=Verdict)
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("Regel")
    )
    note = models.TextField(_("Begründung für die Verfasserin oder den Verfasser"), max_length=1000, blank=True)
    moderator = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="moderation_decisions")
    made_at = models.DateTimeField(default=timezone.now)
    state_before = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Moderationsentscheidung")
        verbose_name_plural = _("Moderationsentscheidungen")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.HIDE) | Q(rule__isnull=False),
                name="hiding_names_a_rule",
                violation_error_message=_("Wer etwas verbirgt, nennt die Regel, auf die er sich stützt."),
            )
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
