"""Writing Markdown: toolbar, hint and preview at every text that pages show as Markdown."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.core.text import render_markdown
from dialogwerk.core.widgets import MarkdownArea
from tests import factories

PREVIEW = "/vorschau-text/"


def test_the_preview_shows_a_text_as_the_pages_do(client) -> None:
    text = "## Ziel\n\nWir **lernen** am Band.\n\n- Erstens\n- Zweitens"

    answer = client.post(PREVIEW, {"text": text})

    assert answer.content.decode() == render_markdown(text)


def test_the_preview_lets_no_script_through(client) -> None:
    html = client.post(PREVIEW, {"text": "<script>alert(1)</script> [x](javascript:alert(1))"}).content.decode()

    assert "<script" not in html
    assert "href" not in html


def test_the_preview_is_only_for_posts_and_counted(client) -> None:
    assert client.get(PREVIEW).status_code == 405
    answers = [client.post(PREVIEW, {"text": "x"}).status_code for _number in range(301)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_the_toolbar_is_hidden_until_a_script_shows_it_and_speaks_the_readers_language(client, db) -> None:
    german = client.get("/styleguide/").content.decode()
    english = client.get("/styleguide/", headers={"accept-language": "en"}).content.decode()

    assert '<div class="markdown__bar" hidden>' in german
    assert "<md-bold>Fett</md-bold>" in german
    assert 'aria-label="Text gestalten"' in german
    assert "<md-bold>Bold</md-bold>" in english
    assert 'for="plain_long_text"' in german
    assert "So gestalten Sie den Text" in german


def test_a_field_without_an_id_is_a_plain_text_area() -> None:
    html = MarkdownArea().render("text", "**x**", attrs={})

    assert "markdown-toolbar" not in html
    assert "**x**" in html


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/werkstatt/dialog/einrichten/grunddaten/", ["about"]),
        ("/werkstatt/dialog/einrichten/rechtliches/", ["imprint", "privacy", "accessibility"]),
        ("/werkstatt/dialog/eintraege/neu/", ["body"]),
        ("/dialog/ideen/neu/", ["problem", "approach"]),
    ],
)
def test_every_markdown_text_has_it(signed_in, lena, process, address, fields) -> None:
    html = signed_in(lena).get(address).content.decode()

    for field in fields:
        assert f'<markdown-toolbar for="id_{field}"' in html


def test_the_review_and_the_answer_have_it(signed_in, edith, process) -> None:
    ended = timezone.now() - datetime.timedelta(days=1)
    event = factories.EventFactory(entry__process=process, starts_at=ended - datetime.timedelta(hours=2), ends_at=ended)
    entry = factories.EntryFactory(process=process)
    client = signed_in(edith)

    assert 'for="id_review"' in client.get(f"/werkstatt/dialog/termine/{event.pk}/rueckblick/").content.decode()
    assert 'for="id_answer-text"' in client.get(f"/werkstatt/dialog/eintraege/{entry.pk}/").content.decode()
