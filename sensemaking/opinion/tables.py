"""What was found as JSON and in a few lines of words, and read back for the next run."""

from typing import Any

from sensemaking.errors import SensemakingError
from sensemaking.opinion.analysis import Earlier, Group, Opinions, Statement
from sensemaking.opinion.statements import Consensus, Representative

DIGITS = 6

REASONS = {
    "few_participants": (
        "Es haben noch zu wenige Menschen abgestimmt, um Gruppen zu zeigen.",
        "Too few people have voted yet to show groups.",
    ),
    "few_statements": (
        "Es sind zu wenige Aussagen, um Gruppen zu zeigen.",
        "There are too few statements to show groups.",
    ),
    "no_difference": (
        "Alle haben gleich abgestimmt: es gibt keine Gruppen.",
        "Everybody voted alike: there are no groups.",
    ),
    "small_groups": (
        "Alle Gruppen außer höchstens einer sind zu klein, um etwas von ihnen zu zeigen.",
        "All groups but one at most are too small to show anything of them.",
    ),
    "unstable": (
        "Die Gruppen sind nicht beständig: mit etwas weniger Stimmen kämen andere heraus. Sie werden nicht gezeigt.",
        "The groups are not stable: with slightly fewer votes others would come out. They are not shown.",
    ),
}


def as_json(result: Opinions) -> dict[str, Any]:
    """Return everything as plain data, numbers rounded so that the same votes give the same bytes everywhere."""
    stability = result.stability
    return {
        "drawn": result.drawn,
        "reason": result.reason,
        "note": None if result.reason is None else REASONS[result.reason][0],
        "groups": [_group(group) for group in result.groups],
        "statements": [_statement(statement) for statement in result.statements],
        "stability": {
            "mean": _round(stability.mean),
            "runs": [_round(run) for run in stability.runs],
            "hidden": stability.hidden,
            "enough": stability.enough,
            "is_enough": stability.is_enough,
        },
        "consensus": {
            "agree": [_consensus(entry) for entry in result.agreed],
            "disagree": [_consensus(entry) for entry in result.rejected],
        },
        "participants": [
            {"id": person.id, "group": person.group, "votes": person.votes, **_place(person.point)}
            for person in result.participants
        ],
        "silhouette": _round(result.silhouette),
        "explained": [_round(share) for share in result.explained],
        "protected": result.protected,
        "parameters": {
            "min_votes": result.settings.least_votes,
            "min_group": result.settings.least_members,
            "k": result.settings.number,
            "most_groups": result.settings.most_groups,
            "repeats": result.settings.repeats,
            "seed": result.settings.seed,
        },
    }


def earlier_of(content: object, name: str) -> Earlier:
    """Return what a later run needs of what `as_json` gave; `name` is told where it is something else."""
    people = content.get("participants") if isinstance(content, dict) else None
    if not isinstance(people, list) or not all(isinstance(person, dict) and "id" in person for person in people):
        raise SensemakingError(
            f"{name} ist kein Ergebnis von „opinion“.", f'{name} is no result of "opinion".'
        ) from None
    groups = {str(person["id"]): str(person["group"]) for person in people if person.get("group") is not None}
    points = {
        str(person["id"]): (float(person["x"]), float(person["y"]))
        for person in people
        if isinstance(person.get("x"), int | float) and isinstance(person.get("y"), int | float)
    }
    return Earlier(groups, points)


def summary_of(result: Opinions, language: str = "de") -> str:
    """Return a readable summary, German or English."""
    return "\n".join(_english(result) if language == "en" else _german(result))


def _german(result: Opinions) -> list[str]:
    grouped = sum(group.size for group in result.groups)
    lines = [f"{len(result.participants)} Personen, {len(result.statements)} Aussagen, {grouped} in Gruppen."]
    if result.stability.runs:
        stability = result.stability
        lines.append(
            f"Beständigkeit: {_comma(stability.mean)} (ARI, {len(stability.runs)} Läufe mit "
            f"{_percent(stability.hidden)} verdeckten Stimmen; gezeigt wird ab {_comma(stability.enough)})."
        )
    if result.reason is not None:
        lines.append(REASONS[result.reason][0])
    if result.groups and result.protected:
        lines.append(f"{result.protected} Personen stehen in zu kleinen Gruppen; von ihnen wird nichts gezeigt.")
    for group in result.groups:
        lines.append(f"Gruppe {group.key}: {group.size} Personen ({_percent(group.share)})")
        lines.extend(f"  {_vote_german(entry)}" for entry in group.representative)
    for title, entries in (("Alle stimmen zu", result.agreed), ("Alle lehnen ab", result.rejected)):
        lines.extend([f"{title}:"] if entries else [])
        lines.extend(f"  Aussage {entry.statement}: {entry.votes} von {entry.seen}" for entry in entries)
    return lines


def _vote_german(entry: Representative) -> str:
    verb = "stimmt zu" if entry.direction == "agree" else "lehnt ab"
    weak = "" if entry.sufficient else " (schwach belegt)"
    return (
        f"{verb}: Aussage {entry.statement}, {entry.votes} von {entry.seen}, "
        f"{_comma(entry.ratio, 1)}-mal so oft wie die anderen{weak}"
    )


def _english(result: Opinions) -> list[str]:
    grouped = sum(group.size for group in result.groups)
    lines = [f"{len(result.participants)} participants, {len(result.statements)} statements, {grouped} in groups."]
    if result.stability.runs:
        stability = result.stability
        lines.append(
            f"Stability: {stability.mean:.2f} (ARI, {len(stability.runs)} runs with {stability.hidden:.0%} of the "
            f"votes hidden; shown from {stability.enough:.2f})."
        )
    if result.reason is not None:
        lines.append(REASONS[result.reason][1])
    if result.groups and result.protected:
        lines.append(f"{result.protected} participants are in groups too small; nothing of them is shown.")
    for group in result.groups:
        lines.append(f"Group {group.key}: {group.size} participants ({group.share:.0%})")
        for entry in group.representative:
            weak = "" if entry.sufficient else " (weak evidence)"
            lines.append(
                f"  {entry.direction}: statement {entry.statement}, {entry.votes} of {entry.seen}, "
                f"{entry.ratio:.1f} times as often as the others{weak}"
            )
    for title, entries in (("All agree", result.agreed), ("All disagree", result.rejected)):
        lines.extend([f"{title}:"] if entries else [])
        lines.extend(f"  statement {entry.statement}: {entry.votes} of {entry.seen}" for entry in entries)
    return lines


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "size": group.size,
        "share": _round(group.share),
        **_place(group.centre),
        "representative": [_representative(entry) for entry in group.representative],
        "members": list(group.members),
    }


def _representative(entry: Representative) -> dict[str, Any]:
    return {
        "statement": entry.statement,
        "direction": entry.direction,
        "votes": entry.votes,
        "seen": entry.seen,
        "probability": _round(entry.probability),
        "test": _round(entry.test),
        "ratio": _round(entry.ratio),
        "ratio_test": _round(entry.ratio_test),
        "p_value": _round(entry.p_value),
        "q_value": _round(entry.q_value),
        "sufficient": entry.sufficient,
    }


def _consensus(entry: Consensus) -> dict[str, Any]:
    return {
        "statement": entry.statement,
        "votes": entry.votes,
        "seen": entry.seen,
        "probability": _round(entry.probability),
        "test": _round(entry.test),
        "agreement": _round(entry.agreement),
        "lowest": _round(entry.lowest),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "agree": statement.agree,
        "disagree": statement.disagree,
        "pass": statement.passed,
        "groups": {
            key: {"agree": agree, "disagree": disagree, "pass": passed}
            for key, (agree, disagree, passed) in statement.groups.items()
        },
        "agreement": _round(statement.agreement),
        "divides": _round(statement.divides),
        "priority": _round(statement.priority),
        **_place(statement.point),
    }


def _place(point: tuple[float, float] | None) -> dict[str, float | None]:
    return {"x": None, "y": None} if point is None else {"x": _round(point[0]), "y": _round(point[1])}


def _round(number: float) -> float:
    return round(number, DIGITS) + 0.0


def _comma(number: float, digits: int = 2) -> str:
    return f"{number:.{digits}f}".replace(".", ",")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
