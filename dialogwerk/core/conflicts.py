"""Two people save one form: the second sees what the first wrote and decides (`core.errors.Conflict`)."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.formats import localize
from django.utils.translation import gettext as _


def current_texts(form: Any, current: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the other person saved, field by field, where it differs from what was typed: label and words."""
    return [
        (str(form.fields[name].label), _told(form.fields[name], value) or _("(leer)"))
        for name, value in current.items()
        if name != "expected_version" and name in form.fields and _plain(value) != _plain(form.cleaned_data.get(name))
    ]


def take_version(form: Any, version: int) -> None:
    """Let the next saving replace what the other person saved: she has seen it now."""
    form.data = form.data.copy()
    form.data["expected_version"] = str(version)


def _plain(value: Any) -> Any:
    """Return a value as it can be compared: rows by their numbers, many of them in no order, empty is empty."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet | list | tuple | set):
        return {_plain(one) for one in value} or None
    return None if value == "" else value


def _told(field: Any, value: Any) -> str:
    """Return a value in the words of the form."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, QuerySet | list | tuple | set):
        return ", ".join(_told(field, one) for one in value)
    if value in (None, ""):
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    words = dict(flatten_choices(getattr(field, "choices", ()))).get(_plain(value), value)
    return str(localize(words))
