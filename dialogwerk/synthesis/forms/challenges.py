"""What may come in about challenges."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.days import DayField
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.actions import Claim
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Sentence
from dialogwerk.synthesis.queries import why_no_evidence

SENTENCES_AT_MOST, EMPTY_SENTENCES = 60, 3
_BETWEEN = re.compile(r"[\s,;]+")


class SetForm(forms.Form):
    """A set: title, method, and the events it is based on."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    method = forms.CharField(
        label=gettext_lazy("Wie die Herausforderungen entstanden"),
        required=False,
        widget=MarkdownArea(attrs={"rows": 5}),
        help_text=gettext_lazy("Wer hat wie gelesen, sortiert und geschrieben? Steht öffentlich darüber."),
    )
    note = forms.CharField(label=gettext_lazy("Hinweis"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    based_on = forms.ModelMultipleChoiceField(
        Entry.objects.none(),
        label=gettext_lazy("Beruht auf diesen Veranstaltungen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Entry.objects.filter(process=process, kind=Kind.EVENT, state=State.PUBLISHED)
        self.fields["based_on"].queryset = events.order_by("event__starts_at")  # type: ignore[attr-defined]


def initial_of_set(challenge_set: ChallengeSet) -> dict[str, Any]:
    """Return what the form of a set starts with."""
    return {
        "title": challenge_set.title,
        "method": challenge_set.method,
        "note": challenge_set.note,
        "based_on": challenge_set.based_on.all(),
        "expected_version": challenge_set.version,
    }


class PublishForm(forms.Form):
    """The date a set is published with."""

    on = DayField(label=gettext_lazy("veröffentlicht am"))


class ChallengeForm(forms.Form):
    """Title and summary of a challenge."""

    title = forms.CharField(label=gettext_lazy("Herausforderung in einem Satz"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Kurz gesagt"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of a text like „#1234, 1240“, each once. Raises `ValidationError` for what is no number."""
    words = [word for word in _BETWEEN.split(text) if word]
    wrong = [word for word in words if not re.fullmatch(r"#?\d{1,18}", word, re.ASCII)]
    if wrong:
        raise forms.ValidationError(
            _("„%(word)s“ ist keine Nummer. Schreiben Sie zum Beispiel #1234, 1240.") % {"word": wrong[0][:40]}
        )
    return tuple(dict.fromkeys(int(word.lstrip("#")) for word in words))


class NumbersForm(forms.Form):
    """Numbers of evidence that somebody types."""

    numbers = forms.CharField(label=gettext_lazy("Nummern"), required=False)

    def clean_numbers(self) -> tuple[int, ...]:
        """Return the numbers, each once."""
        return numbers_in(self.cleaned_data["numbers"])


class SentenceForm(forms.Form):
    """One sentence and the numbers of its evidence."""

    text = forms.CharField(
        label=gettext_lazy("Satz"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Belege"),
        required=False,
        help_text=gettext_lazy("Nummern der Beiträge, zum Beispiel #1234, 1240."),
    )
    approves = forms.BooleanField(label=gettext_lazy("geprüft: so kann der Satz stehen bleiben"), required=False)

    def clean_evidence(self) -> tuple[int, ...]:
        """Return the numbers, each once."""
        return numbers_in(self.cleaned_data["evidence"])

    def clean(self) -> dict[str, Any]:
        """Evidence needs a sentence."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("evidence") and not cleaned.get("text", "").strip() and not cleaned.get("DELETE"):
            self.add_error("text", _("Zu diesen Belegen fehlt der Satz."))
        return cleaned


class BaseSentences(forms.BaseFormSet):
    """The sentences of a challenge, in order."""

    def __init__(self, *args: Any, process: Process, challenge: Challenge | None = None, **kwargs: Any) -> None:
        self.process = process
        told = list(challenge.sentences.prefetch_related("evidence")) if challenge else []
        self.kept = {entry.pk for sentence in told for entry in sentence.evidence.all()}
        kwargs |= {"initial": initial_of_sentences(told), "prefix": "satz"}
        super().__init__(*args, **kwargs)
        for form, sentence in zip(self.forms, told, strict=False):
            form.found = list(sentence.evidence.all())
            form.drafted = "" if sentence.is_approved else sentence.get_drafted_as_display()
            form.has_hidden = any(entry.state != State.PUBLISHED for entry in form.found)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Name the fields that Django adds."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Stelle")
        form.fields["DELETE"].label = _("diesen Satz entfernen")
        form.found, form.has_hidden, form.drafted = [], False, ""  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Say of each number why it cannot be evidence. One query for all of them."""
        numbers = {number for form in self.forms for number in form.cleaned_data.get("evidence", ())}
        found = Entry.objects.in_bulk(numbers)
        for form in self.forms:
            for number in form.cleaned_data.get("evidence", ()):
                why = "" if number in self.kept else why_no_evidence(number, found.get(number), self.process)
                if why and not form.cleaned_data.get("DELETE"):
                    form.add_error("evidence", why)

    def is_valid(self) -> bool:
        """Count errors that were added to the forms when they were looked at together."""
        return super().is_valid() and not any(form.errors for form in self.forms)

    def claims(self) -> list[Claim]:
        """Return what was written, in order."""
        return [
            Claim(form.cleaned_data["text"], form.cleaned_data["evidence"], form.cleaned_data["approves"])
            for form in self.ordered_forms
            if form.cleaned_data.get("text", "").strip()
        ]


def initial_of_sentences(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    """Return what the forms of the sentences start with."""
    return [
        {"text": sentence.text, "evidence": ", ".join(f"#{entry.pk}" for entry in sentence.evidence.all())}
        for sentence in sentences
    ]


Sentences: Any = forms.formset_factory(
    SentenceForm,
    formset=BaseSentences,
    extra=EMPTY_SENTENCES,
    can_order=True,
    can_delete=True,
    max_num=SENTENCES_AT_MOST,
    validate_max=True,
)
