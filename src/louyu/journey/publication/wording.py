"""行文: the figures of a snapshot as an office prints them, each by the name the text uses."""

from decimal import ROUND_HALF_UP, Decimal

from louyu.journey.publication.snapshot import NOTHING, Row, Snapshot, Value, Values
from louyu.kernel.figures import MISSING, count, wan_area
from louyu.registers.places.models import PlaceLevel

UNCOLLECTED = "未采集"
AREAS = {"商务面积": "SP02", "自用面积": "SP04", "出租面积": "SP05", "空置面积": "SP06"}
RATES = {"入驻率": "SP07", "出租率": "SP08", "空置率": "SP09"}
EARLIER = {"较上季": "last_quarter", "较同期": "last_year"}


def percent(value: Decimal | None) -> str:
    return UNCOLLECTED if value is None else f"{hundredths(value)}%"


def hundredths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def get(values: Values | None, code: str) -> Value:
    return (values or {}).get(code, NOTHING)


def change_of_rate(row: Row, code: str, earlier: str) -> Decimal | None:
    """In percentage points; None without a base to compare with."""
    now, then = get(row.now, code).rate, get(getattr(row, earlier), code).rate
    return None if now is None or then is None else hundredths(now - then)


def change_of_count(row: Row, code: str, earlier: str) -> int | None:
    now, then = get(row.now, code).numerator, get(getattr(row, earlier), code).numerator
    return None if now is None or then is None else int(now - then)


def signed(points: Decimal | None) -> str:
    """As it stands in a table: +1.20, -0.31, 0.00."""
    return MISSING if points is None else f"{points:+}" if points else f"{points}"


def _rose(change: Decimal | int, unit: str, up: str, down: str) -> str:
    if not change:
        return "持平"
    return f"{up if change > 0 else down}{abs(change):,}{unit}"


def figures_of(snapshot: Snapshot) -> dict[str, str]:
    """Every name the text may use, with what is printed for it."""
    whole = snapshot.whole
    found = {
        "截止日": snapshot.quarter.as_of,
        "范围": scope_of(snapshot),
        "在用楼宇": _with_unit(count(whole_number(get(whole.now, "BUILDINGS"))), "幢"),
        "入驻主体": _with_unit(count(whole_number(get(whole.now, "EN01"))), "家"),
        "已采集面积": _with_unit(wan_area(collected(whole).numerator), "万㎡"),
        "未采集面积": _with_unit(wan_area(get(whole.now, "SP13").numerator), "万㎡"),
        "采集率": percent(collected(whole).rate),
    }
    for name, code in AREAS.items():
        found[name] = _with_unit(wan_area(get(whole.now, code).numerator), "万㎡")
    for name, code in RATES.items():
        found[name] = percent(get(whole.now, code).rate)
    return found | _changes(whole)


def _changes(whole: Row) -> dict[str, str]:
    """Only those with a base: a comparison with nothing is not printed."""
    found = {}
    for suffix, earlier in EARLIER.items():
        for name, code in RATES.items():
            points = change_of_rate(whole, code, earlier)
            if points is not None:
                found[name + suffix] = _rose(points, "个百分点", "提高", "下降")
        firms = change_of_count(whole, "EN01", earlier)
        if firms is not None:
            found["入驻主体" + suffix] = _rose(firms, "家", "增加", "减少")
    return found


def collected(row: Row) -> Value:
    """Business area of which it is known how it is used, of all business area."""
    area, unknown = get(row.now, "SP02").numerator, get(row.now, "SP13").numerator
    return NOTHING if area is None or unknown is None else Value(area - unknown, area)


def scope_of(snapshot: Snapshot) -> str:
    return "全区" if snapshot.place_level == PlaceLevel.DISTRICT else snapshot.whole.name


def whole_number(value: Value) -> int | None:
    return None if value.numerator is None else int(value.numerator)


def _with_unit(text: str, unit: str) -> str:
    return UNCOLLECTED if text == MISSING else text + unit
