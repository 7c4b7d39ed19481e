"""The one door to `sensemaking.opinion`: rows become a table of votes, the result becomes rows.

The library is loaded at the first use, which is in a job: no page needs it.
"""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from dialogwerk import __version__
from dialogwerk.surveys.actions.groups import Place
from dialogwerk.surveys.models import Analysis, Answer, QuestionKind, Standing, Survey
from dialogwerk.surveys.rules import FEWEST

SEED = 0
LIBRARIES = ("numpy", "scipy", "scikit-learn")


@dataclass(frozen=True)
class Found:
    """Where each participation stands, and the facts of the analysis."""

    places: list[Place]
    facts: dict[str, Any]


def opinions_of(survey: Survey) -> Found:
    """Calculate groups from all votes on the statements that are asked. Same votes, same result.

    Groups keep letter and side from the calculation before.
    """
    from sensemaking.opinion import Settings, Votes, opinions
    from sensemaking.opinion.tables import as_json

    rows = list(
        Answer.objects.filter(
            question__survey=survey, question__kind=QuestionKind.STATEMENT, question__is_out=False, value__isnull=False
        )
        .order_by("participation", "question")
        .values_list("participation", "question", "value")
    )
    people = list(dict.fromkeys(row[0] for row in rows))
    statements = sorted({row[1] for row in rows})
    row_of = {person: place for place, person in enumerate(people)}
    column_of = {statement: place for place, statement in enumerate(statements)}
    votes = Votes.from_triples(
        [row_of[row[0]] for row in rows],
        [column_of[row[1]] for row in rows],
        [int(row[2] or 0) for row in rows],
        (len(people), len(statements)),
        [str(person) for person in people],
        [str(statement) for statement in statements],
    )
    result = opinions(votes, Settings(seed=SEED, least_members=FEWEST), earlier=_earlier(survey))
    told = as_json(result)
    places = [
        (person, found.group or "", *(found.point or (None, None)))
        for person, found in zip(people, result.participants, strict=True)
    ]
    for private in ("participants", "note"):
        del told[private]
    for group in told["groups"]:
        del group["members"]
    facts = {"people": len(people), "votes": len(rows), "seed": SEED, "versions": _versions(), "result": told}
    return Found(places, facts)


def _earlier(survey: Survey) -> Any:
    from sensemaking.opinion import Earlier

    last: Analysis | None = survey.analyses.first()  # type: ignore[attr-defined]
    if last is None:
        return None
    standings = Standing.objects.filter(analysis=last)
    groups = {str(one.participation_id): one.group for one in standings if one.group}
    points = {str(one.participation_id): (one.x, one.y) for one in standings if one.x is not None and one.y is not None}
    return Earlier(groups, points)


def _versions() -> dict[str, str]:
    return {"sensemaking": __version__} | {name: version(name) for name in LIBRARIES}
