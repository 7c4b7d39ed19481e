"""Two people save one form: the second sees what the first wrote and decides (`core.errors.Conflict`)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def current_texts(form: Any, current: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the other person saved, field by field, where it differs from what was typed."""
    differing = []
    for name, value in current.items():
        typed = form.cleaned_data.get(name)
        if name != "expected_version" and name in form.fields and isinstance(value, str) and value != (typed or ""):
            words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            differing.append((str(form.fields[name].label), str(words) or _("(leer)")))
    return differing


def take_version(form: Any, version: int) -> None:
    """Let the next saving replace what the other person saved: she has seen it now."""
    form.data = form.data.copy()
    form.data["expected_version"] = str(version)
