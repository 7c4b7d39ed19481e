"""What the groups say: representative statements, consensus across groups, which statement to show next.

Representativeness as in Polis (Small et al. 2021), for group g, statement s and the direction "agree" (for "disagree"
likewise):

    p  = (a_g + 1) / (n_g + 2)                          probability of agreement, Laplace's prior
    z  = 2 · sqrt(n_g + 2) · (p - 1/2)                  does the group agree at all? one proportion against 1/2
    r  = p / ((a_o + 1) / (n_o + 2))                    how much likelier than in all other groups
    zr = (p - p_o) / sqrt(q (1 - q) (1/(n_g+2) + 1/(n_o+2)))   two proportions, q pooled (Agresti & Caffo 2000)

with a agreements among n votes (passes count as votes). Unlike Polis both tests use the same estimate p, so that a
statement nobody saw tests as 0 and not as agreed. A statement speaks for a group when z and zr are both beyond 1.2816
(10 %, one-sided); it ranks by r · zr · p · z. The groups were made from these very votes, so the probabilities
describe, they prove nothing; `q_value` is the larger of both p-values after Benjamini & Hochberg (1995) over all
statements, groups and directions.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sensemaking.opinion.votes import Tally

Floats = NDArray[np.float64]

SIGNIFICANT = 1.2815515655446004  # one-sided, 10 %
MOST = 5


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that speaks for a group.

    `direction`: "agree" or "disagree". `votes` of the group in that direction among `seen`. `probability` p, `test` z,
    `ratio` r, `ratio_test` zr of the module's formulae, `p_value` the larger of both. `sufficient`: both tests passed;
    otherwise it is only the best there was.
    """

    statement: str
    direction: str
    votes: int
    seen: int
    probability: float
    test: float
    ratio: float
    ratio_test: float
    p_value: float
    q_value: float
    sufficient: bool


@dataclass(frozen=True, slots=True)
class Consensus:
    """A statement all groups (or, without groups, all participants) answer alike.

    `direction`: "agree" or "disagree"; `probability` over everybody and `test` its z; `agreement` the geometric mean of
    the groups' probabilities; `lowest` the smallest of them.
    """

    statement: str
    direction: str
    votes: int
    seen: int
    probability: float
    test: float
    agreement: float
    lowest: float


def probability(hits: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """Return (hits + 1) / (seen + 2)."""
    return np.asarray((hits + 1) / (seen + 2), np.float64)


def one_proportion(hits: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """Return z of a proportion against 1/2."""
    return np.asarray(2 * np.sqrt(seen + 2) * (probability(hits, seen) - 0.5), np.float64)


def two_proportions(
    hits: NDArray[np.int64], seen: NDArray[np.int64], other_hits: NDArray[np.int64], other_seen: NDArray[np.int64]
) -> Floats:
    """Return z of the difference of two proportions with a pooled variance."""
    size, other = seen + 2, other_seen + 2
    pooled = (hits + other_hits + 2) / (size + other)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / size + 1 / other))
    return np.asarray((probability(hits, seen) - probability(other_hits, other_seen)) / spread, np.float64)


def representative_statements(
    tally: Tally, statements: tuple[str, ...], most: int = MOST
) -> tuple[tuple[Representative, ...], ...]:
    """Return for each group at most `most` statements that speak for it, agreed ones first, then by rank.

    A group for which none passes the tests gets the one with the largest zr, marked as not sufficient, if any was seen.
    """
    others, names = tally.others(), ("agree", "disagree")
    sides = [(tally.agree, others.agree), (tally.disagree, others.disagree)]
    hits = np.stack([own for own, _ in sides])  # (2, groups, statements)
    chance = np.stack([probability(own, tally.seen) for own, _ in sides])
    alone = np.stack([one_proportion(own, tally.seen) for own, _ in sides])
    ratio = np.stack([probability(own, tally.seen) / probability(other, others.seen) for own, other in sides])
    against = np.stack([two_proportions(own, tally.seen, other, others.seen) for own, other in sides])
    p_values = ndtr(-np.minimum(alone, against))
    q_values = benjamini_hochberg(p_values)
    passes = (alone > SIGNIFICANT) & (against > SIGNIFICANT)
    rank = np.where(passes, ratio * against * chance * alone, -np.inf)

    def told(side: int, group: int, place: int) -> Representative:
        at = (side, group, place)
        p, z, r, zr, p_value, q_value = (float(v[at]) for v in (chance, alone, ratio, against, p_values, q_values))
        seen = int(tally.seen[group, place])
        return Representative(
            statements[place], names[side], int(hits[at]), seen, p, z, r, zr, p_value, q_value, bool(passes[at])
        )

    chosen = []
    for group in range(len(tally.agree)):
        best = _largest(rank[:, group], most)
        if not best:
            seen = np.where((hits[:, group] > 0), against[:, group], -np.inf)
            best = _largest(seen, 1)
        chosen.append(tuple(told(side, group, place) for side, place in sorted(best, key=lambda pair: pair[0])))
    return tuple(chosen)


def consensus_statements(
    tally: Tally, statements: tuple[str, ...], most: int = MOST
) -> tuple[tuple[Consensus, ...], tuple[Consensus, ...]]:
    """Return what all groups agree with, and what all disagree with, the clearest first, at most `most` of each.

    A statement counts when everybody together is beyond 1/2 significantly (10 %) and each single group is beyond 1/2.
    """
    everybody, found = tally.total(), []
    for direction in ("agree", "disagree"):
        hits, whole = getattr(tally, direction), getattr(everybody, direction)[0]
        seen = everybody.seen[0]
        within = probability(hits, tally.seen)
        agreement, lowest = np.exp(np.log(within).mean(axis=0)), within.min(axis=0)
        test = one_proportion(whole, seen)
        rank = np.where((test > SIGNIFICANT) & (lowest > 0.5), agreement * test, -np.inf)
        found.append(
            tuple(
                Consensus(
                    statements[place],
                    direction,
                    int(whole[place]),
                    int(seen[place]),
                    float(probability(whole, seen)[place]),
                    float(test[place]),
                    float(agreement[place]),
                    float(lowest[place]),
                )
                for _, place in _largest(rank[None], most)
            )
        )
    return found[0], found[1]


def divisiveness(tally: Tally) -> Floats:
    """Return for each statement the largest difference of the probability of agreement between two groups, (m,)."""
    if not len(tally.agree):
        return np.zeros(tally.agree.shape[1])
    chance = probability(tally.agree, tally.seen)
    return np.asarray(chance.max(axis=0) - chance.min(axis=0), np.float64)


def priorities(everybody: Tally, extremity: Floats) -> Floats:
    """Return how useful it is to show a statement next, shape (m,).

    Polis' metric, ((1 - p)(1 + E) a (1 + 8 · 2^(-S/5)))², with p and a the probabilities of passing and of agreement,
    E how far the statement draws people apart on the plane, S how many voted: new ones and dividing ones come first.
    Polis is known to serve all statements alike where E is taken from an update that does not exist yet; here E comes
    from the same run.
    """
    seen = everybody.seen[0]
    agree, passed = probability(everybody.agree[0], seen), probability(everybody.passed[0], seen)
    return np.asarray(((1 - passed) * (1 + extremity) * agree * (1 + 8 * 2 ** (-seen / 5))) ** 2, np.float64)


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Return the p-values adjusted so that at most that share of what is called significant is so by chance."""
    flat = p_values.ravel()
    order = np.argsort(flat, kind="stable")
    steps = flat[order] * len(flat) / np.arange(1, len(flat) + 1)
    adjusted = np.empty(len(flat))
    adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    return adjusted.reshape(p_values.shape)


def _largest(rank: Floats, most: int) -> list[tuple[int, int]]:
    """Return the places (row, column) of the `most` largest finite values, largest first, ties by place."""
    flat = rank.ravel()
    order = np.argsort(-flat, kind="stable")[:most]
    return [divmod(int(place), rank.shape[1]) for place in order if np.isfinite(flat[place])]
