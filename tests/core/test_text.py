"""What changed between two versions is told so that it can be read."""

from dialogwerk.core.text import differences, number_in, plain, words

FIRST = "Ein Festival, das die Branchen des Münsterlands zusammenbringt: Betriebe zeigen einander ihre Neuerungen."


def test_a_changed_word_is_told_within_its_sentence() -> None:
    after = FIRST.replace("Betriebe", "Schulen")

    assert [(change.kind, change.text) for change in differences(FIRST, after) if change.kind != "same"] == [
        ("removed", "Betriebe"),
        ("added", "Schulen"),
    ]


def test_a_rewritten_text_is_told_as_a_whole() -> None:
    after = "Ein Wochenende zum Anfassen für alle Menschen der Region und eine Bühne auch für Versuche, die misslangen."

    assert [(change.kind, change.text) for change in differences(FIRST, after)] == [
        ("removed", FIRST),
        ("same", " "),
        ("added", after),
    ]


def test_a_number_in_an_address_is_one_that_a_database_bears() -> None:
    assert [number_in(text) for text in ("7", "007", "9" * 18)] == [7, 7, int("9" * 18)]
    assert [number_in(text) for text in (None, "", "²", "٣", "-1", "1.0", "9" * 19)] == [None] * 7


def test_plain_text_has_no_marks_and_single_spaces() -> None:
    assert (
        plain("  # Ein **fetter**\n\n>Text, siehe [hier](https://x.de/a_b)\u00a0!\t") == "Ein fetter Text, siehe hier !"
    )
    assert plain("Ohne  alles\n") == "Ohne alles"
    assert plain("") == ""


def test_words_are_small_letters_and_digits_with_hyphens_between() -> None:
    assert words("Café-Häuser, 3D_Druck – ΟΔΟΣ! E-Mail-") == ["café-häuser", "3d", "druck", "οδος", "e-mail"]
    assert words("…") == []
