"""Reads for drafts: the contributions they are made of."""

from dialogwerk.synthesis.models import Challenge
from dialogwerk.synthesis.queries.writing import MOST_RANKED, central_first, pool_of


def material_for(challenge: Challenge, most: int) -> dict[int, tuple[str, int]]:
    """Return text and number of ratings of the contributions a challenge can rest on, the most central first.

    At most `most`, chosen among the first thousand. Two queries.
    """
    pool = list(pool_of(challenge).order_by("pk")[:MOST_RANKED])
    return {one.pk: (one.summary or one.title, one.rating_count) for one in central_first(pool)[:most]}
