"""Forms of comments and ratings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Comment, Entry, Scale, State
from dialogwerk.entries.queries.ratings import QUESTIONS, WORDS, scales_of


class CommentForm(forms.Form):
    """A comment or a reply. `parent` must be a comment that stands on the same entry."""

    text = forms.CharField(
        label=_("Ihr Kommentar"),
        max_length=4000,
        error_messages={
            "required": _("Bitte schreiben Sie etwas, bevor Sie absenden."),
            "max_length": _("Der Kommentar hat %(show_value)s Zeichen. Bitte kürzen Sie ihn auf höchstens 4.000."),
        },
    )
    parent = forms.ModelChoiceField(
        Comment.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Der Kommentar, auf den Sie antworten, steht nicht mehr hier.")},
    )
    as_team = forms.BooleanField(label=_("als Antwort des Teams kennzeichnen"), required=False)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Comment.objects.filter(entry=entry, state=State.PUBLISHED)  # type: ignore[attr-defined]


class CommentEditForm(forms.Form):
    """The new wording of one's own comment, and the version it starts from."""

    text = CommentForm.base_fields["text"]
    version = forms.IntegerField(widget=forms.HiddenInput)


class RatingForm(forms.Form):
    """One radio group for each scale of the process; at least one must be chosen."""

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scale in scales_of(entry.process):
            choices = list(enumerate(WORDS[scale], start=1))
            self.fields[scale] = forms.TypedChoiceField(
                label=QUESTIONS[scale],
                choices=choices,
                coerce=int,
                required=False,
                empty_value=None,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Bitte wählen Sie eine der fünf Stufen.")},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one value."""
        if not self.errors and not self.values:
            raise forms.ValidationError(_("Bitte wählen Sie eine Stufe, bevor Sie bewerten."))
        return self.cleaned_data

    @property
    def values(self) -> dict[Scale, int]:
        """The chosen values by scale."""
        return {Scale(name): value for name, value in self.cleaned_data.items() if value is not None}
