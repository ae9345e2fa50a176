"""涉税版的表: what one person is told of tax, as a document for page, Word file and PDF alike.

Every text in it is a reading's own: nothing is added up here.
"""

from collections.abc import Mapping
from datetime import datetime

from louyu.engines.documents import Block, Column, Document, Heading, Notes, Paragraph, Table
from louyu.engines.measures import NOT_APPLICABLE
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.tax_edition import (
    CODES,
    HUNDRED_MILLION,
    PER_AREA,
    SUM,
    Line,
    TaxEdition,
)
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.queries import Reading
from louyu.registers.places.models import PlaceLevel

MARK = "涉税·内部　不得外传"
EXACT = (
    "本份是准确数，没有按披露规则隐去，只供您本人办理公务使用；"
    "“未报送”是税务部门没有给过其中的月份，不是 0。"
)
PROTECTED = (
    "按披露规则显示，与“指标分析”“税收”页相同：“不予显示”是显示出来会推知个别纳税人，"
    "“未报送”是税务部门没有给过其中的月份，都不是 0。"
)
PARTS = ("TX01", "TX02", "TX03", "TX06", "TX09", "TX13")


def document(bulletin: Bulletin, edition: TaxEdition, *, name: str, at: datetime) -> Document:
    """`name` opened it `at` that time: both stand on every page."""
    return Document(
        title=f"{bulletin.place.name}{bulletin.span.words}楼宇税收情况",
        blocks=(
            Heading("一、主要税收指标"),
            _whole(edition),
            Notes(_told(edition)),
            Heading(f"二、{_parts_named(edition)}税收"),
            *_parts(edition),
            Heading("三、税收亿元楼宇"),
            *_hundred_million(edition),
            Heading("四、税收前十楼宇"),
            *_leading(edition),
            Heading("五、指标口径"),
            Notes(_basis(edition)),
        ),
        mark=f"{MARK}　　通报涉税版，{name} {at:%Y-%m-%d %H:%M} 查阅",
    )


def _by_street(edition: TaxEdition) -> bool:
    return edition.subject.place.level == PlaceLevel.DISTRICT


def _parts_named(edition: TaxEdition) -> str:
    return "街道（园区）" if _by_street(edition) else "各楼宇"


def coverage(reading: Reading) -> str:
    """In buildings; of what is not told there is none."""
    if reading.stated:
        return reading.coverage
    value = reading.value
    return f"{value.known}／{value.total}" if value and reading.is_number else NOT_APPLICABLE


def _whole(edition: TaxEdition) -> Table:
    columns = (
        Column("指标", 46, "left"),
        Column("单位", 18, "center"),
        Column("数值", 30),
        Column("同比", 36),
        Column("覆盖（幢）\n有数／全部", 26),
    )
    rows = tuple(
        (one.indicator.name, one.unit, one.text, one.on_year_words, coverage(one))
        for one in (edition.whole[code] for code in CODES)
    )
    return Table("", columns, rows)


def _told(edition: TaxEdition) -> tuple[str, ...]:
    period = edition.period
    told = edition.whole[SUM].period_words
    year = f"{period.shifted(-11).words}—{period.words}"
    return (
        f"注：范围：{edition.subject.name}；统计期：{told}累计，近12个月楼宇税收为{year}；"
        f"金额单位：万元；同比对上年同期；口径版本：{BASIS_VERSION}。",
        *([f"区级收入{edition.retained}。"] if edition.retained else ()),
        EXACT if edition.exact else PROTECTED,
        *(f"“{one.word}”：{one.sentence}含这个月的累计数也不显示。" for one in edition.withheld),
        "本版按查阅时的指标读出，不随通报存档，每次查阅、下载都留痕。",
    )


def _basis(edition: TaxEdition) -> tuple[str, ...]:
    shown = (edition.whole[code].indicator for code in CODES)
    return tuple(f"{one.name}：{one.basis}；覆盖：{one.coverage.words}。" for one in shown)


def _parts(edition: TaxEdition) -> list[Block]:
    columns: tuple[Column, ...] = (
        Column("街道（园区）", 24, "left"),
        Column("楼宇税收\n万元", 20),
        Column("同比", 19),
        Column("扣除\n房地产业\n万元", 19),
        Column("区级收入\n万元", 19),
        Column("单位面积\n税收\n元/㎡", 17),
        Column("超千万元\n楼宇\n幢", 17),
        Column("近12个月\n税收\n万元", 21),
    )
    rows = [_part(line.subject.name, line.readings) for line in edition.parts]
    total = _part("合计", edition.whole)
    if not _by_street(edition):  # one building each: nothing to count
        columns = (Column("楼宇", 41, "left"), *columns[1:6], columns[7])
        rows, total = [(*row[:6], row[7]) for row in rows], (*total[:6], total[7])
    if not rows:
        return [Paragraph("没有可显示的数。")]
    return [Table("", columns, tuple(rows), total), Notes(("注：统计期和口径同上。",))]


def _part(name: str, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    told = [readings[code].text for code in PARTS]
    return (name, told[0], readings[SUM].on_year_words, *told[1:])


def _hundred_million(edition: TaxEdition) -> list[Block]:
    if edition.buildings:
        return [_listed(edition.buildings)]
    count = edition.whole[HUNDRED_MILLION]
    if count.number == 0:
        return [Paragraph(f"{count.period_words}没有税收达到 1 亿元的楼宇。")]
    told = f"{count.text}{count.unit if count.is_number else ''}"
    return [Paragraph(f"{count.indicator.name}{told}，没有可显示的名单。")]


def _leading(edition: TaxEdition) -> list[Block]:
    if not edition.leading:
        return [Paragraph("没有可显示的楼宇。")]
    words = () if edition.exact else (Notes(("注：只在可以显示的楼宇中排列。",)),)
    return [_listed(edition.leading), *words]


def _listed(lines: list[Line]) -> Table:
    columns = (
        Column("序号", 12, "center"),
        Column("楼宇", 52, "left"),
        Column("街道（园区）", 28, "left"),
        Column("楼宇税收\n万元", 24),
        Column("同比", 21),
        Column("单位面积\n税收\n元/㎡", 19),
    )
    rows = tuple(
        (
            str(number),
            line.subject.name,
            line.subject.place.name,
            line.readings[SUM].text,
            line.readings[SUM].on_year_words,
            line.readings[PER_AREA].text,
        )
        for number, line in enumerate(lines, start=1)
    )
    return Table("", columns, rows)
