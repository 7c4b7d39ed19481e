"""Writing, publishing and taking back challenges."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Link, Relation, Revision, State
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.actions import Claim
from dialogwerk.synthesis.models import Sentence
from tests import factories


def evidence_of(challenge) -> set[int]:
    links = Link.objects.filter(target=challenge.entry, relation=Relation.EVIDENCE_FOR, undone_at=None)
    return set(links.values_list("source", flat=True))


def acts(*names: str) -> list[str]:
    return list(AuditRecord.objects.filter(act__in=names).order_by("pk").values_list("act", flat=True))


def test_a_new_challenge_is_a_draft_without_links(challenge) -> None:
    assert challenge.entry.state == State.DRAFT
    assert evidence_of(challenge) == set()
    assert [sentence.text for sentence in challenge.sentences.all()] == [
        "Scham hält ab.",
        "Zeit fehlt.",
        "Ganz allgemein.",
    ]
    assert acts("create_challenge_set", "write_challenge") == ["create_challenge_set", "write_challenge"]


def test_publishing_dates_the_set_and_leads_the_evidence(draft, challenge, cards, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft)

    challenge.entry.refresh_from_db()
    assert draft.published_on == timezone.localdate()
    assert challenge.entry.state == State.PUBLISHED
    assert evidence_of(challenge) == {card.pk for card in cards[:3]}
    assert acts("publish_challenge_set") == ["publish_challenge_set"]


def test_changing_a_published_challenge_adds_and_undoes_links(draft, challenge, cards, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft, on=datetime.date(2018, 5, 4))
    challenge.entry.refresh_from_db()

    claims = [Claim("Scham hält ab.", (cards[0].pk, cards[3].pk))]
    actions.rewrite_challenge(
        actor=edith, challenge=challenge, expected_version=1, title="Lernen am Arbeitsplatz", claims=claims
    )
    actions.publish_set(actor=edith, challenge_set=draft)

    assert evidence_of(challenge) == {cards[0].pk, cards[3].pk}
    assert Link.objects.exclude(undone_at=None).count() == 2
    assert draft.published_on == datetime.date(2018, 5, 4)
    assert "Scham hält ab." in Revision.objects.get(entry=challenge.entry, version=2).texts["body"]


def test_publishing_again_takes_up_what_was_written_since(draft, challenge, cards, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft)
    second = actions.write_challenge(
        actor=edith, challenge_set=draft, title="Zweite", claims=[Claim("Noch ein Satz.", (cards[3].pk,))]
    )
    assert evidence_of(second) == set()

    actions.publish_set(actor=edith, challenge_set=draft)

    second.entry.refresh_from_db()
    assert second.entry.state == State.PUBLISHED
    assert evidence_of(second) == {cards[3].pk}


def test_unpublishing_undoes_the_links(draft, challenge, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft)

    actions.unpublish_set(actor=edith, challenge_set=draft)

    challenge.entry.refresh_from_db()
    assert (draft.published_on, challenge.entry.state, evidence_of(challenge)) == (None, State.DRAFT, set())
    with pytest.raises(NotPossibleNow):
        actions.unpublish_set(actor=edith, challenge_set=draft)


def test_what_others_rest_on_stays_public(draft, challenge, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft)
    measure = factories.EntryFactory(process=draft.process)
    Link.objects.create(source=challenge.entry, target=measure, relation=Relation.CITED_IN)

    with pytest.raises(NotPossibleNow, match=f"#{measure.pk}"):
        actions.unpublish_set(actor=edith, challenge_set=draft)


def test_an_empty_set_and_a_day_to_come_are_refused(draft, edith, cards) -> None:
    with pytest.raises(NotPossibleNow):
        actions.publish_set(actor=edith, challenge_set=draft)
    actions.write_challenge(actor=edith, challenge_set=draft, title="Eine", claims=[])
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(NotPossibleNow):
        actions.publish_set(actor=edith, challenge_set=draft, on=tomorrow)


def test_evidence_that_is_none_is_refused_and_nothing_kept(draft, lab, edith) -> None:
    elsewhere = factories.ContributionFactory().entry
    before = Sentence.objects.count()

    for number in (lab.pk, elsewhere.pk, 999_999):
        with pytest.raises(NotPossibleNow):
            actions.write_challenge(actor=edith, challenge_set=draft, title="Eine", claims=[Claim("Satz", (number,))])

    assert Sentence.objects.count() == before
    assert not draft.challenges.exists()


def test_evidence_hidden_later_stays_named_and_gets_no_new_link(draft, challenge, cards, edith) -> None:
    cards[0].state = State.HIDDEN
    cards[0].save()

    claims = [Claim("Scham hält ab.", (cards[0].pk, cards[1].pk))]
    actions.rewrite_challenge(actor=edith, challenge=challenge, expected_version=1, title="Lernen", claims=claims)
    actions.publish_set(actor=edith, challenge_set=draft)

    assert challenge.sentences.get().evidence.count() == 2
    assert evidence_of(challenge) == {cards[1].pk}


def test_two_people_writing_the_same(draft, challenge, edith) -> None:
    actions.rewrite_challenge(actor=edith, challenge=challenge, expected_version=1, title="Erste", claims=[])

    with pytest.raises(Conflict):
        actions.rewrite_challenge(actor=edith, challenge=challenge, expected_version=1, title="Zweite", claims=[])
    actions.change_set(actor=edith, challenge_set=draft, expected_version=1, title="Erste")
    with pytest.raises(Conflict):
        actions.change_set(actor=edith, challenge_set=draft, expected_version=1, title="Zweite")


def test_a_withdrawn_challenge_leaves_the_set(draft, challenge, edith) -> None:
    actions.publish_set(actor=edith, challenge_set=draft)
    challenge.entry.refresh_from_db()

    actions.withdraw_challenge(actor=edith, challenge=challenge)

    assert evidence_of(challenge) == set()
    assert acts("withdraw_challenge") == ["withdraw_challenge"]


def test_challenges_change_places(draft, challenge, edith) -> None:
    second = actions.write_challenge(actor=edith, challenge_set=draft, title="Zweite", claims=[])

    actions.move_challenge(actor=edith, challenge=second, by=-1)
    actions.move_challenge(actor=edith, challenge=second, by=-1)

    assert list(draft.challenges.all()) == [second, challenge]
