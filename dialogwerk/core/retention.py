"""What is kept how long: reads `dialogwerk/retention.yaml`, checks that it covers every column, and enforces it.

Knows no tables: their names stand in the file.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from dialogwerk.core.jobs import periodic

logger = logging.getLogger("dialogwerk.retention")

FILE = Path(__file__).resolve().parent.parent / "retention.yaml"
AT_ONCE = 500
# Words in the name of a column that let it hold something about a person.
TELLING = ("name", "email", "phone", "street", "author", "speaker", "contact", "office", "person", "actor", "reporter")
# Tables of libraries that hold personal data in full.
FOREIGN_TABLES = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "sessions.Session",
    "django_tasks_database.DBTaskResult",
}


@dataclass(frozen=True)
class Deletion:
    """Rows of `model` go when their time `by` lies longer ago than `older_than`."""

    model: str
    older_than: timedelta
    by: str
    where: dict[str, Any] = field(default_factory=dict)
    without: Sequence[str] = ()

    def rows(self) -> models.QuerySet[Any]:
        """Return the rows that are due."""
        due: models.QuerySet[Any] = apps.get_model(self.model)._base_manager.filter(
            **{f"{self.by}__lt": timezone.now() - self.older_than}, **self.where
        )
        return due.filter(**{f"{relation}__isnull": True for relation in self.without})


@dataclass(frozen=True)
class Rule:
    """Columns that can hold personal data, why they do, how long, and what happens then."""

    what: str
    columns: Sequence[str]
    why: str
    kept: str
    then: str
    enforce: Sequence[Deletion] = ()


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the file."""
    return tuple(_rule(entry) for entry in _file()["rules"])


def personal_columns() -> set[str]:
    """Return the columns („app.Model.field“) that can hold personal data, by their type and name."""
    return {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if _can_be_personal(model, column)
    }


def uncovered_columns() -> list[str]:
    """Return the columns that can hold personal data and have neither a rule nor a reason why they hold none."""
    patterns = [pattern for rule in rules() for pattern in rule.columns]
    patterns += [pattern for entry in _file()["without_personal_data"] for pattern in entry["columns"]]
    return sorted(
        column for column in personal_columns() if not any(fnmatchcase(column, pattern) for pattern in patterns)
    )


def idle_patterns() -> list[str]:
    """Return the patterns of rules that name no column any more."""
    known = [f"{model._meta.label}.{column.name}" for model in apps.get_models() for column in model._meta.fields]
    patterns = (pattern for rule in rules() for pattern in rule.columns)
    return [pattern for pattern in patterns if not any(fnmatchcase(column, pattern) for column in known)]


def kept_for(model: str) -> timedelta:
    """Return how long rows of `model` are kept at most, to tell people; `model` must have a rule that deletes it."""
    return max(deletion.older_than for rule in rules() for deletion in rule.enforce if deletion.model == model)


@periodic(every=timedelta(hours=1))
def enforce_retention() -> None:
    """Delete what is due by every rule."""
    for rule in rules():
        for deletion in rule.enforce:
            gone = delete_due(deletion)
            if gone:
                logger.info("%s: %s rows of %s deleted", rule.what, gone, deletion.model)


def delete_due(deletion: Deletion) -> int:
    """Delete the rows that are due, with their files, some at a time, and return how many."""
    gone = 0
    while numbers := list(deletion.rows().values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows = apps.get_model(deletion.model)._base_manager.filter(pk__in=numbers)
            _delete_files(rows)
            rows.delete()
        gone += len(numbers)
    return gone


def _delete_files(rows: models.QuerySet[Any]) -> None:
    names = [column.name for column in rows.model._meta.fields if isinstance(column, models.FileField)]
    for row in rows if names else ():
        for name in names:
            kept = getattr(row, name)
            if kept:
                transaction.on_commit(partial(kept.storage.delete, kept.name))


def _can_be_personal(model: type[models.Model], column: models.Field[Any, Any]) -> bool:
    label = model._meta.label
    if label in FOREIGN_TABLES:
        return not column.primary_key
    if not model.__module__.startswith("dialogwerk."):
        return False
    if column.related_model is not None:
        return bool(column.related_model._meta.label == settings.AUTH_USER_MODEL)
    if isinstance(column, models.TextField | models.JSONField | models.EmailField | models.FileField):
        return True
    return isinstance(column, models.CharField | models.BigIntegerField) and any(
        word in column.name for word in TELLING
    )


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(**{**entry, "enforce": tuple(_deletions(entry.get("enforce", [])))})


def _deletions(entries: list[dict[str, Any]]) -> Iterator[Deletion]:
    for entry in entries:
        number, unit = entry["older_than"].split()
        yield Deletion(**{**entry, "older_than": timedelta(**{unit: int(number)})})
