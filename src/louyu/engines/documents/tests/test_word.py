"""公文: what a document says is in the file, on the page of GB/T 9704-2012, and can be edited."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document as open_word
from docx.oxml.ns import qn
from lxml import etree

from louyu.engines.documents import (
    Annexes,
    Chart,
    Column,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Notes,
    Paragraph,
    Series,
    Signature,
    Table,
)
from louyu.engines.documents.tests.office import needs_office, printed
from louyu.engines.documents.word import word

COLUMNS = (Column("街道", 100, "left"), Column("入驻率\n（%）", 56))
CHART = Chart(
    title="各街道入驻率",
    description="甲街道百分之八十，乙街道未采集",
    categories=("甲 & 乙", "丙"),
    series=(
        Series("本期", (Decimal("82.35"), None)),
        Series("上年同期", (Decimal("80"), Decimal("71.5"))),
    ),
    height_mm=40,
)
NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}


def document(*blocks: Any, **fields: Any) -> Document:
    return Document(title="某区通报", blocks=blocks, **fields)


def opened(made: Document) -> Any:
    return open_word(BytesIO(word(made)))


def part(made: Document, name: str) -> Any:
    with ZipFile(BytesIO(word(made))) as package:
        return etree.fromstring(package.read(name))


def test_the_page_is_a4_with_the_type_area_of_the_standard() -> None:
    section = opened(document()).sections[0]
    page = section.page_width.mm, section.page_height.mm
    type_area = (
        page[0] - section.left_margin.mm - section.right_margin.mm,
        page[1] - section.top_margin.mm - section.bottom_margin.mm,
    )
    assert [round(mm) for mm in (*page, section.top_margin.mm, section.left_margin.mm)] == [
        210,
        297,
        37,
        28,
    ]
    assert [round(mm) for mm in type_area] == [156, 225]


def test_the_grid_holds_22_lines_of_28_characters() -> None:
    section = opened(document()).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    width, height = (
        section.page_width.pt - section.left_margin.pt - section.right_margin.pt,
        section.page_height.pt - section.top_margin.pt - section.bottom_margin.pt,
    )
    pitch = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(width / pitch) == 28
    assert int(height / (int(grid.get(qn("w:linePitch"))) / 20)) == 22


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
    ],
)
def test_each_level_has_its_han_font_and_size(style: str, font: str, size: float) -> None:
    found = opened(document()).styles[style]
    assert (found.element.rPr.rFonts.get(qn("w:eastAsia")), found.font.size.pt) == (font, size)
    assert not any("Theme" in name for name in found.element.rPr.rFonts.attrib)


def test_page_numbers_stand_outside_on_odd_and_even_pages() -> None:
    file = opened(document())
    sides = []
    for footer in (file.sections[0].footer, file.sections[0].even_page_footer):
        paragraph = footer.paragraphs[0]
        assert [run.text for run in paragraph.runs] == ["— ", " —"]
        assert paragraph._p[2].get(qn("w:instr")) == "PAGE"
        sides.append(paragraph.alignment)
    assert [str(side) for side in sides] == ["RIGHT (2)", "LEFT (0)"]
    assert file.settings.odd_and_even_pages_header_footer


def test_texts_arrive_unchanged_and_unwritable_characters_do_not() -> None:
    made = document(Heading("一、总体"), Paragraph("A&B <公司> 𠮷㛃\x00\x0b\ufffe有限"))
    assert [p.text for p in opened(made).paragraphs] == [
        "某区通报",
        "一、总体",
        "A&B <公司> 𠮷㛃有限",
    ]


def test_a_table_is_native_repeats_its_header_and_splits_no_row() -> None:
    made = document(Table("表1", COLUMNS, (("甲 & 乙", "82.35"), ("丙", "—")), ("合计", "80.00")))
    table = opened(made).tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [
        ["街道", "入驻率\n（%）"],
        ["甲 & 乙", "82.35"],
        ["丙", "—"],
        ["合计", "80.00"],
    ]
    marks = [
        [row._tr.trPr.find(qn(tag)) is not None for tag in ("w:tblHeader", "w:cantSplit")]
        for row in table.rows
    ]
    assert marks == [[True, True], [False, True], [False, True], [False, True]]
    assert sum(cell.width.mm for cell in table.rows[1].cells) == pytest.approx(156, abs=0.1)


def test_a_chart_is_a_native_part_with_the_numbers_it_was_given() -> None:
    space = part(document(CHART), "word/charts/chart1.xml")
    series = space.findall(".//c:ser", NS)
    values = [
        {
            int(point.get("idx")): Decimal(point.findtext("c:v", namespaces=NS))
            for point in one.findall("c:val//c:pt", NS)
        }
        for one in series
    ]
    assert values == [{0: Decimal("82.35")}, {0: Decimal("80"), 1: Decimal("71.5")}]
    names = [t.text for t in series[0].findall("c:cat//c:v", NS)]
    assert names == ["甲 & 乙", "丙"]


def test_the_axis_of_a_chart_ends_where_it_is_told() -> None:
    space = part(document(replace(CHART, maximum=100)), "word/charts/chart1.xml")
    assert space.find(".//c:valAx/c:scaling/c:max", NS).get("val") == "100.0"


def test_a_chart_carries_its_workbook_where_the_references_point() -> None:
    file = opened(document(Paragraph("上"), CHART, CHART))
    charts = [r.target_part for r in file.part.rels.values() if r.reltype.endswith("/chart")]
    assert [str(one.partname) for one in charts] == [
        "/word/charts/chart1.xml",
        "/word/charts/chart2.xml",
    ]
    external = etree.fromstring(charts[0].blob).find("c:externalData", NS)
    link = external.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    book = openpyxl.load_workbook(BytesIO(charts[0].rels[link].target_part.blob))
    rows = [list(row) for row in book["Sheet1"].iter_rows(values_only=True)]
    assert rows == [[None, "本期", "上年同期"], ["甲 & 乙", 82.35, 80], ["丙", None, 71.5]]
    space = etree.fromstring(charts[0].blob)
    references = [f.text for f in space.findall(".//c:val//c:f", NS)]
    assert references == ["Sheet1!$B$2:$B$3", "Sheet1!$C$2:$C$3"]


def test_a_chart_is_described_to_who_cannot_see_it() -> None:
    body = part(document(CHART), "word/document.xml")
    properties = next(body.iter("{*}docPr"))
    assert (properties.get("title"), properties.get("descr")) == (CHART.title, CHART.description)


def test_the_signature_leaves_the_day_open_until_there_is_one() -> None:
    made = document(Signature("某办公室"), Signature("某办公室", date(2026, 10, 8)))
    texts = [p.text for p in opened(made).paragraphs]
    assert texts[1:] == ["某办公室", "年　　月　　日", "某办公室", "2026年10月8日"]


@pytest.mark.parametrize(
    ("name", "right"), [("某区楼宇经济办公室", [200, 250]), ("某办", [850, 200])]
)
def test_the_day_starts_two_characters_right_of_the_name(name: str, right: list[int]) -> None:
    lines = opened(document(Signature(name, date(2026, 10, 8)))).paragraphs[1:]
    assert [int(p._p.pPr.ind.get(qn("w:rightChars"))) for p in lines] == right


def test_the_signature_takes_the_end_of_the_text_with_it() -> None:
    annexes = Annexes(("某表",))
    made = document(Paragraph("一"), Paragraph("二"), annexes, Signature("某办"))
    kept = [p.text for p in opened(made).paragraphs if p.paragraph_format.keep_with_next]
    assert kept == ["二", "", "附件：某表", "某办"]


@needs_office
@pytest.mark.parametrize("lines", range(18, 22))
def test_the_signature_is_never_alone_on_a_page(tmp_path: Path, lines: int) -> None:
    made = document(*(Paragraph("楼" * 26),) * lines, Signature("某办"))
    [page] = [page for page in printed(made, tmp_path) if "某办" in page]
    assert "楼" in page


def test_the_letterhead_is_red_and_stands_before_the_title() -> None:
    file = opened(document(letterhead=Letterhead("某区办公室", "某办〔2026〕3号")))
    assert [p.text for p in file.paragraphs] == ["某区办公室", "某办〔2026〕3号", "", "某区通报"]
    assert str(file.styles["Issuer Mark"].font.color.rgb) == "C8101E"


def test_a_mark_stands_at_the_head_of_odd_and_even_pages() -> None:
    def heads(made: Document) -> list[str]:
        section = opened(made).sections[0]
        return [one.paragraphs[0].text for one in (section.header, section.even_page_header)]

    assert heads(document(mark="不得外传")) == ["不得外传"] * 2
    assert heads(document()) == [""] * 2


def test_the_imprint_stands_at_the_foot_between_two_rules() -> None:
    made = document(imprint=Imprint("某区商务局", date(2026, 10, 8)))
    line = opened(made).paragraphs[-1]
    assert line.text == "某区商务局\t2026年10月8日印发"
    properties = line._p.pPr
    assert [one.tag for one in properties] == [
        qn(f"w:{name}") for name in ("pStyle", "framePr", "pBdr", "tabs", "ind")
    ]
    assert properties.find(qn("w:framePr")).get(qn("w:yAlign")) == "bottom"


@needs_office
@pytest.mark.parametrize("paragraphs", [2, 17])
def test_the_imprint_is_the_last_line_of_the_last_page(tmp_path: Path, paragraphs: int) -> None:
    texts = (Paragraph("楼" * 28),) * paragraphs
    made = document(*texts, Signature("某办"), imprint=Imprint("某区商务局"))
    pages = printed(made, tmp_path)
    *_, imprint, number = filter(None, map(str.strip, pages[-1].splitlines()))
    assert imprint.startswith("某区商务局")
    assert number.startswith("—")


def test_the_same_document_gives_the_same_bytes() -> None:
    made = document(Paragraph("一"), CHART)
    assert word(made) == word(made)


@needs_office
def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    pages = printed(document(Paragraph("楼" * 28 * 30), Notes(("注",))), tmp_path)
    lines = [line.strip() for line in pages[0].splitlines() if "楼" in line]
    # The title takes the first line; the first line of a paragraph starts two characters in.
    assert [len(line) for line in lines] == [26] + [28] * 20
