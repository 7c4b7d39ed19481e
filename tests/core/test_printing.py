"""PDF from templates: tagged, titled, in the right language, of our own files only."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from dialogwerk.core import printing
from dialogwerk.core.middleware import ErrorMiddleware
from tests.pdf import text_string, unpacked


@pytest.fixture
def print_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes a printed page of some HTML."""

    def render(html: str, **context: str) -> str:
        page = '{% extends "print/base.html" %}{% block title %}{{ title }}{% endblock %}{% block content %}'
        return engines["django"].from_string(page + html + "{% endblock %}").render(context)

    monkeypatch.setattr(printing, "render_to_string", lambda html, context: render(html, **context))
    return printing.render_pdf


def test_pdf_is_tagged_and_has_title_and_language(print_template) -> None:
    with override("en"):
        pdf = print_template("<h1>Lab</h1><p>Text</p>", {"title": "Ideenlabor Münster"}, accent="#006633")

    inside = unpacked(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in inside
    assert b"/StructTreeRoot" in inside
    assert b"/Lang (en)" in inside
    assert text_string("Ideenlabor Münster") in inside
    assert b"pdfuaid:part" in inside
    assert b"Fira" in inside


def test_pdf_is_german_where_the_page_is(print_template) -> None:
    assert b"/Lang (de)" in unpacked(print_template("<h1>Labor</h1>", {"title": "Labor"}))


def test_nothing_is_fetched_from_outside(print_template, caplog: pytest.LogCaptureFixture) -> None:
    html = '<p>Text</p><img src="https://elsewhere.example/a.png" alt="A"><img src="file:///etc/passwd" alt="B">'

    pdf = print_template(html, {"title": "Labor"})  # sockets are off in the tests: a request would fail loudly

    assert pdf.startswith(b"%PDF")
    assert [line for line in caplog.messages if "OutsideAddress: https://elsewhere.example/a.png" in line]
    assert [line for line in caplog.messages if "OutsideAddress: file:///etc/passwd" in line]


def test_own_files_are_read(settings, tmp_path: Path) -> None:
    name = default_storage.save("printing/note.txt", ContentFile(b"own"))

    assert printing.own_file(f"{settings.BASE_URL}/media/{name}") == b"own"
    assert b"@font-face" in printing.own_file(f"{settings.BASE_URL}/static/css/print/base.css")
    default_storage.delete(name)


@pytest.mark.parametrize("path", ["/media/../secret-key", "/media/%2e%2e/secret-key", "/static/../secret-key"])
def test_no_file_beside_the_folders_is_read(settings, path: str) -> None:
    with pytest.raises((SuspiciousFileOperation, FileNotFoundError)):
        printing.own_file(settings.BASE_URL + path)


@pytest.mark.parametrize("address", ["http://127.0.0.2:8000/static/css/print/base.css", "/static/a.css", "ftp://x/y"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(printing.OutsideAddress):
        printing.own_file(address)


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch):
    """A machine that lacks Pango."""
    monkeypatch.setattr(printing, "_LIBRARIES", ("libdoes-not-exist.so.0",))
    printing._weasyprint.cache_clear()
    yield
    printing._weasyprint.cache_clear()


def test_missing_libraries_are_told_with_the_package(without_pango: None, rf: RequestFactory) -> None:
    def view(request: HttpRequest):
        return printing.render_pdf("print/base.html", {})

    request = rf.get("/", HTTP_ACCEPT="application/json")
    with pytest.raises(printing.PrintingUnavailable) as refused:
        view(request)
    answer = ErrorMiddleware(view).process_exception(request, refused.value)

    assert answer.status_code == 503
    assert "libpangoft2-1.0-0" in answer.content.decode()


def test_check_tells_missing_libraries(without_pango: None) -> None:
    told = StringIO()

    call_command("check", stdout=told, stderr=told)

    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told.getvalue()
