"""What may come in about missing contributions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.entries.models import Entry
from dialogwerk.processes.models import Process, Rule
from dialogwerk.synthesis.forms.challenges import numbers_in
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Sentence
from dialogwerk.synthesis.queries.missing import own_contributions


class MissingForm(forms.Form):
    """Which contribution is missing (its number, or one of one's own), and why."""

    own = forms.ModelChoiceField(
        Entry.objects.none(),
        label=gettext_lazy("Einer von meinen"),
        required=False,
        empty_label=gettext_lazy("keiner davon"),
    )
    number = forms.CharField(
        label=gettext_lazy("Nummer des Beitrags"),
        required=False,
        max_length=24,
        help_text=gettext_lazy("Sie steht auf seiner Seite, zum Beispiel #1234."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Was fehlt dadurch?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Ein, zwei Sätze. Sie stehen öffentlich neben den Herausforderungen."),
        error_messages={"required": gettext_lazy("Bitte sagen Sie in ein, zwei Sätzen, was ohne den Beitrag fehlt.")},
    )

    def __init__(self, *args: Any, process: Process, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = own_contributions(person, process)
        if person.is_authenticated and own:
            self.fields["own"].queryset = Entry.objects.filter(author=person, process=process)  # type: ignore[attr-defined]
            self.fields["own"].choices = [("", _("keiner davon")), *((one.pk, f"#{one.pk} {one.title}") for one in own)]  # type: ignore[attr-defined]
        else:
            del self.fields["own"]
            self.fields["number"].required = True
            self.fields["number"].error_messages["required"] = _("Bitte sagen Sie, welcher Beitrag fehlt.")

    def clean_number(self) -> int | None:
        """Return the one number that was typed."""
        numbers = numbers_in(self.cleaned_data["number"])
        if len(numbers) > 1:
            raise forms.ValidationError(_("Bitte nennen Sie eine Nummer. Für jeden Beitrag gibt es einen Hinweis."))
        return numbers[0] if numbers else None

    def clean(self) -> dict[str, Any]:
        """Ask for a contribution."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors.get("number") and not cleaned.get("number") and not cleaned.get("own"):
            self.add_error("number", _("Bitte sagen Sie, welcher Beitrag fehlt."))
        return cleaned

    @property
    def chosen(self) -> int:
        """The number of the contribution: the typed one counts."""
        own = self.cleaned_data.get("own")
        return int(self.cleaned_data["number"] or (own.pk if own else 0))


class AnswerForm(forms.Form):
    """The answer of the team: the sentence that takes the contribution up, or none, and the reason."""

    sentence = forms.ModelChoiceField(
        Sentence.objects.none(), label=gettext_lazy("Satz, der ihn als Beleg nennt"), required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Steht öffentlich neben dem Hinweis und geht als Mail an die Person."),
        error_messages={"required": gettext_lazy("Bitte begründen Sie die Antwort; sie ist öffentlich.")},
    )

    def __init__(
        self,
        *args: Any,
        challenge_set: ChallengeSet,
        challenges: list[Challenge],
        takes_up: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sentence"]
        field.queryset = Sentence.objects.filter(challenge__challenge_set=challenge_set)
        field.choices = [("", _("bitte wählen"))] + [
            (one.entry.title, [(sentence.pk, sentence.text) for sentence in one.sentences.all()]) for one in challenges
        ]
        self.takes_up = takes_up

    def clean(self) -> dict[str, Any]:
        """Ask for a sentence where the contribution is taken up, and forget it where it is not."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.takes_up and not cleaned.get("sentence") and not self.errors.get("sentence"):
            self.add_error("sentence", _("Bitte wählen Sie den Satz, dessen Beleg der Beitrag wird."))
        if not self.takes_up:
            cleaned["sentence"] = None
        return cleaned


class HideForm(forms.Form):
    """The rule a note breaks, and words for its author."""

    rule = forms.ModelChoiceField(Rule.objects.none(), label=gettext_lazy("Verletzte Regel"), empty_label=None)
    words = forms.CharField(
        label=gettext_lazy("Erklärung für die Person"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = Rule.objects.filter(process=process)  # type: ignore[attr-defined]
