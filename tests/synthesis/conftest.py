"""Two labs with cards, and a set of challenges that rests on them."""

import pytest

from dialogwerk.entries.models import Entry
from dialogwerk.synthesis.actions import Claim, create_set, write_challenge
from dialogwerk.synthesis.models import Challenge, ChallengeSet
from tests import factories


@pytest.fixture
def lab(process) -> Entry:
    event = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Siegen")
    factories.TableFactory(event=event, number=2, title="Scouts")
    return event.entry


@pytest.fixture
def cards(process, lab) -> list[Entry]:
    """Four cards of the same table."""
    groups = ("unternehmen", "gewerkschaft", "unternehmen", "")
    return [
        factories.ContributionFactory(
            entry__process=process,
            entry__origin=lab,
            entry__origin_table=2,
            entry__summary=f"Karte Nummer {number}",
            entry__stakeholder_group=group,
        ).entry
        for number, group in enumerate(groups, start=1)
    ]


@pytest.fixture
def draft(process, edith, lab) -> ChallengeSet:
    return create_set(actor=edith, process=process, title="Fünf Herausforderungen", method="Zu zweit.", based_on=[lab])


@pytest.fixture
def challenge(draft, edith, cards) -> Challenge:
    """Two sentences with evidence and one without."""
    return write_challenge(
        actor=edith,
        challenge_set=draft,
        title="Lernen kommt zur Arbeit",
        claims=[
            Claim("Scham hält ab.", (cards[0].pk, cards[1].pk)),
            Claim("Zeit fehlt.", (cards[1].pk, cards[2].pk)),
            Claim("Ganz allgemein."),
        ],
    )
