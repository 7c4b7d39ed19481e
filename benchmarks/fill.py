"""Fill a database with many ideas, comments and ratings: `python -m benchmarks.fill NUMBER`.

The texts are drawn from a list of words, the places are the towns of NRW. The same number gives the same rows.
"""

import datetime
import random
import sys

import django

WORDS = """
    Werkstatt Schichtplan Betriebsrat Weiterbildung Ausbildung Messenger Handwerk Pflege Roboter Netzwerk Scouts Atlas
    Plattform Kompass Datenschutz Homeoffice Fachkräfte Mittelstand Vertrieb Logistik Lager Hochschule Kammer Verband
    Digitalisierung Führung Beteiligung Gesundheit Arbeitszeit Region Mentoren Lernort Probewoche Sprechstunde Labor
""".split()  # noqa: SIM905
PEOPLE, BATCH = 2000, 5000


def fill(number: int) -> None:
    """Make one open process with `number` ideas, as many comments and twice as many ratings."""
    from dialogwerk.opendata.indexing import index_everything

    chance = random.Random(7)
    process, topics, people, towns = _frame()
    for start in range(0, number, BATCH):
        _batch(process, topics, people, towns, chance, min(BATCH, number - start))
    index_everything()


def _frame():
    from dialogwerk.accounts.models import Organisation, Person
    from dialogwerk.places.actions import load_base_regions
    from dialogwerk.places.models import RegionSet
    from dialogwerk.processes.models import Act, Owner, Phase, Process, ProcessRegion, ProcessStatus, Topic, Vocabulary

    load_base_regions()
    region_set = RegionSet.objects.get(slug="nrw-arbeitsmarkt")
    owner = Owner.objects.create(organisation=Organisation.objects.create(name="Messung"), short_name="Messung")
    process = Process.objects.create(
        owner=owner, slug="messung", title="Messung", status=ProcessStatus.OPEN, region_set=region_set
    )
    regions = list(region_set.regions.prefetch_related("municipalities"))
    ProcessRegion.objects.bulk_create(ProcessRegion(process=process, region=region) for region in regions)
    Phase.objects.create(process=process, title="Offen", acts=list(Act.values))
    vocabulary = Vocabulary.objects.create(process=process, slug="themen", title="Themen")
    topics = Topic.objects.bulk_create(
        Topic(vocabulary=vocabulary, slug=f"t{place}", title=word) for place, word in enumerate(WORDS[:8])
    )
    people = Person.objects.bulk_create(
        Person(email=f"p{place}@example.org", public_name=f"Person {place}", password="!") for place in range(PEOPLE)
    )
    return process, topics, people, [(region, town) for region in regions for town in region.municipalities.all()]


def _batch(process, topics, people, towns, chance, number):
    from dialogwerk.entries.models import Comment, Entry, Rating
    from dialogwerk.ideas.models import Idea

    entries = [_entry(process, people, towns, chance) for _ in range(number)]
    Entry.objects.bulk_create(entries, batch_size=1000)
    Idea.objects.bulk_create([Idea(entry=entry, problem=entry.summary, approach=entry.summary) for entry in entries])
    links = Entry.topics.through
    links.objects.bulk_create([links(entry_id=entry.pk, topic_id=chance.choice(topics).pk) for entry in entries])
    Comment.objects.bulk_create(
        [Comment(entry=entry, author=chance.choice(people), text=entry.summary) for entry in entries], batch_size=5000
    )
    Rating.objects.bulk_create(
        [
            Rating(entry=entry, person=person, value=value)
            for entry in entries
            for person, value in zip(chance.sample(people, 2), (3, 4), strict=True)
        ],
        batch_size=5000,
    )


def _entry(process, people, towns, chance):
    from django.utils import timezone

    from dialogwerk.entries.models import Entry, Kind, Stage, State
    from dialogwerk.places.geography.grid import cell_of

    region, town = chance.choice(towns)
    lon, lat = round(town.lon + chance.gauss(0, 0.03), 3), round(town.lat + chance.gauss(0, 0.02), 3)
    at = timezone.now() - datetime.timedelta(minutes=chance.randrange(1_000_000))
    return Entry(
        process=process,
        kind=Kind.IDEA,
        state=State.PUBLISHED,
        title=" ".join(chance.sample(WORDS, 4)),
        slug="idee",
        summary=" ".join(chance.choices(WORDS, k=24)),
        region=region,
        place_name=town.name,
        lon=lon,
        lat=lat,
        cell=cell_of(lon, lat),
        stage=chance.choice([stage for stage in Stage if stage]),
        author=chance.choice(people),
        rating_count=2,
        rating_sum=7,
        comment_count=1,
        created_at=at,
        changed_at=at,
        published_at=at,
    )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
