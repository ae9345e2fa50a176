"""表: streets of a district or buildings of a street in the month's round, and the whole list."""

from datetime import date
from decimal import Decimal

from louyu.engines.documents import Block, Column, Notes, Table
from louyu.engines.measures import Value, quantity
from louyu.journey.publication.monthly.telling import due_of, missing_of, rate
from louyu.journey.publication.snapshot import Listed, Row, Snapshot
from louyu.journey.publication.wording import RATE, cell, scope_of
from louyu.registers.places.models import PlaceLevel

ORDER = "WK02"


def parts(snapshot: Snapshot) -> list[Block]:
    """In the order of their codes; ranked only where the office chose so when drafting."""
    if snapshot.place_level != PlaceLevel.DISTRICT:
        return buildings(snapshot)
    columns: tuple[Column, ...] = (
        Column("街道（园区）", 34 if snapshot.ranked else 48, "left"),
        Column("应报\n幢", 12),
        Column("已报\n幢", 12),
        Column("按时\n填报率\n%", 18),
        Column("数据\n完整率\n%", 18),
        Column("核实率\n%", 18),
        Column("核实\n准确率\n%", 18),
        Column("未报\n幢", 12),
    )
    rows = [_line(part, part.name) for part in snapshot.parts]
    total = _line(snapshot.whole, scope_of(snapshot))
    if snapshot.ranked:
        columns = (*columns, Column("名次", 14))
        places = _places(snapshot.parts)
        rows = [(*row, places[part.code]) for row, part in zip(rows, snapshot.parts, strict=True)]
        order = sorted(range(len(rows)), key=lambda at: int(places[snapshot.parts[at].code] or 999))
        rows, total = [rows[at] for at in order], (*total, "")
    return [Table("", columns, tuple(rows), total), _note(snapshot, _words(snapshot))]


def _line(row: Row, name: str) -> tuple[str, ...]:
    handed_in = due_of(row) - missing_of(row)
    rates = (rate(row, code) for code in ("WK02", "WK03", "WK02D", "WK04"))
    return (name, str(due_of(row)), str(handed_in), *rates, str(missing_of(row)))


def _places(rows: tuple[Row, ...]) -> dict[str, str]:
    """By 按时填报率; equal rates share a place, and without one there is none."""
    rates = {row.code: quantity(row.now.get(ORDER)) for row in rows}
    known = [rate for rate in rates.values() if rate is not None]
    return {
        code: "" if rate is None else str(1 + sum(other > rate for other in known))
        for code, rate in rates.items()
    }


def buildings(snapshot: Snapshot) -> list[Block]:
    of_district = snapshot.place_level == PlaceLevel.DISTRICT
    columns: tuple[Column, ...] = (
        Column("楼宇", 43 if of_district else 71, "left"),
        Column("街道（园区）", 28, "left"),
        Column("状态", 20, "center"),
        Column("报送\n日期", 22, "center"),
        Column("按时", 13, "center"),
        Column("退回\n次", 12),
        Column("数据\n完整率\n%", 18),
    )
    rows = [_building(one) for one in snapshot.listed]
    if not of_district:
        columns = (columns[0], *columns[2:])
        rows = [(row[0], *row[2:]) for row in rows]
    words = "按街道、园区和楼宇名称排列；报送日期为最近一次。"
    return [Table("", columns, tuple(rows)), _note(snapshot, words)] if rows else []


def _building(one: Listed) -> tuple[str, ...]:
    day = date.fromisoformat(one.handed_on) if one.handed_on else None
    full = Value(Decimal(one.filled), Decimal(one.required), 1, 1, 1)
    return (
        one.name,
        one.place,
        one.state,
        f"{day.month}月{day.day}日" if day else "—",
        "—" if one.state == "免报" else "是" if one.on_time else "否",
        str(one.returns),
        cell(full, RATE) if one.required else "—",
    )


def _words(snapshot: Snapshot) -> str:
    order = "名次按按时填报率，相同的并列。" if snapshot.ranked else "按区划代码排列，不作排名。"
    return (
        "按时填报率、核实率以应报楼宇为分母，免报的不计；数据完整率为必填项中已填的；"
        f"核实准确率为到现场抽查的记录中一致的。{order}"
    )


def _note(snapshot: Snapshot, words: str) -> Notes:
    scope = f"范围：{scope_of(snapshot)}；统计期：{snapshot.month.words}"
    return Notes((f"注：{scope}；口径版本：{snapshot.basis_version}。{words}",))
