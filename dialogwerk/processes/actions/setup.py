"""Making a dialogue and changing its texts."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Owner, Process, ProcessRegion, Topic
from dialogwerk.processes.rows import mark_of, plain


@transaction.atomic
def create_process(
    *,
    actor: Any,
    title: str,
    slug: str,
    language: str = "de",
    owner: Owner | None = None,
    organisation_name: str = "",
    short_name: str = "",
) -> Process:
    """Make a dialogue in preparation, and its owner too where none is given.

    Raises `ValidationError` for an address that is taken or reserved.
    """
    if owner is None:
        organisation, _made = Organisation.objects.get_or_create(name=organisation_name)
        owner, _made = Owner.objects.get_or_create(
            organisation=organisation, defaults={"short_name": short_name or organisation_name[:60]}
        )
    process = Process(owner=owner, title=title, slug=slug, language=language)
    process.full_clean()
    process.save()
    audit.record(actor=actor, act="create_process", target=process, process_slug=process.slug)
    return process


@transaction.atomic
def revise_part(
    *,
    actor: Any,
    process: Process,
    target: models.Model,
    values: dict[str, Any],
    seen: str,
    act: str = "revise_process",
) -> list[str]:
    """Change fields of the process, its owner or an organisation and return the names of those that changed.

    `seen` is the mark (`rows.mark_of`) of the values the person saw. Raises `Conflict` if they changed since; its
    context holds the present thing as `current`.
    """
    current = type(target)._default_manager.select_for_update().get(pk=target.pk)
    if mark_of(current, values) != seen:
        raise Conflict(_("Diese Angaben wurden in der Zwischenzeit geändert."), current=current)
    if "region_set" in values:
        _refuse_other_set(process, values["region_set"])
    before = {name: plain(current, name) for name in values}
    for name, value in values.items():
        is_file = isinstance(current._meta.get_field(name), models.FileField)
        setattr(current, name, "" if is_file and value is False else value)
    current.full_clean()
    current.save(update_fields=list(values))
    changed = [name for name, value in before.items() if value != plain(current, name)]
    slug = current.slug if isinstance(current, Process) else process.slug
    if slug != process.slug:
        AuditRecord.objects.filter(process_slug=process.slug).update(process_slug=slug)
    if changed:
        audit.record(actor=actor, act=act, target=current, process_slug=slug, fields=changed)
    return changed


def _refuse_other_set(process: Process, region_set: Any) -> None:
    others = process.process_regions.exclude(region__region_set=region_set)
    if others.exists():
        raise NotPossibleNow(
            _("Der Dialog hat noch %d Regionen aus einem anderen Schnitt.") % others.count(),
            what_to_do=_("Entfernen Sie diese Regionen zuerst, dann können Sie den Schnitt wechseln."),
        )


@transaction.atomic
def add_all_regions(*, actor: Any, process: Process) -> int:
    """Take every region of the process's region set into the process; return how many were new."""
    there = process.process_regions.values("region")
    missing = Region.objects.filter(region_set=process.region_set).exclude(pk__in=there)
    made = ProcessRegion.objects.bulk_create(ProcessRegion(process=process, region=region) for region in missing)
    if made:
        audit.record(
            actor=actor, act="save_list", target=process, process_slug=process.slug, part="regionen", added=len(made)
        )
    return len(made)


@transaction.atomic
def map_topic(*, actor: Any, topic: Topic, targets: Iterable[Topic]) -> None:
    """Say to which topics of other dialogues a topic corresponds."""
    process = topic.vocabulary.process
    topic.maps_to.set(targets)
    audit.record(actor=actor, act="map_topic", target=topic, process_slug=process.slug, label=topic.title)
