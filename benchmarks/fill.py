"""Fill a database with many ideas, comments and ratings: `python -m benchmarks.fill NUMBER`.

The texts are drawn from a list of words and their compounds, some common and most rare; the places are around the
towns of NRW. The same number gives the same rows. The first 10,000 ideas are made one by one; all others are copies of
them inside the database, each with a place and a time of its own.
"""

import datetime
import random
import sys
from itertools import accumulate, pairwise

import django

WORDS = """
    Werkstatt Schichtplan Betriebsrat Weiterbildung Ausbildung Messenger Handwerk Pflege Roboter Netzwerk Scouts Atlas
    Plattform Kompass Datenschutz Homeoffice Fachkräfte Mittelstand Vertrieb Logistik Lager Hochschule Kammer Verband
    Digitalisierung Führung Beteiligung Gesundheit Arbeitszeit Region Mentoren Lernort Probewoche Sprechstunde Labor
""".split()  # noqa: SIM905
VOCABULARY = WORDS + [first + second.lower() for first in WORDS for second in WORDS if first != second]
# the most common word stands in four of ten ideas, the thirtieth in one of eight, most of them in one of a hundred
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(1, len(VOCABULARY) + 1)))
PEOPLE, BATCH, MADE_ONE_BY_ONE = 2000, 5000, 10_000
MINUTES = 1_000_000
TRAIL_LENGTH, EVIDENCE = 12, 40


def fill(number: int) -> None:
    """Make one open process with `number` ideas, as many comments and twice as many ratings."""
    from benchmarks.multiply import multiply
    from dialogwerk.opendata.indexing import index_everything

    chance = random.Random(7)
    process, topics, people, towns = _frame()
    one_by_one = min(number, MADE_ONE_BY_ONE)
    for start in range(0, one_by_one, BATCH):
        _batch(process, topics, people, towns, chance, min(BATCH, one_by_one - start))
    index_everything()
    multiply(number, one_by_one, MINUTES)
    _trail(process)


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


def _words(chance, number):
    return chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=number)


def _entry(process, people, towns, chance):
    from django.utils import timezone

    from dialogwerk.entries.models import Entry, Kind, Stage, State
    from dialogwerk.places.geography.grid import cell_of

    region, town = chance.choice(towns)
    lon, lat = round(town.lon + chance.gauss(0, 0.03), 3), round(town.lat + chance.gauss(0, 0.02), 3)
    at = timezone.now() - datetime.timedelta(minutes=chance.randrange(MINUTES))
    return Entry(
        process=process,
        kind=Kind.IDEA,
        state=State.PUBLISHED,
        title=" ".join(_words(chance, 4)),
        slug="idee",
        summary=" ".join(_words(chance, 24)),
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


def _trail(process):
    """Join ideas to a chain, with a challenge at its end that rests on many more: the trail page's measure."""
    from django.utils import timezone

    from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
    from dialogwerk.synthesis.models import Challenge, ChallengeSet

    ideas = list(Entry.objects.filter(kind=Kind.IDEA).order_by("pk")[: TRAIL_LENGTH + EVIDENCE])
    now = timezone.now()
    goal = Entry.objects.create(
        process=process, kind=Kind.CHALLENGE, state=State.PUBLISHED, title="Ziel", slug="ziel", published_at=now
    )
    Challenge.objects.create(entry=goal, challenge_set=ChallengeSet.objects.create(process=process, title="Messung"))
    chain, evidence = ideas[:TRAIL_LENGTH], ideas[TRAIL_LENGTH:]
    pairs = [(source, target, Relation.BECAME) for source, target in pairwise(chain)]
    pairs += [(idea, goal, Relation.EVIDENCE_FOR) for idea in [chain[-1], *evidence]]
    Link.objects.bulk_create(Link(source=source, target=target, relation=name) for source, target, name in pairs)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
