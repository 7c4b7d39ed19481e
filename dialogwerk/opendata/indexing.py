"""Making the search index anew, with the detail sheets of all rooms."""

from collections.abc import Iterator

from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.search import index_many
from dialogwerk.events.models import Event, Table
from dialogwerk.ideas.models import Idea
from dialogwerk.synthesis.models import Sentence

TABLE_TEXTS = ("title", "guiding_question", "persona_role", "persona_challenge", "result")


def index_everything() -> int:
    """Write the index of all entries and return how many there are."""
    return index_many(_rows())


def _rows() -> Iterator[tuple[Entry, str]]:
    extra = {**_event_texts(), **_sentence_texts()}
    for entry in Entry.objects.order_by("pk").select_related("idea").iterator(chunk_size=500):
        yield entry, _idea_text(entry) if entry.kind == Kind.IDEA else extra.get(entry.pk, "")


def _idea_text(entry: Entry) -> str:
    idea = getattr(entry, "idea", None)
    return " ".join(getattr(idea, name) for name in Idea.REVISED_TEXTS) if idea else ""


def _event_texts() -> dict[int, str]:
    texts = {event.pk: f"{event.subtitle} {event.venue_city} {event.review}" for event in Event.objects.all()}
    for table in Table.objects.all():
        texts[table.event_id] += " " + " ".join(getattr(table, name) for name in TABLE_TEXTS)
    return texts


def _sentence_texts() -> dict[int, str]:
    texts: dict[int, str] = {}
    for number, text in Sentence.objects.values_list("challenge_id", "text"):
        texts[number] = f"{texts.get(number, '')} {text}"
    return texts
