"""What may come in about challenges and sorting tables."""

from dialogwerk.synthesis.forms.challenges import (
    BaseSentences,
    ChallengeForm,
    NumbersForm,
    PublishForm,
    SentenceForm,
    Sentences,
    SetForm,
    initial_of_sentences,
    initial_of_set,
)
from dialogwerk.synthesis.forms.tables import GroupForm, TableForm, TitleForm

__all__ = [
    "BaseSentences",
    "ChallengeForm",
    "GroupForm",
    "NumbersForm",
    "PublishForm",
    "SentenceForm",
    "Sentences",
    "SetForm",
    "TableForm",
    "TitleForm",
    "initial_of_sentences",
    "initial_of_set",
]
