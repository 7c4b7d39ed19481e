"""Regions, committees, partners and rules of a process."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.places.models import Region
from dialogwerk.processes.models.process import Process


class ProcessRegion(models.Model):
    """A region in a process: its agency and whom to turn to. The contact is an office, not a private person."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="process_regions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="process_regions", verbose_name=_("Region"))
    agency = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="agency_of", verbose_name=_("Agentur")
    )
    contact_office = models.CharField(_("Ansprechstelle"), max_length=160, blank=True)
    contact_email = models.EmailField(_("E-Mail der Stelle"), blank=True)
    contact_phone = models.CharField(_("Telefon der Stelle"), max_length=40, blank=True)
    text = models.TextField(_("Text zur Region"), blank=True)

    class Meta:
        verbose_name = _("Region im Prozess")
        verbose_name_plural = _("Regionen im Prozess")
        ordering = ["region__name"]
        constraints = [models.UniqueConstraint(fields=["process", "region"], name="region_once_per_process")]

    def __str__(self) -> str:
        return str(self.region)


class CommitteeKind(models.TextChoices):
    """Kinds of steering or advisory bodies."""

    BOARD = "board", _("Board")
    STEERING = "lenkungskreis", _("Lenkungskreis")
    ADVISORY = "beirat", _("Beirat")


class Committee(models.Model):
    """A steering or advisory body of a process or of one of its regions."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="committees")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="committees")
    kind = models.CharField(_("Art"), max_length=15, choices=CommitteeKind)
    name = models.CharField(_("Name"), max_length=160)
    text = models.TextField(_("Text"), blank=True)

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Bench(models.Model):
    """A side of a committee: ministries, unions, employers, science."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="benches")
    name = models.CharField(_("Bank"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Bank")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A seat on a bench, named by its office."""

    bench = models.ForeignKey(Bench, models.CASCADE, related_name="seats")
    office = models.CharField(_("Amt oder Stelle"), max_length=200)
    function = models.CharField(_("Funktion im Gremium"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Sitz")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.office


class PartnerProcess(models.Model):
    """A dialogue elsewhere with which this one exchanges."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="partners")
    name = models.CharField(_("Name"), max_length=200)
    city = models.CharField(_("Stadt oder Region"), max_length=120, blank=True)
    country = models.CharField(_("Land"), max_length=80, blank=True)
    url = models.URLField(_("Adresse"), blank=True)
    text = models.TextField(_("Text"), blank=True)

    class Meta:
        verbose_name = _("Partnerprozess")
        verbose_name_plural = _("Partnerprozesse")
        ordering = ["country", "city", "pk"]

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """A published rule of the dialogue; each can be the reason of a moderation decision."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("Regel"), max_length=160)
    text = models.TextField(_("Erläuterung"), blank=True)

    class Meta:
        verbose_name = _("Dialogregel")
        verbose_name_plural = _("Dialogregeln")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
