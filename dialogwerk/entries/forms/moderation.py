"""Forms of reports and of moderation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Comment, Entry, State, Verdict
from dialogwerk.processes.models import Process, Rule

VERDICT_WORDS = {
    Verdict.KEEP: _("stehen lassen: verstößt gegen keine Regel"),
    Verdict.HIDE: _("verbergen: verstößt gegen eine Regel"),
    Verdict.RELEASE: _("freigeben: wird veröffentlicht"),
}


class FlagForm(forms.Form):
    """A report to the moderation: which rule is broken, and what is the matter."""

    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label=_("Gegen welche Dialogregel verstößt der Text?"),
        required=False,
        empty_label=_("Etwas anderes"),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Was stört Sie daran?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nur die Moderation liest das. Nennen Sie bitte keine Namen."),
    )
    comment = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = Rule.objects.filter(process=entry.process_id)  # type: ignore[attr-defined]
        comments = Comment.objects.filter(entry=entry, state=State.PUBLISHED)
        self.fields["comment"].queryset = comments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a rule or for words."""
        data = self.cleaned_data
        if not self.errors and not data.get("rule") and not data.get("text", "").strip():
            raise forms.ValidationError(_("Bitte wählen Sie eine Regel oder schreiben Sie kurz, was Sie stört."))
        return data


class DecisionForm(forms.Form):
    """One decision for all chosen texts: verdict, the rule it rests on, words to the authors."""

    cases = forms.TypedMultipleChoiceField(
        error_messages={
            "required": _("Bitte wählen Sie mindestens einen Text aus."),
            "invalid_choice": _("Einer der gewählten Texte ist inzwischen erledigt. Bitte wählen Sie neu."),
        }
    )
    verdict = forms.ChoiceField(label=_("Entscheidung"), widget=forms.RadioSelect)
    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label=_("Regel, gegen die der Text verstößt"),
        required=False,
        empty_label=_("bitte wählen"),
        help_text=_("Beim Verbergen nötig. Die Verfasserin oder der Verfasser erfährt sie."),
    )
    note = forms.CharField(
        label=_("Begründung an die Verfasserin oder den Verfasser"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sagen Sie, was genau gegen die Regel verstößt und wie der Text stehen bleiben könnte."),
    )

    def __init__(
        self, *args: Any, process: Process, keys: Iterable[str], verdicts: Iterable[Verdict], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.fields["verdict"].choices = [(verdict, VERDICT_WORDS[verdict]) for verdict in verdicts]  # type: ignore[attr-defined]
        self.fields["rule"].queryset = Rule.objects.filter(process=process)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hiding names a rule."""
        data = self.cleaned_data
        if data.get("verdict") == Verdict.HIDE and not data.get("rule"):
            self.add_error("rule", _("Wer einen Text verbirgt, nennt die Regel, auf die sich das stützt."))
        return data
