"""Search: forms of words, beginnings, phrases, typing errors, and only what the reader may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogwerk.entries.models import Entry, Kind, SearchDocument, State
from dialogwerk.entries.search import find, index_entry, index_many, similar_titles
from tests import factories


@pytest.fixture
def make(process):
    def make(title: str, summary: str = "", extra: str = "", **fields) -> Entry:
        entry = factories.EntryFactory(process=process, title=title, summary=summary, **fields)
        index_entry(entry, extra)
        return entry

    return make


def _titles(text: str) -> list[str]:
    return [entry.title for entry in find(text, entries=Entry.objects.visible_to(AnonymousUser())).entries]


@pytest.mark.parametrize(
    "text",
    [
        "Betriebsrat",
        "betriebsräte",
        "Betriebsraete",
        "Betriebs",
        "BETRIEBSRÄTEN",
        '"Betriebsräte sprechen"',
        "die Betriebsräte",
    ],
)
def test_word_is_found_in_all_its_forms(make, text) -> None:
    make("Betriebsräte sprechen mit")
    make("Etwas ganz anderes")

    assert _titles(text) == ["Betriebsräte sprechen mit"]


def test_typing_errors_are_corrected_towards_titles_and_told(make) -> None:
    entry = make("Digitalisierungsatlas")

    found = find("digitalisirungsatlas", entries=Entry.objects.all())

    assert list(found.entries) == [entry]
    assert found.corrections == {"digitalisirungsatlas": "digitalisierungsatlas"}


def test_all_words_must_be_found_and_titles_come_first(make) -> None:
    make("Werkstatt", "Ein Roboter in der Lehre")
    make("Roboter in der Werkstatt")

    assert _titles("roboter werkstatt") == ["Roboter in der Werkstatt", "Werkstatt"]
    assert _titles("roboter werkstatt mond") == []


def test_words_of_the_detail_sheet_are_found_and_kept_when_the_card_changes(make) -> None:
    entry = make("Idee", extra="Schachtzeichen über Zechen")
    entry.title = "Neue Idee"
    entry.save()

    index_entry(entry)

    assert _titles("schachtzeichen") == ["Neue Idee"]


def test_reader_finds_only_what_she_may_see(make) -> None:
    make("Geheimer Entwurf", state=State.DRAFT)

    assert _titles("geheimer") == []


def test_erased_words_are_gone_from_the_index(make) -> None:
    entry = make("Vertraulich")

    SearchDocument.objects.filter(pk=entry.pk).delete()

    assert _titles("vertraulich") == []


@pytest.mark.parametrize(
    "text", ['"', "AND", "*", "(", "a' OR 1=1", "NEAR(x", "title:", "^", "\\", "-", "'", "!", "&|", "😀"]
)
def test_signs_of_the_query_language_do_no_harm(make, text) -> None:
    make("Titel")

    find(text, entries=Entry.objects.all()).entries.count()


def test_number_of_queries_does_not_grow(make, django_assert_num_queries) -> None:
    index_many((factories.EntryFactory(title=f"Werkstatt {number}"), "") for number in range(12))

    with django_assert_num_queries(2):
        found = find("werkstatt", entries=Entry.objects.all())
        assert len(found.entries) == 12
    assert found.counts == {Kind.PROJECT: 12}


def test_similar_titles_shares_telling_words(make, process) -> None:
    near = make("Netzwerk der Digital-Scouts", kind=Kind.IDEA)
    make("Lernwerkstatt für Pflegekräfte", kind=Kind.IDEA)

    assert similar_titles(process, "Scouts für die Digitalisierung, ein Netz") == [near]
    assert similar_titles(process, "und oder aber") == []
