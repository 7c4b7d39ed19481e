"""Where an entry lives. The names of the pages of higher rooms are data here, so that `/e/1234` can lead there."""

from functools import lru_cache

from django.urls import reverse

from dialogwerk.entries.models import Entry, Kind

PAGES = {
    Kind.IDEA: "ideas:idea",
    Kind.CONTRIBUTION: "ideas:contribution",
    Kind.EVENT: "events:event",
    Kind.SURVEY: "surveys:survey",
    Kind.CHALLENGE: "synthesis:challenge",
}

MISSING_PAGE = "synthesis:missing"  # where one says that an entry is missing in the challenges

# When something happened: events know it in their own room, everything else by its publication.
DATE_FIELDS = ("event__starts_at", "published_at", "created_at")


def page_of(entry: Entry) -> str:
    """Return the canonical address of `entry` (its process must be loaded). No query."""
    return page_named(entry.kind, entry.process.slug, entry.pk, entry.slug)


@lru_cache(maxsize=5000)
def page_named(kind: str, process: str, number: int, slug: str) -> str:
    """Return the canonical address of an entry that is known by kind, slug of its process, number and slug.

    Kept: a page of many entries asks for each of them several times, and finding out takes thirty times as long.
    """
    name = PAGES.get(Kind(kind), "entries:entry")
    return reverse(name, kwargs={"process": process, "number": number, "slug": slug or "-"})


def short_address(entry: Entry) -> str:
    """Return the permanent short address of `entry`."""
    return reverse("entries:short", kwargs={"number": entry.pk})


@lru_cache(maxsize=5000)
def trail_page(number: int) -> str:
    """Return the address of an entry's trail; kept as `page_named` is."""
    return reverse("entries:trail", kwargs={"number": number})


def missing_page(entry: Entry) -> str:
    """Return where one says that `entry` is missing in the challenges of its process."""
    return f"{reverse(MISSING_PAGE, args=[entry.process.slug])}?beitrag={entry.pk}"
