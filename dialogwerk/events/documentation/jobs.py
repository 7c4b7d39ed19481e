"""Files made beforehand: nobody waits for the documentation of a large event that was just published."""

import logging

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from django_tasks import task

from dialogwerk.core.printing import PrintingUnavailable
from dialogwerk.events import queries
from dialogwerk.events.documentation.files import FORMATS, document_file
from dialogwerk.events.documentation.reading import documentation_of
from dialogwerk.processes.models import Process

logger = logging.getLogger("dialogwerk.events")


@task()
def make_files(number: int) -> None:
    """Make the files of an event in every language. What cannot be made now is made when somebody asks for it."""
    process = Process.objects.select_related("owner__organisation").get(entries=number)
    event = queries.one_event(process, number)
    if event is None or not event.is_over:
        return
    event.entry.process = process
    for language, _name in settings.LANGUAGES:
        with override(language):
            documentation = documentation_of(event, AnonymousUser())
            for ending in FORMATS:
                try:
                    document_file(documentation, ending)
                except PrintingUnavailable as error:
                    logger.warning("no %s of event %s: %s", ending, number, error.message)
