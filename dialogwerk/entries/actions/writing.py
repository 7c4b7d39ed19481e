"""Making, revising and publishing cards. Each kind's own app calls these and adds its detail sheet."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.prepared import insert_new
from dialogwerk.core.rows import insert_rows
from dialogwerk.core.text import slug_of
from dialogwerk.entries.models import Entry, EntryRegion, Revision, State
from dialogwerk.entries.search import index_entry, index_many
from dialogwerk.places.models import Region
from dialogwerk.places.queries import cell_at, regions_at
from dialogwerk.processes.models import Process, Topic

# from state -> states it may change to
TRANSITIONS = {
    State.DRAFT: {State.IN_REVIEW, State.PUBLISHED, State.WITHDRAWN},
    State.IN_REVIEW: {State.PUBLISHED, State.HIDDEN, State.WITHDRAWN, State.DRAFT},
    State.PUBLISHED: {State.HIDDEN, State.WITHDRAWN, State.DRAFT, State.IN_REVIEW},
    State.HIDDEN: {State.PUBLISHED, State.WITHDRAWN, State.IN_REVIEW},
    State.WITHDRAWN: {State.PUBLISHED},
}


# Rows a new entry points at were read a moment before, and the database itself holds keys and constraints.
POINTS_AT = frozenset(field.name for field in Entry._meta.get_fields() if field.is_relation)


@transaction.atomic
def add_entry(
    *,
    actor: Any,
    topics: Iterable[Topic] = (),
    point: tuple[float, float] | None = None,
    extra_text: str = "",
    detail: Any = None,
    reason: str = "",
    **fields: Any,
) -> Entry:
    """Make an entry, put it on the map and into the search index, and write its first revision.

    `fields` are those of `Entry` (process, kind, title, summary, state …); `point` is (longitude, latitude) in
    degrees and is rounded to what the process allows; `extra_text` holds the texts of the detail sheet, for the
    search, and `detail` the sheet itself, where the first revision keeps its texts, too. Raises `ValidationError` for
    impossible fields.
    """
    entry = Entry(**fields)
    _set_point(entry, point)
    _complete(entry)
    insert_new(entry)
    about, regions = dict.fromkeys(topic.pk for topic in topics), _other_regions(entry)
    insert_rows(Entry.topics.through, ("entry", "topic"), [(entry.pk, topic) for topic in about])
    insert_rows(EntryRegion, ("entry", "region"), [(entry.pk, region.pk) for region in regions])
    insert_new(_revision(actor, entry, detail, reason or _("angelegt")))
    index_entry(entry, extra_text, is_new=True)
    audit.record(actor=actor, act="add_entry", target=entry, process_slug=entry.process.slug, kind=entry.kind)
    return entry


@transaction.atomic
def add_entries(*, actor: Any, process: Process, entries: Sequence[Entry], topics: Iterable[Topic] = ()) -> None:
    """Make entries of one process that have no point, as `add_entry` does, all of them about these topics.

    Eight queries or fewer for as many as the database takes at once. Raises `ValidationError` for impossible fields.
    """
    for entry in entries:
        entry.process = process
        _complete(entry)
    Entry.objects.bulk_create(entries)
    about = list(topics)
    insert_rows(Entry.topics.through, ("entry", "topic"), [(entry.pk, one.pk) for entry in entries for one in about])
    Revision.objects.bulk_create(_revision(actor, entry, None, _("angelegt")) for entry in entries)
    index_many((entry, "") for entry in entries)
    kinds = ((entry, {"kind": entry.kind}) for entry in entries)
    audit.record_many(actor=actor, act="add_entry", process_slug=process.slug, targets=kinds)


@transaction.atomic
def revise_entry(
    *,
    actor: Any,
    entry: Entry,
    expected_version: int,
    texts: dict[str, str],
    reason: str = "",
    detail: Any = None,
) -> Revision:
    """Change texts of an entry (and of its detail sheet `detail`) and keep the former ones as a revision.

    `texts` maps field names to new texts. Raises `Conflict` when somebody saved since `expected_version`;
    its context holds the current texts, so that a page can show both.
    """
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    if current.version != expected_version:
        raise Conflict(_("Der Text wurde in der Zwischenzeit geändert."), entry=current)
    own = [name for name in texts if hasattr(entry, name)]
    for name, text in texts.items():
        setattr(entry if name in own else detail, name, text)
    entry.version = expected_version + 1
    entry.changed_at = timezone.now()
    entry.slug = slug_of(entry.title)
    entry.full_clean()
    # the counts of ratings and comments may have moved on since `entry` was read
    entry.save(update_fields=[*own, "version", "changed_at", "slug"])
    if detail is not None:
        detail.full_clean()
        detail.save()
    revision = record_revision(actor=actor, entry=entry, detail=detail, reason=reason)
    index_entry(entry)
    audit.record(actor=actor, act="revise_entry", target=entry, process_slug=entry.process.slug, version=entry.version)
    return revision


def record_revision(*, actor: Any, entry: Entry, detail: Any = None, reason: str = "") -> Revision:
    """Keep the texts of `entry` and its detail sheet as they are now, as its current version."""
    revision = _revision(actor, entry, detail, reason)
    Revision.objects.bulk_create(
        [revision],
        update_conflicts=True,
        unique_fields=["entry", "version"],
        update_fields=["texts", "reason", "actor"],
    )
    return revision


def _revision(actor: Any, entry: Entry, detail: Any, reason: str) -> Revision:
    texts = {name: getattr(entry, name) for name in ("title", "summary", "body")}
    if detail is not None:
        texts |= {name: getattr(detail, name) for name in getattr(detail, "REVISED_TEXTS", ())}
    return Revision(entry=entry, version=entry.version, texts=texts, reason=reason, actor=actor)


@transaction.atomic
def change_state(*, actor: Any, entry: Entry, state: State, note: str = "") -> None:
    """Change who can see an entry. Raises `NotPossibleNow` for a change that makes no sense."""
    if state not in TRANSITIONS[State(entry.state)]:
        raise NotPossibleNow(
            _("Aus „%(old)s“ kann nicht „%(new)s“ werden.")
            % {"old": entry.get_state_display(), "new": State(state).label}
        )
    before = entry.state
    entry.state = state
    entry.changed_at = timezone.now()
    if state == State.PUBLISHED and entry.published_at is None:
        entry.published_at = timezone.now()
    entry.save(update_fields=["state", "changed_at", "published_at"])
    index_entry(entry)
    audit.record(
        actor=actor,
        act="change_state",
        target=entry,
        process_slug=entry.process.slug,
        before=before,
        after=state,
        note=note,
    )


@transaction.atomic
def bring_state_back(*, actor: Any, entry: Entry, before: State, after: State) -> None:
    """Undo a change of state from `before` to `after`, also where no step leads back.

    Raises `NotPossibleNow` when the entry is in another state by now.
    """
    current = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if current.state != after:
        raise NotPossibleNow(_("Inzwischen ist etwas anderes geschehen: Es bleibt, wie es ist."))
    entry.state, entry.changed_at = before, timezone.now()
    entry.save(update_fields=["state", "changed_at"])
    index_entry(entry)
    slug = entry.process.slug
    audit.record(
        actor=actor,
        act="change_state",
        target=entry,
        process_slug=slug,
        before=after,
        after=before,
        note=_("rückgängig"),
    )


@transaction.atomic
def place_entry(*, actor: Any, entry: Entry, point: tuple[float, float] | None) -> None:
    """Put an entry on the map, or take it off with None."""
    _set_point(entry, point)
    entry.full_clean()
    entry.save(update_fields=["lon", "lat", "cell", "region"])
    entry.other_regions.set(_other_regions(entry))
    audit.record(
        actor=actor, act="place_entry", target=entry, process_slug=entry.process.slug, has_point=point is not None
    )


def _complete(entry: Entry) -> None:
    """Fill in what follows from the other fields of a new entry, and check them."""
    entry.slug = slug_of(entry.title)
    entry.licence = entry.licence or entry.process.licence
    if entry.state == State.PUBLISHED and entry.published_at is None:
        entry.published_at = entry.created_at
    entry.full_clean(exclude=POINTS_AT, validate_unique=False, validate_constraints=False)


def _set_point(entry: Entry, point: tuple[float, float] | None) -> None:
    if point is None:
        entry.lon = entry.lat = entry.cell = None
        return
    decimals = entry.process.point_decimals
    entry.lon, entry.lat = (round(value, decimals) for value in point)
    entry.cell = cell_at(entry.lon, entry.lat)
    if entry.region_id is None and entry.process.region_set_id:
        entry.region = next(
            (
                region
                for region in regions_at(entry.lon, entry.lat)
                if region.region_set_id == entry.process.region_set_id
            ),
            None,
        )


def _other_regions(entry: Entry) -> list[Region]:
    """Return the regions at its point that belong to other sets than its process's own."""
    if entry.lon is None or entry.lat is None:
        return []
    own = entry.process.region_set_id
    return [region for region in regions_at(entry.lon, entry.lat) if region.region_set_id != own]
