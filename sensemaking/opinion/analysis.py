"""From votes to groups, statements and stability in one call."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sensemaking.opinion.clusters import ALONE, Clusters, Labels, cluster
from sensemaking.opinion.identity import keys_of, signs_towards
from sensemaking.opinion.space import Floats, Plane, plane_of
from sensemaking.opinion.stability import ENOUGH, HIDDEN, REPEATS, Stability, stability_of
from sensemaking.opinion.statements import (
    Consensus,
    Representative,
    consensus_statements,
    divisiveness,
    priorities,
    representative_statements,
)
from sensemaking.opinion.votes import Tally, Votes

LEAST_VOTES = 7
LEAST_MEMBERS = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen.

    `least_votes`: who voted less is not grouped (all statements, where there are fewer). `least_members`: nothing is
    told of smaller groups. `most_groups`, or `number` to demand a number. `repeats`, `hidden`, `enough`: see stability.
    """

    least_votes: int = LEAST_VOTES
    least_members: int = LEAST_MEMBERS
    most_groups: int = 5
    number: int | None = None
    repeats: int = REPEATS
    hidden: float = HIDDEN
    enough: float = ENOUGH
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One group of participants; `share` of those who are in a group."""

    key: str
    size: int
    share: float
    centre: tuple[float, float]
    representative: tuple[Representative, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant: `group` is None for who voted too little, stands alone, or where no groups are drawn.

    `point` is None too where it would tell of a group that is too small to be shown.
    """

    id: str
    votes: int
    group: str | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the votes on it.

    `groups`: for each group's key agree, disagree, pass. `agreement`: geometric mean of the groups' probabilities of
    agreement; `divides`: largest difference of these between two groups; `priority`: how useful to show it next.
    """

    id: str
    agree: int
    disagree: int
    passed: int
    groups: dict[str, tuple[int, int, int]]
    agreement: float
    divides: float
    priority: float
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the votes say. `drawn`: whether groups may be shown; otherwise `reason` says why not and `groups` is empty.

    Reasons: "few_participants", "few_statements", "no_difference", "small_groups", "unstable".
    """

    drawn: bool
    reason: str | None
    groups: tuple[Group, ...]
    participants: tuple[Participant, ...]
    statements: tuple[Statement, ...]
    agreed: tuple[Consensus, ...]
    rejected: tuple[Consensus, ...]
    stability: Stability
    silhouette: float
    explained: tuple[float, float]
    protected: int
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run found, to keep letters and sides: group and point by participant."""

    groups: dict[str, str]
    points: dict[str, tuple[float, float]]


def opinions(
    votes: Votes,
    settings: Settings | None = None,
    *,
    banned: Collection[str] = (),
    moderated_out: Collection[str] = (),
    earlier: Earlier | None = None,
) -> Opinions:
    """Find groups of participants who vote alike, and what speaks for them.

    `banned` participants and `moderated_out` statements count nowhere. `earlier` keeps the letters of the groups.
    """
    settings = settings or Settings()
    votes = votes.without(participants=banned, statements=moderated_out)
    plane = plane_of(votes) if min(votes.values.shape) > 0 else _no_plane(votes)
    if earlier is not None:
        points = dict(zip(votes.participants, map(_pair, plane.points), strict=True))
        plane = plane.turned(signs_towards(points, earlier.points))
    reason = _too_little(votes, plane, settings)
    clusters = Clusters(np.full(len(votes.participants), ALONE), 0.0) if reason else _grouped(votes, plane, settings)
    if not reason and not clusters.number:
        reason = "small_groups"
    stability = (
        Stability(0.0, (), settings.hidden, settings.enough) if reason else _stability(votes, clusters, plane, settings)
    )
    if not reason and not stability.is_enough:
        reason = "unstable"
    return _told(votes, plane, clusters, stability, reason, settings, earlier)


def _too_little(votes: Votes, plane: Plane, settings: Settings) -> str | None:
    if len(votes.statements) < 2:
        return "few_statements"
    if int(_eligible(votes, settings).sum()) < 2 * settings.least_members:
        return "few_participants"
    return None if plane.explained[0] > 0 else "no_difference"


def _eligible(votes: Votes, settings: Settings, kept: float = 1.0) -> NDArray[np.bool_]:
    """Return who voted enough; `kept` is the share of the votes that is there, the least number shrinks with it."""
    least = min(settings.least_votes, len(votes.statements)) * kept
    return np.asarray(votes.counts() >= max(np.floor(least), 1))


def _grouped(votes: Votes, plane: Plane, settings: Settings, kept: float = 1.0) -> Clusters:
    enough = _eligible(votes, settings, kept)
    found = cluster(
        plane.points[enough],
        least=settings.least_members,
        most=settings.most_groups,
        number=settings.number,
        seed=settings.seed,
    )
    labels = np.full(len(enough), ALONE, np.int64)
    labels[enough] = found.labels
    return Clusters(labels, found.silhouette)


def _stability(votes: Votes, clusters: Clusters, plane: Plane, settings: Settings) -> Stability:
    def again(fewer: Votes) -> Labels:
        return _grouped(fewer, plane_of(fewer, plane.axes), settings, 1 - settings.hidden).labels

    return stability_of(
        votes,
        clusters.labels,
        again,
        repeats=settings.repeats,
        hidden=settings.hidden,
        enough=settings.enough,
        seed=settings.seed,
    )


def _told(
    votes: Votes,
    plane: Plane,
    clusters: Clusters,
    stability: Stability,
    reason: str | None,
    settings: Settings,
    earlier: Earlier | None,
) -> Opinions:
    labels = clusters.labels if reason is None else np.full(len(votes.participants), ALONE, np.int64)
    keys = _keys(votes, labels, earlier)
    hidden = _hidden(votes, clusters, settings)
    told = np.flatnonzero(labels != ALONE) if keys else np.flatnonzero(~hidden)
    tally = votes.tally(told, labels[told] if keys else np.zeros(len(told), np.int64), max(len(keys), 1))
    agreed, rejected = consensus_statements(tally, votes.statements)
    return Opinions(
        drawn=reason is None,
        reason=reason,
        groups=_groups(votes, plane, labels, keys, tally),
        participants=_participants(votes, plane, labels, keys, hidden),
        statements=_statements(votes, plane, tally, keys),
        agreed=agreed,
        rejected=rejected,
        stability=stability,
        silhouette=clusters.silhouette,
        explained=plane.explained,
        protected=int(hidden.sum()),
        settings=settings,
    )


def _hidden(votes: Votes, clusters: Clusters, settings: Settings) -> NDArray[np.bool_]:
    """Return who voted enough and yet is in no group, because theirs is too small; nobody where there are no groups."""
    if not clusters.number:
        return np.zeros(len(votes.participants), np.bool_)
    return np.asarray(_eligible(votes, settings) & (clusters.labels == ALONE))


def _keys(votes: Votes, labels: Labels, earlier: Earlier | None) -> list[str]:
    members = [
        frozenset(votes.participants[row] for row in np.flatnonzero(labels == label))
        for label in range(int(labels.max(initial=-1)) + 1)
    ]
    before: dict[str, set[str]] = {}
    for name, key in (earlier.groups if earlier else {}).items():
        before.setdefault(key, set()).add(name)
    return keys_of(members, {key: frozenset(names) for key, names in before.items()}) if members else []


def _groups(votes: Votes, plane: Plane, labels: Labels, keys: list[str], tally: Tally) -> tuple[Group, ...]:
    if not keys:
        return ()
    speaking = representative_statements(tally, votes.statements)
    whole = int((labels != ALONE).sum())
    groups = []
    for label, key in enumerate(keys):
        rows = np.flatnonzero(labels == label)
        names = tuple(votes.participants[row] for row in rows)
        centre = _pair(plane.points[rows].mean(axis=0))
        groups.append(Group(key, len(rows), len(rows) / whole, centre, speaking[label], names))
    return tuple(sorted(groups, key=lambda group: (len(group.key), group.key)))


def _participants(
    votes: Votes, plane: Plane, labels: Labels, keys: list[str], hidden: NDArray[np.bool_]
) -> tuple[Participant, ...]:
    return tuple(
        Participant(name, int(count), keys[label] if label != ALONE else None, None if secret else _pair(point))
        for name, count, label, secret, point in zip(
            votes.participants, votes.counts(), labels, hidden, plane.points, strict=True
        )
    )


def _statements(votes: Votes, plane: Plane, tally: Tally, keys: list[str]) -> tuple[Statement, ...]:
    everybody, places = tally.total(), plane.statement_points()
    agreement = np.exp(np.log((tally.agree + 1) / (tally.seen + 2)).mean(axis=0))
    divides = divisiveness(tally) if keys else np.zeros(len(votes.statements))
    priority = priorities(everybody, np.linalg.norm(places, axis=1))
    in_order = sorted(enumerate(keys), key=lambda pair: (len(pair[1]), pair[1]))
    return tuple(
        Statement(
            id=name,
            agree=int(everybody.agree[0, place]),
            disagree=int(everybody.disagree[0, place]),
            passed=int(everybody.passed[0, place]),
            groups={
                key: (
                    int(tally.agree[label, place]),
                    int(tally.disagree[label, place]),
                    int(tally.passed[label, place]),
                )
                for label, key in in_order
            },
            agreement=float(agreement[place]),
            divides=float(divides[place]),
            priority=float(priority[place]),
            point=_pair(places[place]),
        )
        for place, name in enumerate(votes.statements)
    )


def _no_plane(votes: Votes) -> Plane:
    rows, columns = votes.values.shape
    return Plane(np.zeros(columns), np.zeros((columns, 2)), np.zeros((rows, 2)), (0.0, 0.0))


def _pair(point: Floats) -> tuple[float, float]:
    return float(point[0]), float(point[1])
