"""Days that people type."""

import datetime

import pytest
from django import forms

from dialogwerk.core.days import DayField, MomentField


@pytest.mark.parametrize("typed", ["2026-11-29", "29.11.2026"])
def test_a_day_is_read_as_germans_and_browsers_write_it(typed: str) -> None:
    assert DayField().clean(typed) == datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31.2.2026", "Das ist kein Datum. Schreiben Sie es so: 29.11.2026."),
        ("0020-01-01", "Bitte prüfen Sie das Jahr: 20."),
        ("2926-11-29", "Bitte prüfen Sie das Jahr: 2926."),
    ],
)
def test_a_day_that_is_none_says_how_to_write_one(typed: str, told: str) -> None:
    with pytest.raises(forms.ValidationError) as error:
        DayField().clean(typed)

    assert error.value.messages == [told]


def test_a_moment_asks_about_its_year_too() -> None:
    with pytest.raises(forms.ValidationError) as error:
        MomentField().clean("0020-11-29T18:00")

    assert error.value.messages == ["Bitte prüfen Sie das Jahr: 20."]
