"""Files made by the worker: beforehand for an event that was just published, for others when somebody asks."""

import logging
import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from django_tasks import task

from dialogwerk.core.printing import PrintingUnavailable
from dialogwerk.events import queries
from dialogwerk.events.documentation.files import FORMATS, document_file, order_mark
from dialogwerk.events.documentation.model import Documentation
from dialogwerk.events.documentation.reading import documentation_of
from dialogwerk.processes.models import Process

logger = logging.getLogger("dialogwerk.events")
WORTH_WAITING = 60  # seconds; who has waited longer learns that no worker runs, and gets the file at once


@task()
def make_files(number: int) -> None:
    """Make the files of an event in every language. What cannot be made now is made when somebody asks for it."""
    for language, _name in settings.LANGUAGES:
        _make(number, language, *FORMATS)


@task()
def make_file(number: int, language: str, ending: str) -> None:
    """Make one file that somebody waits for."""
    _make(number, language, ending)


def order_file(documentation: Documentation, ending: str) -> bool:
    """Let the worker make a file, once; say whether it is worth waiting for it."""
    mark = order_mark(documentation, ending)
    try:
        mark.open("x").close()
    except FileExistsError:
        return time.time() - mark.stat().st_mtime < WORTH_WAITING
    make_file.enqueue(documentation.mention.number, documentation.language, ending)
    return True


def _make(number: int, language: str, *endings: str) -> None:
    process = Process.objects.select_related("owner__organisation").get(entries=number)
    event = queries.one_event(process, number)
    if event is None or not event.is_over:
        return
    event.entry.process = process
    with override(language):
        documentation = documentation_of(event, AnonymousUser())
        for ending in endings:
            try:
                document_file(documentation, ending)
            except PrintingUnavailable as error:
                logger.warning("no %s of event %s: %s", ending, number, error.message)
