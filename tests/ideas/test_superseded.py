"""What went on in another entry takes nothing new, says where it goes on, and lets people take their own back."""

import pytest

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions.discussion import add_comment
from dialogwerk.entries.actions.linking import merge_entries
from dialogwerk.entries.actions.ratings import rate_entry
from dialogwerk.entries.models import Comment, Entry, Rating
from dialogwerk.ideas.actions import offer_support
from dialogwerk.ideas.models import Support
from tests import factories


@pytest.fixture
def merged(process, lena, paula) -> Entry:
    """An idea with a comment and a rating by Paula that was merged with another one."""
    sources = [factories.IdeaFactory(entry__process=process, entry__title=title).entry for title in ("Alt", "Auch alt")]
    rate_entry(actor=paula, entry=sources[0], value=5)
    add_comment(actor=paula, entry=sources[0], text="Das brauchen wir.")
    merge_entries(actor=lena, sources=sources, title="Beides in einem", summary="Zusammen.", reason="dasselbe Ziel")
    return Entry.objects.get(pk=sources[0].pk)


def test_nothing_new_is_taken_and_the_way_is_told(merged, edith) -> None:
    acts = [
        lambda: rate_entry(actor=edith, entry=merged, value=3),
        lambda: add_comment(actor=edith, entry=merged, text="Auch dafür.", as_team=True),
        lambda: offer_support(actor=edith, idea=merged.idea, message="Ich helfe."),
    ]

    told = []
    for act in acts:
        with pytest.raises(NotPossibleNow) as refusal:
            act()
        told.append("„Beides in einem“" in refusal.value.what_to_do)

    assert told == [True, True, True]
    assert (Rating.objects.count(), Comment.objects.count(), Support.objects.count()) == (1, 1, 0)


def test_page_offers_no_form_and_leads_on(merged, signed_in, edith) -> None:
    page = signed_in(edith).get(f"/e/{merged.pk}")
    shown = signed_in(edith).get(f"/dialog/ideen/{merged.pk}-{merged.slug}/").content.decode()

    assert "beides-in-einem" in page.url
    assert 'id="comment-form"' not in shown
    assert "Jetzt bewerten" not in shown
    assert "Das brauchen wir." in shown
    assert shown.count("zum Nachfolger") == 2


def test_addresses_refuse_with_a_clear_page(merged, signed_in, edith) -> None:
    client = signed_in(edith)

    answers = [
        client.get(f"/e/{merged.pk}/kommentare/"),
        client.post(f"/e/{merged.pk}/kommentare/", {"text": "Noch etwas."}),
        client.post(f"/e/{merged.pk}/bewertung/", {"overall": 4}),
        client.post(f"/dialog/ideen/{merged.pk}/mitmachen/", {"message": "Ich helfe gern mit."}),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert all("Beides in einem" in answer.content.decode() for answer in answers)
    assert "Noch etwas." in answers[1].content.decode()


def test_own_rating_and_comment_can_still_be_withdrawn(merged, signed_in, paula) -> None:
    client = signed_in(paula)
    comment = Comment.objects.get()

    shown = client.get(f"/dialog/ideen/{merged.pk}-{merged.slug}/").content.decode()
    client.post(f"/e/{merged.pk}/bewertung/", {"zurueckziehen": "1"})
    client.post(f"/e/{merged.pk}/kommentare/{comment.pk}/zurueckziehen/")

    comment.refresh_from_db()
    assert 'name="zurueckziehen"' in shown
    assert Rating.objects.count() == 0
    assert comment.state == "withdrawn"
