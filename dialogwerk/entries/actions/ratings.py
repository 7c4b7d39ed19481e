"""Ratings: one person, one entry, one value on each scale."""

from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.prepared import Given, Prepared, insert_new, update
from dialogwerk.entries.actions.standing import require_standing
from dialogwerk.entries.models import Comment, Entry, Rating, Scale, State
from dialogwerk.entries.queries.ratings import CARD_SCALES, scales_of
from dialogwerk.processes.models import Act
from dialogwerk.processes.queries import open_acts

_ENTRY, _PERSON = Given("entry", BigIntegerField()), Given("person", BigIntegerField())
_LOCKED = Prepared(lambda: Entry.objects.select_for_update().only("pk").filter(pk=_ENTRY).order_by())
_OWN = Prepared(lambda: Rating.objects.filter(entry=_ENTRY, person=_PERSON, scale=Given("scale", CharField())))


@transaction.atomic
def rate_entry(*, actor: Any, entry: Entry, value: int, scale: Scale = Scale.OVERALL) -> Rating:
    """Give or change one's rating of an entry on one scale, 1 to 5, and keep the card's numbers right.

    Raises `NotPossibleNow` when ratings are closed, the process does not use the scale or the entry went on in
    another, `ValidationError` for a value outside of the scale.
    """
    require_ratings_open(entry)
    require_standing(entry)
    if scale not in scales_of(entry.process):
        raise NotPossibleNow(_("Auf dieser Skala wird in diesem Dialog nicht bewertet."))
    _lock(entry)
    rating = _own_rating(actor, entry, scale)
    before = rating.value if rating else None
    rating = rating or Rating(entry=entry, person=actor, scale=scale)
    rating.value = value
    rating.given_at = timezone.now()
    # who and what were read a moment before, and that it is her only one is seen under the lock
    rating.full_clean(exclude=("entry", "person"), validate_unique=False, validate_constraints=False)
    if before is None:
        insert_new(rating)
    else:
        update(rating, "value", "given_at")
    _count(entry, scale, before, value)
    process_slug = entry.process.slug
    audit.record(actor=actor, act="rate_entry", target=rating, process_slug=process_slug, entry=entry.pk, scale=scale)
    return rating


@transaction.atomic
def withdraw_rating(*, actor: Any, entry: Entry) -> None:
    """Take back one's ratings of an entry, on all scales. Does nothing where there is none."""
    require_ratings_open(entry)
    _lock(entry)
    for scale in Scale:
        rating = _own_rating(actor, entry, scale)
        if rating is None:
            continue
        audit.record(actor=actor, act="withdraw_rating", target=rating, process_slug=entry.process.slug, entry=entry.pk)
        rating.delete()
        _count(entry, scale, rating.value, None)


@transaction.atomic
def recount(entries: QuerySet[Entry] | None = None) -> int:
    """Set the counts of all entries (or of `entries`) from the comments and ratings there are.

    Returns how many entries were wrong. One query, whatever the number of entries.
    """
    chosen = Entry.objects.all() if entries is None else entries
    comments = Comment.objects.filter(entry=OuterRef("pk"), state=State.PUBLISHED)
    ratings = Rating.objects.filter(entry=OuterRef("pk"), scale__in=CARD_SCALES)
    right = {
        "comment_count": _aggregate(comments, Count("pk")),
        "rating_count": _aggregate(ratings, Count("pk")),
        "rating_sum": _aggregate(ratings, Sum("value")),
    }
    wrong = chosen.annotate(**{f"right_{name}": value for name, value in right.items()}).exclude(
        **{name: F(f"right_{name}") for name in right}
    )
    return wrong.update(**right)


def require_ratings_open(entry: Entry) -> None:
    """Raise `NotPossibleNow` unless the phase opens ratings."""
    if Act.RATE not in open_acts(entry.process):
        raise NotPossibleNow(
            _("Bewertungen sind in diesem Dialog zurzeit nicht geöffnet."),
            what_to_do=_("Wann wieder bewertet werden kann, steht auf der Seite des Dialogs unter „Über“."),
        )


def _own_rating(actor: Any, entry: Entry, scale: Scale) -> Rating | None:
    return _OWN.first(entry=entry.pk, person=actor.pk, scale=scale)


def _lock(entry: Entry) -> None:
    """Let one rating of an entry happen after the other: the counts on its row are changed anyway."""
    if _LOCKED.first(entry=entry.pk) is None:
        raise Entry.DoesNotExist


def _count(entry: Entry, scale: str, before: int | None, after: int | None) -> None:
    if scale not in CARD_SCALES:
        return
    people = (after is not None) - (before is not None)
    points = (after or 0) - (before or 0)
    if people or points:
        Entry.objects.filter(pk=entry.pk).update(
            rating_count=F("rating_count") + people, rating_sum=F("rating_sum") + points
        )


def _aggregate(rows: QuerySet[Any], aggregate: Count | Sum) -> Coalesce:
    grouped = rows.order_by().values("entry").annotate(result=aggregate).values("result")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)
