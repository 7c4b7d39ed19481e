"""Every component in every state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogwerk.web.samples import SampleForm, sample_entry, sample_figures, sample_page

ICONS = [
    "account-circle",
    "add",
    "arrow-back",
    "arrow-down",
    "arrow-forward",
    "arrow-up",
    "calendar-today",
    "check",
    "close",
    "danger",
    "delete",
    "download",
    "edit",
    "help",
    "home",
    "info",
    "mail",
    "open-in-new",
    "search",
    "success",
    "visibility",
    "warning",
]


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    context = {
        "form": SampleForm(auto_id="plain_%s"),
        "wrong_form": SampleForm({"title": "", "email": "keine Adresse", "on": "2018-02-30"}, auto_id="wrong_%s"),
        "sample_page": sample_page(),
        "figures": sample_figures(),
        "icons": ICONS,
        "swatches": ["paper", "paper-2", "line", "muted", "ink", "accent", "accent-line", "accent-soft"],
        **sample_entry(request),
    }
    return render(request, "web/styleguide.html", context)
