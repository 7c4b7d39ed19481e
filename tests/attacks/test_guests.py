"""Codes of guests: for one text, one address, one time. The rest is told in `tests/accounts/test_guests.py`."""

import re

import pytest
from django.core import mail
from django.test import Client

from dialogwerk.accounts.models import PendingPost, Person
from dialogwerk.core.limits import RATES
from dialogwerk.entries.models import Comment
from tests import factories


@pytest.fixture
def entry(process):
    return factories.EntryFactory(process=process)


def code_in_mail(place: int = -1) -> str:
    return re.search(r"^\s*([A-Z0-9]{6})\s*$", mail.outbox[place].body, re.MULTILINE)[1]


def send(client: Client, entry, address: str, text: str = "Gut gedacht, finde ich.") -> str:
    told = {"text": text, "guest_name": "Rosa", "guest_email": address}
    return client.post(f"/e/{entry.pk}/kommentare/", told).url


def test_a_code_fits_only_the_text_it_was_sent_for(entry, client) -> None:
    """Mallory knows her own code and the page of somebody else's text."""
    others = send(client, entry, "rosa@example.org", "Rosas Gedanke dazu.")
    send(Client(), entry, "mallory@example.org", "Mallorys Gedanke dazu.")

    answer = client.post(others, {"code": code_in_mail()})

    assert answer.status_code == 422
    assert "Der Code stimmt nicht." in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_code_is_worth_nothing_after_the_address_was_changed(entry, client) -> None:
    """Mallory asks with her own address, has the code, then says she is Rosa."""
    page = send(client, entry, "mallory@example.org")
    own_code = code_in_mail()
    client.post(page, {"guest_name": "Rosa", "guest_email": "rosa@example.org"})

    answer = client.post(page, {"code": own_code})

    assert answer.status_code == 422
    assert mail.outbox[-1].to == ["rosa@example.org"]
    assert not Person.objects.filter(email__in=["rosa@example.org", "mallory@example.org"]).exists()
    assert client.post(page, {"code": code_in_mail()}).status_code == 302
    assert Comment.objects.get().author.email == "rosa@example.org"


def test_a_code_works_once(entry, client) -> None:
    page = send(client, entry, "rosa@example.org")
    code = code_in_mail()
    client.post(page, {"code": code})
    second = send(Client(), entry, "rosa@example.org", "Noch ein Gedanke dazu.")

    assert client.post(page, {"code": code}).status_code == 410
    assert Client().post(second, {"code": code}).status_code == 422
    assert Comment.objects.count() == 1


def test_a_kept_post_cannot_be_led_elsewhere(entry, client) -> None:
    """What is carried out stands in the database, and only acts that are open to guests are."""
    page = send(client, entry, "rosa@example.org")
    PendingPost.objects.update(path="/werkstatt/dialog/team/")

    answer = client.post(page, {"code": code_in_mail()})

    assert answer.status_code == 403
    assert not entry.process.team_roles.filter(person__email="rosa@example.org").exists()


def test_too_many_tries_are_told_in_german_and_the_text_stays(entry, client) -> None:
    page = send(client, entry, "rosa@example.org")
    many = int(RATES["confirm"].split("/")[0])
    for _ in range(many):
        client.post(page, {"code": "AAAAAA"})

    html = client.post(page, {"code": "AAAAAA"}).content.decode()

    assert "Von Ihrem Gerät kamen in kurzer Zeit sehr viele Einsendungen." in html
    assert "Gut gedacht, finde ich." in html


def test_a_full_mailbox_is_told_in_german(entry, client) -> None:
    pages = [send(Client(), entry, "rosa@example.org", f"Gedanke Nummer {number}.") for number in range(6)]
    seventh = client.post(f"/e/{entry.pk}/kommentare/", {"text": "Noch ein Gedanke."}).url

    answer = client.post(seventh, {"guest_name": "Rosa", "guest_email": "ROSA@example.org"})

    assert len(pages) == len(mail.outbox) == 6
    assert answer.status_code == 429
    assert "An diese Adresse haben wir gerade schon mehrere Codes geschickt." in answer.content.decode()
    assert "Noch ein Gedanke." in answer.content.decode()
