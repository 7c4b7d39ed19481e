"""The secret link to a dialogue in preparation."""

import pytest

from dialogwerk.processes.actions import renew_preview
from dialogwerk.processes.models import Process, ProcessStatus
from tests import factories
from tests.attacks.zoo import changed, fingerprint

PAGES = ("", "ueber/", "karte/", "beitraege/", "termine/", "regionen/", "ergebnisse/")


@pytest.fixture
def draft(process) -> Process:
    process.status = ProcessStatus.DRAFT
    process.save()
    factories.IdeaFactory(entry__process=process)
    return process


def statuses(client) -> set[int]:
    return {client.get(f"/dialog/{page}").status_code for page in PAGES}


def test_only_the_present_link_opens_a_draft(draft, lena, client) -> None:
    first = draft.preview_token
    assert statuses(client) == {404}
    assert client.get("/vorschau/geraten/").status_code == 404
    assert client.get(f"/vorschau/{first[:-1]}/").status_code == 404
    assert statuses(client) == {404}

    assert client.get(f"/vorschau/{first}/").status_code == 302
    assert statuses(client) == {200}

    renew_preview(actor=lena, process=draft)
    assert statuses(client) == {404}
    assert client.get(f"/vorschau/{first}/").status_code == 404
    assert statuses(client) == {404}
    client.get(f"/vorschau/{draft.preview_token}/")
    assert statuses(client) == {200}


def test_the_secret_stands_in_no_page(draft, client) -> None:
    answer = client.get(f"/vorschau/{draft.preview_token}/")
    assert answer["Location"] == "/dialog/"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]

    for page in PAGES:
        seen = client.get(f"/dialog/{page}")
        html = seen.content.decode()
        assert draft.preview_token not in html
        assert seen["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex">' in html


def test_a_link_to_one_draft_opens_no_other(draft, client) -> None:
    other = factories.ProcessFactory(slug="zweiter", status=ProcessStatus.DRAFT)

    client.get(f"/vorschau/{draft.preview_token}/")

    assert client.get(f"/{other.slug}/").status_code == 404
    assert other.title not in client.get("/").content.decode()
    assert draft.title not in client.get("/").content.decode()


def test_who_looks_may_not_act(draft, paula, signed_in) -> None:
    client = signed_in(paula)
    client.get(f"/vorschau/{draft.preview_token}/")
    idea = draft.entries.get()
    before = fingerprint()
    told = {
        "title": "Eine neue Idee für alle",
        "summary": "Wir probieren das aus.",
        "text": "Ein Gedanke.",
        "act": "send",
    }

    for address in (
        "/dialog/ideen/neu/", "/dialog/ideen/neu/einreichen/", "/dialog/beitraege/neu/",
        f"/e/{idea.pk}/kommentare/", f"/e/{idea.pk}/bewertung/", f"/e/{idea.pk}/melden/",
    ):  # fmt: skip
        client.post(address, told | {"overall": "5", "value": "5"})

    after = [table for table in changed(before) if table != "ideas.ideadraft"]
    assert after == []
