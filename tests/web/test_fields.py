"""Fields that are kept as they were drawn look as they would when drawn anew."""

import pytest
from django import forms
from django.template.loader import get_template

from dialogwerk.core import drawn
from dialogwerk.processes.models import Process
from dialogwerk.web.templatetags.fields import drawn_field
from tests import factories

TOPICS = [("", "alle"), ("Arbeit", [("1", "Pflege"), ("2", "Handwerk")])]


class Filters(forms.Form):
    topic = forms.ChoiceField(choices=TOPICS, required=False, label="Themenfeld")
    process = forms.ModelChoiceField(Process.objects.none(), required=False)
    text = forms.CharField(required=False, max_length=5)

    def __init__(self, *args, topics=TOPICS, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topics
        self.fields["process"].queryset = Process.objects.all()


FORMS = [
    {},
    {"data": {"topic": "1"}},
    {"data": {"topic": "2"}},
    {"data": {"topic": "9"}},
    {"data": {"topic": "1"}, "topics": [("1", "Pflege & Sorge")]},
    {"data": {"topic": "1"}, "topics": [("1", "Pflege"), ("2", "Handwerk")]},
    {"data": {"topic": "1"}, "auto_id": "filter_%s"},
    {"data": {"text": "zu lang"}},
    {"data": {"text": "kurz"}},
    {"data": {"process": "1"}},
]


@pytest.mark.django_db
def test_every_field_is_drawn_as_it_is(process) -> None:
    for _again in range(2):
        for given in FORMS:
            for field in Filters(**given):
                anew = get_template("forms/field.html").render({"field": Filters(**given)[field.name]})
                assert drawn_field(field) == anew


@pytest.mark.django_db
def test_a_field_is_drawn_once(process, monkeypatch, django_assert_num_queries) -> None:
    first = [drawn_field(Filters()[name]) for name in ("topic", "process", "text")]
    monkeypatch.setattr("dialogwerk.web.templatetags.fields.get_template", lambda name: pytest.fail("drawn again"))
    with django_assert_num_queries(1):
        assert [drawn_field(Filters()[name]) for name in ("topic", "process", "text")] == first
    monkeypatch.undo()

    factories.ProcessFactory(title="Ein neuer Dialog")
    with django_assert_num_queries(1):
        assert "Ein neuer Dialog" in drawn_field(Filters()["process"])


@pytest.mark.django_db
def test_what_somebody_typed_is_not_kept() -> None:
    before = len(drawn._drawn)
    assert "kurz" in drawn_field(Filters({"text": "kurz"})["text"])
    assert len(drawn._drawn) == before
