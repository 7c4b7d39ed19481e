"""Writing the index."""

from collections.abc import Callable, Iterable, Sequence

from dialogwerk.core.prepared import insert
from dialogwerk.core.rows import insert_columns
from dialogwerk.core.text import fold, lemma, plain, words
from dialogwerk.entries.models import Entry, SearchDocument, TitleWord

BATCH = 500


def index_entry(entry: Entry, extra_text: str | None = None, *, is_new: bool = False) -> None:
    """Write the words of `entry` into the index. Three statements at most.

    `extra_text` holds the texts of the detail sheet; None keeps those of the last time. `is_new`: it is not there yet.
    """
    if is_new:
        document = _document(entry, _folded(extra_text or ""))
        insert([document])
        _remember_title_words([document.title])
        return
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


class NewDocuments:
    """Writes the index of very many new entries in German without a detail sheet, and remembers the words it met."""

    def __init__(self) -> None:
        self._folded, self._lemmas = _Words(fold), _Words(lemma)
        self._titles: set[str] = set()

    def add(self, numbers: Sequence[int], titles: Sequence[str], texts: Sequence[str]) -> None:
        """Write entries into the index that are not in it yet. Two statements."""
        made = [self._columns(words(title), words(plain(text))) for title, text in zip(titles, texts, strict=True)]
        title, text, lemmas = zip(*made, strict=True)
        insert_columns(SearchDocument, entry=numbers, title=title, text=text, lemmas=lemmas)
        _remember_title_words(title, self._titles)

    def _columns(self, title: list[str], text: list[str]) -> tuple[str, str, str]:
        fold, lemma = self._folded.__getitem__, self._lemmas.__getitem__
        forms = dict.fromkeys(map(lemma, dict.fromkeys(title + text)))
        return " ".join(map(fold, title)), " ".join(map(fold, text)), " ".join(forms)


class _Words(dict[str, str]):
    """What becomes of each word; worked out once, looked up without a call of Python."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        made = self[word] = self._make(word)
        return made


def _save(batch: list[SearchDocument]) -> int:
    SearchDocument.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["entry"], update_fields=["title", "text", "extra", "lemmas"]
    )
    _remember_title_words(document.title for document in batch)
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


def _remember_title_words(titles: Iterable[str], known: set[str] | None = None) -> None:
    """Keep the words of titles, without asking again for those that are `known`, and add them there."""
    found = {word for title in titles for word in title.split() if 3 < len(word) <= 60} - (known or set())
    TitleWord.objects.bulk_create((TitleWord(word=word) for word in sorted(found)), ignore_conflicts=True)
    if known is not None:
        known |= found
