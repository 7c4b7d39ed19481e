"""Dictionary forms by simplemma (Barbaresi 2021), with the dictionary that needs 20 MB."""

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

_lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=LOW_MEMORY_DICTIONARY_FACTORY))


@lru_cache(maxsize=200_000)
def lemma_of(token: str, languages: tuple[str, ...] = ("de",), *, noun: bool = False) -> str:
    """Return the dictionary form of `token` (in small letters), in small letters with ß as ss.

    German nouns stand in the dictionary with a capital letter: "betriebe" comes from "betreiben", "Betriebe" from
    "Betrieb". `noun` tells that the word is mostly written so; otherwise the capital is tried second. The token itself
    where no dictionary knows it.
    """
    capital: str = _lemmatizer.lemmatize(token.capitalize(), lang=languages)
    if noun:
        return capital.lower().replace("ß", "ss")
    small: str = _lemmatizer.lemmatize(token, lang=languages)
    return (small if small != token else capital).lower().replace("ß", "ss")
