"""Loading the trail: links between entries, challenges and their evidence."""

from dialogwerk.core.text import slug_of
from dialogwerk.demo.publishing import load_snapshots
from dialogwerk.demo.reading import DemoDataError, Dialogue, Record, day, moment
from dialogwerk.demo.sources import named
from dialogwerk.entries.models import Entry, Kind, Link, Relation, Revision, State
from dialogwerk.events.actions.take_ups import REASON_LENGTH, reason_of_version
from dialogwerk.events.models import Event, TakeUp
from dialogwerk.processes.models import Process
from dialogwerk.synthesis.models import Challenge, ChallengeSet, Sentence

# People write these from the newer to the older; a link runs from the older to the newer.
TOLD_BACKWARD = {Relation.SPLIT_FROM, Relation.REWORDED_FROM, Relation.ADOPTED_FROM, Relation.BUILDS_ON}


def find(entries: dict[str, Entry], slug: str, key: str) -> Entry:
    """Return the entry a key names, in the dialogue itself or as `process:key`."""
    name = key if ":" in key else f"{slug}:{key}"
    if name not in entries:
        raise DemoDataError(f"{slug}: there is no entry {key}")
    return entries[name]


def load_challenges(process: Process, dialogue: Dialogue, entries: dict[str, Entry]) -> dict[str, Entry]:
    """Make the challenge sets of a dialogue and return their entries by `process:key`."""
    made: dict[str, Entry] = {}
    for told in dialogue.challenges:
        head = told["set"]
        challenge_set = ChallengeSet.objects.create(
            process=process,
            title=head["title"],
            method=head.get("method", ""),
            note=head.get("note", ""),
            published_on=day(head["on"]),
        )
        challenge_set.based_on.set(find(entries, dialogue.slug, key) for key in head.get("based_on", []))
        for position, record in enumerate(told["challenges"]):
            entry = _load_challenge(challenge_set, position, record, entries, dialogue.slug)
            made[f"{dialogue.slug}:{record['key']}"] = entry
        load_snapshots(challenge_set, told.get("later"), lambda key: find(entries | made, dialogue.slug, key))
    return made


def _load_challenge(
    challenge_set: ChallengeSet, position: int, record: Record, entries: dict[str, Entry], slug: str
) -> Entry:
    at = moment(challenge_set.published_on)
    entry = Entry.objects.create(
        process=challenge_set.process,
        kind=Kind.CHALLENGE,
        state=State.PUBLISHED,
        title=record["title"],
        slug=slug_of(record["title"]),
        summary=record.get("summary", ""),
        licence=challenge_set.process.licence,
        source=named(record.get("source")),
        is_invented=not record.get("source"),
        created_at=at,
        changed_at=at,
        published_at=at,
    )
    challenge = Challenge.objects.create(entry=entry, challenge_set=challenge_set, position=position)
    evidence: dict[int, Entry] = {}
    for place, told in enumerate(record.get("sentences", [])):
        sentence = Sentence.objects.create(challenge=challenge, position=place, text=told["text"])
        found = [find(entries, slug, key) for key in told.get("evidence", [])]
        sentence.evidence.set(found)
        evidence |= {source.pk: source for source in found}
    Link.objects.bulk_create(
        Link(source=source, target=entry, relation=Relation.EVIDENCE_FOR, made_at=at, actor_office="Prozessteam")
        for source in evidence.values()
    )
    return entry


def load_links(dialogue: Dialogue, entries: dict[str, Entry]) -> None:
    """Make the links the files tell: `from` and `builds_on` of ideas, and the list of links."""
    links = [link for record in dialogue.ideas for link in _idea_links(dialogue.slug, record, entries)]
    for line in dialogue.links:
        source, target = find(entries, dialogue.slug, line["source"]), find(entries, dialogue.slug, line["target"])
        relation = Relation(line["relation"])
        if relation in TOLD_BACKWARD and source.created_at > target.created_at:
            source, target = target, source
        links.append(
            Link(
                source=source,
                target=target,
                relation=relation,
                made_at=moment(line["on"]),
                actor_office=line.get("by", "")[:160],
                reason=line.get("why", ""),
            )
        )
    unique = {(link.source_id, link.target_id, link.relation): link for link in links}
    Link.objects.bulk_create(unique.values())
    merged = {link.source_id for link in unique.values() if link.relation == Relation.MERGED_INTO}
    Entry.objects.filter(pk__in=merged).update(is_superseded=True)


def load_take_ups(dialogue: Dialogue, entries: dict[str, Entry]) -> None:
    """Say which ideas the second rounds took up: the newest version of the idea was made there."""
    for record in dialogue.events:
        for told in record.get("takes_up") or []:
            event = find(entries, dialogue.slug, record["key"]).event
            _take_up(event, find(entries, dialogue.slug, told["idea"]), told)


def _take_up(event: Event, idea: Entry, told: Record) -> None:
    office = str(event.organiser or "")[:160]
    common = {"made_at": event.ends_at, "actor_office": office}
    link = Link.objects.create(
        source=event.entry, target=idea, relation=Relation.CARRIED_ON, reason=told["why"], **common
    )
    joined, _made = Link.objects.get_or_create(
        source=idea.origin, target=event.entry, relation=Relation.BUILDS_ON, defaults=common
    )
    table = told.get("table")
    TakeUp.objects.create(event=event, entry=idea, table=table, version=idea.version, link=link, round_link=joined)
    reason = f"{reason_of_version(event, table)}: {told['why']}"[:REASON_LENGTH]
    Revision.objects.filter(entry=idea, version=idea.version).update(reason=reason, made_at=event.ends_at)


def _idea_links(slug: str, record: Record, entries: dict[str, Entry]) -> list[Link]:
    idea = find(entries, slug, record["key"])
    told = [(key, Relation.BECAME, "") for key in record.get("from") or []]
    told += [(key, Relation.BUILDS_ON, "") for key in record.get("builds_on") or []]
    return [
        Link(source=find(entries, slug, key), target=idea, relation=relation, made_at=idea.created_at, reason=why)
        for key, relation, why in told
    ]
