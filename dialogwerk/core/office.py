"""Word files (DOCX) that people go on writing: real heading styles, tables with header rows, described pictures."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from markdown_it.token import Token
from PIL import Image

from dialogwerk.core.text import markdown_tokens

LANGUAGES = {"de": "de-DE", "en": "en-GB"}
FONT = "Calibri"
LINE, BORDERS = "B4B9C4", ("top", "left", "bottom", "right", "insideH", "insideV")
TEXT_WIDTH = 165  # millimetres between the margins


def new_document(*, title: str, author: str, language: str, accent: str) -> Any:
    """Return an empty A4 document with its styles, title and language."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.language, core.comments = title, author, LANGUAGES.get(language, language), ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    _set_language(document, core.language)
    sizes = {"Title": 24, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11}
    for name, size in sizes.items():
        _style(document, name, size, accent if name in ("Title", "Heading 1", "Heading 2") else "#171a26")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for border in document.styles["Table Grid"].element.iter(*(qn(f"w:{side}") for side in BORDERS)):
        border.set(qn("w:color"), LINE)
    document.settings.element.append(OxmlElement("w:autoHyphenation"))
    return document


def to_bytes(document: Any) -> bytes:
    """Return the file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_markdown(document: Any, text: str, *, level: int) -> None:
    """Write a Markdown text; its highest heading gets `level`."""
    tokens = markdown_tokens(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    _Writer(document, level - highest).write(tokens)


def add_table(document: Any, head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int] = ()) -> Any:
    """Write a table whose first row is a header that repeats on each page; `widths` in millimetres."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for texts in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _lay_out(table, widths or [TEXT_WIDTH // len(head)] * len(head))
    return table


def _lay_out(table: Any, widths: Sequence[int]) -> None:
    """Give a table its widths, which Word reads from the cells and others from the columns, and some air."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def add_picture(document: Any, content: bytes, *, alt: str, width: int = TEXT_WIDTH) -> None:
    """Put a picture in, described; WebP becomes JPEG, which every word processor shows."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("RGB").save(buffer, "JPEG", quality=85)
        mm_high = width * picture.height / picture.width
    shape = document.add_picture(buffer, width=Mm(width if mm_high <= 120 else round(width * 120 / mm_high)))
    shape._inline.docPr.set("descr", alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def add_link(paragraph: Any, address: str, text: str) -> None:
    """Write a link into a paragraph."""
    part = paragraph.part
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, kind, is_external=True))
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def add_footer(document: Any, text: str) -> None:
    """Write a line at the foot of each page, with the number of the page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(f"{text}  ·  ").font.size = Pt(8.5)
    _add_field(paragraph, "PAGE", "1")


def add_contents(document: Any, headings: Sequence[str]) -> None:
    """Write a table of contents that the word processor keeps up to date; until then it names `headings`."""
    paragraphs = [document.add_paragraph() for _heading in headings]
    for place, (paragraph, heading) in enumerate(zip(paragraphs, headings, strict=True)):
        paragraph.paragraph_format.space_after = Pt(2)
        if place == 0:
            _field_mark(paragraph, "begin")
            _field_code(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            _field_mark(paragraph, "separate")
        paragraph.add_run(heading)
    if paragraphs:
        _field_mark(paragraphs[-1], "end")


class _Writer:
    """Turns Markdown tokens into paragraphs."""

    def __init__(self, document: Any, shift: int) -> None:
        self.document, self.shift = document, shift
        self.lists: list[str] = []
        self.rows: list[list[str]] = []
        self.heading = 0
        self.is_quote = False

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the tokens in order."""
        for token in tokens:
            handler = getattr(self, f"_{token.type}", None)
            if handler:
                handler(token)

    def _bullet_list_open(self, token: Token) -> None:
        self.lists.append("List Bullet")

    def _ordered_list_open(self, token: Token) -> None:
        self.lists.append("List Number")

    def _bullet_list_close(self, token: Token) -> None:
        self.lists.pop()

    _ordered_list_close = _bullet_list_close

    def _heading_open(self, token: Token) -> None:
        self.heading = min(max(int(token.tag[1]) + self.shift, 1), 4)

    def _heading_close(self, token: Token) -> None:
        self.heading = 0

    def _blockquote_open(self, token: Token) -> None:
        self.is_quote = True

    def _blockquote_close(self, token: Token) -> None:
        self.is_quote = False

    def _table_open(self, token: Token) -> None:
        self.rows = []

    def _tr_open(self, token: Token) -> None:
        self.rows.append([])

    def _table_close(self, token: Token) -> None:
        rows, self.rows = self.rows, []
        add_table(self.document, rows[0], rows[1:])

    def _inline(self, token: Token) -> None:
        if self.rows:
            self.rows[-1].append("".join(part.content for part in token.children or []))
            return
        if self.heading:
            self.document.add_heading(token.content, self.heading)
            return
        style = self.lists[-1] if self.lists else ("Quote" if self.is_quote else None)
        _add_inline(self.document.add_paragraph(style=style), token.children or [])


def _add_inline(paragraph: Any, parts: Sequence[Token]) -> None:
    is_bold = is_italic = False
    address = ""
    for part in parts:
        if part.type in ("strong_open", "strong_close"):
            is_bold = part.type == "strong_open"
        elif part.type in ("em_open", "em_close"):
            is_italic = part.type == "em_open"
        elif part.type in ("link_open", "link_close"):
            address = str(part.attrs.get("href", "")) if part.type == "link_open" else ""
        elif part.type in ("softbreak", "hardbreak"):
            paragraph.add_run().add_break()
        elif part.content and address.startswith(("http://", "https://", "mailto:")):
            add_link(paragraph, address, part.content)
        elif part.content:
            run = paragraph.add_run(part.content)
            run.bold, run.italic = is_bold, is_italic


def _style(document: Any, name: str, size: float, colour: str) -> None:
    style = document.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), name != "Subtitle"
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if name.startswith("Heading"):
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(4)
        style.paragraph_format.keep_with_next = True


def _set_language(document: Any, language: str) -> None:
    """Say in which language the text is, so that spelling and screen readers use the right one."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    element = defaults.find(qn("w:lang"))
    if element is None:
        element = OxmlElement("w:lang")
        defaults.append(element)
    element.set(qn("w:val"), language)


def _add_field(paragraph: Any, code: str, shown: str) -> None:
    _field_mark(paragraph, "begin")
    _field_code(paragraph, code)
    _field_mark(paragraph, "separate")
    paragraph.add_run(shown).font.size = Pt(8.5)
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _field_code(paragraph: Any, code: str) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    paragraph.add_run()._r.append(text)
