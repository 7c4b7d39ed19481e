"""A survey, its blocks and questions, and how their wording changed."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Event
from dialogwerk.processes.models import Phase

STATEMENT_LENGTH = 280  # one sentence; a question may be longer


class Form(models.TextChoices):
    """How people take part."""

    QUESTIONS = "fragen", _("Fragebogen")
    STATEMENTS = "aussagen", _("Aussagen, denen man zustimmt oder nicht")


class Showing(models.TextChoices):
    """From when on the public sees the results."""

    ALWAYS = "immer", _("immer")
    AFTER_ANSWER = "danach", _("wer mitgemacht hat, sofort; alle anderen nach dem Schluss")
    AFTER_CLOSE = "ende", _("nach dem Schluss")


class Survey(models.Model):
    """A short survey of a dialogue (Stimmungsbild): a questionnaire, or statements to agree or disagree with.

    It takes answers while its phase is open (or, with an event, at any time) and within its own dates.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="survey")
    form = models.CharField(_("Form"), max_length=8, choices=Form, default=Form.QUESTIONS)
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="surveys", verbose_name=_("Phase")
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="surveys", verbose_name=_("Veranstaltung")
    )
    opens_at = models.DateTimeField(_("offen ab"), null=True, blank=True)
    closes_at = models.DateTimeField(_("offen bis"), null=True, blank=True)
    showing = models.CharField(_("Ergebnisse zeigen"), max_length=8, choices=Showing, default=Showing.AFTER_ANSWER)
    asks_group = models.BooleanField(_("nach der Gruppe fragen"), default=False)
    asks_region = models.BooleanField(_("nach der Region fragen"), default=False)
    takes_proposals = models.BooleanField(_("Teilnehmende dürfen Aussagen vorschlagen"), default=True)

    class Meta:
        verbose_name = _("Stimmungsbild")
        verbose_name_plural = _("Stimmungsbilder")
        ordering = ["-entry"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="survey_closes_after_opening",
                violation_error_message=_("Das Stimmungsbild schließt, bevor es öffnet."),
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def has_statements(self) -> bool:
        """Whether people agree and disagree instead of filling in a form."""
        return self.form == Form.STATEMENTS


class Block(models.Model):
    """A part of a questionnaire, one page of it."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Einleitung"), max_length=800, blank=True)

    class Meta:
        verbose_name = _("Block")
        verbose_name_plural = _("Blöcke")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    ONE = "eine", _("eine Antwort aus mehreren")
    SEVERAL = "mehrere", _("mehrere Antworten")
    SCALE = "skala", _("Skala")
    TEXT = "text", _("freier Text")
    STATEMENT = "aussage", _("Aussage")


WITH_OPTIONS = (QuestionKind.ONE, QuestionKind.SEVERAL)


class Steps(models.IntegerChoices):
    """How many steps a scale has."""

    FIVE = 5, _("5 Stufen")
    SEVEN = 7, _("7 Stufen")


class Question(models.Model):
    """A question or a statement.

    `wording` counts its wordings: once somebody answered, another one keeps the former (`FormerWording`) and says so.
    One that is `is_out` is no longer asked; its answers stay and come back with it. `source`: the contribution a
    statement was taken from.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    block = models.ForeignKey(
        Block, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("Block")
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Art der Antwort"), max_length=8, choices=QuestionKind, default=QuestionKind.ONE)
    text = models.CharField(_("Frage"), max_length=400)
    hint = models.CharField(_("Hinweis zur Frage"), max_length=300, blank=True)
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)
    most = models.PositiveSmallIntegerField(
        _("höchstens so viele Antworten"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    steps = models.PositiveSmallIntegerField(_("Stufen"), choices=Steps, default=Steps.FIVE)
    low_label = models.CharField(_("das eine Ende der Skala"), max_length=60, blank=True)
    high_label = models.CharField(_("das andere Ende der Skala"), max_length=60, blank=True)
    allows_none = models.BooleanField(_("„keine Angabe“ anbieten"), default=False)
    wording = models.PositiveSmallIntegerField(default=1, editable=False)
    source = models.ForeignKey(
        Entry, models.SET_NULL, null=True, blank=True, related_name="statements", verbose_name=_("aus dem Beitrag")
    )
    is_out = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def scale(self) -> range:
        """The steps of a scale."""
        return range(1, self.steps + 1)


class Option(models.Model):
    """An answer to choose."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("Antwort"), max_length=200)

    class Meta:
        verbose_name = _("Antwort zur Auswahl")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class FormerWording(models.Model):
    """How a question read while people already answered it, until it was corrected."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="former_wordings")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    hint = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("Grund"), max_length=300)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("früherer Wortlaut")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="wording_number_once")]

    def __str__(self) -> str:
        return self.text
