"""Process, its owner, phases and team."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation, Person
from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.places.models import Region, RegionSet
from dialogwerk.processes.colours import is_readable_on_white

RESERVED_SLUGS = {
    "e",
    "weg",
    "suche",
    "werkstatt",
    "styleguide",
    "konto",
    "labor",
    "health",
    "static",
    "media",
    "hilfe",
    "sprache",
    "farben",
    "orte",
    "umrisse",
    "vorschau",
    "vorschau-text",
    "neu",
}


class Owner(models.Model):
    """The public body that runs dialogues, with its branding and legal texts."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="owner", verbose_name=_("Organisation")
    )
    short_name = models.CharField(_("Kurzname"), max_length=60)
    accent = models.CharField(
        _("Akzentfarbe"), max_length=7, default="#171a2b", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    logo = models.ImageField(_("Logo"), upload_to="owners/", blank=True)
    imprint = models.TextField(_("Impressum"), blank=True)
    privacy = models.TextField(_("Datenschutzerklärung"), blank=True)
    accessibility = models.TextField(_("Erklärung zur Barrierefreiheit"), blank=True)

    class Meta:
        verbose_name = _("Träger")
        verbose_name_plural = _("Träger")

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        """Refuse an accent colour that cannot be read on white."""
        try:
            readable = is_readable_on_white(self.accent)
        except ValueError:
            return  # no colour at all: the field's own validator says so
        if not readable:
            raise ValidationError(
                {
                    "accent": _(
                        "Diese Farbe ist zu hell: Text darin wäre auf Weiß schlecht zu lesen. Wählen Sie sie dunkler."
                    )
                }
            )


class ProcessStatus(models.TextChoices):
    """Where a process stands in its life."""

    DRAFT = "draft", _("in Vorbereitung")
    OPEN = "open", _("läuft")
    CONCLUDED = "concluded", _("abgeschlossen")
    ARCHIVED = "archived", _("archiviert")


class Moderation(models.TextChoices):
    """When contributions of the public are looked at."""

    AFTER = "after", _("nach der Veröffentlichung")
    BEFORE = "before", _("vor der Veröffentlichung")


class RatingMode(models.TextChoices):
    """What people rate."""

    ONE = "one", _("eine Skala")
    TWO = "two", _("Nutzen und Machbarkeit")


class ProcessQuerySet(models.QuerySet["Process"]):
    """Processes."""

    def visible_to(self, person: Any) -> "ProcessQuerySet":
        """Those the person may read: all but drafts, and the drafts of her own teams."""
        if getattr(person, "is_operator", False):
            return self
        public = ~Q(status=ProcessStatus.DRAFT)
        if not person.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in={role.process_id for role in roles_of(person)}))


class Process(models.Model):
    """A public dialogue with owner, motto, guiding questions, phases, topics and regions."""

    owner = models.ForeignKey(Owner, models.PROTECT, related_name="processes", verbose_name=_("Träger"))
    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    language = models.CharField(
        _("Sprache"), max_length=2, choices=[("de", _("Deutsch")), ("en", _("Englisch"))], default="de"
    )
    motto = models.CharField(_("Leitgedanke"), max_length=200, blank=True)
    summary = models.TextField(_("Kurz gesagt"), max_length=800, blank=True)
    about = models.TextField(_("Über den Dialog (Markdown)"), blank=True)
    aims = models.TextField(_("Ziele, eines je Zeile"), blank=True)
    status = models.CharField(_("Stand"), max_length=10, choices=ProcessStatus, default=ProcessStatus.DRAFT)
    started_on = models.DateField(_("Beginn"), null=True, blank=True)
    ended_on = models.DateField(_("Ende"), null=True, blank=True)
    closing_note = models.TextField(_("Schlusswort"), max_length=2000, blank=True)
    moderation = models.CharField(_("Moderation"), max_length=6, choices=Moderation, default=Moderation.AFTER)
    rating_mode = models.CharField(_("Bewertung"), max_length=3, choices=RatingMode, default=RatingMode.ONE)
    region_set = models.ForeignKey(
        RegionSet, models.PROTECT, null=True, blank=True, related_name="processes", verbose_name=_("Regionenschnitt")
    )
    point_decimals = models.PositiveSmallIntegerField(
        _("Genauigkeit von Punkten (Nachkommastellen)"),
        default=3,
        help_text=_("3 Stellen sind etwa 100 Meter. Genauer wird ein Punkt nie gespeichert."),
    )
    strategy_title = models.CharField(_("Teil der Strategie"), max_length=200, blank=True)
    strategy_text = models.TextField(_("Zur Strategie"), blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("Vorgänger")
    )
    licence = models.CharField(_("Lizenz der Inhalte"), max_length=40, default="CC BY 4.0")
    preview_token = models.CharField(max_length=43, default=secrets.token_urlsafe, editable=False)
    is_demonstration = models.BooleanField(_("Demonstrationsdaten"), default=False)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("Dialogprozess")
        verbose_name_plural = _("Dialogprozesse")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="process_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class GuidingQuestion(models.Model):
    """A question the whole dialogue asks."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="guiding_questions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("Leitfrage"), max_length=400)

    class Meta:
        verbose_name = _("Leitfrage")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class BuildingBlock(models.Model):
    """A part the dialogue is made of (Baustein): labs, map, survey, brochure."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="building_blocks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Text"), blank=True)

    class Meta:
        verbose_name = _("Baustein")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Act(models.TextChoices):
    """What a phase can open to the public."""

    SUBMIT = "submit", _("Ideen einreichen")
    CONTRIBUTE = "contribute", _("Beiträge schreiben")
    COMMENT = "comment", _("kommentieren")
    RATE = "rate", _("bewerten")
    REGISTER = "register", _("sich anmelden")
    SURVEY = "survey", _("an der Umfrage teilnehmen")


class AskedField(models.TextChoices):
    """Which parts of an idea the form of a phase asks for, beside title and summary."""

    PROBLEM = "problem", _("Problem")
    APPROACH = "approach", _("Ansatz")
    GOALS = "goals", _("Ziele")
    TARGET_GROUPS = "target_groups", _("Zielgruppen")
    PRECONDITIONS = "preconditions", _("Voraussetzungen")
    PARTNERS = "partners", _("Partner")
    NEEDS = "needs", _("Was gebraucht wird")
    TOPICS = "topics", _("Themenfeld")
    REGION = "region", _("Region")
    POINT = "point", _("Ort auf der Karte")
    IMAGE = "image", _("Bild")


def default_asked_fields() -> list[str]:
    """The fields a new phase asks for."""
    return [
        AskedField.PROBLEM,
        AskedField.APPROACH,
        AskedField.TOPICS,
        AskedField.REGION,
        AskedField.POINT,
        AskedField.IMAGE,
    ]


class PhaseQuerySet(models.QuerySet["Phase"]):
    """Phases."""

    def open_at(self, moment: Any) -> "PhaseQuerySet":
        """Those that are open at `moment`."""
        started = Q(opens_at__isnull=True) | Q(opens_at__lte=moment)
        return self.filter(started, Q(closes_at__isnull=True) | Q(closes_at__gt=moment))


class Phase(models.Model):
    """A dated part of a process that opens acts."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="phases")
    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Text"), blank=True)
    opens_at = models.DateTimeField(_("öffnet"), null=True, blank=True)
    closes_at = models.DateTimeField(_("schließt"), null=True, blank=True)
    acts = models.JSONField(_("öffnet"), default=list, blank=True)
    asked_fields = models.JSONField(_("Felder der Ideenform"), default=default_asked_fields, blank=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="phase_closes_after_opening",
                violation_error_message=_("Die Phase schließt, bevor sie öffnet."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.TextChoices):
    """What somebody is in the team of a process."""

    LEAD = "lead", _("Prozessleitung")
    EDITOR = "editor", _("Redaktion")
    MODERATOR = "moderator", _("Moderation")
    REGION_CONTACT = "region_contact", _("Ansprechstelle der Region")


ROLE_FIELDS = ("person_id", "process_id", "region_id", "role", "from_on", "until_on")


class TeamRoleQuerySet(models.QuerySet["TeamRole"]):
    """Team roles."""

    def current(self, today: Any = None) -> "TeamRoleQuerySet":
        """Those that hold today."""
        today = today or timezone.localdate()
        begun = Q(from_on__isnull=True) | Q(from_on__lte=today)
        return self.filter(begun, Q(until_on__isnull=True) | Q(until_on__gte=today))


class TeamRole(models.Model):
    """A role of a person in a process, perhaps for one region only, with dates."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="team_roles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="team_roles", verbose_name=_("Person"))
    role = models.CharField(_("Rolle"), max_length=20, choices=Role)
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="team_roles", verbose_name=_("nur für die Region")
    )
    from_on = models.DateField(_("von"), null=True, blank=True)
    until_on = models.DateField(_("bis"), null=True, blank=True)

    objects = TeamRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rolle im Team")
        verbose_name_plural = _("Rollen im Team")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="team_role_ends_after_start",
                violation_error_message=_("Die Rolle endet, bevor sie beginnt."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


_ROLES = Prepared(
    lambda: (
        TeamRole.objects.current(Given("today", models.DateField()))
        .filter(person=Given("person", models.BigIntegerField()))
        .select_related("process")
        .only(*ROLE_FIELDS, "process__slug", "process__title")
    )
)


def roles_of(person: Any) -> list[TeamRole]:
    """Return the current team roles of `person` with slug and title of their process.

    One query per person object, none for an anonymous one.
    """
    if not getattr(person, "is_authenticated", False):
        return []
    if not hasattr(person, "_current_roles"):
        person._current_roles = _ROLES.all(person=person.pk, today=timezone.localdate())
    found: list[TeamRole] = person._current_roles
    return found
