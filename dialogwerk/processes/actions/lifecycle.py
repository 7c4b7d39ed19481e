"""The life of a dialogue: in preparation, open, concluded, archived, and some steps back."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.processes.models import Process, ProcessStatus
from dialogwerk.processes.setup import checklist_for

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """A step in the life of a dialogue, with what the button says and what people should know before."""

    key: str
    source: ProcessStatus
    target: ProcessStatus
    label: Words
    meaning: Words
    is_back: bool = False
    asks_note: bool = False


STEPS = (
    Step(
        "oeffnen",
        ProcessStatus.DRAFT,
        ProcessStatus.OPEN,
        gettext_lazy("Dialog öffnen"),
        gettext_lazy("Alle können den Dialog lesen. Was die laufenden Phasen öffnen, ist ab sofort möglich."),
    ),
    Step(
        "abschliessen",
        ProcessStatus.OPEN,
        ProcessStatus.CONCLUDED,
        gettext_lazy("Dialog abschließen"),
        gettext_lazy("Niemand kann mehr etwas einreichen, kommentieren oder bewerten. Alles bleibt lesbar."),
        asks_note=True,
    ),
    Step(
        "archivieren",
        ProcessStatus.CONCLUDED,
        ProcessStatus.ARCHIVED,
        gettext_lazy("Dialog archivieren"),
        gettext_lazy(
            "Der Dialog steht auf der Startseite nur noch im Archiv. Alles bleibt unter seiner Adresse lesbar."
        ),
    ),
    Step(
        "zurueck-in-vorbereitung",
        ProcessStatus.OPEN,
        ProcessStatus.DRAFT,
        gettext_lazy("Zurück in die Vorbereitung"),
        gettext_lazy("Nur das Team sieht den Dialog noch. Das geht, solange niemand etwas eingereicht hat."),
        is_back=True,
    ),
    Step(
        "wieder-oeffnen",
        ProcessStatus.CONCLUDED,
        ProcessStatus.OPEN,
        gettext_lazy("Wieder öffnen"),
        gettext_lazy(
            "Laufende Phasen öffnen sich wieder. Das Schlusswort bleibt gespeichert, wird aber nicht gezeigt."
        ),
        is_back=True,
    ),
    Step(
        "aus-dem-archiv",
        ProcessStatus.ARCHIVED,
        ProcessStatus.CONCLUDED,
        gettext_lazy("Aus dem Archiv holen"),
        gettext_lazy("Der Dialog steht wieder bei den abgeschlossenen."),
        is_back=True,
    ),
)


def steps_from(process: Process) -> list[Step]:
    """Return the steps that lead on from where the process stands, forward ones first."""
    return [step for step in STEPS if step.source == process.status]


@transaction.atomic
def change_status(*, actor: Any, process: Process, step: Step, closing_note: str = "") -> None:
    """Take one step in the life of the process.

    Raises `NotPossibleNow` if it stands elsewhere by now, if something required is missing (opening), if the closing
    note is missing (concluding), or if people already contributed (back into preparation).
    """
    current = Process.objects.select_related("owner").select_for_update(of=("self",)).get(pk=process.pk)
    if current.status != step.source:
        raise NotPossibleNow(
            _("Der Dialog ist inzwischen: %s.") % current.get_status_display(),
            what_to_do=_("Laden Sie die Seite neu. Sie sehen dann, was jetzt möglich ist."),
        )
    if step.key == "oeffnen":
        _refuse_unfinished(current)
    if step.target == ProcessStatus.DRAFT:
        _refuse_used(current)
    if step.asks_note:
        _conclude(current, closing_note)
    current.status = step.target
    if step.target == ProcessStatus.OPEN and current.started_on is None:
        current.started_on = timezone.localdate()
    current.full_clean()
    current.save(update_fields=["status", "closing_note", "started_on", "ended_on"])
    audit.record(
        actor=actor,
        act="change_status",
        target=current,
        process_slug=current.slug,
        before=step.source,
        after=step.target,
    )
    process.refresh_from_db()


def _refuse_unfinished(process: Process) -> None:
    missing = checklist_for(process).missing
    if missing:
        raise NotPossibleNow(
            _("Zum Öffnen fehlt noch: %s.") % ", ".join(str(check.label) for check in missing),
            what_to_do=_("Ergänzen Sie das in der Einrichtung und öffnen Sie dann den Dialog."),
        )


def _refuse_used(process: Process) -> None:
    if process.entries.exists():  # type: ignore[attr-defined]
        raise NotPossibleNow(
            _("In diesem Dialog gibt es schon Einträge. Sie würden für alle verschwinden."),
            what_to_do=_("Schließen Sie den Dialog ab, wenn nichts mehr hinzukommen soll."),
        )


def _conclude(process: Process, closing_note: str) -> None:
    if not closing_note.strip():
        raise NotPossibleNow(
            _("Es fehlt das Schlusswort."),
            what_to_do=_("Schreiben Sie in zwei, drei Sätzen, was aus den Beiträgen wird."),
        )
    process.closing_note = closing_note.strip()
    if process.ended_on is None:
        process.ended_on = max(timezone.localdate(), process.started_on or timezone.localdate())


@transaction.atomic
def renew_preview(*, actor: Any, process: Process) -> None:
    """Make a new secret preview link; the old one, and whoever came by it, sees nothing any more."""
    process.preview_token = secrets.token_urlsafe()
    process.save(update_fields=["preview_token"])
    audit.record(actor=actor, act="renew_preview", target=process, process_slug=process.slug)
