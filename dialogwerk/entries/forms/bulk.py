"""What an act on many entries asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.actions.bulk import BulkAct
from dialogwerk.processes.models import Process, Rule


class BulkForm(forms.Form):
    """The answers one act on many entries asks for; fields it does not ask for are left out."""

    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label=_("Regel, gegen die der Text verstößt"),
        empty_label=_("bitte wählen"),
        help_text=_("Die Verfasserin oder der Verfasser erfährt sie."),
    )
    reason = forms.CharField(
        label=_("Begründung"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, act: BulkAct, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(act.asks):
            del self.fields[name]
        if "rule" in self.fields:
            self.fields["rule"].queryset = Rule.objects.filter(process=process)  # type: ignore[attr-defined]
