"""Regions: many overlapping cuts of the same land."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality with its official key (AGS) and a point inside it."""

    ags = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=120, db_index=True)
    district_key = models.CharField(max_length=5, blank=True, db_index=True)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        verbose_name = _("Gemeinde")
        verbose_name_plural = _("Gemeinden")
        ordering = ["name", "ags"]

    def __str__(self) -> str:
        return self.name


class RegionSet(models.Model):
    """One way to cut the land: Länder, districts, labour market regions, boroughs.

    `outlines_hash` stands in the address of the outlines, so that browsers may keep them for ever.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Titel"), max_length=120)
    note = models.CharField(_("Hinweis zur Herkunft"), max_length=300, blank=True)
    outlines_hash = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        verbose_name = _("Regionenschnitt")
        verbose_name_plural = _("Regionenschnitte")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Region(models.Model):
    """One region of a set. `lon`, `lat`: a point inside, in degrees."""

    region_set = models.ForeignKey(RegionSet, models.CASCADE, related_name="regions", verbose_name=_("Schnitt"))
    key = models.CharField(_("Schlüssel"), max_length=80, blank=True)
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("Name"), max_length=120)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    municipalities = models.ManyToManyField(Municipality, related_name="regions", blank=True)

    class Meta:
        verbose_name = _("Region")
        verbose_name_plural = _("Regionen")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["region_set", "slug"], name="region_slug_once_per_set")]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The border of a region as GeoJSON geometry; apart from the region, so that lists do not carry it."""

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="outline")
    geometry = models.JSONField(_("Umriss (GeoJSON)"))
    is_approximate = models.BooleanField(_("nur angenähert"), default=False)

    class Meta:
        verbose_name = _("Umriss")
        verbose_name_plural = _("Umrisse")

    def __str__(self) -> str:
        return str(self.region)
