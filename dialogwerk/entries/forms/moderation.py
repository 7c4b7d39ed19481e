"""Forms of reports and of moderation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Comment, Entry, State
from dialogwerk.processes.models import Rule


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
