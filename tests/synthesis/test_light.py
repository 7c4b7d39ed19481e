"""Pages are answered without the libraries of statistics and of office files: they are loaded where one is made."""

import subprocess
import sys

HEAVY = {
    *("scipy", "sklearn", "sensemaking.vectors", "sensemaking.features"),
    *("docx", "openpyxl", "lxml", "weasyprint"),
    "psycopg",  # this one runs on SQLite
}


def test_no_web_process_loads_libraries_that_pages_do_not_need() -> None:
    told = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print(sorted(set(sys.modules) & {HEAVY}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"
