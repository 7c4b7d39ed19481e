"""Taking part without an account: the post is kept, the address confirmed, the same post carried out."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.accounts import codes
from dialogwerk.accounts.actions.guests import discard_post, keep_post, send_code
from dialogwerk.accounts.models import PendingFile, PendingPost, Person
from dialogwerk.core.errors import TooManyRequests
from dialogwerk.entries.models import Comment, Rating, State
from tests import factories

WHO = {"guest_name": "Rosa", "guest_email": "Rosa@Example.org"}


@pytest.fixture
def entry(process):
    return factories.EntryFactory(process=process)


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def code_in_mail() -> str:
    match = re.search(r"^\s*([A-Z0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert match
    return match[1]


def send(client: Client, entry, **data: str) -> str:
    """Send a comment and return the address of the confirmation page."""
    answer = client.post(f"/e/{entry.pk}/kommentare/", {"text": "Gut gedacht, finde ich.", **data})
    assert answer.status_code == 302
    return answer.url


def test_comment_of_a_guest_appears_after_the_code(entry, client) -> None:
    page = send(client, entry, **WHO)
    assert not Comment.objects.exists()
    assert "Gut gedacht, finde ich." in client.get(page).content.decode()

    answer = client.post(page, {"code": code_in_mail()})

    comment = Comment.objects.get()
    assert answer.url == f"/e/{entry.pk}?kommentar={comment.pk}"
    assert (comment.text, comment.author.public_name, comment.author.is_guest) == (
        "Gut gedacht, finde ich.",
        "Rosa",
        True,
    )
    assert comment.author.email == "rosa@example.org"
    assert int(client.session["_auth_user_id"]) == comment.author.pk
    assert not PendingPost.objects.exists()


def test_name_and_address_can_come_in_a_second_step(entry, client) -> None:
    page = send(client, entry)
    assert mail.outbox == []
    assert "Wer schreibt?" in client.get(page).content.decode()

    assert client.post(page, WHO).url == page
    client.post(page, {"code": code_in_mail().lower()})

    assert Comment.objects.get().author.public_name == "Rosa"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"guest_name": "", "guest_email": "rosa@example.org"}, "Bitte nennen Sie einen Namen"),
        ({"guest_name": "Rosa", "guest_email": "rosa"}, "keine vollständige E-Mail-Adresse"),
    ],
)
def test_incomplete_answers_get_a_clear_message_and_keep_the_text(data, message, entry, client) -> None:
    page = send(client, entry)

    answer = client.post(page, data)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Gut gedacht, finde ich." in answer.content.decode()


def test_rating_of_a_guest(entry, client) -> None:
    page = client.post(f"/e/{entry.pk}/bewertung/", {"overall": "5", **WHO}).url

    client.post(page, {"code": code_in_mail()})

    assert Rating.objects.get().value == 5


def test_htmx_is_led_to_the_page(entry, client) -> None:
    answer = client.post(f"/e/{entry.pk}/kommentare/", {"text": "Gut"}, headers={"hx-request": "true"})

    assert answer["HX-Redirect"].startswith("/konto/bestaetigen/")


def test_invalid_text_is_told_at_once(entry, client) -> None:
    assert client.post(f"/e/{entry.pk}/kommentare/", {"text": " ", **WHO}).status_code == 422
    assert not PendingPost.objects.exists()


def test_known_address_signs_that_person_in(entry, client, paula) -> None:
    page = send(client, entry, guest_name="Jemand", guest_email=paula.email)

    client.post(page, {"code": code_in_mail()})

    assert Comment.objects.get().author == paula
    paula.refresh_from_db()
    assert paula.public_name == "Paula"


def test_link_in_the_mail_works_in_another_browser(entry, client) -> None:
    send(client, entry, **WHO)
    path = re.search(r"(/konto/bestaetigen/\S+)", mail.outbox[-1].body)[1]
    other = Client()

    page = other.get(path).content.decode()
    assert f'value="{code_in_mail()}"' in page
    assert not Comment.objects.exists()
    other.post(path.partition("?")[0], {"code": code_in_mail()})

    assert Comment.objects.get().author.public_name == "Rosa"


def test_wrong_code_loses_nothing_and_five_are_enough(entry, client) -> None:
    page = send(client, entry, **WHO)
    right = code_in_mail()

    for _ in range(codes.MAX_ATTEMPTS):
        answer = client.post(page, {"code": "AAAAAA"})
        assert answer.status_code == 422
        assert "Der Code stimmt nicht." in answer.content.decode()
        assert "Gut gedacht, finde ich." in answer.content.decode()
    answer = client.post(page, {"code": right})

    assert "fünfmal falsch" in answer.content.decode()
    assert not Comment.objects.exists()
    client.post(page, {"neu": "1"})
    client.post(page, {"code": code_in_mail()})
    assert Comment.objects.exists()


def test_code_expires_and_a_new_one_can_be_had(entry, client) -> None:
    page = send(client, entry, **WHO)
    old = code_in_mail()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31), tick=True):
        answer = client.post(page, {"code": old})
        assert "abgelaufen" in answer.content.decode()
        assert "Neuen Code schicken" in answer.content.decode()

        client.post(page, {"neu": "1"})
        client.post(page, {"code": code_in_mail()})

    assert Comment.objects.exists()


def test_new_code_replaces_the_old_one(entry, client) -> None:
    page = send(client, entry, **WHO)
    old = code_in_mail()
    client.post(page, {"neu": "1"})

    assert client.post(page, {"code": old}).status_code == 422


def test_post_is_carried_out_once(entry, client) -> None:
    page = send(client, entry, **WHO)
    client.post(page, {"code": code_in_mail()})

    assert client.get(page).status_code == 410
    assert client.post(page, {"code": code_in_mail()}).status_code == 410
    assert Comment.objects.count() == 1


def test_text_stays_when_the_act_is_no_longer_possible(entry, client) -> None:
    page = send(client, entry, **WHO)
    entry.state = State.HIDDEN
    entry.save()
    entry.process.phases.update(acts=[])

    answer = client.post(page, {"code": code_in_mail()})

    assert answer.status_code in (404, 409)
    assert "Gut gedacht, finde ich." in client.get(page).content.decode()


def test_session_and_csrf_token_change_at_sign_in(entry) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/e/{entry.pk}/kommentare/")
    before = client.cookies["csrftoken"].value
    data = {"text": "Gut gedacht, finde ich.", "csrfmiddlewaretoken": before}
    assert client.post(f"/e/{entry.pk}/kommentare/", {"text": "ohne"}).status_code == 403
    page = client.post(f"/e/{entry.pk}/kommentare/", {**data, **WHO}).url

    client.post(page, {"code": code_in_mail(), "csrfmiddlewaretoken": before})

    assert client.cookies["csrftoken"].value != before
    assert Comment.objects.exists()


def test_programs_that_fill_in_everything_are_stopped(entry, client) -> None:
    answer = client.post(f"/e/{entry.pk}/kommentare/", {"text": "Kauft!", "website": "http://x.example", **WHO})

    assert answer.status_code == 409
    assert not PendingPost.objects.exists()


def test_nobody_can_flood_a_mailbox(db) -> None:
    for _ in range(6):
        post, token = keep_post(path="/", label="Kommentar", fields={}, files={}, language="de")
        send_code(post=post, token=token, public_name="Rosa", email="rosa@example.org")
    post, token = keep_post(path="/", label="Kommentar", fields={}, files={}, language="de")

    with pytest.raises(TooManyRequests):
        send_code(post=post, token=token, public_name="Rosa", email="ROSA@example.org")
    assert len(mail.outbox) == 6


def test_token_and_code_are_not_stored(entry, client) -> None:
    page = send(client, entry, **WHO)
    token = page.strip("/").rpartition("/")[2]
    stored = str(PendingPost.objects.values().get())

    assert token not in stored
    assert code_in_mail() not in stored
    assert page == reverse("accounts:confirm", args=[token])


def test_files_go_with_their_post(db, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    post, _token = keep_post(path="/", label="Idee", fields={}, files={}, language="de")
    kept = PendingFile.objects.create(
        post=post, field="image", name="a.png", content_type="image/png", file=ContentFile(b"x", "a.png")
    )
    assert list(tmp_path.rglob("*.png")) != []

    discard_post(post=post)

    assert list(tmp_path.rglob("*.png")) == []
    assert not PendingFile.objects.filter(pk=kept.pk).exists()


def test_blocked_account_stays_out(entry, client, paula) -> None:
    Person.objects.filter(pk=paula.pk).update(is_active=False)
    page = send(client, entry, guest_name="Paula", guest_email=paula.email)

    answer = client.post(page, {"code": code_in_mail()})

    assert "gesperrt" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_codes_have_no_ambiguous_signs() -> None:
    made = {codes.new_code() for _ in range(200)}

    assert all(len(code) == 6 and not set(code) & set("0O1IL5S8B2ZUV") for code in made)
    assert codes.normalised(" ac-df g3 ") == "ACDFG3"
