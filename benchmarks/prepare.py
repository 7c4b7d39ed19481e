"""Get ready for measuring, inside Django: `python -m benchmarks.prepare session` or `… queries NUMBER`."""

import json
import sys

import django

DRAFTS = 200


def session() -> dict:
    """Sign somebody in, give her drafts to send, and name the ideas and the challenge that are measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from dialogwerk.accounts.models import Person
    from dialogwerk.entries.models import Entry, Kind

    person = Person.objects.order_by("pk").first()
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    ideas = Entry.objects.filter(kind=Kind.IDEA).order_by("pk").values_list("pk", flat=True)
    return {
        "session": store.session_key,
        "read": ideas[7],
        "written": ideas[8],
        "challenge": Entry.objects.filter(kind=Kind.CHALLENGE).order_by("pk").values_list("pk", flat=True)[0],
        "drafts": _drafts(person),
    }


def _drafts(person) -> list[str]:
    """Keep ideas as typed, with a place on the map; return the keys they are sent by."""
    from dialogwerk.ideas.models import IdeaDraft
    from dialogwerk.processes.models import Process

    process = Process.objects.get(slug="messung")
    fields = {
        "title": "Ein Schichtplan, den alle mitgestalten",
        "summary": "Wer im Betrieb in Schichten arbeitet, soll die Pläne mit anderen tauschen und ändern können.",
        "place": ["Dortmund", "", "7.46", "51.51", "Dortmund"],
    }
    drafts = IdeaDraft.objects.bulk_create(
        IdeaDraft(process=process, person=person, fields=fields) for _ in range(DRAFTS)
    )
    return [draft.key for draft in drafts]


def queries(prepared: dict) -> dict[str, int]:
    """Return how many queries each page makes, read for the second time by a visitor."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.measure import pages

    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(), {}
    for page in pages(prepared):
        if not page.posts:
            client.get(page.path)
            with CaptureQueriesContext(connection) as captured:
                client.get(page.path)
            found[page.name] = len(captured)
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(session() if sys.argv[1] == "session" else queries(json.loads(sys.argv[2]))))
