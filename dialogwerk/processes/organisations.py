"""Where organisations are used, and which of them may be the same one written twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, Value
from rapidfuzz import fuzz, process

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.text import fold
from dialogwerk.processes.models import Process

ALIKE = 90  # of 100, as rapidfuzz counts
EVERYWHERE = 0  # no dialogue has this number
AT_MOST = 3000  # names that are compared with each other
LEGAL_FORMS = re.compile(r"\b(e\.? ?v|gmbh|ggmbh|ag|mbh|kg|co|eg|se|der|die|das|des|und|fur)\b|[^\w ]")


@dataclass(frozen=True)
class Use:
    """One kind of thing that names an organisation: how many, and the dialogues they belong to."""

    words: str
    count: int
    processes: frozenset[int]


def uses_of_organisations(organisations: Sequence[Organisation]) -> dict[int, list[Use]]:
    """Return by number where each of them is named in the whole house. One query, whatever names them."""
    known = list(relations())
    parts = [part for kind, relation in enumerate(known) for part in _counts(kind, relation, organisations)]
    total: dict[tuple[int, int], int] = {}
    places: dict[tuple[int, int], set[int]] = defaultdict(set)
    for kind, organisation, place, count in parts[0].union(*parts[1:], all=True):
        if place == EVERYWHERE:
            total[organisation, kind] = count
        elif place:
            places[organisation, kind].add(place)
    uses: dict[int, list[Use]] = {organisation.pk: [] for organisation in organisations}
    for (organisation, kind), count in sorted(total.items()):
        words = str(_named(known[kind].related_model)._meta.verbose_name_plural)
        uses[organisation].append(Use(words, count, frozenset(places[organisation, kind])))
    return uses


def others_concerned(uses: Iterable[Use], own: Process) -> list[Process]:
    """Return the dialogues beside `own` in which something stands that names an organisation."""
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


def _counts(kind: int, relation: Any, organisations: Sequence[Organisation]) -> list[Any]:
    """Return what to ask: how many rows name each organisation, and in which dialogues they stand."""
    model = relation.related_model
    rows = model._base_manager.filter(**{f"{relation.field.name}__in": organisations}).order_by()
    path = _path_to_process(model)
    places = [Value(EVERYWHERE, models.BigIntegerField()), *([F(path)] if path else [])]
    columns = {"use_kind": Value(kind), "use_of": F(relation.field.attname)}
    return [
        rows.annotate(**columns, use_in=place)
        .values_list("use_kind", "use_of", "use_in")
        .annotate(use_count=Count("pk", distinct=True))
        for place in places
    ]


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
