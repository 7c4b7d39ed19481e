"""Boards for the load on labs: `python -m benchmarks.room prepare BOARDS` opens them and prints their codes."""

import datetime
import json
import sys

import django


def prepare(count: int) -> list[str]:
    """Make one event with `count` tables whose lab is open; return the codes. Boards of a former run are gone."""
    from dialogwerk.accounts.models import Organisation
    from dialogwerk.entries.models import Entry, Kind, State
    from dialogwerk.events.models import Event, Table
    from dialogwerk.labs.actions import open_lab, prepare_lab
    from dialogwerk.labs.models import Lab
    from dialogwerk.processes.models import Act, Owner, Phase, Process, ProcessStatus

    process = Process.objects.filter(slug="labor").first()
    if process is None:
        owner = Owner.objects.create(organisation=Organisation.objects.create(name="Labor"), short_name="Labor")
        process = Process.objects.create(owner=owner, slug="labor", title="Labor", status=ProcessStatus.OPEN)
        Phase.objects.create(process=process, title="Offen", acts=list(Act.values))
    Lab.objects.all().delete()
    now = datetime.datetime.now(datetime.UTC)
    entry = Entry.objects.create(
        process=process, kind=Kind.EVENT, title="Labor unter Last", state=State.PUBLISHED, published_at=now
    )
    event = Event.objects.create(entry=entry, starts_at=now, ends_at=now + datetime.timedelta(hours=3))
    Table.objects.bulk_create(Table(event=event, number=number) for number in range(1, count + 1))
    lab = open_lab(actor=None, lab=prepare_lab(actor=None, event=event))
    return list(lab.boards.values_list("code", flat=True))


if __name__ == "__main__":
    django.setup()
    print(json.dumps(prepare(int(sys.argv[2]))))
