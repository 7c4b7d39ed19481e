"""Comments: acts, refusals, what readers see, and the forms without JavaScript."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.discussion import (
    add_comment,
    change_comment_state,
    edit_comment,
    withdraw_comment,
)
from dialogwerk.entries.models import Comment, State
from dialogwerk.entries.queries import comments_for
from dialogwerk.processes.models import Moderation, Process
from tests import factories


@pytest.fixture
def entry(process):
    return factories.EntryFactory(process=process)


def close(process: Process) -> None:
    process.phases.update(acts=[])
    vars(process).pop("_open_phases", None)


def count_of(entry) -> int:
    entry.refresh_from_db()
    return entry.comment_count


def test_comment_is_public_counted_and_audited(entry, paula) -> None:
    comment = add_comment(actor=paula, entry=entry, text=" Gut gedacht. ")

    assert (comment.state, comment.text, comment.is_team) == (State.PUBLISHED, "Gut gedacht.", False)
    assert count_of(entry) == 1
    assert AuditRecord.objects.get(act="add_comment").actor_number == paula.pk


def test_comment_waits_where_the_process_looks_first(entry, paula) -> None:
    entry.process.moderation = Moderation.BEFORE
    entry.process.save()

    comment = add_comment(actor=paula, entry=entry, text="Gut gedacht.")

    assert comment.state == State.IN_REVIEW
    assert count_of(entry) == 0
    assert list(comments_for(entry, AnonymousUser())) == []
    assert list(comments_for(entry, paula)) == [comment]


def test_comment_is_refused_outside_of_its_phase(entry, paula) -> None:
    close(entry.process)

    with pytest.raises(NotPossibleNow):
        add_comment(actor=paula, entry=entry, text="Zu spät")


def test_team_answers_outside_of_phases_and_is_marked(entry, edith) -> None:
    close(entry.process)

    assert add_comment(actor=edith, entry=entry, text="Wir prüfen das.", as_team=True).is_team


def test_nobody_else_can_mark_a_comment_as_the_teams(entry, paula) -> None:
    assert not add_comment(actor=paula, entry=entry, text="Wir prüfen das.", as_team=True).is_team


def test_reply_to_a_reply_stands_in_the_same_thread(entry, paula, edith) -> None:
    first = add_comment(actor=paula, entry=entry, text="Frage")
    reply = add_comment(actor=edith, entry=entry, text="Antwort", parent=first)

    second = add_comment(actor=paula, entry=entry, text="Danke", parent=reply)

    assert second.parent == first
    assert count_of(entry) == 3


def test_reply_to_a_withdrawn_comment_is_refused(entry, paula) -> None:
    first = add_comment(actor=paula, entry=entry, text="Frage")
    withdraw_comment(actor=paula, comment=first)

    with pytest.raises(NotPossibleNow):
        add_comment(actor=paula, entry=entry, text="Antwort", parent=first)


def test_edit_keeps_the_former_wording(entry, paula) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Erste Fassung")

    edit_comment(actor=paula, comment=comment, text="Zweite Fassung", expected_version=1)

    comment.refresh_from_db()
    assert (comment.text, comment.version, comment.edited_at is not None) == ("Zweite Fassung", 2, True)
    assert [version.text for version in comment.versions.all()] == ["Erste Fassung"]
    assert AuditRecord.objects.filter(act="edit_comment").count() == 1


def test_edit_from_an_old_version_is_a_conflict(entry, paula) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Erste Fassung")
    edit_comment(actor=paula, comment=comment, text="Zweite Fassung", expected_version=1)

    with pytest.raises(Conflict):
        edit_comment(actor=paula, comment=comment, text="Dritte Fassung", expected_version=1)


def test_edit_waits_again_where_the_process_looks_first(entry, paula) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Erste Fassung")
    entry.process.moderation = Moderation.BEFORE
    entry.process.save()

    edit_comment(actor=paula, comment=comment, text="Zweite Fassung", expected_version=1)

    comment.refresh_from_db()
    assert comment.state == State.IN_REVIEW
    assert count_of(entry) == 0


def test_withdrawn_comment_is_gone_and_stays_gone(entry, paula) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Das nehme ich zurück.")

    edit_comment(actor=paula, comment=comment, text="Das nehme ich ganz zurück.", expected_version=1)

    withdraw_comment(actor=paula, comment=comment)

    comment.refresh_from_db()
    assert (comment.text, comment.versions.count()) == ("", 0)
    assert count_of(entry) == 0
    assert list(comments_for(entry, paula)) == []
    with pytest.raises(NotPossibleNow):
        change_comment_state(actor=paula, comment=comment, state=State.PUBLISHED)


def test_thread_with_answers_stays_as_a_note(entry, paula, client) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Das nehme ich zurück.")
    add_comment(actor=paula, entry=entry, text="Eine Antwort", parent=comment)
    withdraw_comment(actor=paula, comment=comment)

    page = client.get(f"/e/{entry.pk}/kommentare/", headers={"hx-request": "true"}).content.decode()

    assert [thread.pk for thread in comments_for(entry, AnonymousUser())] == [comment.pk]
    assert "Das nehme ich zurück." not in page


@pytest.mark.parametrize(
    ("sort", "expected"), [("neueste", "CBA"), ("aelteste", "ABC"), ("antworten", "BCA"), ("unsinn", "CBA")]
)
def test_sorts(sort, expected, entry, paula) -> None:
    made = {letter: add_comment(actor=paula, entry=entry, text=letter) for letter in "ABC"}
    add_comment(actor=paula, entry=entry, text="Antwort", parent=made["B"])

    assert "".join(comment.text for comment in comments_for(entry, paula, sort)) == expected


def test_permalink_opens_the_page_on_which_the_comment_stands(entry, paula) -> None:
    comments = [factories.CommentFactory(entry=entry, author=paula) for _ in range(65)]
    reply = factories.CommentFactory(entry=entry, author=paula, parent=comments[0])

    page = comments_for(entry, AnonymousUser(), show=reply.pk)

    assert page.number == 3
    assert comments[0] in page.object_list


@pytest.mark.parametrize("number", [1, 25])
def test_comments_cost_the_same_for_one_and_for_many(number, entry, paula, django_assert_num_queries) -> None:
    for _ in range(number):
        parent = factories.CommentFactory(entry=entry)
        factories.CommentFactory(entry=entry, parent=parent)

    with django_assert_num_queries(1):
        for thread in comments_for(entry, AnonymousUser()):
            assert [reply.author.public_name for reply in thread.shown_replies] != []


def test_form_without_javascript_leads_to_the_comment(entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(f"/e/{entry.pk}/kommentare/", {"text": "Gut gedacht."})

    comment = Comment.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/e/{entry.pk}?kommentar={comment.pk}")


def test_htmx_answer_is_the_list_with_the_new_comment(entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(
        f"/e/{entry.pk}/kommentare/", {"text": "Gut gedacht."}, headers={"hx-request": "true"}
    )

    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<section id="comments"')
    assert "Gut gedacht." in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_wrong_text_comes_back_with_a_clear_message(text, headers, entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(f"/e/{entry.pk}/kommentare/", {"text": text}, headers=headers)

    assert answer.status_code == 422
    assert "Bitte" in answer.content.decode()
    assert text in answer.content.decode()
    assert not Comment.objects.exists()


def test_text_is_not_lost_when_the_phase_has_closed(entry, paula, signed_in) -> None:
    close(entry.process)

    answer = signed_in(paula).post(f"/e/{entry.pk}/kommentare/", {"text": "Lange überlegt."})

    assert answer.status_code == 409
    assert "Lange überlegt." in answer.content.decode()
    assert "zurzeit nicht geöffnet" in answer.content.decode()


def test_markup_is_shown_as_typed(entry, paula, signed_in) -> None:
    answer = signed_in(paula).post(
        f"/e/{entry.pk}/kommentare/", {"text": "<b>fett</b>"}, headers={"hx-request": "true"}
    )

    assert "&lt;b&gt;fett&lt;/b&gt;" in answer.content.decode()


def test_edit_by_form_shows_the_earlier_wordings(entry, paula, signed_in) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Erste Fassung")
    client = signed_in(paula)

    client.post(f"/e/{entry.pk}/kommentare/{comment.pk}/bearbeiten/", {"text": "Zweite Fassung", "version": 1})

    page = client.get(f"/e/{entry.pk}/kommentare/{comment.pk}/fassungen/").content.decode()
    assert "<del>Erste</del>" in page
    assert "<ins>Zweite</ins>" in page


def test_edit_conflict_keeps_both_texts(entry, paula, signed_in) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Erste Fassung")
    edit_comment(actor=paula, comment=comment, text="Zweite Fassung", expected_version=1)

    answer = signed_in(paula).post(
        f"/e/{entry.pk}/kommentare/{comment.pk}/bearbeiten/", {"text": "Dritte Fassung", "version": 1}
    )

    assert answer.status_code == 409
    assert "Zweite Fassung" in answer.content.decode()
    assert "Dritte Fassung" in answer.content.decode()


def test_only_its_author_edits_or_withdraws_a_comment(entry, paula, edith, signed_in) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Mein Text")
    client = signed_in(edith)

    assert client.get(f"/e/{entry.pk}/kommentare/{comment.pk}/bearbeiten/").status_code == 403
    assert client.post(f"/e/{entry.pk}/kommentare/{comment.pk}/zurueckziehen/").status_code == 403


def test_withdraw_by_form(entry, paula, signed_in) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Mein Text")
    client = signed_in(paula)

    assert "Mein Text" in client.get(f"/e/{entry.pk}/kommentare/{comment.pk}/zurueckziehen/").content.decode()
    answer = client.post(f"/e/{entry.pk}/kommentare/{comment.pk}/zurueckziehen/")

    comment.refresh_from_db()
    assert (answer.status_code, comment.state) == (302, State.WITHDRAWN)


def test_comment_on_what_one_cannot_see_is_not_found(entry, paula, signed_in) -> None:
    entry.state = State.HIDDEN
    entry.save()

    assert signed_in(paula).get(f"/e/{entry.pk}/kommentare/").status_code == 404


def test_permalink_leads_to_the_page_with_the_comment(entry, paula, client) -> None:
    comment = add_comment(actor=paula, entry=entry, text="Gut gedacht.")

    answer = client.get(f"/e/{entry.pk}?kommentar={comment.pk}", follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"?kommentar={comment.pk}#kommentar-{comment.pk}")
    assert f'id="kommentar-{comment.pk}"' in answer.content.decode()


def test_large_numbers_stand_in_addresses_without_dots(entry, paula, signed_in) -> None:
    factories.CommentFactory(pk=12345, entry=entry, author=paula)
    factories.CommentFactory(pk=12346, entry=entry, parent_id=12345)

    page = signed_in(paula).get(f"/e/{entry.pk}/kommentare/?antwort=12345").content.decode()
    page += signed_in(paula).get(f"/e/{entry.pk}?kommentar=12345", follow=True).content.decode()
    page += signed_in(paula).get("/konto/eigenes/").content.decode()

    for piece in ('name="parent" value="12345"', 'id="kommentar-12346"', "?kommentar=12345", 'id="reply-12345"'):
        assert piece in page
    assert "12.34" not in page
