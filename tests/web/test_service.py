"""Health, colours, errors and the sending of forms."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.core.models import PeriodicRun
from dialogwerk.core.worker import HEARTBEAT
from dialogwerk.processes.colours import DARK_PAGE, contrast, lightened
from tests import factories


def test_live_needs_no_database(client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "status"), [(None, "degraded"), (1, "ok"), (30, "degraded")], ids=["never", "now", "long ago"]
)
def test_ready_tells_of_a_silent_worker(client, minutes, status) -> None:
    if minutes is not None:
        last_at = timezone.now() - datetime.timedelta(minutes=minutes)
        PeriodicRun.objects.update_or_create(name=HEARTBEAT, defaults={"last_at": last_at})

    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == status
    assert answer.json()["migrations"] == "ok"


def test_accent_is_served_for_light_and_dark_pages(client, process) -> None:
    owner = process.owner
    owner.accent = "#b3001b"
    owner.save()

    answer = client.get(reverse("web:accent", kwargs={"owner": owner.pk, "accent": "b3001b"}))

    assert "immutable" in answer["Cache-Control"]
    assert (
        answer.content.decode()
        == f".owner-{owner.pk} {{ --owner-accent: #b3001b; --owner-accent-dark: {lightened('#b3001b')}; }}\n"
    )


@pytest.mark.parametrize("colour", ["#000000", "#171a2b", "#b3001b", "#0b6b4f", "#767676"])
def test_lightened_accent_is_readable_on_a_dark_page(colour) -> None:
    assert contrast(lightened(colour), DARK_PAGE) >= 7


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.django_db
def test_owner_refuses_an_accent_that_cannot_be_read() -> None:
    owner = factories.OwnerFactory(accent="#ffcc00")

    with pytest.raises(ValidationError) as caught:
        owner.full_clean()

    assert list(caught.value.message_dict) == ["accent"]


@pytest.mark.django_db
def test_unknown_address_offers_a_search(client) -> None:
    answer = client.get("/gibt-es-nicht/")

    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()
    assert 'id="error-search"' in answer.content.decode()


@pytest.mark.django_db
def test_form_open_too_long_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sprache/setlang/", {"language": "en"})

    assert answer.status_code == 403
    assert "Diese Seite war zu lange offen" in answer.content.decode()


@pytest.mark.django_db
def test_script_that_sends_is_told_where_to_go(client) -> None:
    answer = client.post("/sprache/setlang/", {"language": "en", "next": "/suche/"}, headers={"X-Sent-By": "resend"})

    assert (answer.status_code, answer["X-Next"]) == (204, "/suche/")
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_browser_without_script_is_redirected(client) -> None:
    answer = client.post("/sprache/setlang/", {"language": "en", "next": "/suche/"})

    assert (answer.status_code, answer["Location"]) == (302, "/suche/")
