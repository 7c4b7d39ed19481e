"""Forms of the back office: a survey, its blocks and questions, texts and proposals."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.days import MomentField
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.events.models import Event
from dialogwerk.processes.models import Act, Phase, Process
from dialogwerk.surveys.models import (
    STATEMENT_LENGTH,
    TEXT_LENGTH,
    WITH_OPTIONS,
    Block,
    Proposal,
    Question,
    QuestionKind,
    Steps,
    Survey,
)

SETTINGS = ("form", "phase", "event", "opens_at", "closes_at", "showing", "asks_group", "asks_region",
            "takes_proposals")  # fmt: skip
MOST_OPTIONS = 20
MOST_LINES = 100


class SurveyForm(forms.Form):
    """What is told of a survey, when it is open, and who sees the results when."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Worum es geht, in zwei Sätzen"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(
        label=gettext_lazy("Mehr dazu: warum Sie fragen und was mit den Antworten geschieht"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SETTINGS:
            if name not in ("phase", "event"):
                self.fields[name] = Survey._meta.get_field(name).formfield()  # type: ignore[union-attr, assignment]
        phases = [phase.pk for phase in process.phases.all() if Act.SURVEY in phase.acts]  # type: ignore[attr-defined]
        self.fields["phase"] = forms.ModelChoiceField(
            Phase.objects.filter(pk__in=phases),
            label=_("Phase"),
            required=False,
            empty_label=_("ohne Phase"),
            initial=phases[0] if len(phases) == 1 else None,
            help_text=_(
                "Nur Phasen, in denen man an Umfragen teilnehmen kann. Ohne Phase braucht es eine Veranstaltung."
            ),
        )
        self.fields["event"] = forms.ModelChoiceField(
            Event.objects.filter(entry__process=process).select_related("entry").order_by("-starts_at"),
            label=_("Veranstaltung"),
            required=False,
            empty_label=_("ohne Veranstaltung"),
            help_text=_("Das Stimmungsbild steht dann auch auf ihrer Seite."),
        )
        for name, label, told in (
            ("opens_at", _("Offen ab"), _("Leer: so lange wie die Phase.")),
            ("closes_at", _("Offen bis"), _("Leer: so lange wie die Phase.")),
        ):
            self.fields[name] = MomentField(label=label, required=False, help_text=told)
        self.fields["asks_group"].help_text = _("Nur im Fragebogen, freiwillig, am Ende.")
        self.fields["asks_region"].help_text = _("Nur im Fragebogen, freiwillig, am Ende.")
        self.fields["takes_proposals"].help_text = _("Nur bei Aussagen. Das Team liest jede, ehe andere sie sehen.")
        self.order_fields(["title", "summary", "body", *SETTINGS, "expected_version"])

    def clean(self) -> dict[str, Any]:
        """Something opens it, and it opens before it closes."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "phase" in cleaned and not cleaned["phase"] and not cleaned.get("event"):
            self.add_error("phase", _("Wählen Sie eine Phase oder eine Veranstaltung."))
        if cleaned.get("opens_at") and cleaned.get("closes_at") and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes_at", _("Das Stimmungsbild schließt, bevor es öffnet."))
        return cleaned


def initial_of(survey: Survey) -> dict[str, Any]:
    """Return what the form of an existing survey starts with."""
    entry = survey.entry
    texts = {"title": entry.title, "summary": entry.summary, "body": entry.body, "expected_version": entry.version}
    return texts | {name: getattr(survey, name) for name in SETTINGS}


class BlockForm(forms.ModelForm):
    """A block of a questionnaire."""

    class Meta:
        model = Block
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action writes."""


# what is asked about a question of each kind
FIELDS = {
    QuestionKind.ONE: ("options", "allows_none", "is_required"),
    QuestionKind.SEVERAL: ("options", "most", "allows_none", "is_required"),
    QuestionKind.SCALE: ("steps", "low_label", "high_label", "allows_none", "is_required"),
    QuestionKind.TEXT: ("is_required",),
    QuestionKind.STATEMENT: (),
}


class QuestionForm(forms.Form):
    """A question of one kind; asks for a reason where a change of words needs one."""

    text = forms.CharField(label=gettext_lazy("Frage"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        survey: Survey,
        kind: QuestionKind,
        question: Question | None = None,
        is_answered: bool = False,
        **kwargs: Any,
    ) -> None:
        self.kind, self.question = kind, question
        super().__init__(*args, **kwargs)
        if kind == QuestionKind.STATEMENT:
            self.fields["text"].label = _("Aussage")
        else:
            self._ask(survey)
        if is_answered:
            self.fields["reason"] = forms.CharField(
                label=_("Warum ändern Sie den Wortlaut?"),
                max_length=300,
                required=False,
                help_text=_(
                    "Nötig, wenn sich Worte ändern: Es gibt schon Antworten. Der frühere Wortlaut bleibt sichtbar."
                ),
            )
        if question is not None:
            self.initial = {name: getattr(question, name) for name in self.fields if hasattr(question, name)}
            self.initial["options"] = "\n".join(option.text for option in question.options.all())  # type: ignore[attr-defined]
            self.initial["block"] = question.block_id

    def _ask(self, survey: Survey) -> None:
        self.fields["hint"] = forms.CharField(label=_("Hinweis zur Frage"), max_length=300, required=False)
        for name in FIELDS[self.kind]:
            if name == "options":
                self.fields[name] = forms.CharField(
                    label=_("Antworten zur Auswahl, eine je Zeile"),
                    max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 6}),
                )
            else:
                self.fields[name] = Question._meta.get_field(name).formfield()  # type: ignore[union-attr, assignment]
        if "steps" in self.fields:
            self.fields["steps"] = forms.TypedChoiceField(label=_("Stufen"), choices=Steps.choices, coerce=int)
        blocks = survey.blocks.all()  # type: ignore[attr-defined]
        if blocks:
            self.fields["block"] = forms.ModelChoiceField(
                blocks, label=_("Block"), required=False, empty_label=_("ohne Block")
            )

    def clean_options(self) -> list[str]:
        """Return the answers, each once."""
        options = list(
            dict.fromkeys(line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip())
        )
        if not 2 <= len(options) <= MOST_OPTIONS:
            raise forms.ValidationError(_("Bitte nennen Sie zwei bis %d Antworten.") % MOST_OPTIONS)
        if any(len(option) > 200 for option in options):
            raise forms.ValidationError(_("Eine Antwort hat höchstens 200 Zeichen."))
        return options

    def fields_of_question(self) -> dict[str, Any]:
        """Return what `add_question` and `change_question` want."""
        return {**self.cleaned_data, "kind": self.kind}

    @property
    def has_options(self) -> bool:
        """Whether one chooses among answers."""
        return self.kind in WITH_OPTIONS


class StatementsForm(forms.Form):
    """Several statements at once, or numbers of contributions to take them from."""

    lines = forms.CharField(
        label=gettext_lazy("Aussagen, eine je Zeile"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Jede ein Satz, dem man zustimmen kann oder nicht. Keine zwei Gedanken in einer Aussage."
        ),
    )
    numbers = forms.CharField(
        label=gettext_lazy("oder Beiträge, die so zur Abstimmung stehen"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Ihre Nummern, zum Beispiel: #1234, #1240. Der Beitrag bleibt mit der Aussage verbunden."
        ),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process

    def clean_lines(self) -> list[str]:
        """Return the statements."""
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Bitte höchstens %d Aussagen auf einmal.") % MOST_LINES)
        if long := next((line for line in lines if len(line) > STATEMENT_LENGTH), None):
            raise forms.ValidationError(
                _("Eine Aussage hat höchstens %(most)d Zeichen; zu lang ist: %(line)s")
                % {"most": STATEMENT_LENGTH, "line": long[:60] + "…"}
            )
        return lines

    def clean_numbers(self) -> list[Entry]:
        """Return the contributions of these numbers. Numbers that are none are named."""
        numbers = [int(number) for number in re.findall(r"\d{1,12}", self.cleaned_data["numbers"])]
        public = Entry.objects.public().filter(process=self.process, kind__in=(Kind.CONTRIBUTION, Kind.IDEA))
        found = public.select_related("process").in_bulk(numbers)
        if missing := [number for number in numbers if number not in found]:
            raise forms.ValidationError(
                _("In diesem Dialog gibt es keinen öffentlichen Beitrag mit der Nummer %s.")
                % ", ".join(f"#{number}" for number in missing)
            )
        return [found[number] for number in dict.fromkeys(numbers)]

    def clean(self) -> dict[str, Any]:
        """One of both is there."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("lines") and not cleaned.get("numbers"):
            self.add_error("lines", _("Schreiben Sie eine Aussage, oder nennen Sie Nummern von Beiträgen."))
        return cleaned


class TextsForm(forms.Form):
    """Free texts that become contributions: the ticked ones, with their wording."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        chosen = [value for value in data.getlist("chosen") if value.isascii() and value.isdigit() and len(value) < 18]
        for number in chosen:
            self.fields[f"text_{number}"] = forms.CharField(max_length=TEXT_LENGTH, required=True, label=_("Text"))
        self.chosen = chosen

    def texts(self) -> dict[int, str]:
        """Return number and wording of the ticked texts."""
        return {int(number): self.cleaned_data[f"text_{number}"] for number in self.chosen}


class DecisionForm(forms.ModelForm):
    """A proposed statement, perhaps corrected, or why it stays out."""

    act = forms.ChoiceField(choices=[("take", ""), ("decline", "")])

    class Meta:
        model = Proposal
        fields = ["text", "reason"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"reason": gettext_lazy("Nötig, wenn die Aussage nicht dazukommt. Wer sie vorschlug, liest ihn.")}

    def clean(self) -> dict[str, Any]:
        """Whoever says no says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Bitte sagen Sie, warum die Aussage nicht dazukommt."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action writes."""
