"""Widgets are made of few templates, and say the same as Django's."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html


class Everything(forms.Form):
    """One field of each kind that we draw ourselves."""

    name = forms.CharField(max_length=5, initial='a"<b>', widget=forms.TextInput({"data-a": "x&y", "hidden": False}))
    kind = forms.ChoiceField(choices=[("", "alle"), ("Gruppe", [("a&b", "A & B"), ("c", "C")])], initial="c")


class DjangosOwn(DjangoTemplates):
    """Django's widget templates, without our engine."""


def test_ours_are_what_django_draws() -> None:
    """But for KERN's class."""
    for ours, theirs in zip(Everything(), Everything(renderer=DjangosOwn()), strict=True):
        drawn = str(ours).replace(' class="kern-form-input__input"', "").replace(' class="kern-form-input__select"', "")
        assert parse_html(drawn) == parse_html(str(theirs))
