"""Where organisations are used, and which of them may be the same one written twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from rapidfuzz import fuzz, process

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.text import fold
from dialogwerk.processes.models import Process

ALIKE = 90  # of 100, as rapidfuzz counts
AT_MOST = 3000  # names that are compared with each other
LEGAL_FORMS = re.compile(r"\b(e\.? ?v|gmbh|ggmbh|ag|mbh|kg|co|eg|se|der|die|das|des|und|fur)\b|[^\w ]")


@dataclass(frozen=True)
class Use:
    """One kind of thing that names an organisation: how many, and the dialogues they belong to."""

    words: str
    count: int
    processes: frozenset[int]


def uses_of_organisation(organisation: Organisation) -> list[Use]:
    """Return where an organisation is named in the whole house. One or two queries a kind of thing."""
    return [use for relation in relations() if (use := _use(relation, organisation))]


def others_concerned(organisations: Sequence[Organisation], own: Process) -> list[Process]:
    """Return the other dialogues that name one of `organisations`."""
    uses = (use for organisation in organisations for use in uses_of_organisation(organisation))
    numbers = {number for use in uses for number in use.processes}
    return list(Process.objects.filter(pk__in=numbers - {own.pk}).order_by("title"))


def relations() -> Iterator[Any]:
    """Yield every relation by which something names an organisation, joining tables of lists included."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):  # also one-to-one
            yield relation


def possible_duplicates() -> list[tuple[Organisation, Organisation]]:
    """Return pairs of organisations whose names are nearly the same, legal forms aside. One query."""
    found = list(Organisation.objects.order_by("name")[:AT_MOST])
    names = [_bare(organisation.name) for organisation in found]
    alike = process.cdist(names, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    pairs = zip(*alike.nonzero(), strict=True)
    return [(found[one], found[other]) for one, other in pairs if one < other and names[one] and names[other]]


def _bare(name: str) -> str:
    return " ".join(LEGAL_FORMS.sub(" ", fold(name)).split())


def _use(relation: Any, organisation: Organisation) -> Use | None:
    model = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: organisation})
    count = rows.count()
    if not count:
        return None
    path = _path_to_process(model)
    numbers = rows.order_by().values_list(path, flat=True).distinct() if path else ()
    return Use(str(_named(model)._meta.verbose_name_plural), count, frozenset(filter(None, numbers)))


def _named(model: Any) -> Any:
    """Return the model people know: of a joining table the one whose list it is."""
    created_for = model._meta.auto_created
    return created_for if created_for else model


def _path_to_process(model: Any) -> str:
    """Return how to come from a row to its dialogue; empty for what belongs to none (people)."""
    if model._meta.auto_created:
        owner = next(field for field in model._meta.fields if field.related_model is model._meta.auto_created)
        return f"{owner.name}__{_path_to_process(model._meta.auto_created)}"
    names = {field.name for field in model._meta.get_fields()}
    for step, path in (("process", "process"), ("entry", "entry__process"), ("processes", "processes")):
        if step in names:
            return path
    return ""
