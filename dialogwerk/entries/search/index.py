"""Writing the index."""

from collections.abc import Iterable

from dialogwerk.core.rows import insert_rows
from dialogwerk.core.text import fold, lemma, plain, words
from dialogwerk.entries.models import Entry, SearchDocument, TitleWord

BATCH = 500


def index_entry(entry: Entry, extra_text: str | None = None) -> None:
    """Write the words of `entry` into the index. Three statements at most.

    `extra_text` holds the texts of the detail sheet; None keeps those of the last time.
    """
    if extra_text is None:
        extra = SearchDocument.objects.filter(pk=entry.pk).values_list("extra", flat=True).first() or ""
    else:
        extra = _folded(extra_text)
    _save([_document(entry, extra)])


def index_many(rows: Iterable[tuple[Entry, str]]) -> int:
    """Write the index of many entries, each with the texts of its detail sheet; return how many there were."""
    batch: list[SearchDocument] = []
    total = 0
    for entry, extra_text in rows:
        batch.append(_document(entry, _folded(extra_text)))
        if len(batch) == BATCH:
            total += _save(batch)
            batch = []
    return total + _save(batch)


def index_new(entries: Iterable[Entry]) -> None:
    """Write the index of many entries that are not in it yet and have no detail sheet."""
    documents = [_document(entry, "") for entry in entries]
    rows = ((one.entry_id, one.title, one.text, one.extra, one.lemmas) for one in documents)
    insert_rows(SearchDocument, ("entry", "title", "text", "extra", "lemmas"), rows)
    _remember_title_words(documents)


def _save(batch: list[SearchDocument]) -> int:
    SearchDocument.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["entry"], update_fields=["title", "text", "extra", "lemmas"]
    )
    _remember_title_words(batch)
    return len(batch)


def _folded(text: str) -> str:
    return " ".join(map(fold, words(plain(text))))


def _document(entry: Entry, extra: str) -> SearchDocument:
    language = entry.language if entry.language in {"de", "en"} else "de"
    title, text = words(entry.title), words(plain(f"{entry.summary} {entry.body} {entry.place_name}"))
    forms = dict.fromkeys(lemma(word, language) for word in dict.fromkeys([*title, *text, *extra.split()]))
    return SearchDocument(
        entry_id=entry.pk,
        title=" ".join(map(fold, title)),
        text=" ".join(map(fold, text)),
        extra=extra,
        lemmas=" ".join(forms),
    )


def _remember_title_words(documents: list[SearchDocument]) -> None:
    found = {word for document in documents for word in document.title.split() if 3 < len(word) <= 60}
    TitleWord.objects.bulk_create((TitleWord(word=word) for word in sorted(found)), ignore_conflicts=True)
