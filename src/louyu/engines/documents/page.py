"""公文版面: page, grid, fonts and page numbers of GB/T 9704-2012."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips

TYPE_AREA_MM = 156
LINE_PITCH = 579  # twips: 225 mm in 22 lines
CHARACTER_SPACING = -849  # 1/4096 pt on the 16 pt of 三号: 156 mm in 28 characters
TIGHTER = -6  # twips per character, to the same end where the grid is not followed

SONG, FANGSONG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
ALTERNATIVES = {SONG: "宋体", FANGSONG: "仿宋", HEI: "SimHei", KAI: "楷体"}
LATIN = "Times New Roman"
SIZE_1, SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_5S = (
    Pt(26),
    Pt(22),
    Pt(16),
    Pt(14),
    Pt(10.5),
    Pt(9),
)
RED = RGBColor(0xC8, 0x10, 0x1E)


@dataclass(frozen=True)
class Look:
    """`pitch` is the fixed height of a line in twips; a chart's line takes what it needs."""

    font: str
    size: Length
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    pitch: int | None = LINE_PITCH
    indent: bool = False
    keep_with_next: bool = False
    color: RGBColor | None = None


_CENTER = WD_ALIGN_PARAGRAPH.CENTER
LOOKS = {
    "Normal": Look(FANGSONG, SIZE_3),
    "Title": Look(SONG, SIZE_2, _CENTER, keep_with_next=True),
    "Body Text": Look(FANGSONG, SIZE_3, indent=True),
    "Heading 1": Look(HEI, SIZE_3, indent=True, keep_with_next=True),
    "Heading 2": Look(KAI, SIZE_3, indent=True, keep_with_next=True),
    "Addressee": Look(FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT),
    "Annexes": Look(FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT, indent=True),
    "Annex Label": Look(HEI, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT, keep_with_next=True),
    "Secrecy": Look(HEI, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT),
    "Caption": Look(HEI, SIZE_5, _CENTER, pitch=280, keep_with_next=True),
    "Table Head": Look(HEI, SIZE_5S, _CENTER, pitch=230),
    "Table Text": Look(FANGSONG, SIZE_5, pitch=250),
    "Table Total": Look(HEI, SIZE_5, pitch=250),
    "Table Small": Look(FANGSONG, SIZE_5S, pitch=240),
    "Table Sum": Look(HEI, SIZE_5S, pitch=240),
    "Chart": Look(FANGSONG, SIZE_5, _CENTER, pitch=None),
    "Notes": Look(FANGSONG, SIZE_5S, pitch=230),
    "Issuer Mark": Look(SONG, SIZE_1, _CENTER, pitch=2 * LINE_PITCH, color=RED),
    "Document Number": Look(FANGSONG, SIZE_3, _CENTER),
    "Imprint": Look(FANGSONG, SIZE_4, WD_ALIGN_PARAGRAPH.LEFT),
    "Header": Look(HEI, SIZE_5, WD_ALIGN_PARAGRAPH.LEFT, pitch=None),
    "Footer": Look(FANGSONG, SIZE_4, pitch=None),
}


def lay_out(file: WordFile) -> None:
    """Everything of the page that does not depend on the content."""
    _forget_the_theme(file)
    _name_alternatives(file)
    for name, look in LOOKS.items():
        _dress(_style(file, name), look)
    _set_page(file)
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    _number_pages(section.footer, "right")
    _number_pages(section.even_page_footer, "left")


_FONT_TABLE = (
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in ALTERNATIVES.items()
    )
    + "</w:fonts>"
)


def _name_alternatives(file: WordFile) -> None:
    """A machine without a named font takes its nearest relative and not just any font."""
    file.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = _FONT_TABLE.encode()


def _forget_the_theme(file: WordFile) -> None:
    """Theme fonts would win over named ones in some office programs."""
    defaults = file.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", FANGSONG)):
            fonts.set(qn(f"w:{script}"), name)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _style(file: WordFile, name: str) -> Any:
    if name in file.styles:
        return file.styles[name]
    return file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _dress(style: Any, look: Look) -> None:
    """Put our look in place of what the library's default template says."""
    for tag in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(tag)):
            style.element.remove(old)
    font = style.font
    font.name, font.size, font.bold, font.italic = LATIN, look.size, False, False
    font.color.rgb = look.color or RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), look.font)
    form = style.paragraph_format
    form.alignment, form.keep_with_next = look.align, look.keep_with_next
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Twips(look.pitch) if look.pitch else 1
    form.widow_control = False
    properties = style.element.get_or_add_pPr()
    if look.size == SIZE_3:
        _place(style.element.rPr, "w:spacing", str(TIGHTER), before="w:sz")
    # LibreOffice gives a character wider than its cell two cells; fixed lines of the grid's
    # height and slightly tighter characters put 22 lines of 28 on the page in every program.
    _place(properties, "w:snapToGrid", "0", before="w:spacing")
    if look.indent:
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(look.size.twips) * 2))


def _place(properties: Any, tag: str, value: str, *, before: str) -> None:
    """Word reads properties in one fixed order only."""
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    properties.find(qn(before)).addprevious(element)


def _set_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number stands 7 mm below the type area.
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACING))


def _number_pages(footer: Any, side: str) -> None:
    """— 1 — on the outer edge, one character in from it."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), str(int(SIZE_4.twips)))
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
    paragraph.add_run(" —")
