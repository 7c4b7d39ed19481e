"""The documentation as a Word file, for the office that must edit it."""

from typing import Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.core.office import (
    TEXT_WIDTH,
    add_contents,
    add_footer,
    add_link,
    add_markdown,
    add_picture,
    add_table,
    new_document,
    to_bytes,
)
from dialogwerk.events.documentation.model import (
    CardColumn,
    Documentation,
    DocumentedTable,
    IdeaLine,
    Picture,
    ProgrammeLine,
    Step,
)


def docx_of(documentation: Documentation) -> bytes:
    """Return the file."""
    with override(documentation.language):
        title = _("Dokumentation: %(title)s") % {"title": documentation.title}
        document = new_document(
            title=title, author=documentation.owner, language=documentation.language, accent=documentation.accent
        )
        _cover(document, documentation)
        _glance(document, documentation)
        if documentation.review:
            document.add_heading(_("Rückblick"), 1)
            add_markdown(document, documentation.review, level=2)
        if documentation.programme:
            document.add_heading(_("Programm"), 1)
            head = [_("Zeit"), _("Programmpunkt"), _("Art")]
            add_table(document, head, map(_programme_row, documentation.programme), widths=[28, 102, 35])
        if documentation.matrix:
            document.add_heading(_("Gruppen und Themen"), 1)
            rows = [[line.group, *(result for _topic, result in line.cells)] for line in documentation.matrix.lines]
            add_table(document, [_("Gruppe"), *documentation.matrix.topics], rows)
        _tables(document, documentation)
        _ideas(document, _("Ideen, die hier entstanden"), documentation.ideas)
        _ideas(document, _("Aufgegriffene Ideen"), documentation.taken_up)
        _pictures(document, documentation.pictures)
        _steps(document, documentation.steps)
        _about(document, documentation)
        return to_bytes(document)


def _cover(document: Any, documentation: Documentation) -> None:
    document.add_paragraph(f"{documentation.owner} · {documentation.process}")
    kind = " · ".join(filter(None, [_("Dokumentation"), documentation.kind, documentation.series]))
    document.add_paragraph(kind)
    document.add_paragraph(documentation.title, style="Title")
    if documentation.subtitle:
        document.add_paragraph(documentation.subtitle, style="Subtitle")
    when = document.add_paragraph()
    when.add_run(render_to_string("events/_when.html", {"event": documentation}).strip()).bold = True
    if documentation.venue:
        when.add_run().add_break()
        when.add_run(documentation.venue)
    as_of = _("Stand: %(date)s") % {"date": date_format(documentation.as_of, "DATE_FORMAT")}
    add_footer(document, f"{documentation.title}  ·  {as_of}")
    contents = document.add_paragraph()
    contents.add_run(_("Inhalt")).bold = True
    add_contents(document, _headings(documentation))
    document.add_page_break()


def _headings(documentation: Documentation) -> list[str]:
    tables = [table.heading for table in documentation.tables]
    told = [
        (_("Auf einen Blick"), True),
        (_("Rückblick"), bool(documentation.review)),
        (_("Programm"), bool(documentation.programme)),
        (_("Gruppen und Themen"), bool(documentation.matrix)),
        (_("Die Tische"), bool(documentation.tables)),
        *((f"    {heading}", True) for heading in tables),
        (_("Weitere Beiträge"), bool(documentation.loose)),
        (_("Ideen, die hier entstanden"), bool(documentation.ideas)),
        (_("Aufgegriffene Ideen"), bool(documentation.taken_up)),
        (_("Bilder"), bool(documentation.pictures)),
        (_("Was seither daraus wurde"), bool(documentation.steps)),
        (_("Zu dieser Dokumentation"), True),
    ]
    return [heading for heading, is_told in told if is_told]


def _glance(document: Any, documentation: Documentation) -> None:
    document.add_heading(_("Auf einen Blick"), 1)
    if documentation.summary:
        document.add_paragraph(documentation.summary)
    _question(document, documentation.guiding_question)
    if documentation.body:
        add_markdown(document, documentation.body, level=2)
    facts = [
        (_("Ort"), documentation.venue),
        (_("Region"), documentation.region),
        (_("Eingeladen hat"), documentation.organiser),
        (_("Gemeinsam mit"), ", ".join(documentation.co_hosts)),
        (_("Moderiert von"), documentation.facilitator),
        (_("Knüpft an"), ", ".join(f"{one.title} ({one.tag})" for one in documentation.earlier)),
        (_("Weitergeführt in"), ", ".join(f"{one.title} ({one.tag})" for one in documentation.later)),
        (_("Teilnehmende"), number_format(documentation.participant_count or 0)),
        (_("Beiträge"), number_format(documentation.card_count)),
        (_("Ideen"), number_format(len(documentation.ideas))),
    ]
    add_table(
        document, [_("Angabe"), _("Wert")], [fact for fact in facts if fact[1] not in ("", "0")], widths=[45, 120]
    )
    if documentation.attendance.rows:
        document.add_heading(_("Wer dabei war"), 2)
        rows = [(name, number_format(count)) for name, count in documentation.attendance.rows]
        add_table(document, [_("Gruppe"), _("Anzahl")], rows, widths=[100, 30])
        if documentation.attendance.others:
            document.add_paragraph(_("Gruppen mit weniger als drei Personen nennen wir nicht einzeln."))


def _question(document: Any, text: str) -> None:
    if text:
        paragraph = document.add_paragraph()
        paragraph.add_run(_("Leitfrage") + ": ")
        paragraph.add_run(text).bold = True


def _programme_row(item: ProgrammeLine) -> tuple[str, str, str]:
    until = f"–{time_format(item.ends_at, 'H:i')}" if item.ends_at else ""
    title = f"{item.title}\n{item.speaker}" if item.speaker else item.title
    return f"{time_format(item.starts_at, 'H:i')}{until}", title, item.kind_title


def _tables(document: Any, documentation: Documentation) -> None:
    if documentation.tables:
        document.add_heading(_("Die Tische"), 1)
        for table in documentation.tables:
            _table(document, table)
    if documentation.loose:
        document.add_heading(_("Weitere Beiträge"), 1)
        _cards(document, documentation.loose)


def _table(document: Any, table: DocumentedTable) -> None:
    document.add_heading(table.heading, 2)
    if table.topics:
        document.add_paragraph(" · ".join(table.topics))
    _question(document, table.guiding_question)
    if table.persona:
        document.add_heading(_("Persona: %(name)s") % {"name": table.persona.name}, 3)
        for text in (table.persona.role, table.persona.situation, table.persona.challenge):
            if text:
                document.add_paragraph(text)
    if table.result:
        document.add_heading(_("Ergebnis"), 3)
        add_markdown(document, table.result, level=4)
    _cards(document, table.columns)


def _cards(document: Any, columns: tuple[CardColumn, ...]) -> None:
    for column in columns:
        document.add_heading(f"{column.title or _('Beiträge')} ({len(column.cards)})", 3)
        for card in column.cards:
            paragraph = document.add_paragraph(f"{card.text} ", style="List Bullet")
            add_link(paragraph, card.mention.short_address, card.mention.tag)


def _ideas(document: Any, heading: str, ideas: tuple[IdeaLine, ...]) -> None:
    if not ideas:
        return
    document.add_heading(heading, 1)
    for idea in ideas:
        document.add_heading(idea.mention.title, 2)
        for text in (" · ".join(filter(None, [idea.table, idea.stage])), idea.note, idea.summary):
            if text:
                document.add_paragraph(text)
        add_link(
            document.add_paragraph(f"{idea.mention.tag}: "), idea.mention.short_address, idea.mention.short_address
        )


def _pictures(document: Any, pictures: tuple[Picture, ...]) -> None:
    if not pictures:
        return
    document.add_heading(_("Bilder"), 1)
    for picture in pictures:
        with default_storage.open(picture.name) as file:
            add_picture(document, file.read(), alt=picture.alt, width=min(TEXT_WIDTH, 150))
        who = _("Foto: %(who)s") % {"who": picture.copyright} if picture.copyright else ""
        document.add_paragraph(" · ".join(filter(None, [picture.caption, who])), style="Caption")


def _steps(document: Any, steps: tuple[Step, ...]) -> None:
    if not steps:
        return
    document.add_heading(_("Was seither daraus wurde"), 1)
    rows = [
        (
            date_format(step.on, "SHORT_DATE_FORMAT"),
            f"{step.source.title} {step.relation}: {step.target.title} ({step.target_kind}, {step.target.tag})",
            " · ".join(filter(None, [step.office, step.reason])),
        )
        for step in steps
    ]
    add_table(document, [_("Wann"), _("Was"), _("Durch und warum")], rows, widths=[28, 74, 63])


def _about(document: Any, documentation: Documentation) -> None:
    document.add_heading(_("Zu dieser Dokumentation"), 1)
    for text in documentation.made_of:
        document.add_paragraph(text)
    if documentation.source:
        document.add_paragraph(_("Quelle: %(source)s") % {"source": documentation.source})
    if documentation.licence:
        document.add_paragraph(_("Lizenz: %(licence)s") % {"licence": documentation.licence})
    paragraph = document.add_paragraph(_("Dauerhafte Adresse") + ": ")
    add_link(paragraph, documentation.mention.short_address, documentation.mention.short_address)
