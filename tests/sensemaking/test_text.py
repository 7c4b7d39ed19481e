"""Words, dictionary forms, compounds, languages, masking."""

import pytest

from sensemaking.text import Compounds, guess_language, lemma_of, mask, sentences, tokens, words


def test_words_leave_out_numbers_and_endings_of_both_genders() -> None:
    assert words("Bürger*innen und Radfahrer:innen: CO2, 2017; Kollege(n), BürgerInnen, Lehrer/-innen") == [
        "Bürger", "und", "Radfahrer", "CO2", "Kollege", "Bürger", "Lehrer",
    ]  # fmt: skip
    assert tokens("Fern-/Nahwärmenetze") == ["fern", "nahwärmenetze"]
    assert words("") == words("12 :-) 3,5") == []


def test_sentences_end_where_a_reader_would_end_them() -> None:
    text = "Das ist z. B. gut. Nr. 5 lebt! Und nun?\n- Punkt eins\n- Am 3. Mai ca. 3 Meter."

    assert sentences(text) == ["Das ist z. B. gut.", "Nr. 5 lebt!", "Und nun?", "Punkt eins", "Am 3. Mai ca. 3 Meter."]
    assert sentences(" \n ") == []


@pytest.mark.parametrize(
    ("word", "lemma"), [("radwegen", "radweg"), ("verbesserte", "verbessern"), ("straßen", "strasse"), ("xyzq", "xyzq")]
)
def test_words_come_to_their_dictionary_form(word: str, lemma: str) -> None:
    assert lemma_of(word) == lemma


def test_compounds_are_split_by_the_words_of_the_corpus_only() -> None:
    counts = {
        "rad": 5,
        "verkehr": 4,
        "führung": 3,
        "schule": 2,
        "weg": 9,
        "bauen": 8,
        "radverkehr": 2,
        "selten": 1,
        "heit": 9,
    }
    compounds = Compounds(counts)

    assert compounds.split("radverkehrsführung") == ("rad", "verkehr", "führung")
    assert compounds.split("schulweg") == ("schule", "weg")
    assert compounds.split("ausbauen") == ("ausbauen",)
    assert compounds.split("seltenheit") == ("seltenheit",)
    assert compounds.split("luftballon") == ("luftballon",)


def test_language_is_guessed_by_function_words() -> None:
    assert guess_language("Wir wollen mehr Bäume, und zwar bald.") == "de"
    assert guess_language("We want more trees and we want them soon.") == "en"
    assert guess_language("WLAN") == "de"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ich bin Frau Ayşe Kaya aus Bonn.", "Ich bin Frau [Name] aus Bonn."),
        ("Herr Dr. von Berg sagte", "Herr [Name] sagte"),
        ("Peter Schmidt sagte", "[Name] sagte"),
        ("Lindenstraße 12a, 53111 Bonn", "[Anschrift]"),
        ("Am Markt 5 ist es laut", "[Anschrift] ist es laut"),
        ("Tel. 0228 / 123 45 67 oder +49 151 2345678", "Tel. [Telefonnummer] oder [Telefonnummer]"),
        ("an a.kaya@example.org oder a.kaya(at)example.org", "an [E-Mail] oder [E-Mail]"),
        ("siehe https://example.org/seite?x=1.", "siehe [Adresse im Netz]."),
        ("DE89 3704 0044 0532 0130 00", "[Kontonummer]"),
        ("Kennzeichen B-XY 123", "Kennzeichen [Kennzeichen]"),
        ("Kunde 12345678", "Kunde [Nummer]"),
    ],
)
def test_people_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Tempo 30 seit 2017",
        "1.500.000 Euro",
        "2011 waren es 17,1 %",
        "Die Kölner Straße ist zu laut.",
        "10:30 Uhr, 3. Mai",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == text
