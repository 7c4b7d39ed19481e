"""The parts of which a dialogue is set up, and what each still lacks before the dialogue can be opened."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogwerk.processes.models import (
    BuildingBlock,
    Committee,
    GuidingQuestion,
    PartnerProcess,
    Phase,
    Process,
    ProcessRegion,
    Role,
    Rule,
    TeamRole,
    Topic,
)

Words = str | Promise


@dataclass(frozen=True)
class Part:
    """One page of the set-up. `url_name` is set where the page is none of the set-up's own."""

    key: str
    title: Words
    hint: Words
    url_name: str = ""


PARTS = (
    Part("grunddaten", _("Grunddaten"), _("Worum es geht und wie der Dialog heißt: das Erste, was alle lesen.")),
    Part("traeger", _("Träger und Erscheinung"), _("Wer den Dialog verantwortet, mit Farbe und Logo.")),
    Part("rechtliches", _("Rechtliche Texte"), _("Impressum, Datenschutz und Barrierefreiheit sind Pflicht.")),
    Part("leitfragen", _("Leitfragen"), _("Die Fragen, die der ganze Dialog stellt.")),
    Part("phasen", _("Phasen"), _("Was die Öffentlichkeit wann tun kann. Phasen dürfen sich überschneiden.")),
    Part("themen", _("Themen"), _("Nach diesen Themenfeldern werden Beiträge und Ideen geordnet.")),
    Part("regionen", _("Regionen"), _("Wo der Dialog stattfindet und an wen man sich dort wendet.")),
    Part("regeln", _("Dialogregeln"), _("Woran sich alle halten. Die Moderation begründet damit ihre Entscheidungen.")),
    Part("team", _("Team"), _("Wer leitet, redigiert, moderiert und vor Ort ansprechbar ist."), "processes:team"),
    Part("bausteine", _("Bausteine"), _("Woraus der Dialog besteht: Labore, Landkarte, Umfrage, Broschüre.")),
    Part("gremien", _("Gremien"), _("Wer steuert und berät. Genannt werden Ämter, keine Personen.")),
    Part("partner", _("Partner"), _("Dialoge anderswo, mit denen Sie sich austauschen.")),
    Part("strategie", _("Strategie und Vorgänger"), _("In welchem Zusammenhang der Dialog steht.")),
)
PART = {part.key: part for part in PARTS}


@dataclass(frozen=True)
class Check:
    """One thing a dialogue needs (or, if optional, profits from), and whether it is there."""

    part: Part
    label: Words
    is_done: bool
    is_required: bool = True


@dataclass(frozen=True)
class PartState:
    """A part with its checks."""

    part: Part
    checks: tuple[Check, ...]

    @property
    def is_required(self) -> bool:
        """Whether the dialogue cannot be opened without it."""
        return any(check.is_required for check in self.checks)

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return all(check.is_done for check in self.checks)

    @property
    def missing(self) -> list[Check]:
        """What is not there yet."""
        return [check for check in self.checks if not check.is_done]


@dataclass(frozen=True)
class Checklist:
    """All that is to be done before a dialogue can be opened."""

    checks: tuple[Check, ...]

    @property
    def required(self) -> list[Check]:
        """What has to be there."""
        return [check for check in self.checks if check.is_required]

    @property
    def missing(self) -> list[Check]:
        """What has to be there and is not."""
        return [check for check in self.required if not check.is_done]

    @property
    def done_count(self) -> int:
        """How many of the required things are there."""
        return len(self.required) - len(self.missing)

    @property
    def parts(self) -> list[PartState]:
        """The parts in the order of the set-up."""
        return [PartState(part, tuple(check for check in self.checks if check.part is part)) for part in PARTS]


def checklist_for(process: Process) -> Checklist:
    """Return what `process` has and lacks. One query, if its owner was fetched with it."""
    there = _what_is_there(process)
    owner = process.owner
    required = [
        ("grunddaten", _("Leitgedanke"), process.motto),
        ("grunddaten", _("Kurzbeschreibung"), process.summary),
        ("grunddaten", _("Ziele"), process.aims),
        ("rechtliches", _("Impressum"), owner.imprint),
        ("rechtliches", _("Datenschutzerklärung"), owner.privacy),
        ("rechtliches", _("Erklärung zur Barrierefreiheit"), owner.accessibility),
        ("leitfragen", _("Leitfragen"), there["has_questions"]),
        ("phasen", _("eine Phase, die etwas öffnet"), there["has_acts"]),
        ("themen", _("eine Themenliste mit Themenfeldern"), there["has_topics"]),
        ("regionen", _("Regionenschnitt"), process.region_set_id),
        ("regionen", _("Regionen"), there["has_regions"]),
        ("regionen", _("Ansprechstelle jeder Region"), there["has_regions"] and not there["lacks_contact"]),
        ("regeln", _("Dialogregeln"), there["has_rules"]),
        ("team", _("Prozessleitung"), there["has_lead"]),
    ]
    optional = [
        ("traeger", _("Logo"), owner.logo),
        ("bausteine", _("Bausteine"), there["has_blocks"]),
        ("gremien", _("Gremien"), there["has_committees"]),
        ("partner", _("Partner"), there["has_partners"]),
        ("strategie", _("Strategie oder Vorgänger"), process.strategy_title or process.predecessor_id),
    ]
    checks = [Check(PART[key], label, bool(done)) for key, label, done in required]
    checks += [Check(PART[key], label, bool(done), is_required=False) for key, label, done in optional]
    return Checklist(tuple(checks))


def _what_is_there(process: Process) -> dict[str, Any]:
    def there_is(manager: Any, *conditions: Q) -> Exists:
        return Exists(manager.filter(*conditions, process=OuterRef("pk")))

    leads = TeamRole.objects.current().filter(role=Role.LEAD, region=None)
    without_contact = Q(contact_office="") | (Q(contact_email="") & Q(contact_phone=""))
    return dict(
        Process.objects.values(
            has_questions=there_is(GuidingQuestion.objects),
            has_acts=there_is(Phase.objects, ~Q(acts=[])),
            has_topics=Exists(Topic.objects.filter(vocabulary__process=OuterRef("pk"))),
            has_regions=there_is(ProcessRegion.objects),
            lacks_contact=there_is(ProcessRegion.objects, without_contact),
            has_rules=there_is(Rule.objects),
            has_lead=there_is(leads),
            has_blocks=there_is(BuildingBlock.objects),
            has_committees=there_is(Committee.objects),
            has_partners=there_is(PartnerProcess.objects),
        ).get(pk=process.pk)
    )
