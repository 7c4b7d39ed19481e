"""Loading the demonstration: five dialogues, in one transaction.

It writes rows in bulk instead of calling the actions: the demonstration has its own past dates, and nobody is told.
"""

from django.db import connection, transaction

from dialogwerk.accounts.models import Person
from dialogwerk.demo import frame, reading
from dialogwerk.demo.content import ContentLoader
from dialogwerk.demo.desk import load_desk
from dialogwerk.demo.labs import load_labs
from dialogwerk.demo.people import PASSWORD, SIGN_INS, load_people, load_team
from dialogwerk.demo.publishing import load_missing
from dialogwerk.demo.registrations import load_registrations
from dialogwerk.demo.sorting import load_sorting
from dialogwerk.demo.surveys import load_surveys
from dialogwerk.demo.trail import load_challenges, load_links, load_take_ups
from dialogwerk.entries.models import Entry
from dialogwerk.opendata.indexing import index_everything
from dialogwerk.places.actions import load_base_regions
from dialogwerk.places.models import RegionSet
from dialogwerk.processes.models import Process


def sign_ins() -> list[str]:
    """Return the lines that tell who can sign in; none where the demonstration is not loaded."""
    known = set(Person.objects.filter(email__in=[email for email, *_ in SIGN_INS]).values_list("email", flat=True))
    lines = [f"{email:34} {who}" for email, _name, _role, who in SIGN_INS if email in known]
    return [*lines, f"Passwort für alle: {PASSWORD}"] if lines else []


@transaction.atomic
def load_demo() -> dict[str, int]:
    """Load everything and return how many entries of each kind there are now.

    Raises `DemoDataError` where the files break their format; nothing is kept then.
    """
    if not RegionSet.objects.exists():
        load_base_regions()
    _tell_sizes()
    dialogues = [reading.read_dialogue(slug) for slug in reading.PROCESSES]
    people = load_people(dialogues)
    entries: dict[str, Entry] = {}
    for dialogue in dialogues:
        process = frame.load_frame(dialogue)
        team = load_team(process)
        loader = ContentLoader(process, dialogue, people, team)
        loader.load()
        entries |= {f"{dialogue.slug}:{key}": entry for key, entry in loader.entries.items()}
        entries |= load_challenges(process, dialogue, entries)
    _tell_sizes()
    for dialogue in dialogues:
        frame.load_mapping(dialogue)
        frame.load_neighbours(dialogue)
        load_links(dialogue, entries)
        load_take_ups(dialogue, entries)
        load_labs(dialogue, entries)
        process = Process.objects.get(slug=dialogue.slug)
        load_sorting(process, dialogue, entries)
        load_surveys(process, dialogue, entries)
        load_desk(process, dialogue, entries, people)
        load_missing(process, dialogue, entries, people)
    load_registrations(entries)
    index_everything()
    _tell_sizes()
    kinds = Entry.objects.values_list("kind", flat=True)
    return {kind: list(kinds).count(kind) for kind in sorted(set(kinds))}


def _tell_sizes() -> None:
    """Let PostgreSQL count what was written: before the end of a transaction it would plan for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
