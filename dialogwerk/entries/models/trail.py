"""The links between entries: the trail."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models.entry import Entry


class Relation(models.TextChoices):
    """What the target is to the source. Read: source … target."""

    BECAME = "became", _("wurde zu")
    MERGED_INTO = "merged_into", _("ging auf in")
    SPLIT_FROM = "split_from", _("wurde geteilt in")
    REWORDED_FROM = "reworded_from", _("wurde neu gefasst als")
    DUPLICATE_OF = "duplicate_of", _("ist doppelt zu")
    EVIDENCE_FOR = "evidence_for", _("ist Beleg für")
    PURSUED_BY = "pursued_by", _("wird weiterverfolgt von")
    TESTED_IN = "tested_in", _("wird erprobt in")
    TOLD_IN = "told_in", _("wird erzählt in")
    CITED_IN = "cited_in", _("wird aufgegriffen in")
    DECIDED_BY = "decided_by", _("wurde beschlossen durch")
    ADOPTED_FROM = "adopted_from", _("wurde übernommen als")
    BUILDS_ON = "builds_on", _("ist Grundlage von")
    CARRIED_ON = "carried_on", _("führte weiter")


class Link(models.Model):
    """A step of the trail: the source went into the target. Data flows from source to target, never back.

    An undone link stays as a record with `undone_at`; the trail does not show it.
    """

    source = models.ForeignKey(Entry, models.PROTECT, related_name="links_out", verbose_name=_("von"))
    target = models.ForeignKey(Entry, models.PROTECT, related_name="links_in", verbose_name=_("nach"))
    relation = models.CharField(_("Beziehung"), max_length=20, choices=Relation)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="links_made")
    actor_office = models.CharField(_("durch"), max_length=160, blank=True)
    made_at = models.DateTimeField(_("am"), default=timezone.now)
    reason = models.TextField(_("Grund"), blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="links_undone")

    class Meta:
        verbose_name = _("Verbindung")
        verbose_name_plural = _("Verbindungen")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "relation"], condition=Q(undone_at=None), name="link_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"#{self.source_id} {self.relation} #{self.target_id}"
