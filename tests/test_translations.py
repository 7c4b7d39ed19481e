"""The interface in English: its messages, and pages as an English reader gets them."""

import datetime
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import polib
import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "dialogwerk/locale/en/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|{\w*}|</?\w+[^>]*>")
GERMAN_DATE = re.compile(r"""date:["'](?:d\.m\.|j\.n\.|j\. F|D\.?, j\.)""")
SHELL_IN_GERMAN = ("Anmelden", "Suchen", "Zum Inhalt springen", "Impressum", "Öffentliche", "Über")


def pairs() -> Iterator[tuple[str, str]]:
    """Yield each message with its translation; singular and plural apart."""
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[1]
        else:
            yield entry.msgid, entry.msgstr


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """The script that collects the messages."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts/messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def in_english(messages: ModuleType) -> None:
    """The compiled catalogue, which is no part of the repository, made anew and read anew."""
    messages.compile_all()
    trans_real._translations.clear()


def test_every_message_is_translated(messages: ModuleType) -> None:
    assert messages.untranslated("en") == []


def test_placeholders_and_tags_are_kept() -> None:
    differing = [
        (message, said)
        for message, said in pairs()
        if said and sorted(PLACEHOLDER.findall(message)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert differing == []


def test_quotation_marks_are_english() -> None:
    assert [said for _message, said in pairs() if re.search("[„‚]", said)] == []


def test_no_template_writes_dates_in_german_only() -> None:
    templates = [path for path in (ROOT / "dialogwerk").rglob("templates/**/*") if path.suffix in {".html", ".txt"}]
    assert [path.name for path in templates if GERMAN_DATE.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_the_start_page_speaks_english(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page
    assert [word for word in SHELL_IN_GERMAN if word in page] == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "17.01.2018 | 17. Januar 2018 | Mi., 17. Januar 2018"),
        ("en", "17 Jan 2018 | 17 January 2018 | Wed 17 January 2018"),
    ],
)
def test_dates_follow_the_language(language: str, shown: str) -> None:
    template = Template('{{ day|date:"SHORT_DATE_FORMAT" }} | {{ day|date:"DATE_FORMAT" }} | {{ day|long_date }}')
    with translation.override(language):
        assert template.render(Context({"day": datetime.date(2018, 1, 17)})) == shown
