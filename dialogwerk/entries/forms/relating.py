"""Forms by which the team lets entries go up in others, or links them."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.days import DayField
from dialogwerk.entries.actions.linking import Part
from dialogwerk.entries.models import Entry, Relation
from dialogwerk.entries.trails.model import SUPERSEDING

PARTS = 4


class RelateForm(forms.Form):
    """What all acts ask: why. The entries are those chosen on the page."""

    reason = forms.CharField(label=_("Warum? (öffentlich)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = list(entries)

    def _entry_choice(self, name: str) -> None:
        self.fields[name].choices = [(entry.pk, f"#{entry.pk} {entry.title}") for entry in self.entries]  # type: ignore[attr-defined]

    def _chosen(self, name: str) -> Entry:
        return next(entry for entry in self.entries if str(entry.pk) == self.cleaned_data[name])


class WordingForm(RelateForm):
    """The wording of the one entry that follows: for merging and rewording."""

    title = forms.CharField(label=_("Neuer Titel"), max_length=200)
    summary = forms.CharField(
        label=_("Neue Zusammenfassung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ["title", "summary", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entries:
            self.fields["title"].initial = self.entries[0].title
            self.fields["summary"].initial = "\n\n".join(filter(None, (entry.summary for entry in self.entries)))[:2000]


class SplitForm(RelateForm):
    """Titles and summaries of the parts; those without a title are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        for number in range(1, PARTS + 1):
            needed = number <= 2
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Titel von Teil %(number)s") % {"number": number}, max_length=200, required=needed
            )
            self.fields[f"summary_{number}"] = forms.CharField(
                label=_("Text von Teil %(number)s") % {"number": number},
                max_length=2000,
                required=needed,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["reason"] = reason

    @property
    def parts(self) -> list[Part]:
        """The parts with a title."""
        pairs = [(self.cleaned_data[f"title_{n}"], self.cleaned_data[f"summary_{n}"]) for n in range(1, PARTS + 1)]
        return [Part(title, summary) for title, summary in pairs if title]


class DuplicateForm(RelateForm):
    """Which of the chosen entries stays."""

    original = forms.ChoiceField(label=_("Dieser Eintrag bleibt"), widget=forms.RadioSelect)
    field_order = ["original", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entry_choice("original")

    @property
    def chosen(self) -> Entry:
        """The one that stays."""
        return self._chosen("original")


class LinkForm(RelateForm):
    """A link between two of the chosen entries: which way, since when, by whom."""

    source = forms.ChoiceField(label=_("Von"))
    relation = forms.ChoiceField(
        label=_("Beziehung"), choices=[choice for choice in Relation.choices if choice[0] not in SUPERSEDING]
    )
    target = forms.ChoiceField(label=_("Nach"))
    made_on = DayField(label=_("Am"), required=False)
    actor_office = forms.CharField(
        label=_("Durch (Stelle oder Gremium)"),
        max_length=160,
        required=False,
        help_text=_("Bleibt das Feld leer, steht Ihr öffentlicher Name im Wirkungspfad."),
    )
    field_order = ["source", "relation", "target", "made_on", "actor_office", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entry_choice("source")
        self._entry_choice("target")
        self.fields["reason"].required = False
        if len(self.entries) > 1:
            self.fields["target"].initial = self.entries[1].pk

    @property
    def link(self) -> dict[str, Any]:
        """The arguments of `link_entries`."""
        day = self.cleaned_data["made_on"]
        noon = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone()) if day else None
        return {
            "source": self._chosen("source"),
            "target": self._chosen("target"),
            "relation": Relation(self.cleaned_data["relation"]),
            "made_at": noon,
            "actor_office": self.cleaned_data["actor_office"],
            "reason": self.cleaned_data["reason"],
        }
