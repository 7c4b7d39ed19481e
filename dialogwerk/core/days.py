"""The form fields of a day and of a moment."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST, LATEST = datetime.date(1949, 1, 1), datetime.date(2100, 1, 1)
DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]


class DayField(forms.DateField):
    """A day, also typed as 29.11.2026. Years that can only be slips of the keyboard (0020) are asked about."""

    default_error_messages = {"invalid": gettext_lazy("Das ist kein Datum. Schreiben Sie es so: 29.11.2026.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DATES)
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Refuse years that can only be slips."""
        day = super().clean(value)
        _check_year(day)
        return day


class MomentField(forms.DateTimeField):
    """Day and time, in the browser's own field. Years that can only be slips of the keyboard are asked about."""

    default_error_messages = {
        "invalid": gettext_lazy("Das ist kein Zeitpunkt. Schreiben Sie ihn so: 29.11.2026 18:00.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Refuse years that can only be slips."""
        moment = super().clean(value)
        _check_year(moment and moment.date())
        return moment


def _check_year(day: datetime.date | None) -> None:
    if day and not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Bitte prüfen Sie das Jahr: %(year)s.") % {"year": day.year})
