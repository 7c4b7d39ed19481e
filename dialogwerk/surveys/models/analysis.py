"""Opinion groups as they were calculated, and where each participation stands in them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.surveys.models.answers import Participation
from dialogwerk.surveys.models.survey import Survey


class Analysis(models.Model):
    """One calculation of opinion groups: from what, with what, and what came out.

    `result` holds groups, statements, stability; never who is in which group (that is `Standing`).
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="analyses")
    made_at = models.DateTimeField(default=timezone.now)
    people = models.PositiveIntegerField(_("Teilnehmende"))
    votes = models.PositiveIntegerField(_("Stimmen"))
    seed = models.IntegerField(_("Startwert"))
    versions = models.JSONField(_("Bibliotheken"), default=dict)
    result = models.JSONField(_("Ergebnis"), default=dict)

    class Meta:
        verbose_name = _("Rechnung der Meinungsgruppen")
        verbose_name_plural = _("Rechnungen der Meinungsgruppen")
        ordering = ["-made_at", "-pk"]
        get_latest_by = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.made_at:%Y-%m-%d %H:%M}"


class Standing(models.Model):
    """Where a participation stands in the newest calculation: its group, its point where that may be shown."""

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="standings")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    group = models.CharField(max_length=4, blank=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)

    class Meta:
        verbose_name = _("Platz in den Meinungsgruppen")
        constraints = [models.UniqueConstraint(fields=["analysis", "participation"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.group}"
