"""The list of registrations as a file for the organiser: CSV and XLSX, the same columns."""

import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.spreadsheets import csv_file, safe_cell
from dialogwerk.registrations.models import Question, Registration

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(registrations: Iterable[Registration], questions: Sequence[Question]) -> bytes:
    """Return the list as CSV."""
    return csv_file(_rows(registrations, questions))


def xlsx_of(registrations: Iterable[Registration], questions: Sequence[Question]) -> bytes:
    """Return the list as a workbook."""
    from openpyxl import Workbook  # with lxml 8 MB, which a web process seldom needs

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Anmeldungen"))
    sheet.freeze_panes = "A2"
    for row in _rows(registrations, questions):
        sheet.append([safe_cell(value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(registrations: Iterable[Registration], questions: Sequence[Question]) -> Iterator[list[str]]:
    yield [
        _("Name"), _("E-Mail"), _("Organisation"), _("Gruppe"), _("Stand"), _("Tisch"), _("erste Wahl"),
        _("zweite Wahl"), _("Bedarf an Barrierefreiheit"), _("Aufnahmen erlaubt"), _("Einlasscode"), _("anwesend"),
        _("angemeldet am"), *(question.label for question in questions),
    ]  # fmt: skip
    for one in registrations:
        answers = {answer.question_id: answer.text for answer in one.answers.all()}  # type: ignore[attr-defined]
        yield [
            one.name,
            one.email,
            one.organisation,
            str(one.get_group_display()),
            str(one.get_status_display()),
            *(str(table.number) if table else "" for table in (one.table, one.first_wish, one.second_wish)),
            one.needs,
            _("ja") if one.photos_allowed_at else _("nein"),
            one.code,
            _("ja") if getattr(one, "is_present", False) else _("nein"),
            f"{timezone.localtime(one.made_at):%d.%m.%Y %H:%M}",
            *(answers.get(question.pk, "").replace("\n", "; ") for question in questions),
        ]
