"""Links of the trail, and the acts that let entries go up in others. Each of them can be undone.

Merging, splitting and rewording make new entries: the sources stay readable and keep their ratings and comments.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions.sheets import copy_rows, make_sheet, move_rows
from dialogwerk.entries.actions.telling import tell_authors
from dialogwerk.entries.actions.writing import add_entry, change_state, record_revision
from dialogwerk.entries.models import Entry, Kind, Link, Relation, Stage, State
from dialogwerk.entries.search import index_entry
from dialogwerk.entries.trails import reached_from
from dialogwerk.entries.trails.model import SUPERSEDING

# Kinds that are dated records of their own: they are not merged, split or reworded.
NOT_REWORKED = (Kind.EVENT, Kind.SURVEY, Kind.CHALLENGE, Kind.DECISION)
# Acts that made a new entry; undoing them takes it back. The link's side on which the new entry stands.
MAKES_TARGET = (Relation.MERGED_INTO, Relation.SPLIT_FROM, Relation.REWORDED_FROM)
CARRIED = ("process", "kind", "language", "licence", "is_invented")
SHARED = ("region", "organisation", "stakeholder_group", "origin", "origin_table", "place_name", "author", "source")


@dataclass(frozen=True)
class Part:
    """Wording of a new entry."""

    title: str
    summary: str
    body: str = ""


@transaction.atomic
def link_entries(
    *,
    actor: Any,
    source: Entry,
    target: Entry,
    relation: Relation,
    reason: str = "",
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
) -> Link:
    """Record that `source` went into `target`. Raises `NotPossibleNow` for a link that makes no sense."""
    how: dict[str, Any] = {"reason": reason, "made_at": made_at, "actor_office": actor_office}
    return link_sources(actor=actor, sources=[source], target=target, relation=relation, **how)[0]


@transaction.atomic
def link_sources(
    *,
    actor: Any,
    sources: Sequence[Entry],
    target: Entry,
    relation: Relation,
    reason: str = "",
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
) -> list[Link]:
    """Record that each of `sources`, entries of one process, went into `target`. Four queries or little more.

    Raises `NotPossibleNow` for links that make no sense.
    """
    if target in sources:
        raise NotPossibleNow(_("Ein Eintrag kann nicht mit sich selbst verbunden werden."))
    if Link.objects.filter(source__in=sources, target=target, relation=relation, undone_at=None).exists():
        raise NotPossibleNow(_("Diese Verbindung gibt es schon."))
    ahead = reached_from(target)
    if source := next((one for one in sources if one.pk in ahead), None):
        raise NotPossibleNow(
            _("#%(target)s führt schon zu #%(source)s. Der Weg würde im Kreis laufen.")
            % {"target": target.pk, "source": source.pk},
            what_to_do=_("Tauschen Sie „von“ und „nach“, oder lösen Sie zuerst die andere Verbindung."),
        )
    how = {"actor": actor, "actor_office": actor_office, "made_at": made_at or timezone.now(), "reason": reason}
    links = [Link(source=source, target=target, relation=relation, **how) for source in sources]
    for link in links:
        link.clean_fields(exclude={"source", "target", "actor"})  # these were read a moment before
    Link.objects.bulk_create(links)
    audit.record_many(
        actor=actor,
        act="link_entries",
        process_slug=sources[0].process.slug if sources else "",
        targets=[(one.source, {"leads_to": target.pk, "relation": str(relation), "link": one.pk}) for one in links],
    )
    return links


@transaction.atomic
def undo_link(*, actor: Any, link: Link) -> None:
    """Take one link back. It stays as a record. Raises `NotPossibleNow` when that was done before."""
    current = Link.objects.select_for_update().select_related("source__process").get(pk=link.pk)
    if current.undone_at is not None:
        raise NotPossibleNow(_("Diese Verbindung ist schon gelöst."))
    current.undone_at, current.undone_by = timezone.now(), actor
    current.save(update_fields=["undone_at", "undone_by"])
    link.undone_at, link.undone_by = current.undone_at, current.undone_by
    _record(actor, "undo_link", current.source, leads_to=current.target_id, relation=current.relation, link=link.pk)


@transaction.atomic
def merge_entries(
    *,
    actor: Any,
    sources: Sequence[Entry],
    title: str,
    summary: str,
    body: str = "",
    reason: str = "",
    texts: Mapping[str, str] | None = None,
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
    **fields: Any,
) -> Entry:
    """Make a new entry in which `sources` go up, with a detail sheet if they have one (`texts` are its texts).

    The sources are no longer listed but stay readable with their ratings and comments; their authors are told. What
    they still need and what people offered goes along.
    `fields` set what the sources do not share (region, place_name, author …). Raises `NotPossibleNow`.
    """
    sources = _locked(sources)
    if len(sources) < 2:
        raise NotPossibleNow(_("Zum Zusammenführen braucht es mindestens zwei verschiedene Einträge."))
    _require_alike(sources)
    part = Part(title, summary, body)
    entry = _follow(actor, sources, part, texts=texts, made_at=made_at, fields=fields, reason=reason)
    copy_rows(sources=sources, entry=entry)
    _supersede(actor, [(source, entry) for source in sources], Relation.MERGED_INTO, reason, made_at, actor_office)
    _record(actor, "merge_entries", entry, sources=[source.pk for source in sources])
    tell_authors("entries/mail/merged.txt", sources, actor=actor, successor=entry, reason=reason)
    return entry


@transaction.atomic
def split_entry(
    *,
    actor: Any,
    entry: Entry,
    parts: Sequence[Part],
    reason: str = "",
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
) -> list[Entry]:
    """Make an entry of each of `parts`; `entry` stays readable but is no longer listed. Raises `NotPossibleNow`.

    What it needs and what people offered stays with it: a part names its own needs.
    """
    (source,) = _locked([entry])
    if len(parts) < 2:
        raise NotPossibleNow(_("Zum Teilen braucht es mindestens zwei Teile, jeder mit Titel."))
    _require_alike([source])
    made = [_follow(actor, [source], part, made_at=made_at, reason=reason) for part in parts]
    _supersede(actor, [(source, one) for one in made], Relation.SPLIT_FROM, reason, made_at, actor_office)
    _record(actor, "split_entry", source, parts=[one.pk for one in made])
    tell_authors("entries/mail/split.txt", [source], actor=actor, successors=made, reason=reason)
    entry.is_superseded = True
    return made


@transaction.atomic
def reword_entry(
    *,
    actor: Any,
    entry: Entry,
    title: str,
    summary: str,
    body: str = "",
    reason: str = "",
    texts: Mapping[str, str] | None = None,
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
) -> Entry:
    """Make a new entry that says what `entry` says in other words. Raises `NotPossibleNow`.

    For small corrections use `revise_entry`: the entry stays the same then and keeps its versions.
    """
    (source,) = _locked([entry])
    _require_alike([source])
    made = _follow(actor, [source], Part(title, summary, body), texts=texts, made_at=made_at, reason=reason)
    copy_rows(sources=[source], entry=made)
    _supersede(actor, [(source, made)], Relation.REWORDED_FROM, reason, made_at, actor_office)
    _record(actor, "reword_entry", source, successor=made.pk)
    tell_authors("entries/mail/reworded.txt", [source], actor=actor, successor=made, reason=reason)
    entry.is_superseded = True
    return made


@transaction.atomic
def mark_duplicate(
    *,
    actor: Any,
    entry: Entry,
    original: Entry,
    reason: str = "",
    made_at: datetime.datetime | None = None,
    actor_office: str = "",
) -> Link:
    """Say that `entry` tells the same as `original`; readers are led there. Raises `NotPossibleNow`."""
    if entry.pk == original.pk:
        raise NotPossibleNow(_("Ein Eintrag kann nicht doppelt zu sich selbst sein."))
    source, kept = sorted(_locked([entry, original]), key=lambda one: one.pk != entry.pk)
    _require_alike([source, kept])
    _supersede(actor, [(source, kept)], Relation.DUPLICATE_OF, reason, made_at, actor_office)
    _record(actor, "mark_duplicate", source, original=kept.pk)
    tell_authors("entries/mail/duplicate.txt", [source], actor=actor, successor=kept, reason=reason)
    entry.is_superseded = True
    return Link.objects.get(source=source, target=kept, relation=Relation.DUPLICATE_OF, undone_at=None)


@transaction.atomic
def undo_relation(*, actor: Any, link: Link) -> None:
    """Undo the whole act that `link` belongs to: a merge with all its sources, a split with all its parts.

    Entries that the act had made are withdrawn; the sources are listed again. Raises `NotPossibleNow` when one of the
    made entries went on into others meanwhile: that has to be undone first.
    """
    links = _links_of_act(link)
    if link.relation not in SUPERSEDING:
        undo_link(actor=actor, link=link)
        return
    made = {one.target for one in links} if link.relation in MAKES_TARGET else set()
    for entry in made:
        onward = Link.objects.filter(source=entry, undone_at=None).select_related("target").first()
        if onward is not None:
            raise NotPossibleNow(
                _("#%(number)s „%(title)s“ ging inzwischen weiter zu #%(target)s „%(target_title)s“.")
                % {
                    "number": entry.pk,
                    "title": entry.title,
                    "target": onward.target_id,
                    "target_title": onward.target.title,
                },
                what_to_do=_("Machen Sie zuerst diesen späteren Schritt rückgängig."),
            )
    for one in links:
        undo_link(actor=actor, link=one)
        _bring_back(one.source)
    move_rows({one.target for one in links})
    for entry in made:
        if entry.state != State.WITHDRAWN:
            change_state(actor=actor, entry=entry, state=State.WITHDRAWN, note=f"undo {link.relation}")
    _record(actor, "undo_relation", link.source, relation=link.relation, links=[one.pk for one in links])


def _links_of_act(link: Link) -> list[Link]:
    these = Link.objects.filter(relation=link.relation, undone_at=None).select_related(
        "source__process", "target__process"
    )
    if link.relation == Relation.MERGED_INTO:
        found = list(these.filter(target=link.target_id))
    elif link.relation == Relation.SPLIT_FROM:
        found = list(these.filter(source=link.source_id))
    else:
        found = list(these.filter(pk=link.pk))
    if not found:
        raise NotPossibleNow(_("Das ist schon rückgängig gemacht."))
    return found


def _bring_back(entry: Entry) -> None:
    entry.is_superseded = Link.objects.filter(source=entry, relation__in=SUPERSEDING, undone_at=None).exists()
    entry.save(update_fields=["is_superseded"])
    index_entry(entry)


def _locked(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries as they are now, each once, in the given order, locked until the act is done."""
    numbers = list(dict.fromkeys(entry.pk for entry in entries))
    found = Entry.objects.select_for_update(of=("self",)).select_related("process", "author").in_bulk(numbers)
    return [found[number] for number in numbers]


def _require_alike(entries: Sequence[Entry]) -> None:
    first = entries[0]
    for entry in entries:
        if entry.kind in NOT_REWORKED:
            raise NotPossibleNow(
                _("Das geht bei dieser Art von Eintrag nicht (%(kind)s).") % {"kind": entry.get_kind_display()},
                what_to_do=_("Verbinden Sie die Einträge stattdessen."),
            )
        if entry.is_superseded:
            raise NotPossibleNow(
                _("#%(number)s „%(title)s“ ging schon in einem anderen Eintrag auf.")
                % {"number": entry.pk, "title": entry.title},
                what_to_do=_("Nehmen Sie den neueren Eintrag, oder machen Sie den früheren Schritt rückgängig."),
            )
        if entry.state in (State.HIDDEN, State.WITHDRAWN):
            raise NotPossibleNow(
                _("#%(number)s ist %(state)s.") % {"number": entry.pk, "state": entry.get_state_display()}
            )
        if entry.process_id != first.process_id:
            raise NotPossibleNow(
                _("Die Einträge gehören zu verschiedenen Dialogen."),
                what_to_do=_("Verbinden Sie die Einträge stattdessen."),
            )
        if entry.kind != first.kind:
            raise NotPossibleNow(
                _("Die Einträge sind von verschiedener Art (%(first)s, %(other)s).")
                % {"first": first.get_kind_display(), "other": entry.get_kind_display()},
                what_to_do=_("Verbinden Sie die Einträge stattdessen."),
            )


def _follow(
    actor: Any,
    sources: Sequence[Entry],
    part: Part,
    *,
    texts: Mapping[str, str] | None = None,
    made_at: datetime.datetime | None = None,
    fields: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Make the entry that follows `sources`: it has what they have in common."""
    first = sources[0]
    common = {name: getattr(first, name) for name in CARRIED}
    for name in SHARED:
        if len({getattr(source, name) for source in sources}) == 1:
            common[name] = getattr(first, name)
    point = next(((source.lon, source.lat) for source in sources if source.lon is not None), None)
    is_public = any(source.state == State.PUBLISHED for source in sources)
    topics = {topic for source in sources for topic in source.topics.all()}
    entry = add_entry(
        actor=actor,
        topics=topics,
        point=point,  # type: ignore[arg-type]
        title=part.title.strip(),
        summary=part.summary.strip(),
        body=part.body.strip(),
        state=State.PUBLISHED if is_public else first.state,
        stage=max((source.stage for source in sources if source.stage <= Stage.TRANSFERRED), default=first.stage),
        created_at=made_at or timezone.now(),
        **common | dict(fields or {}),
    )
    sheet = make_sheet(entry=entry, sources=sources, texts=texts)
    if sheet is not None:
        revision = record_revision(actor=actor, entry=entry, detail=sheet, reason=reason[:300])
        index_entry(entry, " ".join(revision.texts.values()))
    return entry


def _supersede(
    actor: Any,
    pairs: Sequence[tuple[Entry, Entry]],
    relation: Relation,
    reason: str,
    made_at: datetime.datetime | None,
    actor_office: str,
) -> None:
    for source, target in pairs:
        link_entries(
            actor=actor,
            source=source,
            target=target,
            relation=relation,
            reason=reason,
            made_at=made_at,
            actor_office=actor_office,
        )
    for source in {source.pk: source for source, _target in pairs}.values():
        source.is_superseded = True
        source.save(update_fields=["is_superseded"])
        index_entry(source)
    move_rows([source for source, _target in pairs])


def _record(actor: Any, act: str, entry: Entry, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=entry, process_slug=entry.process.slug, **detail)
