"""The form people register with, made from what the organiser asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.events.models import Table
from dialogwerk.registrations.models import Invitation, Question, QuestionKind, Registration, RegistrationForm

LONG = {"rows": 4}


class SignUpForm(forms.Form):
    """Everything somebody says when she registers, or changes her registration (`registration`).

    The address cannot be changed later: it is where the personal link goes.
    """

    name = forms.CharField(
        label=gettext_lazy("Ihr Name"),
        max_length=120,
        help_text=gettext_lazy("So steht er auf dem Namensschild. Auf den öffentlichen Seiten erscheint er nicht."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Bitte nennen Sie Ihren Namen.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        help_text=gettext_lazy("Dorthin schicken wir die Bestätigung und Ihren persönlichen Link."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Bitte nennen Sie eine E-Mail-Adresse für die Bestätigung."),
            "invalid": gettext_lazy("Das ist keine vollständige E-Mail-Adresse. Beispiel: name@beispiel.de"),
        },
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Zum Beispiel Ihr Betrieb, Ihre Kammer oder Gewerkschaft."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(
        self,
        *args: Any,
        form: RegistrationForm,
        registration: Registration | None = None,
        invitation: Invitation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registration, self.setup = registration, form
        self.questions = list(form.questions.all())  # type: ignore[attr-defined]
        self._ask_group()
        self._ask_tables(list(form.event.tables.all()))
        self._ask_questions()
        if form.asks_needs:
            self._add("needs", gettext_lazy("Was brauchen Sie, damit Sie gut teilnehmen können?"), _NEEDS_HELP)
        self._ask_consents()
        if registration is not None:
            del self.fields["email"]
            self.initial = _initial(registration, self.questions)
        elif invitation is not None:
            self.initial.update(email=invitation.email, name=invitation.name)

    def _add(self, name: str, label: Any, help_text: Any) -> None:
        self.fields[name] = forms.CharField(
            label=label, help_text=help_text, required=False, max_length=1000, widget=forms.Textarea(attrs=LONG)
        )

    def _ask_group(self) -> None:
        if self.setup.asks_group:
            self.fields["group"] = forms.ChoiceField(
                label=_("Aus welcher Sicht nehmen Sie teil?"),
                choices=[("", _("keine Angabe")), *StakeholderGroup.choices],
                required=False,
                help_text=_("Damit alle Seiten an einen Tisch kommen. Veröffentlicht werden nur Zahlen."),
            )

    def _ask_tables(self, tables: list[Table]) -> None:
        if len(tables) < 2:
            return
        choices = [("", _("kein Wunsch")), *((str(table.pk), table_name(table)) for table in tables)]
        self.fields["first_wish"] = forms.TypedChoiceField(
            label=_("Tisch: erste Wahl"), choices=choices, required=False, coerce=int, empty_value=None
        )
        self.fields["second_wish"] = forms.TypedChoiceField(
            label=_("Tisch: zweite Wahl"),
            choices=choices,
            required=False,
            coerce=int,
            empty_value=None,
            help_text=_("Falls am ersten kein Platz mehr ist."),
        )

    def _ask_questions(self) -> None:
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = _field_of(question)

    def _ask_consents(self) -> None:
        if self.setup.photo_consent:
            self.fields["allows_photos"] = forms.BooleanField(label=self.setup.photo_consent, required=False)
        if self.registration is None:
            self.fields["accepts_privacy"] = forms.BooleanField(
                label=_("Ich bin einverstanden, dass meine Angaben für diese Veranstaltung verwendet werden."),
                error_messages={"required": _("Ohne Ihr Einverständnis dürfen wir die Anmeldung nicht annehmen.")},
            )

    def clean(self) -> dict[str, Any]:
        """Two wishes for the same table are one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("second_wish") and cleaned["second_wish"] == cleaned.get("first_wish"):
            cleaned["second_wish"] = None
        if cleaned.get("second_wish") and not cleaned.get("first_wish"):
            cleaned["first_wish"], cleaned["second_wish"] = cleaned["second_wish"], None
        return cleaned

    def answers(self) -> dict[int, str]:
        """Return the answers to the organiser's questions; several on lines of their own."""
        found = {}
        for question in self.questions:
            given = self.cleaned_data[f"question_{question.pk}"]
            found[question.pk] = "\n".join(given) if isinstance(given, list) else given
        return found

    def own_fields(self) -> dict[str, Any]:
        """Return the rest as `register` and `change_registration` want it."""
        tables = {table.pk: table for table in self.setup.event.tables.all()}
        names = ("name", "email", "organisation", "group", "needs", "allows_photos")
        fields = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        for name in ("first_wish", "second_wish"):
            if name in self.fields:
                fields[name] = tables.get(self.cleaned_data[name])
        return fields


_NEEDS_HELP = gettext_lazy(
    "Zum Beispiel Platz für einen Rollstuhl, Gebärdensprache, Schriftdolmetschen. Das lesen nur die Einladenden."
)


def table_name(table: Table) -> str:
    """Return „Tisch 2: Pflege und Technik“."""
    what = table.title or table.group or table.guiding_question
    number = _("Tisch %(number)s") % {"number": table.number}
    return f"{number}: {what}" if what else number


def _field_of(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.is_required,
        "error_messages": {"required": _("Bitte beantworten Sie diese Frage.")},
    }
    pairs = [(choice, choice) for choice in question.choices]
    if question.kind == QuestionKind.ONE:
        choices = pairs if question.is_required else [("", _("keine Angabe")), *pairs]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == QuestionKind.LONG:
        return forms.CharField(max_length=3000, widget=forms.Textarea(attrs=LONG), **common)
    return forms.CharField(max_length=300, **common)


def _initial(registration: Registration, questions: list[Question]) -> dict[str, Any]:
    names = ("name", "organisation", "group", "needs")
    initial: dict[str, Any] = {name: getattr(registration, name) for name in names}
    initial |= {"first_wish": registration.first_wish_id, "second_wish": registration.second_wish_id}
    initial["allows_photos"] = registration.photos_allowed_at is not None
    kinds = {question.pk: question.kind for question in questions}
    for answer in registration.answers.all():  # type: ignore[attr-defined]
        is_list = kinds.get(answer.question_id) == QuestionKind.SEVERAL
        initial[f"question_{answer.question_id}"] = answer.text.splitlines() if is_list else answer.text
    return initial


class LinkForm(forms.Form):
    """The address to which the personal link goes again."""

    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Das ist keine vollständige E-Mail-Adresse. Beispiel: name@beispiel.de")
        },
    )
