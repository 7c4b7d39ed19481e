"""From a text to what is counted: language, words, dictionary forms, parts of compounds; and masking of people."""

from sensemaking.text.compounds import Compounds
from sensemaking.text.language import guess_language
from sensemaking.text.lemmas import lemma_of
from sensemaking.text.masking import mask
from sensemaking.text.stopwords import STOPWORDS
from sensemaking.text.tokens import sentences, tokens, words

__all__ = ["STOPWORDS", "Compounds", "guess_language", "lemma_of", "mask", "sentences", "tokens", "words"]
