"""What people in the room type into plain forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.codes import ALPHABET, LENGTH, normalised
from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.labs.models import Board, Decision, Round
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
        code = normalised(self.cleaned_data["code"])
        if len(code) != LENGTH or set(code) - set(ALPHABET):
            raise forms.ValidationError(_("Ein Code hat sechs Zeichen: Buchstaben und die Ziffern 3, 4, 6, 7 und 9."))
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


class RoundForm(forms.Form):
    """What the room does next."""

    round = forms.ChoiceField(label=_("Runde"), choices=Round.choices, widget=forms.RadioSelect)
    dots_each = forms.IntegerField(label=_("Punkte je Person"), min_value=1, max_value=20, initial=3)
    dots_hidden = forms.BooleanField(label=_("Punkte bis zum Ende der Runde verbergen"), required=False)

    def clean_round(self) -> Round:
        """Return the round as what it is."""
        return Round(self.cleaned_data["round"])


class TimerForm(forms.Form):
    """How long the timer runs."""

    minutes = forms.IntegerField(label=_("Minuten"), min_value=1, max_value=480, initial=15)


class NoteForm(forms.Form):
    """A line that everybody in the room sees."""

    note = forms.CharField(label=_("Hinweis an alle"), max_length=200, required=False)


class PhotoForm(forms.Form):
    """A picture of the pin wall."""

    upload = forms.FileField(
        label=_("Foto der Stellwand"),
        help_text=_("JPEG, PNG oder WebP. Ort und Kamera werden entfernt. Nur das Team sieht das Foto."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    alt = forms.CharField(label=_("Was ist zu sehen?"), max_length=300)
    copyright = forms.CharField(label=_("Wer hat das Foto gemacht?"), max_length=120, required=False)


class DecideForm(forms.Form):
    """What becomes of the ticked cards."""

    decision = forms.ChoiceField(label=_("Mit den ausgewählten"), choices=Decision.choices, initial=Decision.TAKE)
    reason = forms.CharField(label=_("Grund"), max_length=200, required=False)

    def clean_decision(self) -> Decision:
        """Return the decision as what it is."""
        return Decision(self.cleaned_data["decision"])


class WordForm(forms.Form):
    """The wording of a card for the public."""

    text = forms.CharField(
        label=_("Wortlaut für die Veröffentlichung"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6})
    )
