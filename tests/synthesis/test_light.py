"""Pages are answered without the libraries of statistics: they are loaded by jobs."""

import subprocess
import sys


def test_no_page_loads_the_libraries_of_statistics() -> None:
    told = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(sorted(set(sys.modules) & {'scipy', 'sklearn', 'sensemaking.vectors', 'sensemaking.features'}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"
