"""Steps in the life of a dialogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.processes.actions.lifecycle import Step


class StepForm(forms.Form):
    """Confirms a step and, for the end of a dialogue, asks for the closing note."""

    closing_note = forms.CharField(
        label=_("Schlusswort"),
        max_length=2000,
        widget=MarkdownArea(attrs={"rows": 6}),
        help_text=_("Was ist herausgekommen, was geschieht damit, wer ist ansprechbar? Alle lesen es."),
    )
    confirmed = forms.BooleanField(
        label=_("Ja, ich habe das gelesen und möchte es so."),
        error_messages={"required": _("Bitte bestätigen Sie den Schritt.")},
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not step.asks_note:
            del self.fields["closing_note"]
