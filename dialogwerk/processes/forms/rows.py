"""The parts of the set-up that are lists: one small form a row, all sent together."""

from typing import Any, cast

from django import forms
from django.db import models
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.days import MomentField
from dialogwerk.places.models import Region
from dialogwerk.processes.forms.parts import long_text, markdown_text
from dialogwerk.processes.models import (
    Act,
    AskedField,
    Bench,
    BuildingBlock,
    Committee,
    GuidingQuestion,
    PartnerProcess,
    Phase,
    Process,
    ProcessRegion,
    Rule,
    Topic,
    Vocabulary,
)
from dialogwerk.processes.models.process import default_asked_fields
from dialogwerk.processes.rows import RowList, mark_of_rows


class RowForm(forms.ModelForm):
    """One row. `row` is the number of an existing one."""

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    process: Process

    def __init__(
        self, *args: Any, process: Process, regions: list[tuple[Any, str]] | None = None, **kwargs: Any
    ) -> None:
        self.process = process
        self.regions = regions or []
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            position = self.fields["position"]
            position.label = _("Platz")
            position.required = False
            position.widget.attrs |= {"min": 1, "class": "row-position", "inputmode": "numeric"}
            if not self.initial.get("row"):
                self.initial["position"] = None

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """Return what the fields that are none of the model's show for an existing row."""
        return {}

    @property
    def heading(self) -> str:
        """What the row is called in the list."""
        name = next(field for field in self.fields if field not in ("row", "position"))
        return str(self[name].value() or "")

    @property
    def note(self) -> str:
        """What stands beside the heading of a saved row."""
        return ""


class QuestionForm(RowForm):
    """A guiding question."""

    class Meta:
        model = GuidingQuestion
        fields = ["text", "position"]
        widgets = {"text": long_text(2)}


class BlockForm(RowForm):
    """A building block."""

    class Meta:
        model = BuildingBlock
        fields = ["title", "text", "position"]
        widgets = {"text": long_text(3)}


class RuleForm(RowForm):
    """A rule."""

    class Meta:
        model = Rule
        fields = ["title", "text", "position"]
        widgets = {"text": markdown_text(2)}


class VocabularyForm(RowForm):
    """A list of topics."""

    class Meta:
        model = Vocabulary
        fields = ["title", "position"]


class TopicForm(RowForm):
    """A topic."""

    class Meta:
        model = Topic
        fields = ["title", "text", "position"]
        widgets = {"text": long_text(2)}


class PartnerForm(RowForm):
    """A dialogue elsewhere."""

    url = forms.URLField(label=gettext_lazy("Internetadresse"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = PartnerProcess
        fields = ["name", "city", "country", "url", "text"]
        widgets = {"text": long_text(3)}


class CommitteeForm(RowForm):
    """A committee."""

    class Meta:
        model = Committee
        fields = ["name", "kind", "region", "text"]
        widgets = {"text": markdown_text(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        field.queryset = Region.objects.filter(process_regions__process=self.process)  # type: ignore[attr-defined]
        field.widget.choices = [("", _("für den ganzen Dialog")), *self.regions]  # type: ignore[attr-defined]


class BenchForm(RowForm):
    """A bench with its seats, one a line."""

    seats = forms.CharField(
        label=gettext_lazy("Sitze, einer je Zeile"),
        required=False,
        widget=long_text(5),
        help_text=gettext_lazy(
            "Nennen Sie das Amt. Eine Funktion steht nach einem Strichpunkt: „Referat Arbeit; Vorsitz“."
        ),
    )

    class Meta:
        model = Bench
        fields = ["name", "position"]

    field_order = ["name", "seats", "position", "row"]

    @staticmethod
    def initial_of(row: Bench) -> dict[str, Any]:
        """Show the seats as lines."""
        lines = [f"{seat.office}; {seat.function}" if seat.function else seat.office for seat in row.seats.all()]
        return {"seats": "\n".join(lines)}

    def clean_seats(self) -> list[tuple[str, str]]:
        """Return pairs of office and function."""
        pairs = [line.partition(";") for line in self.cleaned_data["seats"].splitlines() if line.strip()]
        seats = [(office.strip(), function.strip()) for office, _mark, function in pairs]
        if any(not office or len(office) > 200 or len(function) > 120 for office, function in seats):
            raise forms.ValidationError(
                _("Jede Zeile nennt ein Amt (höchstens 200 Zeichen) und danach, wenn nötig, die Funktion (120).")
            )
        return seats


class PhaseForm(RowForm):
    """A phase: when it opens what."""

    acts = forms.MultipleChoiceField(
        label=gettext_lazy("Was können alle in dieser Zeit tun?"),
        choices=Act.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asked_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Wonach fragt das Formular für Ideen, außer Titel und Zusammenfassung?"),
        choices=AskedField.choices,
        initial=default_asked_fields,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Phase
        fields = ["title", "opens_at", "closes_at", "acts", "asked_fields", "text"]
        widgets = {"text": markdown_text(3)}
        field_classes = {"opens_at": MomentField, "closes_at": MomentField}
        labels = {"opens_at": gettext_lazy("beginnt"), "closes_at": gettext_lazy("endet")}
        help_texts = {
            "opens_at": gettext_lazy("Leer: von Anfang an."),
            "closes_at": gettext_lazy("Leer: ohne Ende."),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, at the field where it is mended."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("opens_at"), data.get("closes_at")
        if start and end and end <= start:
            self.add_error("closes_at", _("Das Ende liegt vor dem Beginn. Bitte ändern Sie eines der beiden Daten."))
        return data

    @property
    def note(self) -> str:
        """From when to when the saved phase is open."""
        days = [self.initial.get("opens_at"), self.initial.get("closes_at")]
        if not any(days):
            return ""
        return " – ".join(format_date(timezone.localtime(day), "j.n.Y") if day else "…" for day in days)


class ProcessRegionForm(RowForm):
    """A region with its agency and contact office."""

    agency_name = forms.CharField(
        label=gettext_lazy("Agentur"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Voller Name der Regionalagentur, des Amtes oder der Wirtschaftsförderung."),
    )

    class Meta:
        model = ProcessRegion
        fields = ["region", "contact_office", "contact_email", "contact_phone", "text"]
        widgets = {"text": markdown_text(3)}
        help_texts = {"contact_office": gettext_lazy("Eine Stelle, keine Person: „Dialogbüro“.")}

    field_order = ["region", "agency_name", "contact_office", "contact_email", "contact_phone", "text", "row"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        field.queryset = Region.objects.filter(region_set=self.process.region_set)  # type: ignore[attr-defined]
        field.widget.choices = [("", _("bitte wählen")), *self.regions]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: ProcessRegion) -> dict[str, Any]:
        """Show the agency by its name."""
        return {"agency_name": row.agency.name if row.agency else ""}

    @property
    def heading(self) -> str:
        """The region's name."""
        value = str(self["region"].value() or "")
        return dict(self.regions).get(int(value), "") if value.isdecimal() else ""

    @property
    def lacks_contact(self) -> bool:
        """Whether nobody can turn to anybody yet."""
        return not (self["contact_office"].value() and (self["contact_email"].value() or self["contact_phone"].value()))


ROW_FORMS: dict[str, type[RowForm]] = {
    "leitfragen": QuestionForm,
    "phasen": PhaseForm,
    "bausteine": BlockForm,
    "themen": VocabularyForm,
    "themenfelder": TopicForm,
    "regionen": ProcessRegionForm,
    "regeln": RuleForm,
    "gremien": CommitteeForm,
    "baenke": BenchForm,
    "partner": PartnerForm,
}


class RowsFormSet(forms.BaseFormSet):
    """All rows of a list, sent together, with the mark of what the reader saw."""

    row_list: RowList
    present: list[Any]

    @property
    def seen(self) -> str:
        """The mark of the list as it is now."""
        return mark_of_rows(self.present, self.row_list.fields)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box for removing."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("beim Speichern entfernen")

    def clean(self) -> None:
        """Refuse a region that stands in two rows."""
        if self.row_list.key != "regionen":
            return
        there: set[Any] = set()
        for form in self.forms:
            region = form.cleaned_data.get("region") if hasattr(form, "cleaned_data") else None
            if region is None or form.cleaned_data.get("DELETE"):
                continue
            if region in there:
                form.add_error("region", _("Diese Region steht schon weiter oben."))
            there.add(region)

    def wanted(self) -> list[dict[str, Any]]:
        """Return the rows to be saved, in order: by their number, those without one at the end."""
        rows = [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.cleaned_data
            and not form.cleaned_data.get("DELETE")
            and (form.has_changed() or form.initial.get("row"))
        ]
        return sorted(rows, key=lambda row: row.get("position") or 10_000)

    def removed(self) -> set[int]:
        """Return the numbers of the rows to be taken out."""
        return {form.cleaned_data["row"] for form in self.deleted_forms if form.cleaned_data.get("row")}

    def hush(self) -> "RowsFormSet":
        """Show what was typed without judging it yet: the person is not finished."""
        for form in self.forms:
            form._errors = ErrorDict()
        self._errors: list[Any] = []
        self._non_form_errors = ErrorList()
        return self


def rows_formset(
    row_list: RowList, parent: models.Model, process: Process, data: QueryDict | None = None, extra: int = 0
) -> RowsFormSet:
    """Return the rows of `parent` as forms. With `data`, as they were typed; `extra` adds empty ones."""
    form = ROW_FORMS[row_list.key]
    present = row_list.rows(parent)
    if data is None and not present:
        extra = max(extra, 1)
    made = forms.formset_factory(
        form, formset=RowsFormSet, extra=0 if data else extra, can_delete=True, max_num=300, absolute_max=400
    )
    initial = [
        forms.model_to_dict(row, list(form._meta.fields))  # type: ignore[arg-type]
        | {"row": row.pk, "position": place}
        | form.initial_of(row)
        for place, row in enumerate(present, start=1)
    ]
    form_kwargs: dict[str, Any] = {"process": process}
    if "region_id" in row_list.fields:
        form_kwargs["regions"] = _regions_to_choose(row_list, process)
    if data is not None and extra:
        data = _with_empty_rows(data, extra, row_list)
    rows = cast(RowsFormSet, made(data, initial=initial, form_kwargs=form_kwargs, prefix="z"))
    rows.row_list, rows.present = row_list, present
    return rows


def _regions_to_choose(row_list: RowList, process: Process) -> list[tuple[Any, str]]:
    if row_list.model is ProcessRegion:
        found = Region.objects.filter(region_set=process.region_set)
    else:
        found = Region.objects.filter(process_regions__process=process)
    return list(found.values_list("pk", "name"))


def _with_empty_rows(data: QueryDict, extra: int, row_list: RowList) -> QueryDict:
    longer = data.copy()
    total = int(data.get("z-TOTAL_FORMS") or 0) if str(data.get("z-TOTAL_FORMS", "")).isdecimal() else 0
    longer["z-TOTAL_FORMS"] = str(min(total + extra, 300))
    if row_list.key == "phasen":
        longer.setlist(f"z-{total}-asked_fields", default_asked_fields())
    return longer


class MappingForm(forms.Form):
    """To which topics of other dialogues a topic corresponds."""

    targets = forms.ModelMultipleChoiceField(
        Topic.objects.none(), required=False, label=gettext_lazy("entspricht"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.select_related("vocabulary__process").exclude(vocabulary__process=process)
        self.topics = topics.order_by("vocabulary__process__title", "vocabulary__position", "position", "pk")
        self.fields["targets"].queryset = self.topics  # type: ignore[attr-defined]

    def chosen(self) -> set[int]:
        """Return the numbers of the ticked topics."""
        return {int(value) for value in self["targets"].value() or [] if str(value).isdecimal()}
