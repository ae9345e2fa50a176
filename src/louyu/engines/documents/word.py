"""Word 文档: a document's blocks as paragraphs, native tables and charts."""

import re
from io import BytesIO
from typing import Any

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from louyu.engines.documents import charts
from louyu.engines.documents.content import (
    Addressee,
    Annex,
    Annexes,
    Chart,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Notes,
    Paragraph,
    Signature,
    Table,
)
from louyu.engines.documents.packing import LONG_AGO, timeless
from louyu.engines.documents.page import RED, SIZE_3, SIZE_4, TYPE_AREA_MM, lay_out
from louyu.engines.documents.placing import rights, written

# What XML 1.0 cannot hold; names pasted from other systems carry such characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
RULE: dict[str, str | RGBColor] = {"sz": "8", "space": "1", "color": RGBColor(0, 0, 0)}
CELL_MARGIN = 40  # twips
MANY_COLUMNS = 8  # beyond them the letters are smaller


def word(document: Document) -> bytes:
    """A .docx; the same document gives the same bytes."""
    file = open_word()
    file.core_properties.title = clean(document.title)
    file.core_properties.author = file.core_properties.comments = ""
    file.core_properties.created = file.core_properties.modified = LONG_AGO
    lay_out(file)
    if document.mark:
        _mark(file, document.mark)
    if document.letterhead:
        _letterhead(file, document.letterhead)
    _add(file, "Title", document.title)
    drawn = 0
    for block in document.blocks:
        drawn += isinstance(block, Chart)
        _write(file, block, drawn)
    if document.imprint:
        _imprint(file, document.imprint)
    buffer = BytesIO()
    file.save(buffer)
    return timeless(buffer.getvalue())


def clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _add(file: WordFile, style: str, text: str = "") -> WordParagraph:
    return file.add_paragraph(clean(text), style=style)


def _write(file: WordFile, block: object, drawn: int) -> None:
    match block:
        case Heading(text, level):
            _add(file, f"Heading {level}", text)
        case Paragraph(text):
            _add(file, "Body Text", text)
        case Table():
            _table(file, block)
        case Chart():
            charts.draw(_add(file, "Chart"), block, drawn)
        case Addressee(text):
            _add(file, "Addressee", f"{text}：")
        case Notes(lines):
            for line in lines:
                _add(file, "Notes", line)
        case Signature():
            _signature(file, block)
        case Annexes() | Annex():
            _attach(file, block)


def _attach(file: WordFile, block: Annexes | Annex) -> None:
    if isinstance(block, Annex):
        _add(file, "Annex Label", block.label).paragraph_format.page_break_before = True
        _add(file, "Title", block.title)
        return
    _add(file, "Normal")
    for line in block.lines:
        _add(file, "Annexes", line)


def _mark(file: WordFile, text: str) -> None:
    """Odd and even pages have heads of their own."""
    section = file.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = clean(text)


def _letterhead(file: WordFile, head: Letterhead) -> None:
    """The issuer's mark in red, its number below, and the red line across the type area."""
    for line in filter(None, (head.secrecy, head.urgency)):
        _add(file, "Secrecy", line)
    _add(file, "Issuer Mark", head.mark)
    _rule(_add(file, "Document Number", head.number), ("bottom",), sz="18", space="6", color=RED)
    _add(file, "Normal")


def _rule(paragraph: WordParagraph, sides: tuple[str, ...], **look: str | RGBColor) -> None:
    """Word wants borders first of all but the frame: no other property is set before."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in ({"val": "single"} | look).items():
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _imprint(file: WordFile, imprint: Imprint) -> None:
    """Between two rules at the foot of the type area; both ends stand one character in."""
    if imprint.copy_to:
        copied = _at_the_foot(file, f"抄送：{imprint.copy_to}。")
        _rule(copied, ("top",), **RULE)
        copied.paragraph_format.left_indent = SIZE_4
    line = _at_the_foot(file, f"{imprint.printer}\t{written(imprint.day)}印发")
    _rule(line, ("top", "bottom"), **RULE)
    line.paragraph_format.left_indent = SIZE_4
    end = Mm(TYPE_AREA_MM) - SIZE_4
    line.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)


def _at_the_foot(file: WordFile, text: str) -> WordParagraph:
    """Lines in equal frames share one frame."""
    line = _add(file, "Imprint", text)
    frame = OxmlElement("w:framePr")
    width = str(Mm(TYPE_AREA_MM).twips)
    for name, value in (
        *(("w", width), ("wrap", "around"), ("vAnchor", "margin"), ("hAnchor", "margin")),
        *(("xAlign", "left"), ("yAlign", "bottom")),
    ):
        frame.set(qn(f"w:{name}"), value)
    line._p.get_or_add_pPr().append(frame)
    return line


def _signature(file: WordFile, block: Signature) -> None:
    """Stands with the last lines of the text, never alone on a page."""
    between = (file.styles["Normal"], file.styles["Annexes"])
    for before in reversed(file.paragraphs):
        before.paragraph_format.keep_with_next = True
        if before.style not in between:
            break
    for text, right in zip((block.body, written(block.day)), rights(block), strict=True):
        paragraph = _add(file, "Normal", text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:rightChars"), str(int(right * 100)))
        indent.set(qn("w:right"), str(int(SIZE_3.twips * right)))
        paragraph.paragraph_format.keep_with_next = text == block.body


def _table(file: WordFile, block: Table) -> None:
    if block.caption:
        _add(file, "Caption", block.caption)
    table = file.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _narrow_the_margins(table)
    for column, plan in zip(table.columns, block.columns, strict=True):
        column.width = Mm(plan.width_mm)
    header = _add_row(table, block, tuple(plan.label for plan in block.columns), "Table Head")
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    many = len(block.columns) > MANY_COLUMNS
    style, total = ("Table Small", "Table Sum") if many else ("Table Text", "Table Total")
    for texts in block.rows:
        _add_row(table, block, texts, style)
    if block.total:
        _add_row(table, block, block.total, total)


def _narrow_the_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _add_row(table: Any, block: Table, texts: tuple[str, ...], style: str) -> Any:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # By its id: `paragraph.style` looks all styles through for each cell, most of a file's time.
    style_id = table.part.document.styles[style].style_id
    for cell, plan, text in zip(row.cells, block.columns, texts, strict=True):
        cell.width, cell.vertical_alignment = Mm(plan.width_mm), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style_id
        paragraph.add_run(clean(text))
        if style != "Table Head":
            paragraph.alignment = _ALIGN[plan.align]
    return row
