"""What is asked before something is printed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.events.models import Table
from dialogwerk.registrations.forms.public import table_name
from dialogwerk.registrations.printing import BLANK_AT_MOST


class BlankCardsForm(forms.Form):
    """How many blank cards, from which number on, for which table."""

    first = forms.IntegerField(label=_("erste Nummer"), min_value=1, max_value=9999, initial=1)
    count = forms.IntegerField(
        label=_("Anzahl"), min_value=1, max_value=BLANK_AT_MOST, initial=40, help_text=_("Vier Karten je Blatt.")
    )
    table = forms.TypedChoiceField(label=_("für den Tisch"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, tables: Iterable[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(table.pk, table_name(table)) for table in tables]
        self.fields["table"].choices = [("", _("für alle Tische")), *choices]  # type: ignore[attr-defined]
