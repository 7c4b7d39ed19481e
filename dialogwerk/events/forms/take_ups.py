"""What an event made of an idea that was there before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.entries.models import Entry
from dialogwerk.entries.versions import field_names
from dialogwerk.events.models import Event

LONG = {"title": 2, "summary": 5}


class IdeaSearchForm(forms.Form):
    """Look for an idea to take up."""

    q = forms.CharField(label=_("Idee suchen"), max_length=200, required=False)


class TakeUpForm(forms.Form):
    """The idea as it left the event, and why."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Was hier mit der Idee geschah"),
        help_text=_(
            "Öffentlich, in einem Satz. Er steht bei der Idee, auf der Seite der Veranstaltung und im Wirkungspfad."
        ),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    table = forms.TypedChoiceField(label=_("An welchem Tisch"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, event: Event, entry: Entry, sheet: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"expected_version": entry.version} | texts_of(entry, sheet)
        super().__init__(*args, **kwargs)
        tables = [(table.number, f"{table.number}: {table}") for table in event.tables.all()]
        self.fields["table"].choices = [("", _("ohne Tisch")), *tables]  # type: ignore[attr-defined]
        self.names = list(texts_of(entry, sheet))
        labels = field_names(entry, sheet)
        for name in self.names:
            column: Any = (entry if hasattr(entry, name) else sheet)._meta.get_field(name)
            self.fields[name] = forms.CharField(
                label=labels[name],
                required=name == "title",
                max_length=column.max_length,
                widget=forms.TextInput() if name == "title" else forms.Textarea(attrs={"rows": LONG.get(name, 6)}),
            )

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields with the texts of the idea."""
        return [self[name] for name in self.names]

    def texts(self) -> dict[str, str]:
        """Return the texts as they were typed."""
        return {name: self.cleaned_data[name].strip() for name in self.names}


def texts_of(entry: Entry, sheet: Any) -> dict[str, str]:
    """Return the texts an idea has now: title, summary, and those of its sheet (the long text where it has none)."""
    own = ("title", "summary") if sheet is not None else ("title", "summary", "body")
    texts = {name: getattr(entry, name) for name in own}
    return texts | {name: getattr(sheet, name) for name in getattr(sheet, "REVISED_TEXTS", ())}
