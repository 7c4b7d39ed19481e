"""Loading the frame of a dialogue: owner, process, phases, vocabularies, regions, committees, rules."""

from typing import Any

from dialogwerk.accounts.models import Organisation, StakeholderGroup
from dialogwerk.demo.reading import Dialogue, Record, day, moment
from dialogwerk.demo.sources import linked, list_of_sources
from dialogwerk.places.models import Region, RegionSet
from dialogwerk.processes.models import (
    Act,
    Bench,
    BuildingBlock,
    Committee,
    GuidingQuestion,
    Owner,
    PartnerProcess,
    Phase,
    Process,
    ProcessRegion,
    ProcessStatus,
    Rule,
    Seat,
    Topic,
    Vocabulary,
)

STATUS = {
    "offen": ProcessStatus.OPEN,
    "abgeschlossen": ProcessStatus.CONCLUDED,
    "archiviert": ProcessStatus.ARCHIVED,
    "entwurf": ProcessStatus.DRAFT,
}


def organisation(name: str, group: str = "") -> Organisation:
    """Return the organisation of that name, made if it is new."""
    found, _made = Organisation.objects.get_or_create(name=name[:200], defaults={"stakeholder_group": group})
    return found


def load_frame(dialogue: Dialogue) -> Process:
    """Make the process with everything but its entries."""
    told = dialogue.process
    strategy = told.get("strategy") or {}
    process = Process.objects.create(
        owner=_owner(told["owner"]),
        slug=told["slug"],
        title=told["title"],
        motto=told.get("motto", ""),
        summary=told.get("summary", ""),
        about=_about(dialogue),
        aims="\n".join(told.get("aims", [])),
        status=STATUS[told["status"]],
        started_on=day(told["started"]) if told.get("started") else None,
        ended_on=day(told["ended"]) if told.get("ended") else None,
        moderation=told.get("moderation", "after"),
        rating_mode=told.get("rating", "one"),
        region_set=RegionSet.objects.get(slug=told["region_set"]),
        strategy_title=strategy.get("title", ""),
        strategy_text=strategy.get("text", ""),
        is_demonstration=True,
    )
    _load_lists(process, told)
    _load_vocabularies(process, told)
    _load_regions(process, told)
    _load_committees(process, told)
    return process


def _about(dialogue: Dialogue) -> str:
    """Return what the process tells about itself, with its sources at the end."""
    parts = [linked(dialogue.process.get("about", "")), list_of_sources(dialogue)]
    return "\n\n## Quellen\n\n".join(filter(None, parts))


def _owner(told: Record) -> Owner:
    owner, _made = Owner.objects.get_or_create(
        organisation=organisation(told["name"], StakeholderGroup.ADMINISTRATION),
        defaults={
            "short_name": told["short"][:60],
            "accent": told.get("accent", "#1b3a6b"),
            "imprint": told.get("imprint", ""),
            "privacy": told.get("privacy", ""),
            "accessibility": told.get("accessibility", ""),
        },
    )
    return owner


def _load_lists(process: Process, told: Record) -> None:
    for position, text in enumerate(told.get("guiding_questions", [])):
        GuidingQuestion.objects.create(process=process, position=position, text=text)
    for position, block in enumerate(told.get("building_blocks", [])):
        BuildingBlock.objects.create(
            process=process, position=position, title=block["title"], text=block.get("text", "")
        )
    for position, rule in enumerate(told.get("rules", [])):
        Rule.objects.create(process=process, position=position, title=rule["title"], text=rule.get("text", ""))
    for partner in told.get("partners", []):
        PartnerProcess.objects.create(
            process=process,
            name=partner["name"],
            city=partner.get("city", ""),
            country=partner.get("country", ""),
            text=partner.get("text", ""),
        )
    for phase in told.get("phases", []):
        acts = set(phase.get("acts", [])) | ({Act.CONTRIBUTE} if Act.SUBMIT in phase.get("acts", []) else set())
        Phase.objects.create(
            process=process,
            title=phase["title"][:120],
            text=phase.get("text", ""),
            opens_at=moment(phase["opens"], "00:00") if phase.get("opens") else None,
            closes_at=moment(phase["closes"], "23:59") if phase.get("closes") else None,
            acts=sorted(acts),
        )


def _load_vocabularies(process: Process, told: Record) -> None:
    for position, told_vocabulary in enumerate(told.get("vocabularies", [])):
        vocabulary = Vocabulary.objects.create(
            process=process, slug=told_vocabulary["slug"], title=told_vocabulary["title"], position=position
        )
        Topic.objects.bulk_create(
            Topic(
                vocabulary=vocabulary,
                slug=topic["slug"],
                title=topic["title"],
                text=topic.get("text", ""),
                position=place,
            )
            for place, topic in enumerate(told_vocabulary["topics"])
        )


def load_mapping(dialogue: Dialogue) -> None:
    """Connect topics of different vocabularies, once all processes are there."""
    for line in dialogue.process.get("mapping") or []:
        source = _topic(dialogue.slug, *line["from"])
        target = _topic(*line["to"])
        source.maps_to.add(target)


def _topic(process: str, vocabulary: str, topic: str) -> Topic:
    return Topic.objects.get(vocabulary__process__slug=process, vocabulary__slug=vocabulary, slug=topic)


def load_neighbours(dialogue: Dialogue) -> None:
    """Connect predecessor and successor, once all processes are there."""
    predecessor: Any = (dialogue.process.get("predecessor") or {}).get("process")
    if predecessor:
        Process.objects.filter(slug=dialogue.slug).update(predecessor=Process.objects.get(slug=predecessor))


def _load_regions(process: Process, told: Record) -> None:
    regions = {region.slug: region for region in Region.objects.filter(region_set=process.region_set)}
    for line in told.get("regions", []):
        ProcessRegion.objects.create(
            process=process,
            region=regions[line["region"]],
            agency=organisation(line["agency"], StakeholderGroup.ADMINISTRATION) if line.get("agency") else None,
            contact_office=line.get("contact", ""),
            contact_email=line.get("email", ""),
            contact_phone=line.get("phone", "") or "",
            text=line.get("text", ""),
        )


def _load_committees(process: Process, told: Record) -> None:
    for told_committee in told.get("committees", []):
        committee = Committee.objects.create(
            process=process,
            name=told_committee["name"],
            kind=told_committee["kind"],
            text=told_committee.get("text", ""),
        )
        for position, told_bench in enumerate(told_committee["benches"]):
            bench = Bench.objects.create(committee=committee, name=told_bench["name"], position=position)
            Seat.objects.bulk_create(
                Seat(bench=bench, office=seat["office"], function=seat.get("function", "") or "", position=place)
                for place, seat in enumerate(told_bench["seats"])
            )
