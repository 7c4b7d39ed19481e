"""Loading what was said to an entry: comments, ratings, official answers."""

import hashlib
from typing import Any

from dialogwerk.accounts.models import Person
from dialogwerk.demo.reading import DemoDataError, Record, moment
from dialogwerk.entries.models import Comment, Entry, OfficialAnswer, Rating, Scale
from dialogwerk.processes.models import RatingMode


def load_discussion(
    entry: Entry, record: Record, *, people: dict[str, Person], team: Person, pool: list[Person]
) -> None:
    """Add comments with replies, ratings by people of `pool` and the official answer of one record."""
    _load_comments(entry, record.get("comments") or [], people, team)
    _load_ratings(entry, record.get("ratings") or [], pool)
    answer = record.get("answer")
    if answer:
        OfficialAnswer.objects.create(
            entry=entry,
            office=answer["office"][:160],
            text=answer["text"],
            answered_by=team,
            answered_at=moment(answer["on"]),
        )


def _load_comments(entry: Entry, told: list[Record], people: dict[str, Person], team: Person) -> None:
    def comment(line: Record, parent: Comment | None = None) -> Comment:
        by_team = line["by"] == "team"
        if not by_team and line["by"] not in people:
            raise DemoDataError(f"{entry.title}: there is no person {line['by']}")
        return Comment(
            entry=entry,
            parent=parent,
            author=team if by_team else people[line["by"]],
            is_team=by_team,
            text=line["text"],
            created_at=moment(line["on"], f"{9 + len(line['text']) % 11}:{len(line['text']) % 60:02}"),
        )

    heads = Comment.objects.bulk_create(comment(line) for line in told)
    replies = [
        comment(reply, head) for line, head in zip(told, heads, strict=True) for reply in line.get("replies") or []
    ]
    Comment.objects.bulk_create(replies)
    if heads:
        Entry.objects.filter(pk=entry.pk).update(comment_count=len(heads) + len(replies))


def _load_ratings(entry: Entry, values: list[int], pool: list[Person]) -> None:
    if not values:
        return
    start = int(hashlib.sha256(entry.title.encode()).hexdigest()[:6], 16)
    raters = [pool[(start + place * 7) % len(pool)] for place in range(len(pool))]
    chosen = list(dict.fromkeys(raters))[: len(values)]
    rows: list[Any] = []
    two = entry.process.rating_mode == RatingMode.TWO
    for place, (person, value) in enumerate(zip(chosen, values, strict=True)):
        scale = Scale.USEFULNESS if two else Scale.OVERALL
        rows.append(Rating(entry=entry, person=person, scale=scale, value=value, given_at=entry.created_at))
        if two:
            feasible = min(5, max(1, value + (start + place) % 4 - 2))
            rows.append(
                Rating(entry=entry, person=person, scale=Scale.FEASIBILITY, value=feasible, given_at=entry.created_at)
            )
    Rating.objects.bulk_create(rows)
    Entry.objects.filter(pk=entry.pk).update(rating_count=len(values), rating_sum=sum(values))
