"""说法: what a text may say of the month's round, each by its name, from the frozen figures."""

from collections import Counter
from datetime import date
from decimal import Decimal

from louyu.engines.measures import Scale, Value
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.phrasing import Told
from louyu.journey.publication.snapshot import Listed, Row, Snapshot, Values
from louyu.journey.publication.wording import (
    AREA,
    RATE,
    cell,
    change_in_points,
    scope_of,
    with_unit,
    worded_points,
)
from louyu.registers.places.models import PlaceLevel

FIGURES = {
    "按时填报率": "WK02",
    "报送率": "WK02B",
    "一次通过率": "WK02C",
    "核实率": "WK02D",
    "数据完整率": "WK03",
    "核实准确率": "WK04",
    "比对一致率": "WK05",
}
AREAS = ("SP04", "SP05")
# Of a month without a list of the registry, and of bulletins older than the comparison.
NOT_MATCHED = "未比对"
NOT_SAMPLED = "未抽查"
NOTABLE = Decimal(500)  # ㎡ more or less in use than a month ago
MOST = 5


def sums_of(snapshot: Snapshot) -> dict[str, str]:
    """The figures of the whole by name; a comparison with nothing is not printed."""
    whole = snapshot.whole
    found = {"月份": snapshot.month.words, "范围": scope_of(snapshot)} | _counts(whole)
    if snapshot.due_on:
        found["截止日期"] = _day(snapshot.due_on)
    for name, code in FIGURES.items():
        found[name] = rate(whole, code) + ("%" if has_rate(whole, code) else "")
        points = change_in_points(whole, "before", code)
        if points is not None:
            found[f"{name}较上月"] = worded_points(points)
    return found | ({"被更正的通报": snapshot.corrects} if snapshot.corrects else {})


def has_rate(row: Row, code: str) -> bool:
    value = row.now.get(code)
    return value is not None and not value.is_missing


def rate(row: Row, code: str) -> str:
    """As it stands in a table; records of which nobody went to see any are not uncollected."""
    if code == FIGURES["核实准确率"] and due_of(row) and not has_rate(row, code):
        return NOT_SAMPLED
    if code == FIGURES["比对一致率"] and not has_rate(row, code):
        return NOT_MATCHED
    return cell(row.now.get(code), RATE)


def _counts(whole: Row) -> dict[str, str]:
    listed = whole.now["WK02"]
    found = {"应报楼宇": due_of(whole), "按时楼宇": _above(whole, "WK02")}
    found |= {"已报楼宇": _above(whole, "WK02B"), "已核实楼宇": _above(whole, "WK02D")}
    found |= {"未报楼宇": missing_of(whole), "免报楼宇": listed.total - listed.known}
    seen = whole.now.get("WK04")
    if seen and seen.known:
        found["抽查楼宇"] = seen.known
    return {name: f"{number}幢" for name, number in found.items()}


def due_of(row: Row) -> int:
    value = row.now.get("WK02")
    return int(value.denominator or 0) if value else 0


def missing_of(row: Row) -> int:
    """Due and not handed in when the figures were computed."""
    return due_of(row) - _above(row, "WK02B")


def _above(row: Row, code: str) -> int:
    value = row.now.get(code)
    return int(value.numerator) if value else 0


def told_of(snapshot: Snapshot) -> dict[str, Told]:
    return _moves(snapshot) | _areas(snapshot) | _silent(snapshot) | _next(snapshot)


def _moves(snapshot: Snapshot) -> dict[str, Told]:
    work = snapshot.work
    found = {
        name: Told("" if firms is None else f"{firms}家")
        for name, firms in (("新入驻", work.arrived), ("迁出", work.left))
    }
    found["报送变更"] = Told(f"{work.changes}项")
    found["已核实变更"] = Told(f"{work.changes_accepted}项" if work.changes else "")
    if work.found is not None:
        found["新发现疑点"] = Told(f"{work.found}条")
        found["了结疑点"] = Told(f"{work.settled}条")
    return found


def _areas(snapshot: Snapshot) -> dict[str, Told]:
    """Buildings of which much more or less is in use than a month ago; a district's or a
    street's own."""
    of_district = snapshot.place_level == PlaceLevel.DISTRICT
    rows = snapshot.buildings if of_district else snapshot.parts
    changes = [(row, change) for row in rows if (change := _change_in_use(row)) is not None]
    if not changes:
        return {}
    notable = sorted(
        (one for one in changes if abs(one[1]) > NOTABLE), key=lambda one: -abs(one[1])
    )
    names = "、".join(f"{row.name}（{_area_worded(change)}）" for row, change in notable[:MOST])
    return {
        "面积变化楼宇数": Told(f"{len(notable)}幢"),
        "面积变化楼宇": Told(names, Audience.INTERNAL),
    }


def _change_in_use(row: Row) -> Decimal | None:
    now, before = _in_use(row.now), _in_use(row.before or {})
    return None if now is None or before is None else now - before


def _in_use(values: Values) -> Decimal | None:
    parts = [values.get(code) for code in AREAS]
    known = [part.numerator for part in parts if part and not part.is_missing]
    return sum(known, Decimal(0)) if len(known) == len(AREAS) else None


def _area_worded(change: Decimal) -> str:
    area = with_unit(Value(abs(change), None, 1, 1, 1), AREA, Scale.BUILDING)
    return f"{'增加' if change > 0 else '减少'}{area}"


def _silent(snapshot: Snapshot) -> dict[str, Told]:
    silent = [one for one in snapshot.listed if one.missed]
    twice = [one for one in silent if one.missed > 1]
    names = "、".join(map(_named, twice))
    return {
        "未报楼宇分布": _spread(snapshot, silent),
        "连续未报楼宇数": Told(f"{len(twice)}幢" if twice else ""),
        "连续未报楼宇": Told(names, Audience.INTERNAL),
    }


def _spread(snapshot: Snapshot, silent: list[Listed]) -> Told:
    """A street's own bulletin names its buildings."""
    if snapshot.place_level != PlaceLevel.DISTRICT:
        return Told("、".join(one.name for one in silent), Audience.INTERNAL)
    by_place = Counter(one.place for one in silent)
    return Told("、".join(f"{place}{n}幢" for place, n in by_place.items()))


def _named(one: Listed) -> str:
    return f"{one.name}（{one.place}）"


def _next(snapshot: Snapshot) -> dict[str, Told]:
    due = snapshot.next_due
    following = snapshot.month.shifted(1)
    return {
        "下月": Told(f"{following.month}月" if due else ""),
        "下月截止日期": Told(_day(due) if due else ""),
    }


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"
