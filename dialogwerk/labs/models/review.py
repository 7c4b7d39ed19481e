"""What the team decides about cards before they are published."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person
from dialogwerk.labs.models.cards import Card


class Decision(models.TextChoices):
    """What becomes of a card."""

    OPEN = "open", _("offen")
    TAKE = "take", _("wird Beitrag")
    LEAVE_OUT = "leave_out", _("wird nicht veröffentlicht")


class CardReview(models.Model):
    """What the team decided about a card. `text` is the wording for the public; empty where it is the card's own."""

    card = models.OneToOneField(Card, models.CASCADE, primary_key=True, related_name="review")
    decision = models.CharField(_("Entscheidung"), max_length=10, choices=Decision, default=Decision.OPEN)
    text = models.TextField(_("Wortlaut für die Veröffentlichung"), max_length=6000, blank=True)
    reason = models.CharField(_("Grund"), max_length=200, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Durchsicht einer Karte")
        verbose_name_plural = _("Durchsicht der Karten")

    def __str__(self) -> str:
        return f"{self.card_id}: {self.get_decision_display()}"
