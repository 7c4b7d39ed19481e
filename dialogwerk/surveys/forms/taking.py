"""Answers: a page of a questionnaire, a vote, a proposed statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.places.models import Region
from dialogwerk.surveys.actions.answering import Given
from dialogwerk.surveys.models import (
    STATEMENT_LENGTH,
    TEXT_LENGTH,
    Answer,
    Participation,
    Question,
    QuestionKind,
    Survey,
    Vote,
)
from dialogwerk.surveys.queries.results import step_label
from dialogwerk.surveys.queries.surveys import Part

NONE = "none"
MISSING = gettext_lazy("Bitte beantworten Sie diese Frage. Alles andere ist schon gespeichert.")


class PartForm(forms.Form):
    """One page of a questionnaire; on the last one also group and region, where they are asked."""

    def __init__(
        self,
        data: Any = None,
        *,
        survey: Survey,
        part: Part,
        is_last: bool,
        answers: Mapping[int, Sequence[Answer]] | None = None,
        participation: Participation | None = None,
    ) -> None:
        super().__init__(data)
        self.questions = part.questions
        for question in self.questions:
            self.fields[f"q{question.pk}"] = _field_of(question)
            self.initial[f"q{question.pk}"] = _initial(question, (answers or {}).get(question.pk, ()))
        self.asked_about = _about(survey) if is_last else {}
        self.fields.update(self.asked_about)
        if participation is not None:
            self.initial.update(group=participation.group, region=participation.region_id)

    @property
    def asked(self) -> list[tuple[Question, Any]]:
        """The questions with their fields."""
        return [(question, self[f"q{question.pk}"]) for question in self.questions]

    @property
    def numbers(self) -> str:
        """The numbers of the questions on the page, for the address it is sent to."""
        return ",".join(str(question.pk) for question in self.questions)

    @property
    def about_fields(self) -> list[Any]:
        """The fields about who answers."""
        return [self[name] for name in self.asked_about]

    def answers(self) -> dict[Question, Given | None]:
        """Return what can be kept: also of a page on which something else is missing."""
        return {
            question: _given(question, self.cleaned_data[f"q{question.pk}"])
            for question in self.questions
            if f"q{question.pk}" in self.cleaned_data
        }

    @property
    def loses_something(self) -> bool:
        """Whether something was given that cannot be kept as it is; what is missing is no loss."""
        return any(error.code != "required" for errors in self.errors.as_data().values() for error in errors)

    def about(self) -> dict[str, Any]:
        """Return group and region, as far as they stood on the page and make sense."""
        sent = [name for name in self.asked_about if name in self.data]
        return {name: self.cleaned_data[name] for name in sent if name in self.cleaned_data}


def _field_of(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.is_required,
        "error_messages": {"required": MISSING},
    }
    none = [(NONE, _("keine Angabe"))] if question.allows_none else []
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == QuestionKind.SCALE:
        steps = [(str(step), step_label(question, step)) for step in question.scale]
        return forms.ChoiceField(choices=[*steps, *none], widget=forms.RadioSelect, **common)
    options = [(str(option.pk), option.text) for option in question.options.all()]  # type: ignore[attr-defined]
    if question.kind == QuestionKind.SEVERAL:
        return _Several(question, choices=[*options, *none], **common)
    return forms.ChoiceField(choices=[*options, *none], widget=forms.RadioSelect, **common)


class _Several(forms.MultipleChoiceField):
    """Several answers, perhaps no more than some."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, question: Question, **options: Any) -> None:
        self.most = question.most
        if self.most:
            told = _("Höchstens %d Antworten.") % self.most
            options["help_text"] = f"{options['help_text']} {told}".strip()
        super().__init__(**options)

    def validate(self, value: list[str]) -> None:
        """No more than may be chosen; „keine Angabe“ stands alone."""
        super().validate(value)
        if self.most and len(value) > self.most:
            raise forms.ValidationError(_("Bitte wählen Sie höchstens %d Antworten.") % self.most)
        if NONE in value and len(value) > 1:
            raise forms.ValidationError(_("„Keine Angabe“ passt nicht zu einer anderen Antwort."))


def _about(survey: Survey) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if survey.asks_group:
        fields["group"] = forms.ChoiceField(
            label=_("Aus welcher Sicht haben Sie geantwortet?"),
            choices=[("", _("keine Angabe")), *StakeholderGroup.choices],
            required=False,
            help_text=_("Gezeigt wird eine Gruppe nur, wenn mindestens fünf aus ihr geantwortet haben."),
        )
    if survey.asks_region and survey.entry.process.region_set_id:
        regions = Region.objects.filter(region_set=survey.entry.process.region_set_id).order_by("name")
        fields["region"] = forms.ModelChoiceField(
            regions.defer("outline"), label=_("In welcher Region arbeiten Sie?"), required=False,
            empty_label=_("keine Angabe"),
        )  # fmt: skip
    return fields


def _initial(question: Question, answers: Sequence[Answer]) -> Any:
    if not answers:
        return None
    if question.kind == QuestionKind.TEXT:
        return answers[0].text
    if question.kind == QuestionKind.SCALE:
        return NONE if answers[0].value is None else str(answers[0].value)
    chosen = [NONE if answer.option_id is None else str(answer.option_id) for answer in answers]
    return chosen if question.kind == QuestionKind.SEVERAL else chosen[0]


def _given(question: Question, value: Any) -> Given | None:
    """Return the answer, None where the question was left out."""
    if not value:
        return None
    if question.kind == QuestionKind.TEXT:
        return Given(text=value)
    if value in (NONE, [NONE]):
        return Given()
    if question.kind == QuestionKind.SCALE:
        return Given(value=int(value))
    return Given(options=tuple(int(one) for one in (value if isinstance(value, list) else [value])))


class VoteForm(forms.Form):
    """A vote on one statement."""

    statement = forms.IntegerField(min_value=1)
    vote = forms.TypedChoiceField(choices=Vote.choices, coerce=lambda value: Vote(int(value)))


class ProposalForm(forms.Form):
    """A statement somebody would like others to vote on."""

    text = forms.CharField(
        label=gettext_lazy("Ihre Aussage"),
        max_length=STATEMENT_LENGTH,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ein Gedanke in einem Satz, dem andere zustimmen können oder nicht. Ohne Namen."),
        error_messages={"min_length": gettext_lazy("Bitte schreiben Sie einen ganzen Satz.")},
    )
