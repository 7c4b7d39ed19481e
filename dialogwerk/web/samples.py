"""What the style guide shows the components with."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.entries.models import Entry, Kind, Stage
from dialogwerk.entries.queries import discussion_context
from dialogwerk.entries.trails import trail_of
from dialogwerk.web.queries.figures import Figure


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label=_("Titel"), max_length=80, help_text=_("Ein Satz genügt."))
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    long_text = forms.CharField(label=_("Langer Text"), widget=MarkdownArea(attrs={"rows": 4}), required=False)
    email = forms.EmailField(label=_("E-Mail"))
    kind = forms.ChoiceField(label=_("Art"), choices=Kind.choices, required=False)
    stage = forms.ChoiceField(label=_("Reifegrad"), choices=Stage.choices[1:4], widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Arten"), choices=Kind.choices[:3], widget=forms.CheckboxSelectMultiple, required=False
    )
    on = forms.DateField(label=_("Datum"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    picture = forms.FileField(label=_("Bild"), required=False)
    agrees = forms.BooleanField(label=_("Ich habe die Dialogregeln gelesen"))


def sample_page() -> Page:
    """Return the seventh of twenty pages."""
    return Paginator(range(200), 10).page(7)


def sample_figures() -> list[Figure]:
    """Return a chain with one, some and very many."""
    told = [
        (Kind.EVENT, 14, "14 Ideenlabore"),
        (Kind.CONTRIBUTION, 1812, "1812 Beiträge"),
        (Kind.IDEA, 154, "154 Ideen"),
        (Kind.CHALLENGE, 1, "1 Herausforderung"),
        (Kind.PROJECT, 17, "17 Projekte"),
        (Kind.ADOPTION, 1234567, "1234567 Übernahmen"),
    ]
    return [Figure(kind, count, text, "#chain") for kind, count, text in told]


def sample_entry(request: HttpRequest) -> dict[str, Any]:
    """Return a real idea with what its parts need: the one most talked about. Nothing without any idea."""
    ideas = Entry.objects.public().current().filter(kind=Kind.IDEA).for_cards()
    entry = ideas.order_by("-comment_count", "-rating_count", "pk").first()
    if entry is None:
        return {"entry": None}
    return {
        **discussion_context(request, entry),
        "trail": trail_of(entry, request.user),
        "answer": getattr(entry, "official_answer", None),
    }
