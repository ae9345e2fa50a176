"""图的数: which numbers a bulletin's charts show; the page, Word and PDF draw the same ones."""

from decimal import Decimal

from louyu.engines.documents import Block, Chart, Notes, Series
from louyu.engines.measures import Period, Scale, printed
from louyu.journey.publication.snapshot import Snapshot, Values, as_of
from louyu.journey.publication.spans import months_of
from louyu.journey.publication.wording import OCCUPANCY, RATE, cell, scope_of

COLUMNS_MM, LINE_MM = 60, 50
FEWEST_MONTHS = 3
STEP = 5  # an axis of rates begins and ends at a multiple of it


def parts(snapshot: Snapshot) -> list[Block]:
    return [_columns(snapshot), _basis(snapshot)]


def _columns(snapshot: Snapshot) -> Chart:
    month, _, year_before = months_of(snapshot.span)
    series = [_series(month, [part.now for part in snapshot.parts])]
    if any(part.last_year for part in snapshot.parts):
        then = [part.last_year or {} for part in snapshot.parts]
        series.append(_series(year_before, then))
    return Chart(
        title="入驻率（%）",
        description="；".join(
            f"{part.name}{cell(part.now.get(OCCUPANCY), RATE)}" for part in snapshot.parts
        ),
        categories=tuple(part.name.removesuffix("街道") for part in snapshot.parts),
        series=tuple(series),
        height_mm=COLUMNS_MM,
        maximum=100,
    )


def _series(month: Period, values: list[Values]) -> Series:
    return Series(
        f"{as_of(month)}入驻率（%）",
        tuple(printed(one.get(OCCUPANCY), RATE, Scale.PLACE) for one in values),
    )


def trend(snapshot: Snapshot) -> list[Block]:
    """Twelve months of occupancy; a month that was not computed leaves a gap."""
    numbers = tuple(printed(value, RATE, Scale.PLACE) for _, value in snapshot.trend)
    known = [number for number in numbers if number is not None]
    if len(known) < FEWEST_MONTHS:
        return []
    months = [Period(month) for month, _ in snapshot.trend]
    low, high = _axis(known)
    return [
        Chart(
            title="近12个月入驻率（%）",
            description="；".join(
                f"{month.words}{'未采集' if number is None else number}"
                for month, number in zip(months, numbers, strict=True)
            ),
            categories=tuple(_month(month, first=at == 0) for at, month in enumerate(months)),
            series=(Series(f"{scope_of(snapshot)}入驻率（%）", numbers),),
            height_mm=LINE_MM,
            minimum=low,
            maximum=high,
            kind="line",
        )
    ]


def _month(month: Period, *, first: bool) -> str:
    year = f"{month.year % 100}年" if first or month.month == 1 else ""
    return f"{year}{month.month}月"


def _axis(known: list[Decimal]) -> tuple[int, int]:
    """Multiples of five around the numbers, within 0 and 100."""
    low = min(int(min(known)) // STEP * STEP, 100 - STEP)  # where all is let there is room too
    high = -(-int(max(known) + 1) // STEP) * STEP
    return low, min(high, 100)


def _basis(snapshot: Snapshot) -> Notes:
    line = (
        "注：入驻率＝（自用面积＋出租面积＋申报入驻面积）÷（商务面积－未采集面积），只计在用楼宇；"
        "各项面积计全部已竣工楼宇，未采集面积不算空置。"
        f"入驻主体不含虚拟注册，同一家在{scope_of(snapshot)}只计一次；区内注册率以属地已明的为分母。"
        f"“—”为没有可比的数。口径版本：{snapshot.basis_version}。"
    )
    return Notes((line,))
