"""What people in the room type into plain forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.labs.models import Board
from dialogwerk.labs.models.lab import CODE_LENGTH, CODE_LETTERS
from dialogwerk.labs.operations import NOTE_LENGTH


class CodeForm(forms.Form):
    """The code from the wall or the table."""

    code = forms.CharField(
        label=_("Code vom Tisch oder von der Wand"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the code as it is kept, however it was typed."""
        code = "".join(self.cleaned_data["code"].upper().replace("-", "").split())
        if len(code) != CODE_LENGTH or set(code) - set(CODE_LETTERS):
            raise forms.ValidationError(
                _("Ein Code hat sechs Buchstaben oder Ziffern, nie die Ziffern 0 und 1 und nie die Buchstaben I und O.")
            )
        return code


class CardForm(forms.Form):
    """One card: a text, and where it hangs."""

    text = forms.CharField(
        label=_("Ihr Gedanke"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_LENGTH}),
    )
    column = forms.ChoiceField(label=_("Spalte"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [(column["key"], column["title"]) for column in board.columns]  # type: ignore[attr-defined]
        self.fields["column"].initial = board.columns[0]["key"]


class GroupForm(forms.Form):
    """For which side of working life somebody speaks."""

    group = forms.ChoiceField(
        label=_("Für wen sprechen Sie?"),
        choices=[("", _("keine Angabe")), *StakeholderGroup.choices],
        required=False,
        help_text=_("Nur als Gruppe, nie als Name. So wird sichtbar, wer was eingebracht hat."),
    )


class AddressForm(forms.Form):
    """Where somebody wants to be told what became of her cards."""

    email = forms.EmailField(
        label=_("E-Mail"),
        help_text=_("Wir schreiben Ihnen einmal, wenn die Ergebnisse online sind. Danach wird die Adresse gelöscht."),
    )
