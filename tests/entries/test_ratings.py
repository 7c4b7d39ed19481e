"""Ratings: one's own value, the numbers on the card, the distribution."""

from itertools import combinations
from math import dist

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.ratings import rate_entry, recount, withdraw_rating
from dialogwerk.entries.models import Entry, Rating, Scale
from dialogwerk.entries.queries import rating_summary
from dialogwerk.entries.queries.portfolio import RADIUS, portfolio_of
from dialogwerk.processes.models import RatingMode
from tests import factories
from tests.entries.test_discussion import close


@pytest.fixture
def entry(process):
    return factories.EntryFactory(process=process)


def numbers_of(entry) -> tuple[int, int]:
    entry.refresh_from_db()
    return entry.rating_count, entry.rating_sum


def test_rating_is_counted_and_audited(entry, paula, edith) -> None:
    rate_entry(actor=paula, entry=entry, value=4)
    rate_entry(actor=edith, entry=entry, value=1)

    assert numbers_of(entry) == (2, 5)
    assert AuditRecord.objects.filter(act="rate_entry").count() == 2


def test_own_rating_changes_and_is_not_counted_twice(entry, paula) -> None:
    rate_entry(actor=paula, entry=entry, value=4)
    rate_entry(actor=paula, entry=entry, value=2)

    assert numbers_of(entry) == (1, 2)
    assert Rating.objects.get().value == 2


def test_own_rating_is_withdrawn(entry, paula, edith) -> None:
    rate_entry(actor=paula, entry=entry, value=4)
    rate_entry(actor=edith, entry=entry, value=3)

    withdraw_rating(actor=paula, entry=entry)
    withdraw_rating(actor=paula, entry=entry)

    assert numbers_of(entry) == (1, 3)
    assert AuditRecord.objects.filter(act="withdraw_rating").count() == 1


@pytest.mark.parametrize("value", [0, 6])
def test_value_outside_of_the_scale_is_refused(value, entry, paula) -> None:
    with pytest.raises(ValidationError):
        rate_entry(actor=paula, entry=entry, value=value)

    assert numbers_of(entry) == (0, 0)


def test_rating_is_refused_outside_of_its_phase(entry, paula) -> None:
    close(entry.process)

    with pytest.raises(NotPossibleNow):
        rate_entry(actor=paula, entry=entry, value=3)


def test_scale_must_be_one_of_the_process(entry, paula) -> None:
    with pytest.raises(NotPossibleNow):
        rate_entry(actor=paula, entry=entry, value=3, scale=Scale.FEASIBILITY)


def test_two_scales_count_each_person_once(entry, paula) -> None:
    entry.process.rating_mode = RatingMode.TWO
    entry.process.save()

    rate_entry(actor=paula, entry=entry, value=5, scale=Scale.USEFULNESS)
    rate_entry(actor=paula, entry=entry, value=2, scale=Scale.FEASIBILITY)

    assert numbers_of(entry) == (1, 5)
    assert [(scale.label, scale.mean) for scale in rating_summary(entry, paula).scales] == [
        ("Nutzen", 5.0),
        ("Machbarkeit", 2.0),
    ]


def test_summary_shows_the_distribution_and_the_own_value(entry, paula, edith, lena) -> None:
    for person, value in [(paula, 5), (edith, 5), (lena, 2)]:
        rate_entry(actor=person, entry=entry, value=value)

    (scale,) = rating_summary(entry, lena).scales

    assert [(step.value, step.count, step.percent) for step in scale.steps] == [
        (5, 2, 67),
        (4, 0, 0),
        (3, 0, 0),
        (2, 1, 33),
        (1, 0, 0),
    ]
    assert (scale.count, scale.mean, scale.own, scale.own_word) == (3, 4.0, 2, "wenig überzeugend")


def test_nobody_rated_yet(entry) -> None:
    summary = rating_summary(entry, AnonymousUser())

    assert (summary.count, summary.has_own, summary.scales[0].mean) == (0, False, None)


@pytest.mark.parametrize("number", [1, 20])
def test_summary_costs_the_same_for_one_and_for_many(number, entry, paula, django_assert_num_queries) -> None:
    for _ in range(number):
        rate_entry(actor=factories.PersonFactory(), entry=entry, value=3)

    with django_assert_num_queries(1):
        rating_summary(entry, paula)


def test_recount_repairs_wrong_numbers(entry, paula) -> None:
    rate_entry(actor=paula, entry=entry, value=4)
    factories.CommentFactory(entry=entry)
    Entry.objects.update(rating_count=7, rating_sum=9)
    right = factories.EntryFactory(process=entry.process)

    assert recount() == 1
    assert recount() == 0
    call_command("recount")

    entry.refresh_from_db()
    assert (entry.rating_count, entry.rating_sum, entry.comment_count) == (1, 4, 1)
    right.refresh_from_db()
    assert right.comment_count == 0


def test_form_without_javascript(entry, paula, signed_in) -> None:
    client = signed_in(paula)

    answer = client.post(f"/e/{entry.pk}/bewertung/", {"overall": "4"})

    assert answer.status_code == 302
    assert numbers_of(entry) == (1, 4)
    client.post(f"/e/{entry.pk}/bewertung/", {"zurueckziehen": "1"})
    assert numbers_of(entry) == (0, 0)


@pytest.mark.parametrize("data", [{}, {"overall": "9"}, {"overall": "viel"}])
def test_nothing_chosen_or_nonsense_gets_a_clear_message(data, entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(f"/e/{entry.pk}/bewertung/", data, headers={"hx-request": "true"})

    assert answer.status_code == 422
    assert "Bitte wählen Sie" in answer.content.decode()


def test_htmx_answer_is_the_part(entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(f"/e/{entry.pk}/bewertung/", {"overall": "4"}, headers={"hx-request": "true"})

    assert "sehr überzeugend" in answer.content.decode()
    assert "gespeichert" in answer.content.decode()


def test_closed_rating_is_told(entry, paula, signed_in) -> None:
    close(entry.process)

    answer = signed_in(paula).post(f"/e/{entry.pk}/bewertung/", {"overall": "4"})

    assert answer.status_code == 409
    assert "zurzeit nicht geöffnet" in answer.content.decode()


@pytest.fixture
def two_scales(process):
    process.rating_mode = RatingMode.TWO
    process.save()
    return process


def rate_twice(entry, people: int, usefulness: int, feasibility: int) -> None:
    for _ in range(people):
        person = factories.PersonFactory()
        rate_entry(actor=person, entry=entry, value=usefulness, scale=Scale.USEFULNESS)
        rate_entry(actor=person, entry=entry, value=feasibility, scale=Scale.FEASIBILITY)


def test_portfolio_places_ideas_that_enough_people_rated(two_scales, client) -> None:
    good = factories.IdeaFactory(entry__process=two_scales, entry__title="Gut").entry
    hard = factories.IdeaFactory(entry__process=two_scales, entry__title="Schwer").entry
    rare = factories.IdeaFactory(entry__process=two_scales, entry__title="Selten bewertet").entry
    rate_twice(good, 3, 5, 5)
    rate_twice(hard, 4, 5, 1)
    rate_twice(rare, 2, 5, 5)

    picture = portfolio_of(two_scales)
    page = client.get(f"/{two_scales.slug}/portfolio/").content.decode()

    assert [(spot.number, spot.entry, spot.usefulness, spot.feasibility) for spot in picture.spots] == [
        (1, good, 5.0, 5.0),
        (2, hard, 5.0, 1.0),
    ]
    assert [spot.x for spot in picture.spots] == [514, 34]
    assert picture.divide_x == 274
    assert picture.not_drawn == 1
    assert "Schwer" in page
    assert "Selten bewertet" not in page


def test_ideas_rated_alike_do_not_cover_each_other(two_scales) -> None:
    for _each in range(4):
        rate_twice(factories.IdeaFactory(entry__process=two_scales).entry, 3, 4, 4)

    spots = portfolio_of(two_scales).spots

    distances = [dist((one.x, one.y), (other.x, other.y)) for one, other in combinations(spots, 2)]
    assert min(distances) >= 2 * RADIUS - 1


def test_portfolio_without_ratings_says_so(two_scales, client) -> None:
    assert "Noch ist keine Idee" in client.get(f"/{two_scales.slug}/portfolio/").content.decode()


def test_no_portfolio_where_one_scale_is_used(process, client) -> None:
    assert client.get(f"/{process.slug}/portfolio/").status_code == 404
