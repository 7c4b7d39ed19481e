"""Forms of the parts of an event: programme, tables, review, pictures, cancellation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.uploads import KeptFileInput
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.events.forms.details import TimeField
from dialogwerk.events.models import Event, ItemKind, ProgrammeItem, Table
from dialogwerk.processes.models import Process, Topic

GROUPS_AT_MOST, NUMBER_AT_MOST, TEXT_ROWS = 12, 999, {"rows": 4}


class ProgrammeForm(forms.Form):
    """A point of the programme."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=ItemKind.choices)
    speaker = forms.CharField(label=gettext_lazy("mit (Amt oder Stelle)"), max_length=200, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {"starts_at": TimeField(label=_("von")), "ends_at": TimeField(label=_("bis"), required=False)}
        self.order_fields(["starts_at", "ends_at", "title", "kind", "speaker"])

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("starts_at") and cleaned.get("ends_at") and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends_at", _("Das Ende liegt vor dem Beginn."))
        return cleaned


def initial_of_item(item: ProgrammeItem) -> dict[str, Any]:
    """Return what the form of a programme point starts with."""
    names = ("starts_at", "ends_at", "title", "kind", "speaker")
    return {name: getattr(item, name) for name in names} | {"expected_version": item.version}


class TableForm(forms.ModelForm):
    """A table with question, persona and result; for a group of a matrix one result per topic."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Table
        fields = ["number", "title", "group", "guiding_question", "topics", "persona_name", "persona_role",
                  "persona_situation", "persona_challenge", "result"]  # fmt: skip
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "persona_situation": forms.Textarea(attrs=TEXT_ROWS),
            "persona_challenge": forms.Textarea(attrs=TEXT_ROWS),
            "result": MarkdownArea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.instance.event = event
        process = event.entry.process
        topics = Topic.objects.filter(vocabulary__process=process).order_by("vocabulary__position", "position")
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]
        self.cells = list(self.instance.cells.select_related("topic")) if self.instance.pk else []
        for cell in self.cells:
            label = _("Ergebnis zu „%(topic)s“") % {"topic": cell.topic.title}
            self.fields[f"cell_{cell.topic_id}"] = forms.CharField(
                label=label, initial=cell.result, required=False, widget=MarkdownArea(attrs=TEXT_ROWS)
            )
        if self.instance.pk:
            self.fields["expected_version"].initial = self.instance.version

    def clean_number(self) -> int:
        """Refuse a number that another table has, or that no table has."""
        number: int = self.cleaned_data["number"]
        if number > NUMBER_AT_MOST:
            raise forms.ValidationError(_("Die Nummer ist höchstens %(most)s.") % {"most": NUMBER_AT_MOST})
        taken = self.event.tables.filter(number=number).exclude(pk=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("Tisch %(number)s gibt es schon.") % {"number": number})
        return number

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action writes, and must see what was there before."""

    def fields_of_table(self) -> dict[str, Any]:
        """Return the cleaned fields as `add_table` and `change_table` want them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def results(self) -> dict[int, str]:
        """Return the results of the matrix by topic."""
        return {cell.topic_id: self.cleaned_data[f"cell_{cell.topic_id}"] for cell in self.cells}


class MatrixForm(forms.Form):
    """Groups by topics, for workshops in which each group talks about each topic."""

    groups = forms.CharField(
        label=gettext_lazy("Gruppen"),
        help_text=gettext_lazy("Eine je Zeile, zum Beispiel Produktionswirtschaft."),
        widget=forms.Textarea(attrs=TEXT_ROWS),
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=gettext_lazy("Themen"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(vocabulary__process=process).order_by("vocabulary__position", "position")
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]

    def clean_groups(self) -> list[str]:
        """Return each group once."""
        groups = list(dict.fromkeys(line.strip() for line in self.cleaned_data["groups"].splitlines() if line.strip()))
        if len(groups) > GROUPS_AT_MOST:
            raise forms.ValidationError(_("Das sind %(count)s Gruppen. Mehr als %(most)s passen in keine Tabelle.")
                                        % {"count": len(groups), "most": GROUPS_AT_MOST})  # fmt: skip
        if any(len(group) > 120 for group in groups):
            raise forms.ValidationError(_("Eine Gruppe hat einen Namen mit mehr als 120 Zeichen."))
        return groups


class ReviewForm(forms.Form):
    """What happened and who came."""

    review = forms.CharField(
        label=gettext_lazy("Rückblick"),
        required=False,
        widget=MarkdownArea(attrs={"rows": 14}),
    )
    participant_count = forms.IntegerField(
        label=gettext_lazy("Teilnehmende insgesamt"), min_value=0, max_value=100000, required=False
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in StakeholderGroup.choices:
            self.fields[f"group_{value}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100000, required=False
            )

    def groups(self) -> dict[str, int | None]:
        """Return how many people of each group came."""
        return {value: self.cleaned_data.get(f"group_{value}") for value in StakeholderGroup.values}

    def group_fields(self) -> list[Any]:
        """Return the fields of the groups."""
        return [self[f"group_{value}"] for value in StakeholderGroup.values]

    def clean(self) -> dict[str, Any]:
        """No more people in the groups than came in all."""
        cleaned: dict[str, Any] = super().clean() or {}
        total, named = cleaned.get("participant_count"), sum(count or 0 for count in self.groups().values())
        if total is not None and named > total:
            self.add_error(
                "participant_count",
                _("In den Gruppen stehen zusammen %(named)s Personen, also mehr als %(total)s.")
                % {"named": named, "total": total},
            )
        return cleaned


def initial_of_review(event: Event) -> dict[str, Any]:
    """Return what the form of the review starts with."""
    counts = {f"group_{count.group}": count.count for count in event.group_counts.all()}
    return counts | {
        "review": event.review,
        "participant_count": event.participant_count,
        "expected_version": event.entry.version,
    }


class ImageForm(forms.Form):
    """A picture of the event."""

    upload = forms.FileField(
        label=gettext_lazy("Bild"),
        help_text=gettext_lazy("JPEG, PNG oder WebP. Ort und Kamera werden entfernt."),
        widget=KeptFileInput,
    )
    alt = forms.CharField(
        label=gettext_lazy("Bildbeschreibung"),
        max_length=300,
        help_text=gettext_lazy("Was ist zu sehen? Für Menschen, die das Bild nicht sehen."),
    )
    caption = forms.CharField(label=gettext_lazy("Bildunterschrift"), max_length=300, required=False)
    copyright = forms.CharField(
        label=gettext_lazy("Urheberzeile"), max_length=160, help_text=gettext_lazy("Wer hat das Bild gemacht?")
    )


class CancelForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Grund"),
        max_length=300,
        help_text=gettext_lazy("Steht auf der Seite und im Kalender, zum Beispiel: „Wird im Frühjahr nachgeholt“."),
    )
