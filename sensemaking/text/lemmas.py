"""Dictionary forms by simplemma (Barbaresi 2021), with the dictionary that needs 20 MB."""

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

_lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=LOW_MEMORY_DICTIONARY_FACTORY))


@lru_cache(maxsize=200_000)
def lemma_of(token: str, languages: tuple[str, ...] = ("de",)) -> str:
    """Return the dictionary form of `token` (in small letters), in small letters with ß as ss.

    German nouns stand in the dictionary with a capital letter, so both ways of writing are asked; the token itself
    where no dictionary knows it.
    """
    for spelt in (token, token.capitalize()):
        found: str = _lemmatizer.lemmatize(spelt, lang=languages)
        if found.lower() != token:
            return found.lower().replace("ß", "ss")
    return token.replace("ß", "ss")
