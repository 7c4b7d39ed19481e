"""Forms of the back office: set-up, questions, seats, invitations, filter and bulk acts of the list."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.events.models import Table
from dialogwerk.registrations.forms.public import table_name
from dialogwerk.registrations.models import Question, QuestionKind, RegistrationForm, Status

INVITED_AT_ONCE = 1000
LIST_SIGNS = re.compile(r"^\s*(?:(?P<name>[^<>@;,]*?)\s*[<;,]\s*)?(?P<email>[^\s<>;,]+@[^\s<>;,]+)\s*>?\s*$")


class MomentField(forms.DateTimeField):
    """Day and time, also typed as 3.3.2027 18:00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y"],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={"invalid": _("Das ist kein Zeitpunkt. Schreiben Sie ihn so: 03.03.2027 18:00.")},
            required=False,
            **options,
        )


class SetUpForm(forms.ModelForm):
    """How people register."""

    reminders = forms.CharField(
        label=gettext_lazy("Erinnerungen, Stunden vor Beginn"),
        required=False,
        help_text=gettext_lazy("Zum Beispiel: 168, 24. Leer: keine."),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = RegistrationForm
        fields = ["mode", "opens_at", "closes_at", "capacity", "has_waiting_list", "offer_hours", "reminders",
                  "introduction", "asks_group", "asks_needs", "photo_consent", "contact_email"]  # fmt: skip
        help_texts = {
            "capacity": gettext_lazy("Leer: unbegrenzt."),
            "photo_consent": gettext_lazy("Leer: danach wird nicht gefragt."),
            "contact_email": gettext_lazy("Steht in allen Mails; Antworten gehen dorthin. Am besten eine Stelle."),
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 3}),
            "photo_consent": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "opens_at": MomentField(label=_("Anmeldung ab"), help_text=_("Leer: sofort.")),
            "closes_at": MomentField(label=_("Anmeldung bis"), help_text=_("Leer: bis zum Beginn.")),
        }
        self.fields["capacity"].min_value = 0  # type: ignore[attr-defined]
        self.order_fields([*self.Meta.fields, "expected_version"])
        self.fields["reminders"].initial = ", ".join(str(hours) for hours in self.instance.reminder_hours)
        is_new = self.instance._state.adding
        self.fields["expected_version"].initial = 0 if is_new else self.instance.version

    def clean_offer_hours(self) -> int:
        """At least an hour, at most four weeks."""
        hours: int = self.cleaned_data["offer_hours"]
        if not 1 <= hours <= 672:
            raise ValidationError(_("Bitte wählen Sie zwischen 1 und 672 Stunden."))
        return hours

    def clean_reminders(self) -> list[int]:
        """Return the hours, the earliest reminder first."""
        words = re.split(r"[\s,;]+", self.cleaned_data["reminders"].strip())
        if not all(word.isdigit() and 1 <= int(word) <= 2000 for word in words if word):
            raise ValidationError(_("Bitte nennen Sie ganze Stunden, durch Komma getrennt. Beispiel: 168, 24."))
        return sorted({int(word) for word in words if word}, reverse=True)[:5]

    def clean(self) -> dict[str, Any]:
        """It opens before it closes."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("opens_at") and cleaned.get("closes_at") and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes_at", _("Die Anmeldung schließt, bevor sie öffnet."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action writes."""

    def fields_of_form(self) -> dict[str, Any]:
        """Return the cleaned fields as `set_up_registration` wants them."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields if name != "reminders"}
        return fields | {"reminder_hours": self.cleaned_data["reminders"]}


class QuestionForm(forms.ModelForm):
    """A question of the organiser's own."""

    class Meta:
        model = Question
        fields = ["label", "kind", "options", "hint", "is_required"]
        widgets = {"options": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        """A choice needs at least two answers."""
        cleaned: dict[str, Any] = super().clean() or {}
        options = [line.strip() for line in cleaned.get("options", "").splitlines() if line.strip()]
        if cleaned.get("kind") in (QuestionKind.ONE, QuestionKind.SEVERAL) and len(set(options)) < 2:
            self.add_error("options", _("Nennen Sie mindestens zwei Antworten, jede in einer eigenen Zeile."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action writes."""


class SeatsForm(forms.Form):
    """Seats kept for groups, seats at tables."""

    def __init__(self, *args: Any, form: RegistrationForm, tables: list[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        kept = {one.group: one for one in form.reservations.all()}  # type: ignore[attr-defined]
        for group, label in StakeholderGroup.choices:
            one = kept.get(group)
            self.fields[f"seats_{group}"] = forms.IntegerField(
                label=label, min_value=0, max_value=10000, required=False, initial=one.seats if one else None
            )
            self.fields[f"released_{group}"] = MomentField(
                label=_("frei für alle ab"), initial=one.released_at if one else None
            )
        for table in tables:
            limit = getattr(table, "seat_limit", None)
            self.fields[f"table_{table.pk}"] = forms.IntegerField(
                label=table_name(table),
                min_value=0,
                max_value=10000,
                required=False,
                initial=limit.seats if limit else None,
            )

    @property
    def group_rows(self) -> list[tuple[Any, Any]]:
        """Seats and date, group by group."""
        return [(self[f"seats_{group}"], self[f"released_{group}"]) for group in StakeholderGroup.values]

    @property
    def table_fields(self) -> list[Any]:
        """Seats, table by table."""
        return [self[f"table_{table.pk}"] for table in self.tables]

    def reservations(self) -> list[tuple[str, int, Any]]:
        """Return what is kept, as `plan_seats` wants it."""
        data = self.cleaned_data
        return [(group, data[f"seats_{group}"] or 0, data[f"released_{group}"]) for group in StakeholderGroup.values]

    def table_seats(self) -> dict[Table, int | None]:
        """Return the limits of the tables."""
        return {table: self.cleaned_data[f"table_{table.pk}"] for table in self.tables}


@dataclass(frozen=True)
class Pasted:
    """What a pasted list holds."""

    people: list[tuple[str, str]]
    wrong: list[str]
    twice: int


class InvitationForm(forms.Form):
    """Addresses, one per line, with a name before them if you like."""

    addresses = forms.CharField(
        label=gettext_lazy("Adressen"),
        help_text=gettext_lazy("Eine je Zeile, auch mit Namen: Petra Muster <petra@beispiel.de>"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_addresses(self) -> Pasted:
        """Read the lines; the wrong ones stay named, so that they can be put right."""
        pasted = read_addresses(self.cleaned_data["addresses"])
        if len(pasted.people) > INVITED_AT_ONCE:
            raise ValidationError(_("Bitte höchstens %(count)s Adressen auf einmal.") % {"count": INVITED_AT_ONCE})
        if pasted.wrong:
            raise ValidationError(
                _("Keine Adresse steht in: %(lines)s") % {"lines": "; ".join(line[:60] for line in pasted.wrong[:5])}
            )
        return pasted


def read_addresses(text: str) -> Pasted:
    """Read „Name <address>“, „address“ or „Name; address“ line by line."""
    people: dict[str, str] = {}
    wrong: list[str] = []
    twice = 0
    for line in filter(str.strip, text.splitlines()):
        match = LIST_SIGNS.match(line)
        email = match["email"].lower() if match else ""
        try:
            validate_email(email)
        except ValidationError:
            wrong.append(line.strip())
            continue
        twice += email in people
        people.setdefault(email, ((match["name"] if match else "") or "").strip(' "')[:120])
    return Pasted(list(people.items()), wrong, twice)


class ListFilter(forms.Form):
    """Which registrations the list shows."""

    q = forms.CharField(label=gettext_lazy("Name, Adresse, Organisation oder Code"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=gettext_lazy("Stand"), required=False, choices=[("", gettext_lazy("alle")), *Status.choices]
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Gruppe"), required=False, choices=[("", gettext_lazy("alle")), *StakeholderGroup.choices]
    )

    def __init__(self, *args: Any, tables: list[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tables:
            named = [(str(table.pk), table_name(table)) for table in tables]
            choices = [("", _("alle")), ("ohne", _("ohne Tisch")), *named]
            self.fields["table"] = forms.ChoiceField(label=_("Tisch"), required=False, choices=choices)
        self.fields["needs"] = forms.BooleanField(label=_("nur mit Bedarf an Barrierefreiheit"), required=False)

    def narrow(self, registrations: Any) -> Any:
        """Return those that are asked for; wrong values are left out."""
        self.is_valid()
        wanted = self.cleaned_data
        if words := wanted.get("q", "").strip():
            named = Q(name__icontains=words) | Q(organisation__icontains=words)
            registrations = registrations.filter(named | Q(email__icontains=words) | Q(code__iexact=words))
        for name in ("status", "group"):
            if wanted.get(name):
                registrations = registrations.filter(**{name: wanted[name]})
        if wanted.get("table") == "ohne":
            registrations = registrations.filter(table=None)
        elif wanted.get("table"):
            registrations = registrations.filter(table=wanted["table"])
        return registrations.exclude(needs="") if wanted.get("needs") else registrations


class ChosenField(forms.MultipleChoiceField):
    """Numbers of registrations; which of them are of this event, the action knows."""

    def valid_value(self, value: str) -> bool:
        """Say whether it is a number at all."""
        try:
            uuid.UUID(value)
        except ValueError:
            return False
        return True


class BulkForm(forms.Form):
    """What to do with the chosen registrations."""

    ACTS = (
        ("confirm", gettext_lazy("bestätigen")),
        ("table", gettext_lazy("an den Tisch setzen")),
        ("cancel", gettext_lazy("absagen")),
        ("restore", gettext_lazy("Absage zurücknehmen")),
        ("present", gettext_lazy("als anwesend eintragen")),
        ("absent", gettext_lazy("als nicht anwesend eintragen")),
    )
    act = forms.ChoiceField(label=gettext_lazy("Mit den ausgewählten"), choices=ACTS)

    def __init__(self, *args: Any, tables: list[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = ChosenField(
            error_messages={"required": _("Bitte wählen Sie mindestens eine Anmeldung aus.")}
        )
        choices = [("", _("ohne Tisch")), *((str(table.pk), table_name(table)) for table in tables)]
        self.tables = {str(table.pk): table for table in tables}
        self.fields["to_table"] = forms.ChoiceField(label=_("Tisch"), required=False, choices=choices)

    @property
    def table(self) -> Table | None:
        """The chosen table."""
        return self.tables.get(self.cleaned_data.get("to_table") or "")
