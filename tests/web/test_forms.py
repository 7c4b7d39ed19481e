"""Widgets carry the classes of KERN, whatever form they stand in."""

import pytest
from django import forms


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField()
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}))
    sort = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    step = forms.ChoiceField(choices=[("1", "eins")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("name", 'class="kern-form-input__input"'),
        ("text", 'class="wide kern-form-input__input"'),
        ("sort", 'class="kern-form-input__select"'),
        ("step", 'class="kern-form-check__radio"'),
        ("agreed", 'class="kern-form-check__checkbox"'),
    ],
)
def test_widget_has_its_kern_class(field: str, expected: str) -> None:
    assert expected in Sample()[field].as_field_group()
