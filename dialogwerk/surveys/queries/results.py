"""What came out of a survey, with small numbers unseen. Everything here may be shown to whoever sees the results."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.kept import kept_if_slow
from dialogwerk.places.models import Region
from dialogwerk.surveys.models import Analysis, Answer, FormerWording, Question, QuestionKind, Survey, Vote
from dialogwerk.surveys.protection import part
from dialogwerk.surveys.queries.surveys import Part, parts_of, questions_of
from dialogwerk.surveys.rules import FEWEST

BY = {"gruppe": "participation__group", "region": "participation__region"}
Cell = tuple[int | None, int | None]  # option, value
Tally = dict[Cell, int]


@dataclass(frozen=True)
class Bar:
    """One answer and how many gave it."""

    label: str
    count: int
    base: int

    @property
    def share(self) -> float:
        """Of those who answered the question, from 0 to 1."""
        return self.count / self.base if self.base else 0.0

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.share)


@dataclass(frozen=True)
class Column:
    """The answers of one group of people to one question."""

    label: str
    people: int
    bars: tuple[Bar, ...]
    mean: float | None = None


@dataclass(frozen=True)
class Result:
    """What came out of one question. `people` answered it; nothing is told of fewer than `FEWEST` of them."""

    question: Question
    people: int
    bars: tuple[Bar, ...] = ()
    mean: float | None = None
    columns: tuple[Column, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered."""
        return self.people < FEWEST

    @property
    def former(self) -> list[FormerWording]:
        """The wordings some people answered before it was corrected."""
        return list(self.question.former_wordings.all())  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Results:
    """All results of a survey. `as_of` an analysis, where its totals count instead of the votes of this minute."""

    people: int
    results: tuple[Result, ...]
    as_of: Analysis | None = None
    parts: list[Part] = field(default_factory=list)

    def of_part(self, one: Part) -> list[Result]:
        """Return the results of a block."""
        wanted = {question.pk for question in one.questions}
        return [result for result in self.results if result.question.pk in wanted]

    @property
    def by_part(self) -> list[tuple[Part, list[Result]]]:
        """The blocks with their results."""
        return [(one, self.of_part(one)) for one in self.parts]


def results_of(survey: Survey, by: str = "") -> Results:
    """Return what came out, on demand by `BY` besides. Six queries; where it is slow it is kept for a minute."""
    by = by if by in BY and not survey.has_statements else ""
    return kept_if_slow(f"survey-results-{survey.pk}-{by}", partial(_results, survey, by))


def _results(survey: Survey, by: str) -> Results:
    questions = questions_of(survey)
    analysis = survey.analyses.first() if survey.has_statements else None  # type: ignore[attr-defined]
    if analysis is not None and analysis.result.get("drawn"):
        # one source for totals and groups: the difference between two counts would tell of those left out
        told = {int(row["id"]): row for row in analysis.result["statements"]}
        found = tuple(_of_analysis(question, told.get(question.pk)) for question in questions)
        return Results(analysis.people, found, analysis, parts_of(questions))
    answers, people = _counts(survey, "")
    label = _label(survey, by)
    split = _counts(survey, by) if by else None
    results = []
    for question in questions:
        tally, base = answers[question.pk].get("", {}), people[question.pk].get("", 0)
        if base < FEWEST:
            results.append(Result(question, base))
            continue
        columns = _columns(question, split[0][question.pk], split[1][question.pk], label) if split else ()
        results.append(Result(question, base, _bars(question, tally, base), _mean(question, tally), columns))
    total = survey.participations.count()  # type: ignore[attr-defined]
    return Results(total, tuple(results), None, parts_of(questions))


def _counts(survey: Survey, by: str) -> tuple[Any, Any]:
    """Return by question and group: how often each answer was given, and how many people answered. Two queries."""
    names = [BY[by]] if by else []
    rows = Answer.objects.filter(question__survey=survey).order_by()
    answers: dict[int, dict[Any, Tally]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.values("question", "option", "value", *names).annotate(n=Count("pk")):
        group = row[BY[by]] or "" if by else ""
        answers[row["question"]][group][row["option"], row["value"]] = row["n"]
    people: dict[int, dict[Any, int]] = defaultdict(dict)
    for row in rows.values("question", *names).annotate(n=Count("participation", distinct=True)):
        people[row["question"]][row[BY[by]] or "" if by else ""] = row["n"]
    return answers, people


def _label(survey: Survey, by: str) -> Callable[[Any], str]:
    """Return the function that names a group. One query for regions."""
    names: dict[Any, str] = {}
    if by == "gruppe":
        names = {value: str(label) for value, label in StakeholderGroup.choices}
    if by == "region":
        names = dict(Region.objects.filter(region_set=survey.entry.process.region_set_id).values_list("pk", "name"))
    return lambda group: names.get(group, _("ohne Angabe"))


def _columns(
    question: Question, answers: dict[Any, Tally], people: dict[Any, int], label: Callable[[Any], str]
) -> tuple[Column, ...]:
    parting = part(people, FEWEST)
    if not parting.tells or question.kind == QuestionKind.TEXT:
        return ()
    columns = [_column(question, label(group), [group], answers, people) for group in parting.apart]
    if parting.together:
        columns.append(_column(question, _("alle übrigen"), list(parting.together), answers, people))
    return tuple(columns)


def _column(
    question: Question, label: str, groups: list[Any], answers: dict[Any, Tally], people: dict[Any, int]
) -> Column:
    tally: Tally = defaultdict(int)
    for group in groups:
        for cell, count in answers.get(group, {}).items():
            tally[cell] += count
    base = sum(people[group] for group in groups)
    return Column(label, base, _bars(question, tally, base), _mean(question, tally))


def _bars(question: Question, tally: Tally, base: int) -> tuple[Bar, ...]:
    """Return the answers in the order of the question; a text has none but the number of texts."""
    if question.kind == QuestionKind.TEXT:
        return ()
    if question.kind == QuestionKind.STATEMENT:
        return tuple(Bar(str(vote.label), tally.get((None, vote.value), 0), base) for vote in Vote)
    if question.kind == QuestionKind.SCALE:
        cells: list[tuple[str, Cell]] = [(step_label(question, step), (None, step)) for step in question.scale]
    else:
        cells = [(option.text, (option.pk, None)) for option in question.options.all()]  # type: ignore[attr-defined]
    if question.allows_none:
        cells.append((_("keine Angabe"), (None, None)))
    return tuple(Bar(label, tally.get(cell, 0), base) for label, cell in cells)


def step_label(question: Question, step: int) -> str:
    """Return „1 – gar nicht“ for an end of the scale, „3“ between."""
    end = {1: question.low_label, question.steps: question.high_label}.get(step, "")
    return f"{step} – {end}" if end else str(step)


def _mean(question: Question, tally: Tally) -> float | None:
    """Return the mean step of a scale; those who gave no answer do not count."""
    if question.kind != QuestionKind.SCALE:
        return None
    steps = {value: count for (_option, value), count in tally.items() if value is not None}
    number = sum(steps.values())
    return sum(value * count for value, count in steps.items()) / number if number else None


def _of_analysis(question: Question, told: dict[str, Any] | None) -> Result:
    if told is None:
        return Result(question, 0)
    counts = (told["agree"], told["disagree"], told["pass"])
    base = sum(counts)
    if base < FEWEST:
        return Result(question, base)
    bars = tuple(Bar(str(vote.label), count, base) for vote, count in zip(Vote, counts, strict=True))
    return Result(question, base, bars)
