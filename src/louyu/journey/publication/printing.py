"""成文: the bulletin as one document; page, Word file and figures cannot differ."""

from datetime import date

from louyu.engines.documents import (
    Block,
    Chart,
    Column,
    Document,
    Imprint,
    Letterhead,
    Notes,
    Series,
    Signature,
    Table,
)
from louyu.engines.measures import Period, Scale, printed
from louyu.journey.publication.snapshot import Head, Row, Snapshot, Values, as_of
from louyu.journey.publication.text import TABLE, Inset, lines
from louyu.journey.publication.wording import (
    FIGURES,
    OCCUPANCY,
    RATE,
    buildings_in_use,
    cell,
    change_in_points,
    scope_of,
    signed,
)
from louyu.registers.places.models import PlaceLevel

# With 14 rows the chart takes what the table leaves of the page; fewer rows leave it more.
FULL_TABLE, CHART_MM, ROW_MM, HIGHEST_MM = 14, 32, 4.4, 60


def document(
    snapshot: Snapshot, text: str, *, day: date | None = None, letterhead: bool = False
) -> Document:
    """`day` is the day of issuing; a draft has none."""
    head = snapshot.head or Head(mark=snapshot.issuer, issuer=snapshot.issuer)
    blocks: list[Block] = []
    for line in lines(text, snapshot):
        if not isinstance(line, Inset):
            blocks.append(line)
        elif line.name == TABLE:
            blocks.append(_table(snapshot))
        else:
            blocks += [_chart(snapshot), _notes(snapshot)]
    blocks.append(Signature(head.issuer, day))
    title = title_of(snapshot)
    if not letterhead:
        return Document(title, tuple(blocks))
    imprint = Imprint(head.printer, day) if head.printer else None
    return Document(title, tuple(blocks), Letterhead(head.mark, _number(head, day)), imprint)


def _number(head: Head, day: date | None) -> str:
    """发文字号 with room for what the registry gives after issuing."""
    year = str(day.year) if day else "　　"
    return f"{head.number_word}〔{year}〕　　号" if head.number_word else ""


def title_of(snapshot: Snapshot) -> str:
    named = f"{snapshot.whole.name}{snapshot.quarter.words}楼宇经济通报"
    return f"{named}（更正）" if snapshot.corrects else named


def _by_building(snapshot: Snapshot) -> bool:
    return snapshot.place_level != PlaceLevel.DISTRICT


def _table(snapshot: Snapshot) -> Table:
    parts = (
        Column("楼宇", 37, "left") if _by_building(snapshot) else Column("街道（园区）", 25, "left")
    )
    columns: tuple[Column, ...] = (
        parts,
        Column("在用\n（幢）", 12),
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
    def figure(of: str) -> str:
        code, measure = FIGURES[of]
        return cell(row.now.get(code), measure)

    return (
        name,
        str(buildings_in_use(row)),
        figure("商务面积"),
        figure("入驻率"),
        signed(change_in_points(row, "last_quarter")),
        signed(change_in_points(row, "last_year")),
        figure("空置面积"),
        figure("未采集面积"),
        figure("入驻主体"),
    )


def _chart(snapshot: Snapshot) -> Chart:
    parts, quarter = snapshot.parts, snapshot.quarter
    series = [_series(quarter.last_month, [part.now for part in parts])]
    if any(part.last_year for part in parts):
        then = [part.last_year or {} for part in parts]
        series.append(_series(quarter.year_before.last_month, then))
    room = CHART_MM + (FULL_TABLE - len(parts)) * ROW_MM
    return Chart(
        title="入驻率（%）",
        description="；".join(
            f"{part.name}{cell(part.now.get(OCCUPANCY), RATE)}" for part in parts
        ),
        categories=tuple(part.name.removesuffix("街道") for part in parts),
        series=tuple(series),
        height_mm=min(max(room, CHART_MM), HIGHEST_MM),
        maximum=100,
    )


def _series(month: Period, values: list[Values]) -> Series:
    return Series(
        f"{as_of(month)}入驻率（%）",
        tuple(printed(one.get(OCCUPANCY), RATE, Scale.PLACE) for one in values),
    )


def _notes(snapshot: Snapshot) -> Notes:
    line = (
        "注：入驻率＝（自用面积＋出租面积）÷（商务面积－未采集面积），只计在用楼宇；"
        "各项面积计全部已竣工楼宇，未采集面积不算空置。"
        f"入驻主体不含虚拟注册，同一家在{scope_of(snapshot)}只计一次。“—”为没有可比的数。"
    )
    return Notes((line,))
