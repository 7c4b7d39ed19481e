"""Audit, the clock of periodic jobs, files that wait for their form to be sent again."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditRecord(models.Model):
    """Who did what to which thing, and when. Written in the transaction of the act itself.

    The actor is kept as a bare number, not as a foreign key: the record must outlive the account, and this room
    knows no people.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_number = models.BigIntegerField(null=True, blank=True, db_index=True)
    act = models.CharField(max_length=60, db_index=True)
    target_kind = models.CharField(max_length=60)
    target_number = models.BigIntegerField(null=True, blank=True)
    process_slug = models.CharField(max_length=60, blank=True, db_index=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("Protokolleintrag")
        indexes = [models.Index(fields=["target_kind", "target_number"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"


class PeriodicRun(models.Model):
    """When a periodic job ran last, so that no two workers run it twice in one interval."""

    name = models.CharField(max_length=100, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class KeptUpload(models.Model):
    """A file of a form that could not be saved yet. Whoever has the key may use it; it stands in that form only."""

    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to="kept/")
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("aufbewahrte Datei")

    def __str__(self) -> str:
        return self.name
