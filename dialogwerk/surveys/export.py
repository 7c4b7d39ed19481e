"""Results as open data: one row for each answer, the same protection of small numbers as on the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.core.spreadsheets import csv_file
from dialogwerk.surveys.models import Survey
from dialogwerk.surveys.queries.results import Bar, Result, Results, results_of


def as_csv(survey: Survey, ways: Sequence[str]) -> bytes:
    """Return the results as CSV. `ways`: "" for all, names of `results.BY`."""
    head = [_("Block"), _("Frage"), _("Wortlaut Nr."), _("Art"), _("nach"), _("wer"), _("Antwort"), _("Anzahl"),
            _("von"), _("Prozent")]  # fmt: skip
    return csv_file([head, *(row for by in ways for row in _rows(results_of(survey, by), by))])


def _rows(results: Results, by: str) -> Iterator[list[Any]]:
    for result in results.results:
        question = result.question
        what = [question.block or "", question.text, question.wording, question.get_kind_display()]
        if result.is_hidden:
            yield [*what, by, _("alle"), _("zu wenige Antworten, um sie zu zeigen"), "", "", ""]
            continue
        if not result.bars:
            yield [*what, by, _("alle"), _("freie Texte"), result.people, result.people, 100]
        for who, bars in _columns(result, by):
            for bar in bars:
                yield [*what, by, who, bar.label, bar.count, bar.base, bar.percent]


def _columns(result: Result, by: str) -> list[tuple[str, Sequence[Bar]]]:
    if by:
        return [(column.label, column.bars) for column in result.columns]
    return [(_("alle"), result.bars)]


def as_json(survey: Survey, ways: Sequence[str]) -> dict[str, Any]:
    """Return the results, and the opinion groups without anything about single participants."""
    entry = survey.entry
    whole = results_of(survey)
    split = {by: results_of(survey, by).results for by in ways if by}
    analysis = survey.analyses.first() if survey.has_statements else None  # type: ignore[attr-defined]
    return {
        "number": entry.pk,
        "title": entry.title,
        "form": survey.form,
        "licence": entry.licence,
        "is_demonstration": entry.process.is_demonstration,
        "participants": whole.people,
        "as_of": whole.as_of.made_at.isoformat() if whole.as_of else None,
        "questions": [
            _question(result) | {by: [_column(column) for column in split[by][place].columns] for by in split}
            for place, result in enumerate(whole.results)
        ],
        "opinion_groups": analysis and {
            "made_at": analysis.made_at.isoformat(),
            "seed": analysis.seed,
            "versions": analysis.versions,
            **analysis.result,
        },
    }  # fmt: skip


def _question(result: Result) -> dict[str, Any]:
    question = result.question
    return {
        "id": question.pk,
        "block": str(question.block) if question.block else None,
        "text": question.text,
        "kind": question.kind,
        "wording": question.wording,
        "former_wordings": [
            {"number": one.number, "text": one.text, "until": one.until.isoformat(), "reason": one.reason}
            for one in result.former
        ],
        "participants": None if result.is_hidden else result.people,
        "mean": result.mean,
        "answers": [_bar(bar) for bar in result.bars],
    }


def _column(column: Any) -> dict[str, Any]:
    bars = [_bar(bar) for bar in column.bars]
    return {"who": column.label, "participants": column.people, "mean": column.mean, "answers": bars}


def _bar(bar: Bar) -> dict[str, Any]:
    return {"label": bar.label, "count": bar.count, "share": round(bar.share, 4)}
