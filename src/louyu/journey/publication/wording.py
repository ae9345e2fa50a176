"""行文: the figures of a snapshot as an office prints them, each by the name the text uses."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from louyu.engines.measures import (
    NOT_APPLICABLE,
    Measure,
    Scale,
    Value,
    half_up,
    quantity,
    text_of,
    unit_of,
)
from louyu.journey.publication.snapshot import Row, Snapshot, as_of, so_far
from louyu.registers.places.models import PlaceLevel

AREA, RATE, COUNT = Measure.AREA, Measure.RATE, Measure.COUNT
OCCUPANCY, REGISTERED = "SP07", "EN03"
FIGURES = {
    "总建筑面积": ("SP01", AREA),
    "重点楼宇面积": ("SP03", AREA),
    "商务面积": ("SP02", AREA),
    "自用面积": ("SP04", AREA),
    "出租面积": ("SP05", AREA),
    "空置面积": ("SP06", AREA),
    "未采集面积": ("SP13", AREA),
    "入驻率": (OCCUPANCY, RATE),
    "出租率": ("SP08", RATE),
    "空置率": ("SP09", RATE),
    "入驻主体": ("EN01", COUNT),
    "区内注册数": ("EN02", COUNT),
    "区内注册率": (REGISTERED, RATE),
}
# Summed from January on.
FLOWS = {
    "盘活面积": ("SP10", AREA),
    "新储备楼宇": ("SP12", Measure.BUILDINGS),
    "新开工楼宇": ("SP12B", Measure.BUILDINGS),
    "新竣工面积": ("SP12C", AREA),
}
CODES = tuple(code for code, _ in (FIGURES | FLOWS).values())
BUILDING_CODES = ("SP02", "SP06", "SP09", "SP13", OCCUPANCY, "EN01", REGISTERED)
Earlier = Literal["before", "last_year"]
EARLIER: dict[str, Earlier] = {"较上季": "before", "较同期": "last_year"}


def sums_of(snapshot: Snapshot) -> dict[str, str]:
    """The figures of the whole by name, with what is printed for them."""
    whole = snapshot.whole
    share = collected(whole)
    found = {
        "截止日": as_of(snapshot.month),
        "累计期": so_far(snapshot.month),
        "范围": scope_of(snapshot),
        "在用楼宇": f"{buildings_in_use(whole)}幢",
        "已采集面积": with_unit(share and replace(share, denominator=None), AREA),
        "采集率": with_unit(share, RATE),
    }
    if snapshot.corrects:
        found["被更正的通报"] = snapshot.corrects
    for name, (code, measure) in (FIGURES | FLOWS).items():
        found[name] = with_unit(whole.now.get(code), measure)
    return found | _changes(whole)


def with_unit(value: Value | None, measure: Measure, scale: Scale = Scale.PLACE) -> str:
    text = cell(value, measure, scale)
    return text + unit_of(measure, scale) if text[0].isdigit() else text


def cell(value: Value | None, measure: Measure, scale: Scale = Scale.PLACE) -> str:
    """As it stands in a table whose head names the unit."""
    return text_of(value, measure, scale)


def buildings_in_use(row: Row) -> int:
    """Occupancy speaks of buildings in use: the buildings it covers are these."""
    value = row.now.get(OCCUPANCY)
    return value.total if value else 0


def collected(row: Row) -> Value | None:
    """Business area of which it is known how it is used, of all business area."""
    whole, unknown = row.now.get("SP02"), row.now.get("SP13")
    if whole is None or unknown is None:
        return None
    known = whole.numerator - unknown.numerator
    return Value(known, whole.numerator, whole.known, whole.total, whole.contributors)


def scope_of(snapshot: Snapshot) -> str:
    return "全区" if snapshot.place_level == PlaceLevel.DISTRICT else snapshot.whole.name


def change_in_points(row: Row, earlier: Earlier, code: str = OCCUPANCY) -> Decimal | None:
    """Of a rate, in percentage points; None without a base to compare with."""
    difference = _difference(row, code, RATE, earlier)
    return None if difference is None else half_up(difference * 100, 2)


def signed(points: Decimal | None) -> str:
    """As it stands in a table: +1.20, -0.31, 0.00."""
    if points is None:
        return NOT_APPLICABLE
    return f"{points:+}" if points else f"{points}"


def _changes(whole: Row) -> dict[str, str]:
    """Only those with a base: a comparison with nothing is not printed."""
    found = {}
    for suffix, earlier in EARLIER.items():
        for name, (code, measure) in FIGURES.items():
            difference = _difference(whole, code, measure, earlier)
            if measure is not AREA and difference is not None:
                typed = earlier == "last_year" and code in whole.stated
                badge = "（同期数为历史填报）" if typed else ""
                found[name + suffix] = _worded(difference, measure) + badge
    return found


def _difference(row: Row, code: str, measure: Measure, earlier: Earlier) -> Fraction | None:
    before = getattr(row, earlier) or {}
    now, then = quantity(row.now.get(code)), quantity(before.get(code))
    return None if now is None or then is None else now - then


def worded_points(points: Decimal) -> str:
    return _worded(Fraction(points) / 100, RATE)


def _worded(difference: Fraction, measure: Measure) -> str:
    up, down, unit = ("提高", "下降", "个百分点") if measure is RATE else ("增加", "减少", "家")
    amount = half_up(difference * 100, 2) if measure is RATE else half_up(difference, 0)
    if not amount:
        return "持平"
    return f"{up if amount > 0 else down}{abs(amount):,}{unit}"
