"""Signing in by code and password, making an account, one's own pages: all as plain forms, mails in German."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from dialogwerk.accounts.actions import confirm_address, revise_person
from dialogwerk.accounts.models import Organisation, Person
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import State
from tests import factories

PASSWORD = "ein-langes-passwort-42"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def rosa(db) -> Person:
    """A guest who confirmed her address."""
    return confirm_address(email="Rosa@Example.org", public_name="Rosa")


def code_in_mail() -> str:
    return re.search(r"^\s*([A-Z0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def is_signed_in(client, person: Person) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


@pytest.mark.parametrize(
    "path",
    ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "inactive/"],
)
def test_pages_for_visitors(path, db, client) -> None:
    answer = client.get(f"/konto/{path}")

    assert answer.status_code == 200
    assert "site-header" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "eigenes/", "email/", "password/change/", "logout/"])
def test_pages_for_members(path, paula, signed_in) -> None:
    paula.set_password(PASSWORD)
    paula.save()

    assert signed_in(paula).get(f"/konto/{path}").status_code == 200


def test_guest_signs_in_by_code(rosa, client) -> None:
    answer = client.post("/konto/login/code/", {"email": "rosa@example.org"}, follow=True)
    assert "Sehen Sie in Ihr Postfach" in answer.content.decode()
    assert mail.outbox[-1].subject == "Ihr Code zum Anmelden"

    client.post("/konto/login/code/confirm/", {"code": code_in_mail().lower()})

    assert is_signed_in(client, rosa)


def test_wrong_code_is_told(rosa, client) -> None:
    client.post("/konto/login/code/", {"email": "rosa@example.org"})

    answer = client.post("/konto/login/code/confirm/", {"code": "AAAAAA"})

    assert "kern-error" in answer.content.decode()
    assert not is_signed_in(client, rosa)


def test_unknown_address_gets_a_mail_and_the_page_tells_nothing(db, client) -> None:
    answer = client.post("/konto/login/code/", {"email": "niemand@example.org"}, follow=True)

    assert "Sehen Sie in Ihr Postfach" in answer.content.decode()
    assert mail.outbox[-1].subject == "Zu dieser Adresse gibt es kein Konto"


def test_guest_sets_a_password_and_signs_in_with_it(rosa, signed_in, client) -> None:
    answer = signed_in(rosa).post("/konto/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    rosa.refresh_from_db()
    assert not rosa.is_guest
    client.logout()

    client.post("/konto/login/", {"login": "rosa@example.org", "password": PASSWORD})

    assert is_signed_in(client, rosa)


def test_wrong_password_is_told(rosa, client) -> None:
    answer = client.post("/konto/login/", {"login": "rosa@example.org", "password": "falsch"})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_account_is_made_with_a_name_and_a_confirmed_address(db, client) -> None:
    data = {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD, "public_name": "Nele"}
    client.post("/konto/signup/", data, follow=True)
    assert mail.outbox[-1].subject == "Ihr Code: Adresse bestätigen"

    client.post("/konto/confirm-email/", {"code": code_in_mail()})

    person = Person.objects.get(email="neu@example.org")
    assert (person.public_name, person.is_guest) == ("Nele", False)
    assert is_signed_in(client, person)


def test_known_address_is_told_by_mail_only(rosa, client) -> None:
    data = {"email": rosa.email, "password1": PASSWORD, "password2": PASSWORD, "public_name": "Nele"}

    client.post("/konto/signup/", data)

    assert mail.outbox[-1].subject == "Sie haben schon ein Konto"
    assert Person.objects.count() == 1


def test_password_is_reset_by_a_link(rosa, client) -> None:
    rosa.set_password(PASSWORD)
    rosa.save()
    client.post("/konto/password/reset/", {"email": rosa.email})
    link = re.search(r"https?://[^/\s]+(/konto/\S+)", mail.outbox[-1].body)[1]

    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": "ein-neues-passwort-43", "password2": "ein-neues-passwort-43"})

    rosa.refresh_from_db()
    assert rosa.check_password("ein-neues-passwort-43")


def test_address_changes_after_the_code(rosa, signed_in) -> None:
    client = signed_in(rosa)
    client.post("/konto/email/", {"email": "rosa.neu@example.org", "action_add": ""}, follow=True)
    rosa.refresh_from_db()
    assert rosa.email == "rosa@example.org"

    client.post("/konto/confirm-email/", {"code": code_in_mail()})

    rosa.refresh_from_db()
    assert rosa.email == "rosa.neu@example.org"


def test_profile_by_form(rosa, signed_in) -> None:
    data = {
        "public_name": "Rosa L.",
        "stakeholder_group": "gewerkschaft",
        "organisation_name": "Netzwerk Hagen",
        "language": "en",
    }

    answer = signed_in(rosa).post("/konto/", data)

    rosa.refresh_from_db()
    assert answer.status_code == 302
    assert (rosa.public_name, rosa.language, str(rosa.organisation)) == ("Rosa L.", "en", "Netzwerk Hagen")
    assert rosa.organisation.stakeholder_group == "gewerkschaft"
    assert AuditRecord.objects.filter(act="revise_person").count() == 1


def test_wrong_profile_gets_a_message_and_changes_nothing(rosa, signed_in) -> None:
    answer = signed_in(rosa).post("/konto/", {"public_name": "", "language": "de"})

    assert answer.status_code == 422
    rosa.refresh_from_db()
    assert rosa.public_name == "Rosa"


def test_known_organisation_is_found_whatever_its_capitals(rosa) -> None:
    known = factories.OrganisationFactory(name="Handwerkskammer Südwestfalen")

    revise_person(actor=rosa, organisation_name="  handwerkskammer  südwestfalen ")

    assert rosa.organisation == known
    assert Organisation.objects.count() == 1
    revise_person(actor=rosa)
    assert rosa.organisation is None


def test_own_things(process, paula, signed_in) -> None:
    entry = factories.EntryFactory(process=process, author=paula, title="Meine Idee", state=State.HIDDEN)
    factories.CommentFactory(entry=entry, author=paula, text="Mein Kommentar")
    factories.EntryFactory(process=process, title="Fremdes")

    page = signed_in(paula).get("/konto/eigenes/").content.decode()

    assert "Meine Idee" in page
    assert "verborgen" in page
    assert "Mein Kommentar" in page
    assert "Fremdes" not in page


@pytest.mark.parametrize("number", [1, 15])
def test_own_things_cost_the_same_for_one_and_for_many(
    number, process, paula, signed_in, django_assert_max_num_queries
) -> None:
    for _ in range(number):
        entry = factories.EntryFactory(process=process, author=paula)
        factories.CommentFactory(entry=entry, author=paula)
    client = signed_in(paula)

    with django_assert_max_num_queries(10):
        client.get("/konto/eigenes/")


def test_visitors_are_led_to_sign_in(db, client) -> None:
    assert client.get("/konto/").url.startswith("/konto/login/")
    assert client.get("/konto/eigenes/").url.startswith("/konto/login/")


def test_the_first_operator_signs_in_without_any_mail(db, client, monkeypatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "ein-langes-Passwort-9")
    call_command("createsuperuser", email="Betrieb@Example.org", interactive=False, verbosity=0)

    answer = client.post("/konto/login/", {"login": "betrieb@example.org", "password": "ein-langes-Passwort-9"})

    person = Person.objects.get()
    assert (person.public_name, person.is_operator, person.is_guest) == ("Betrieb", True, False)
    assert answer.status_code == 302
    assert "/werkstatt/" in client.get("/").content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"expire_date": timezone.now() - timedelta(seconds=1)}, {"session_data": "Unfug"}])
def test_a_session_that_is_over_or_broken_is_none(change, paula, signed_in) -> None:
    client = signed_in(paula)
    assert client.get("/konto/").status_code == 200

    Session.objects.update(**change)

    assert client.get("/konto/").url.startswith("/konto/login/")


def test_who_is_gone_is_signed_in_no_more(paula, signed_in) -> None:
    client = signed_in(paula)
    Person.objects.filter(pk=paula.pk).delete()

    assert client.get("/konto/").url.startswith("/konto/login/")


def test_a_person_is_found_by_number_among_those_that_were_asked(paula, mo) -> None:
    company = factories.OrganisationFactory()
    Person.objects.filter(pk=paula.pk).update(organisation=company)

    assert Person.objects.get(pk=paula.pk) == paula
    assert Person.objects.get(pk=paula.pk, email=paula.email) == company.people.get(pk=paula.pk) == paula
    for people, number in ((Person.objects, 10**20), (company.people, mo.pk)):
        with pytest.raises(Person.DoesNotExist):
            people.get(pk=number)
