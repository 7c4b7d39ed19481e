"""What was published: frozen snapshots of a set, what they rest on, who is named in them, and who was told."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models.challenges import ChallengeSet


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Snapshots."""

    def standing(self) -> "SnapshotQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def without_texts(self) -> "SnapshotQuerySet":
        """The same, for lists: what they say is read only where somebody asks for it."""
        return self.defer("challenges", "facts", "method", "note")


class Snapshot(models.Model):
    """What a set of challenges said on the day it was published. It is never changed; it can only be taken back.

    `challenges` holds the texts: [{"number", "title", "summary", "sentences": [text, ...]}]; `facts` what it rests on
    and how it was made (`queries/freezing.py`). `fingerprint` is the SHA-256 of texts and evidence: by it one can see
    that two snapshots say the same.
    """

    challenge_set = models.ForeignKey(ChallengeSet, models.CASCADE, related_name="snapshots")
    process = models.ForeignKey(Process, models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField(_("Nummer"))
    taken_on = models.DateField(_("Stand vom"))
    title = models.CharField(_("Titel"), max_length=200)
    method = models.TextField(_("Wie die Herausforderungen entstanden"), blank=True)
    note = models.TextField(_("Hinweis"), blank=True)
    challenges = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(_("zurückgenommen"), null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("veröffentlichter Stand")
        verbose_name_plural = _("veröffentlichte Stände")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class SnapshotEvidence(models.Model):
    """A contribution a frozen sentence rests on, in the version it had then. Its text is not copied.

    The number stays when the contribution is erased, so that the count stays true.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="evidence")
    challenge = models.BigIntegerField(_("Nummer der Herausforderung"))
    sentence = models.PositiveSmallIntegerField(_("Stelle des Satzes"))
    number = models.BigIntegerField(_("Nummer des Beitrags"))
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="frozen_evidence")
    version = models.PositiveIntegerField(_("Fassung"))

    class Meta:
        verbose_name = _("Beleg eines Stands")
        verbose_name_plural = _("Belege eines Stands")
        ordering = ["challenge", "sentence", "number"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "challenge", "sentence", "number"], name="frozen_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: #{self.number}"


class MentionConsent(models.Model):
    """A member of the team agrees to be named where challenges are published. She can take it back at any time."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="mention_consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="mention_consents")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Einwilligung, genannt zu werden")
        verbose_name_plural = _("Einwilligungen, genannt zu werden")
        constraints = [models.UniqueConstraint(fields=["process", "person"], name="mention_consent_once")]

    def __str__(self) -> str:
        return f"{self.process_id}: {self.person_id}"


class Mention(models.Model):
    """A member of the team who worked on a snapshot and is named there."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("Nennung")
        verbose_name_plural = _("Nennungen")
        constraints = [models.UniqueConstraint(fields=["snapshot", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.person_id}"


class EvidenceNotice(models.Model):
    """The author of a contribution was told that it is evidence in a published snapshot. That happens once."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="evidence_notice")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="notices")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Nachricht über einen Beleg")
        verbose_name_plural = _("Nachrichten über Belege")

    def __str__(self) -> str:
        return f"#{self.entry_id}"
