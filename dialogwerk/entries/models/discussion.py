"""What people say to an entry: comments, ratings, official answers."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models.entry import Entry, State


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments."""

    def public(self) -> "CommentQuerySet":
        """Those everybody sees."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, person: Any) -> "CommentQuerySet":
        """Those everybody sees, and one's own."""
        if not person.is_authenticated:
            return self.public()
        return self.filter(Q(state=State.PUBLISHED) | Q(author=person))


class Comment(models.Model):
    """A public remark on an entry, or a reply to one (one level)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="comments")
    is_team = models.BooleanField(_("Antwort des Teams"), default=False)
    text = models.TextField(_("Kommentar"), max_length=4000)
    state = models.CharField(_("Sichtbarkeit"), max_length=10, choices=State, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("geschrieben"), default=timezone.now)
    edited_at = models.DateTimeField(_("geändert"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kommentar")
        verbose_name_plural = _("Kommentare")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["entry", "state", "created_at"], name="comment_list")]

    def __str__(self) -> str:
        return self.text[:60]


class CommentVersion(models.Model):
    """An earlier wording of a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    text = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["replaced_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Scale(models.TextChoices):
    """What is rated."""

    OVERALL = "overall", _("Bewertung")
    USEFULNESS = "usefulness", _("Nutzen")
    FEASIBILITY = "feasibility", _("Machbarkeit")


class Rating(models.Model):
    """One person's rating of an entry on one scale, 1 (low) to 5 (high)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="ratings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="ratings")
    scale = models.CharField(_("Skala"), max_length=12, choices=Scale, default=Scale.OVERALL)
    value = models.PositiveSmallIntegerField(_("Wert"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Bewertung")
        verbose_name_plural = _("Bewertungen")
        constraints = [
            models.UniqueConstraint(fields=["entry", "person", "scale"], name="rating_once"),
            models.CheckConstraint(condition=Q(value__gte=1) & Q(value__lte=5), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.value}"


class OfficialAnswer(models.Model):
    """The answer of the responsible office to an entry."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="official_answer")
    office = models.CharField(_("Stelle"), max_length=160)
    text = models.TextField(_("Antwort"))
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="official_answers")
    answered_at = models.DateTimeField(_("beantwortet"), default=timezone.now)

    class Meta:
        verbose_name = _("offizielle Antwort")
        verbose_name_plural = _("offizielle Antworten")

    def __str__(self) -> str:
        return self.office
