"""Groups of participants from agree, disagree and pass; what they say; how stable that is."""

from sensemaking.opinion.analysis import Earlier, Group, Opinions, Participant, Settings, Statement, opinions
from sensemaking.opinion.stability import Stability
from sensemaking.opinion.statements import Consensus, Representative
from sensemaking.opinion.votes import Votes

__all__ = [
    "Consensus",
    "Earlier",
    "Group",
    "Opinions",
    "Participant",
    "Representative",
    "Settings",
    "Stability",
    "Statement",
    "Votes",
    "opinions",
]
