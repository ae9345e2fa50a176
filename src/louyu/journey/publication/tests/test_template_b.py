"""模板二: what a whole quarterly bulletin says, and what the public edition leaves out."""

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document as open_word

from louyu.engines.documents import Annex, Annexes, Chart, Heading, Paragraph, Table
from louyu.engines.documents.word import word
from louyu.engines.measures import Value
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.picture import picture
from louyu.journey.publication.printing import Dress, document
from louyu.journey.publication.sections import composed
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.telling import figures_of
from louyu.journey.publication.tests.samples import snapshot, whole_template
from louyu.journey.publication.text import check

OF = whole_template()
TEXT = composed(OF)


def blocks(kind: type, audience: Audience = Audience.INTERNAL, text: str = TEXT) -> list[Any]:
    return [b for b in document(OF, text, audience=audience).blocks if isinstance(b, kind)]


def headings(audience: Audience = Audience.INTERNAL, text: str = TEXT) -> list[str]:
    return [block.text for block in blocks(Heading, audience, text)]


def told(audience: Audience = Audience.INTERNAL) -> str:
    return "\n".join(block.text for block in blocks(Paragraph, audience))


def test_the_whole_of_it_comes_back_from_its_json() -> None:
    assert Snapshot.read(OF.written()) == OF
    assert [str(month) for month in OF.months()] == ["2025-09", "2025-12", "2026-06", "2026-09"]


def test_what_was_frozen_before_there_were_targets_can_still_be_read() -> None:
    early = json.loads(snapshot().written())
    for name in ("buildings", "plan", "aims", "trend", "rests_on", "work", "corrects"):
        del early[name]
    assert Snapshot.read(json.dumps(early)) == snapshot()


def test_its_parts_stand_in_order_and_only_those_with_something_to_say() -> None:
    assert headings() == [
        "一、总体情况",
        "二、街道园区情况",
        "三、重点关注楼宇",
        "四、招商与盘活",
        "五、服务情况",
        "六、存在问题",
        "七、下步工作",
    ]
    check(TEXT, OF)
    assert [line for line in composed(snapshot()).splitlines() if "、" in line[:2]][:2] == [
        "一、总体情况",
        "二、街道园区情况",
    ]
    assert "服务情况" not in composed(snapshot())
    assert "招商与盘活" not in composed(snapshot())


def test_it_says_targets_work_and_what_is_to_be_done() -> None:
    text = told()
    for said in (
        "对照《三年行动计划》，有数可比的2项目标中，达到或达到序时的1项，滞后的1项",
        "区内注册登记率93.00%",
        "空置面积较大的是乙大厦（5,000.00㎡）、甲大厦（1,000.00㎡）。",
        "入驻率较上季度末提高的1幢，下降的1幢。",
        "2026年1—9月，盘活存量楼宇面积4.80万㎡；新竣工楼宇面积5.20万㎡，新开工楼宇1幢，"
        "新列入规划储备的楼宇4幢。",
        "季末公开在招的空间7处，面积0.23万㎡。本季度新入驻企业31家，迁出12家。",
        "本季度受理企业和楼宇诉求事项10件，至季末办结8件，按时办结率75.00%。",
        "1. 入驻率：本期80.00%，基期76.00%，目标92%，滞后，完成进度25%，序时进度58%。",
        "降幅较大的是乙大厦（下降20.00个百分点）",
        "90日内到期的租约有5份、0.12万㎡，已经到期仍登记在楼的有2份。",
        "1. 对滞后的目标，某区住建局逐项提出措施",
    ):
        assert said in text, said


def test_the_public_edition_names_no_building_and_nobodys_duty() -> None:
    assert headings(Audience.PUBLIC) == [
        "一、总体情况",
        "二、街道园区情况",
        "三、招商与盘活",
        "四、服务情况",
    ]
    made = document(OF, TEXT, audience=Audience.PUBLIC)
    everything = repr(made)
    for name in ("甲大厦", "乙大厦", "某区住建局", "某区商务局", "租约"):
        assert name not in everything
        assert name in repr(document(OF, TEXT))
    assert blocks(Annexes, Audience.PUBLIC)[0].titles == ("街道（园区）主要指标",)


def test_a_line_that_names_what_is_internal_stays_out_of_the_public_edition() -> None:
    text = TEXT.replace("二、街道", "其中【空置最多楼宇】。\n【内部】请注意。\n二、街道")
    check(text, OF)
    assert "乙大厦" in repr(document(OF, text))
    public = repr(document(OF, text, audience=Audience.PUBLIC))
    assert "乙大厦" not in public
    assert "请注意" not in public


def test_headings_are_counted_anew_when_one_is_taken_out() -> None:
    lines = TEXT.splitlines()
    lines = [line for line in lines if "五、服务" not in line and "受理" not in line]
    assert headings(text="\n".join(lines))[4:] == ["五、存在问题", "六、下步工作"]


def test_the_annexes_hold_every_building_and_say_what_they_rest_on() -> None:
    assert [annex.title for annex in blocks(Annex)] == [
        "街道（园区）主要指标",
        "楼宇主要指标",
        "主要目标进度和责任单位",
    ]
    table = next(t for t in blocks(Table) if len(t.rows) == 3 and t.rows[2][0] == "丙大厦")
    assert table.rows[2] == (
        "丙大厦",
        "东山街道",
        "4,000.00",
        "未采集",
        "4,000.00",
        "未采集",
        "未采集",
    )
    notes = repr(document(OF, TEXT))
    assert notes.count("范围：全区；截止：2026年9月末；口径版本：2026.1。") == 3


def test_a_year_of_months_is_a_line_with_a_gap() -> None:
    line = next(chart for chart in blocks(Chart) if chart.kind == "line")
    assert line.series[0].values[:2] == (None, Decimal("70.00"))
    assert (line.minimum, line.maximum, line.categories[0], line.categories[3]) == (
        *(70, 75),
        *("25年10月", "26年1月"),
    )
    drawn = picture(line).lines[0]
    assert (len(drawn.dots), len(drawn.runs)) == (11, 1)


def test_word_holds_both_kinds_of_chart_and_every_table() -> None:
    made = document(OF, TEXT, Dress(main_to="各街道、园区"))
    file = open_word(BytesIO(word(made)))
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert len(file.tables) == len(tables)
    for native, table in zip(file.tables, tables, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in native.rows][1:]
        assert rows == [*table.rows, *([table.total] if table.total else [])]
    parts = [r.target_part for r in file.part.rels.values() if r.reltype.endswith("/chart")]
    kinds = sorted("line" if b"<c:lineChart>" in part.blob else "bar" for part in parts)
    assert kinds == ["bar", "line"]
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert "各街道、园区：" in texts
    broken = [p.text for p in file.paragraphs if p.paragraph_format.page_break_before]
    assert broken == ["附件1", "附件2", "附件3"]


@pytest.mark.parametrize("audience", list(Audience))
def test_no_edition_prints_a_name_instead_of_a_figure(audience: Audience) -> None:
    assert "【" not in repr(document(OF, TEXT, audience=audience))


def test_of_no_reports_nothing_is_said() -> None:
    bare = replace(OF, aims=(), plan="", buildings=(), trend=(), work=snapshot().work)
    names = figures_of(bare)
    assert not {"目标数", "空置最多楼宇", "到期租约", "受理事项"} & names.keys()
    assert headings(text=composed(bare))


def test_a_district_where_all_is_let_has_its_trend_drawn() -> None:
    """An axis from 100 to 100 would have no height."""
    full = Value(Decimal(10), Decimal(10), 1, 1, 1)
    all_let = replace(OF, trend=tuple((month, full) for month, _ in OF.trend))
    (drawn,) = [
        block
        for block in document(all_let, composed(all_let)).blocks
        if isinstance(block, Chart) and block.kind == "line"
    ]
    assert (drawn.minimum, drawn.maximum) == (95, 100)
    assert picture(drawn).lines
