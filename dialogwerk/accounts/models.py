"""People and organisations."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.prepared import Given, Prepared


class StakeholderGroup(models.TextChoices):
    """The side of working life somebody speaks from."""

    COMPANY = "unternehmen", _("Unternehmen")
    EMPLOYEES = "beschaeftigte", _("Beschäftigte und Betriebsräte")
    UNION = "gewerkschaft", _("Gewerkschaft")
    EMPLOYERS = "arbeitgeberverband", _("Arbeitgeberverband")
    CHAMBER = "kammer", _("Kammer")
    SCIENCE = "wissenschaft", _("Wissenschaft")
    EDUCATION = "bildung", _("Bildung")
    ADMINISTRATION = "verwaltung", _("Politik und Verwaltung")
    ASSOCIATION = "verband", _("Verband oder Netzwerk")
    TRAINEES = "auszubildende", _("Auszubildende und Studierende")
    CIVIL_SOCIETY = "zivilgesellschaft", _("Zivilgesellschaft")


class SizeClass(models.TextChoices):
    """Size of an organisation by its staff, after the European recommendation on SMEs (2003/361/EC)."""

    MICRO = "micro", _("unter 10 Beschäftigte")
    SMALL = "small", _("10 bis 49 Beschäftigte")
    MEDIUM = "medium", _("50 bis 249 Beschäftigte")
    LARGE = "large", _("250 und mehr Beschäftigte")


class Organisation(models.Model):
    """A company, agency, chamber, union or other body that acts in a dialogue."""

    name = models.CharField(_("Name"), max_length=200, unique=True)
    stakeholder_group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True, default="")
    city = models.CharField(_("Ort"), max_length=120, blank=True)
    size_class = models.CharField(_("Größe"), max_length=10, choices=SizeClass, blank=True)
    industry = models.CharField(_("Branche"), max_length=120, blank=True)
    website = models.URLField(_("Website"), blank=True)
    has_works_council = models.BooleanField(_("hat einen Betriebs- oder Personalrat"), null=True, blank=True)
    has_collective_agreement = models.BooleanField(_("ist tarifgebunden"), null=True, blank=True)

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


_PERSON: "Prepared[Person]" = Prepared(lambda: Person.objects.filter(pk=Given("number", models.BigIntegerField())))


class PersonManager(BaseUserManager["Person"]):
    """Makes people."""

    def get(self, *args: Any, **wanted: Any) -> "Person":
        """Return a person. By number alone, as the sign-in asks with every request, the SQL is kept."""
        if args or set(wanted) != {"pk"} or type(self) is not PersonManager:
            return super().get(*args, **wanted)
        person = _PERSON.first(number=wanted["pk"])
        if person is None:
            raise Person.DoesNotExist
        return person

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password she signs in by a code sent to her address."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an operator (the name is Django's). Whoever stands at the console vouches for the address."""
        from allauth.account.models import EmailAddress

        given = {"public_name": _("Betrieb"), "is_guest": False, **fields}
        person = self.create_user(email, password, is_operator=True, **given)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who takes part: as a guest with a confirmed address, or with an account and password.

    Others see only `public_name`, a pseudonym unless the person wants otherwise.
    """

    email = models.EmailField(_("E-Mail"), unique=True)
    public_name = models.CharField(_("öffentlicher Name"), max_length=60)
    stakeholder_group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("Organisation")
    )
    language = models.CharField(_("Sprache der Mails"), max_length=2, default="de")
    is_guest = models.BooleanField(_("Gast"), default=True)
    is_operator = models.BooleanField(_("betreibt diese Anwendung"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined_at = models.DateTimeField(_("dabei seit"), default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")

    def __str__(self) -> str:
        return self.public_name


class PendingPost(models.Model):
    """What somebody without an account sent and has not confirmed yet. Goes when it is carried out, or after a day.

    Whoever holds the token (it stands in the address of her confirmation page and in her mail) may read it; only
    whoever reads the mail to `email` can have it carried out. Token and code are kept as hashes.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=500)
    label = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    public_name = models.CharField(_("Name, unter dem andere Sie lesen"), max_length=60, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True, db_index=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=2, default="de")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("unbestätigte Einsendung")
        verbose_name_plural = _("unbestätigte Einsendungen")

    def __str__(self) -> str:
        return self.label


class PendingFile(models.Model):
    """A file of an unconfirmed post."""

    post = models.ForeignKey(PendingPost, models.CASCADE, related_name="files")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to="pending/")

    def __str__(self) -> str:
        return self.name
