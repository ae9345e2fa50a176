"""成文: page, Word file and figures are one; words may be edited, figures may not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document as open_word
from lxml import etree

from louyu.engines.documents import Chart, Letterhead, Paragraph, Table
from louyu.engines.documents.word import word
from louyu.journey.publication.picture import picture
from louyu.journey.publication.printing import Dress, document
from louyu.journey.publication.sections import composed
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.telling import figures_of
from louyu.journey.publication.tests.samples import snapshot, values, without_bases
from louyu.journey.publication.text import TextRefused, check

CHART_NS = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def printed(of: Snapshot, kind: type) -> Any:
    made = document(of, composed(of))
    return next(block for block in made.blocks if isinstance(block, kind))


def test_equal_figures_give_equal_bytes_and_come_back_exactly() -> None:
    written = snapshot().written()
    assert Snapshot.read(written) == snapshot()
    assert Snapshot.read(written).written() == written


def test_the_text_says_the_figures_in_the_words_of_an_office() -> None:
    assert printed(snapshot(), Paragraph).text == (
        "截至2026年9月末，全区商务面积10.40万㎡，其中已采集10.00万㎡，占96.15%；空置面积2.00万㎡。"
        "在用楼宇3幢，入驻率80.00%，较上季度末提高5.00个百分点，较上年同期下降2.50个百分点。"
        "入驻市场主体1,234家，较上季度末增加34家。"
    )


def test_without_a_base_nothing_is_compared() -> None:
    text = printed(without_bases(snapshot()), Paragraph).text
    assert "较上" not in text
    assert text.endswith("在用楼宇3幢，入驻率80.00%。入驻市场主体1,234家。")


def test_what_nobody_reported_is_not_a_zero() -> None:
    silent = replace(snapshot().whole, now=values(0, 0, 0, 5_000, 0, 1))
    figures = figures_of(replace(snapshot(), whole=silent))
    assert (figures["入驻率"], figures["采集率"]) == ("未采集", "0.00%")


def test_the_table_holds_every_part_and_the_whole() -> None:
    table = printed(snapshot(), Table)
    assert table.rows == (
        ("向阳街道", "2", "6.40", "83.33", "0.00", "—", "1.00", "0.40", "800", "—", "—"),
        ("东山街道", "1", "4.00", "75.00", "—", "—", "1.00", "0.00", "450", "—", "—"),
        ("A&B园", "1", "0.90", "未采集", "—", "—", "未采集", "0.90", "未采集", "—", "—"),
    )
    assert table.total == (
        "全区",
        "3",
        "10.40",
        "80.00",
        "+5.00",
        "-2.50",
        "2.00",
        "0.40",
        "1,234",
        "—",
        "—",
    )


def test_a_streets_bulletin_lists_its_buildings_and_does_not_count_them() -> None:
    of_a_street = replace(
        snapshot(), place_level="subdistrict", whole=replace(snapshot().whole, name="向阳街道")
    )
    table = printed(of_a_street, Table)
    assert [column.label for column in table.columns][:2] == ["楼宇", "商务面积\n万㎡"]
    assert (table.rows[0][:2], table.total[:2]) == (("向阳街道", "6.40"), ("合计", "10.40"))


def test_the_word_file_holds_the_figures_of_the_page() -> None:
    made = document(snapshot(), composed(snapshot()), Dress(date(2026, 10, 18)))
    file = open_word(BytesIO(word(made)))
    table, chart = printed(snapshot(), Table), printed(snapshot(), Chart)
    cells = [tuple(cell.text for cell in row.cells) for row in file.tables[0].rows]
    assert cells[1:] == [*table.rows, table.total]
    assert printed(snapshot(), Paragraph).text in [p.text for p in file.paragraphs]
    assert "2026年10月18日" in [p.text for p in file.paragraphs]
    part = next(r.target_part for r in file.part.rels.values() if r.reltype.endswith("/chart"))
    points = etree.fromstring(part.blob).findall(".//c:val//c:v", CHART_NS)
    assert [Decimal(str(point.text)) for point in points] == [Decimal("83.33"), Decimal(75)]
    assert chart.series[0].values == (Decimal("83.33"), Decimal("75.00"), None)


def test_the_picture_on_the_page_has_no_bar_for_a_missing_value() -> None:
    bars = picture(printed(snapshot(), Chart)).bars
    assert [bar.title.rsplit("·")[-1] for bar in bars] == ["83.33", "75.00"]
    assert bars[0].height > bars[1].height > 0


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda text: text.replace("【入驻率】", "【入住率】"), "没有【入住率】这个数"),
        (lambda text: text.replace("【情况表】", ""), "保留一行“【情况表】”"),
        (lambda text: text + "\n【情况表】", "只保留一行"),
        (lambda text: text.replace("【入驻率图】", "见【入驻率图】"), "单独成行"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused(edit: Any, message: str) -> None:
    with pytest.raises(TextRefused, match=message):
        check(edit(composed(snapshot())), snapshot())


def test_words_around_the_figures_may_be_edited() -> None:
    text = composed(snapshot()) + "\n三、下步工作\n力争入驻率达到85%，见烟芝政发〔2017〕25号。"
    check(text, snapshot())
    assert document(snapshot(), text).blocks[-2] == Paragraph(
        "力争入驻率达到85%，见烟芝政发〔2017〕25号。"
    )


def test_a_letterhead_names_the_issuer_and_leaves_room_for_the_number() -> None:
    made = document(snapshot(), composed(snapshot()), Dress(letterhead=True))
    assert made.letterhead == Letterhead("某区楼宇办")
