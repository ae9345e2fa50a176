"""成文: the bulletin as one document; page, Word file and figures cannot differ."""

from datetime import date

from louyu.engines.documents import (
    Block,
    Chart,
    Column,
    Document,
    Notes,
    Series,
    Signature,
    Table,
)
from louyu.journey.publication.quarter import Quarter
from louyu.journey.publication.snapshot import Row, Snapshot, Values
from louyu.journey.publication.text import TABLE, Inset, lines
from louyu.journey.publication.wording import (
    UNCOLLECTED,
    change_of_rate,
    get,
    hundredths,
    scope_of,
    signed,
    whole_number,
)
from louyu.kernel.figures import MISSING, count, wan_area
from louyu.registers.places.models import PlaceLevel

RATE = "SP07"
# With 14 rows the chart takes what the table leaves of the page; fewer rows leave it more.
FULL_TABLE, CHART_MM, ROW_MM, HIGHEST_MM = 14, 32, 4.4, 60


def document(snapshot: Snapshot, text: str, *, day: date | None) -> Document:
    """`day` is the day of issuing; a draft has none."""
    blocks: list[Block] = []
    for line in lines(text, snapshot):
        if not isinstance(line, Inset):
            blocks.append(line)
        elif line.name == TABLE:
            blocks.append(_table(snapshot))
        else:
            blocks += [_chart(snapshot), _notes(snapshot)]
    blocks.append(Signature(snapshot.issuer, day))
    return Document(title_of(snapshot.whole.name, snapshot.quarter), tuple(blocks))


def title_of(place: str, quarter: Quarter) -> str:
    return f"{place}{quarter.label}楼宇经济通报"


def _by_building(snapshot: Snapshot) -> bool:
    return snapshot.place_level != PlaceLevel.DISTRICT


def _table(snapshot: Snapshot) -> Table:
    parts = (
        Column("楼宇", 37, "left") if _by_building(snapshot) else Column("街道（园区）", 25, "left")
    )
    columns = (
        parts,
        Column("楼宇\n（幢）", 12),
        Column("商务面积\n（万㎡）", 17),
        Column("入驻率\n（%）", 15),
        Column("较上季末\n（百分点）", 18),
        Column("较上年同期\n（百分点）", 18),
        Column("空置面积\n（万㎡）", 17),
        Column("未采集\n（万㎡）", 17),
        Column("入驻主体\n（家）", 17),
    )
    rows = [_cells(part, part.name) for part in snapshot.parts]
    total = _cells(snapshot.whole, "合计" if _by_building(snapshot) else scope_of(snapshot))
    if _by_building(snapshot):  # one building each: nothing to count
        columns = (Column("楼宇", 37, "left"), *columns[2:])
        rows, total = [(row[0], *row[2:]) for row in rows], (total[0], *total[2:])
    return Table("", columns, tuple(rows), total)


def _cells(row: Row, name: str) -> tuple[str, ...]:
    return (
        name,
        count(whole_number(get(row.now, "BUILDINGS"))),
        wan_area(get(row.now, "SP02").numerator),
        _rate(row.now),
        signed(change_of_rate(row, RATE, "last_quarter")),
        signed(change_of_rate(row, RATE, "last_year")),
        wan_area(get(row.now, "SP06").numerator),
        wan_area(get(row.now, "SP13").numerator),
        count(whole_number(get(row.now, "EN01"))),
    )


def _rate(values: Values) -> str:
    """Nobody has said anything about the area there is, or there is no area to speak of."""
    rate = get(values, RATE).rate
    if rate is not None:
        return str(hundredths(rate))
    return UNCOLLECTED if get(values, "SP02").numerator else MISSING


def _chart(snapshot: Snapshot) -> Chart:
    then = snapshot.quarter.year_before()
    series = [_series(snapshot.quarter, [part.now for part in snapshot.parts])]
    if any(part.last_year for part in snapshot.parts):
        series.append(_series(then, [part.last_year for part in snapshot.parts]))
    room = CHART_MM + (FULL_TABLE - len(snapshot.parts)) * ROW_MM
    return Chart(
        title="入驻率（%）",
        description="；".join(f"{part.name}{_rate(part.now)}" for part in snapshot.parts),
        categories=tuple(part.name.removesuffix("街道") for part in snapshot.parts),
        series=tuple(series),
        height_mm=min(max(room, CHART_MM), HIGHEST_MM),
    )


def _series(quarter: Quarter, values: list[Values] | list[Values | None]) -> Series:
    rates = [get(one, RATE).rate for one in values]
    return Series(
        f"{quarter.as_of}入驻率（%）",
        tuple(None if rate is None else hundredths(rate) for rate in rates),
    )


def _notes(snapshot: Snapshot) -> Notes:
    whole = scope_of(snapshot)
    return Notes(
        (
            "注：入驻率＝（自用面积＋出租面积）÷（商务面积－未采集面积），只计在用楼宇；未采集面积不算空置。",
            f"入驻主体不含仅作注册地址的；同一企业在{whole}只计一户。“—”为没有可比的数。",
        )
    )
