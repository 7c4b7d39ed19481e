"""What people answered and proposed. No names: a participation is known by the hash of a key only."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.ids import uuid7
from dialogwerk.entries.models import Entry
from dialogwerk.places.models import Region
from dialogwerk.surveys.models.survey import STATEMENT_LENGTH, Option, Question, Survey

TEXT_LENGTH = 2000


class Vote(models.IntegerChoices):
    """What somebody says to a statement."""

    AGREE = 1, _("stimme zu")
    DISAGREE = -1, _("stimme nicht zu")
    PASS = 0, _("weiß nicht")


class Participation(models.Model):
    """One set of answers: of a device, or of an account on all its devices. Its row is the lock of the answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participations")
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True)
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Teilnahme")
        verbose_name_plural = _("Teilnahmen")
        indexes = [models.Index(fields=["survey", "changed_at"], name="participation_changed")]

    def __str__(self) -> str:
        return str(self.pk)


class ParticipationKey(models.Model):
    """What leads a device or an account back to its answers. When it goes, nothing does any more."""

    participation = models.OneToOneField(Participation, models.CASCADE, primary_key=True, related_name="key")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Schlüssel einer Teilnahme")
        constraints = [models.UniqueConstraint(fields=["survey", "hash"], name="participation_key_once")]

    def __str__(self) -> str:
        return str(self.participation_id)


class Answer(models.Model):
    """An answer: a chosen option (one row each), a step or a vote (`value`), a text, or nothing of these: no statement.

    `became`: the contribution that the team made of a text.
    """

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    option = models.ForeignKey(Option, models.CASCADE, null=True, blank=True, related_name="+")
    value = models.SmallIntegerField(null=True, blank=True)
    text = models.TextField(_("Text"), max_length=TEXT_LENGTH, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    became = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="survey_answers")

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "question"], condition=Q(option=None), name="answer_once_without_option"
            ),
            models.UniqueConstraint(
                fields=["participation", "question", "option"],
                condition=Q(option__isnull=False),
                name="answer_once_for_option",
            ),
        ]
        indexes = [models.Index(fields=["question", "option", "value"], name="answer_counts")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.option_id or self.value or self.text[:40]}"


class ProposalState(models.TextChoices):
    """What became of a proposed statement."""

    WAITING = "wartet", _("wartet")
    TAKEN = "dabei", _("aufgenommen")
    DECLINED = "abgelehnt", _("nicht aufgenommen")


class Proposal(models.Model):
    """A statement that somebody who takes part would like others to vote on. The team reads it first."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="proposals")
    participation = models.ForeignKey(Participation, models.SET_NULL, null=True, blank=True, related_name="proposals")
    text = models.CharField(_("Aussage"), max_length=STATEMENT_LENGTH)
    state = models.CharField(_("Stand"), max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    question = models.OneToOneField(
        Question, models.SET_NULL, null=True, blank=True, related_name="proposal", verbose_name=_("Aussage daraus")
    )
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vorgeschlagene Aussage")
        verbose_name_plural = _("vorgeschlagene Aussagen")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text
