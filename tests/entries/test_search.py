"""Search: forms of words, beginnings, phrases, typing errors, and only what the reader may see."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogwerk.entries.models import Entry, Kind, SearchDocument, State, TitleWord
from dialogwerk.entries.search import NewDocuments, find, index_entry, index_many, similar_titles
from dialogwerk.entries.search.compounds import TitleWords
from tests import factories


@pytest.fixture
def make(process):
    def make(title: str, summary: str = "", extra: str = "", **fields) -> Entry:
        entry = factories.EntryFactory(process=process, title=title, summary=summary, **fields)
        index_entry(entry, extra)
        return entry

    return make


def _titles(text: str) -> list[str]:
    return [entry.title for entry in find(text, entries=Entry.objects.visible_to(AnonymousUser())).best(20)]


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

    assert found.best(20) == [entry]
    assert found.corrections == {"digitalisirungsatlas": "digitalisierungsatlas"}


def test_all_words_must_be_found_and_titles_come_first(make) -> None:
    make("Werkstatt", "Ein Roboter in der Lehre")
    make("Roboter in der Werkstatt")

    assert _titles("roboter werkstatt") == ["Roboter in der Werkstatt", "Werkstatt"]
    assert _titles("roboter werkstatt mond") == []


def test_the_title_that_was_typed_comes_before_longer_ones(make) -> None:
    make("Azubi-Jury Schachtzeichen 4.0", "Kurz.")
    make("Schachtzeichen 4.0", "Ein Tag lang zeigen Ballons, wo digital gearbeitet wird. " * 8)

    assert _titles(" Schachtzeichen 4.0 ") == ["Schachtzeichen 4.0", "Azubi-Jury Schachtzeichen 4.0"]


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

    len(find(text, entries=Entry.objects.all()).numbers())


def test_number_of_queries_does_not_grow(make, django_assert_num_queries) -> None:
    index_many((factories.EntryFactory(title=f"Werkstatt {number}"), "") for number in range(12))

    with django_assert_num_queries(4):  # one more tells whether a word is too common to rank every hit
        found = find("werkstatt", entries=Entry.objects.all())
        assert len(found.numbers()) == 12
    assert found.counts == {Kind.PROJECT: 12}


def test_similar_titles_shares_telling_words(make, process) -> None:
    near = make("Netzwerk der Digital-Scouts", kind=Kind.IDEA)
    make("Lernwerkstatt für Pflegekräfte", kind=Kind.IDEA)

    assert similar_titles(process, "Scouts für die Digitalisierung, ein Netz") == [near]
    assert similar_titles(process, "und oder aber") == []


@pytest.fixture
def scouts(make) -> list[Entry]:
    """Ideas about nearly the same, and others around them."""
    make("Lernwerkstatt für Pflegekräfte", kind=Kind.IDEA)
    make("Beratung im Jobcenter", kind=Kind.IDEA)
    make("Digitale Fabrik zum Anfassen", kind=Kind.IDEA)
    return [make(title, kind=Kind.IDEA) for title in ("Digital-Scouts", "Scout für Digitalisierung")]


def test_a_compound_is_like_its_parts_in_other_forms(scouts, process) -> None:
    assert similar_titles(process, "Digitalscouts")[:2] == scouts


@pytest.mark.parametrize("text", ["Scouts für die Digitalisierung", "Digitale Scouts", "Scout"])
def test_its_parts_are_like_a_compound(make, scouts, process, text) -> None:
    joined = make("Digitalscouts im Betrieb", kind=Kind.IDEA)

    assert joined in similar_titles(process, text)[:3]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Weiterbildungsberatung", "Beratung zur Weiterbildung"),
        ("Beratung zur Weiterbildung", "Weiterbildungsberatung für kleine Betriebe"),
        ("Weiterbildung beraten", "Beratung zur Weiterbildung"),
    ],
)
def test_advice_on_training_is_found_however_it_is_called(make, process, text, title) -> None:
    make("Weiterbildung auf dem Land", kind=Kind.IDEA)
    make("Beratung gegen Sucht", kind=Kind.IDEA)
    wanted = make(title, kind=Kind.IDEA)

    assert similar_titles(process, text)[0] == wanted


def test_search_finds_compounds_by_their_end_and_parts_by_their_compound(make) -> None:
    make("Weiterbildungsberatung")
    make("Beratung zur Weiterbildung")
    make("Weiterbildung auf dem Land")

    assert sorted(_titles("Weiterbildungsberatung")) == ["Beratung zur Weiterbildung", "Weiterbildungsberatung"]
    assert sorted(_titles("Beratung")) == ["Beratung zur Weiterbildung", "Weiterbildungsberatung"]


def test_a_short_word_is_not_looked_for_within_others(make) -> None:
    make("Beratung")

    assert _titles("rat") == []


def test_words_that_are_no_compound_stay_whole() -> None:
    known = TitleWords("beratung\ndigital\nscout\nweiterbildung\nwerk")

    assert known.parts_of("weiterbildungsberatung") == ("weiterbildung", "beratung")
    assert known.parts_of("digitalscouts") == ("digital", "scout")
    assert known.parts_of("beratung") == ()
    assert known.parts_of("") == ()
    assert known.roots_of("digitalisierung") == ["digital"]


def test_many_words_are_looked_through_quickly() -> None:
    known = TitleWords("\n".join(f"wort{number}bildung" for number in range(100_000)))
    assert len(known.all) == 100_000
    started = time.perf_counter()

    known.containing("scouts")
    known.parts_of("weiterbildungsberatung")

    assert time.perf_counter() - started < 0.5


def test_of_very_many_hits_those_in_titles_come_first_then_the_newest(make, monkeypatch) -> None:
    monkeypatch.setattr("dialogwerk.entries.search.query.COMMON", 3)
    make("Alt", "Werkstatt", kind=Kind.IDEA)
    in_title = make("Werkstatt für alle")
    make("Neuer", "Eine Werkstatt")
    make("Am neuesten", "Noch eine Werkstatt", kind=Kind.CONTRIBUTION)

    found = find("werkstatt", entries=Entry.objects.all())

    assert found.is_cut
    assert [entry.title for entry in found.best(20)] == [in_title.title, "Am neuesten", "Neuer"]
    assert sum(found.counts.values()) == 3


def test_similar_titles_of_common_words_are_looked_for_in_titles(make, process, monkeypatch) -> None:
    monkeypatch.setattr("dialogwerk.entries.search.query.COMMON", 2)
    wanted = make("Lernwerkstatt Robotik", kind=Kind.IDEA)
    for number in range(3):
        make(f"Nummer {number}", "Robotik und Lernwerkstatt", kind=Kind.IDEA)

    assert similar_titles(process, "Robotik in der Lernwerkstatt")[0] == wanted


def test_the_word_itself_in_a_title_comes_before_its_compounds(make) -> None:
    make(
        title="Weiterbildungsverbund und Weiterbildungsberatung", summary="Weiterbildung, Weiterbildung, Weiterbildung."
    )
    make(title="Ein langer Titel, in dem das Wort Weiterbildung nur am Rande und ganz hinten steht")
    make(title="Weiterbildungsscheck", summary="Weiterbildung.")

    found = find("Weiterbildung", entries=Entry.objects.public())

    assert found.best(20)[0].title.startswith("Ein langer Titel")


@pytest.mark.parametrize(
    ("titles", "text", "parts"),
    [
        (("Fachkräfte halten", "Mangel verwalten"), "Fachkräftemangel", ("Fachkräfte", "Mangel")),
        (("Arbeitsschutz am Band", "Hörschutz für alle"), "Gesundheitsschutz", ("Gesundheit", "Schutz")),
    ],
)
def test_of_a_compound_that_finds_nothing_one_part_is_enough_and_that_is_told(
    make, client, titles, text, parts
) -> None:
    for title in titles:
        make(title=title)
    make(title="Etwas anderes", summary="Gesundheit und Mangel an Zeit")

    found = find(text, entries=Entry.objects.public())
    html = client.get(f"/suche/?q={text}").content.decode()

    assert (found.loosened, found.whole) == ({text: parts}, 0)
    assert found.total >= 2
    assert f"Nichts zu „{text}“. Gezeigt: {', '.join(parts)}." in html


def test_what_has_the_whole_compound_comes_first(make) -> None:
    for title in ("Fachkräfte halten", "Mangel verwalten", "Gegen den Fachkräftemangel"):
        make(title=title)

    found = find("Fachkräftemangel", entries=Entry.objects.public())

    assert (found.whole, found.total) == (1, 3)
    assert found.best(20)[0].title == "Gegen den Fachkräftemangel"


def test_very_many_new_entries_are_indexed_as_single_ones(db) -> None:
    entries = [
        factories.EntryFactory(title=title, summary=text, body="", place_name="")
        for title, text in (
            ("Lernorte in Städten", "Die **Werkstätten** [öffnen](https://x.de) am\u00a0Abend."),
            ("ΟΔΟΣ im Café-Haus", "Straße, STRASSE und İstanbul: _Lernort_"),
            ("…", ""),
        )
    ]
    index_many((entry, "") for entry in entries)
    single = list(SearchDocument.objects.order_by("pk").values())
    known = set(TitleWord.objects.all())
    SearchDocument.objects.all().delete()
    TitleWord.objects.all().delete()

    documents = NewDocuments()
    for part in (entries[:1], entries[1:]):
        documents.add([one.pk for one in part], [one.title for one in part], [one.summary for one in part])

    assert list(SearchDocument.objects.order_by("pk").values()) == single
    assert set(TitleWord.objects.all()) == known
    assert find("Werkstatt", entries=Entry.objects.all()).total == 1
