"""表: the tables of a bulletin, in its text and as 附件, which say what their figures rest on."""

from collections.abc import Callable
from decimal import Decimal

from louyu.engines.documents import Block, Column, Notes, Table
from louyu.engines.measures import Scale
from louyu.journey.publication.snapshot import Aim, Row, Snapshot, as_of
from louyu.journey.publication.telling import most_vacant, moved, of_buildings
from louyu.journey.publication.wording import (
    FIGURES,
    OCCUPANCY,
    RATE,
    REGISTERED,
    buildings_in_use,
    cell,
    change_in_points,
    scope_of,
    signed,
)
from louyu.registers.places.models import PlaceLevel

MOST = 10
NOTABLE = Decimal(5)  # percentage points of occupancy in a quarter


def by_building(snapshot: Snapshot) -> bool:
    return snapshot.place_level != PlaceLevel.DISTRICT


def parts(snapshot: Snapshot) -> list[Block]:
    columns: tuple[Column, ...] = (
        Column("街道（园区）", 25, "left"),
        Column("在用\n幢", 10),
        Column("商务面积\n万㎡", 15),
        Column("入驻率\n%", 13),
        Column("较上\n季末\n百分点", 14),
        Column("较上年\n同期\n百分点", 14),
        Column("空置\n面积\n万㎡", 14),
        Column("未采集\n万㎡", 13),
        Column("入驻\n主体\n家", 13),
        Column("区内\n注册率\n%", 12),
        Column("较上\n季末\n百分点", 13),
    )
    rows = [_part(part, part.name) for part in snapshot.parts]
    total = _part(snapshot.whole, "合计" if by_building(snapshot) else scope_of(snapshot))
    if by_building(snapshot):  # one building each: nothing to count
        columns = (Column("楼宇", 35, "left"), *columns[2:])
        rows, total = [(row[0], *row[2:]) for row in rows], (total[0], *total[2:])
    return [Table("", columns, tuple(rows), total)]


def _part(row: Row, name: str) -> tuple[str, ...]:
    return (
        name,
        str(buildings_in_use(row)),
        _figure(row, "商务面积"),
        _figure(row, "入驻率"),
        signed(change_in_points(row, "before")),
        signed(change_in_points(row, "last_year")),
        _figure(row, "空置面积"),
        _figure(row, "未采集面积"),
        _figure(row, "入驻主体"),
        _figure(row, "区内注册率"),
        signed(change_in_points(row, "before", REGISTERED)),
    )


def _figure(row: Row, of: str, scale: Scale = Scale.PLACE) -> str:
    code, measure = FIGURES[of]
    return cell(row.now.get(code), measure, scale)


def targets(snapshot: Snapshot) -> list[Block]:
    columns = (
        Column("目标", 36, "left"),
        Column("基期", 24),
        Column("本期", 24),
        Column("目标值", 24),
        Column("完成进度\n（%）", 15),
        Column("序时进度\n（%）", 15),
        Column("状态", 18, "center"),
    )
    return _of_aims(snapshot, columns, lambda aim: (aim.base or "—", *_aim(aim), aim.state))


def targets_with_duty(snapshot: Snapshot) -> list[Block]:
    columns = (
        Column("目标", 38, "left"),
        Column("本期", 24),
        Column("目标值", 24),
        Column("完成进度\n（%）", 15),
        Column("序时进度\n（%）", 15),
        Column("责任单位", 40, "left"),
    )
    found = _of_aims(snapshot, columns, lambda aim: (*_aim(aim), aim.department or "未定"))
    words = f"目标取自《{snapshot.plan}》；进度从基期算起。"
    return [*found, _note(snapshot, words)] if found else []


def _aim(aim: Aim) -> tuple[str, ...]:
    return aim.now or "未采集", aim.goal, aim.percent or "—", aim.elapsed


def _of_aims(
    snapshot: Snapshot, columns: tuple[Column, ...], told: Callable[[Aim], tuple[str, ...]]
) -> list[Block]:
    if not snapshot.aims:
        return []
    return [Table("", columns, tuple((aim.name, *told(aim)) for aim in snapshot.aims))]


def vacant(snapshot: Snapshot) -> list[Block]:
    """The ten buildings with most vacant area."""
    columns = (
        Column("楼宇", 52, "left"),
        Column("街道（园区）", 30, "left"),
        Column("商务面积\n（㎡）", 27),
        Column("空置面积\n（㎡）", 27),
        Column("空置率\n（%）", 20),
    )
    rows = tuple(
        (
            row.name,
            row.place,
            _figure(row, "商务面积", Scale.BUILDING),
            _figure(row, "空置面积", Scale.BUILDING),
            _figure(row, "空置率"),
        )
        for row in most_vacant(of_buildings(snapshot))[:MOST]
    )
    return [Table("空置面积最大的楼宇", columns, rows)] if rows else []


def moved_most(snapshot: Snapshot) -> list[Block]:
    """Where occupancy moved by five points and more; the greatest rise first, fall last."""
    columns = (
        Column("楼宇", 52, "left"),
        Column("街道（园区）", 30, "left"),
        Column("入驻率\n（%）", 22),
        Column("较上季末\n（百分点）", 25),
        Column("空置面积\n（㎡）", 27),
    )
    notable = [one for one in moved(of_buildings(snapshot)) if abs(one[0]) >= NOTABLE]
    notable = sorted(sorted(notable, key=lambda one: -abs(one[0]))[:MOST], key=lambda o: -o[0])
    rows = tuple(
        (
            row.name,
            row.place,
            _figure(row, "入驻率"),
            signed(points),
            _figure(row, "空置面积", Scale.BUILDING),
        )
        for points, row in notable
    )
    caption = f"入驻率较上季度末变化{NOTABLE}个百分点以上的楼宇"
    return [Table(caption, columns, rows)] if rows else []


FULL = (
    *("总建筑面积", "商务面积", "自用面积", "出租面积", "空置面积", "未采集面积"),
    *("入驻率", "出租率", "入驻主体", "区内注册数"),
)


def parts_in_full(snapshot: Snapshot) -> list[Block]:
    heads = (
        *("总建筑\n面积\n万㎡", "商务\n面积\n万㎡", "自用\n面积\n万㎡", "出租\n面积\n万㎡"),
        *("空置\n面积\n万㎡", "未采集\n万㎡", "入驻率\n%", "出租率\n%"),
        *("入驻\n主体\n家", "区内\n注册\n家"),
    )
    widths = (14, 14, 13, 14, 13, 13, 13, 12, 13, 13)
    columns = (
        Column("街道（园区）", 24, "left"),
        *(Column(head, width) for head, width in zip(heads, widths, strict=True)),
    )

    def line(row: Row, name: str) -> tuple[str, ...]:
        return (name, *(_figure(row, of) for of in FULL))

    rows = tuple(line(part, part.name) for part in snapshot.parts)
    words = "各项面积计全部已竣工楼宇，入驻率只计在用楼宇；入驻主体各级去重，各行之和可大于合计。"
    return [
        Table("", columns, rows, line(snapshot.whole, scope_of(snapshot))),
        _note(snapshot, words),
    ]


def buildings_in_full(snapshot: Snapshot) -> list[Block]:
    columns = (
        Column("楼宇", 35, "left"),
        Column("街道（园区）", 24, "left"),
        Column("商务面积\n（㎡）", 22),
        Column("空置面积\n（㎡）", 22),
        Column("未采集\n（㎡）", 22),
        Column("入驻率\n（%）", 15),
        Column("入驻主体\n（家）", 16),
    )
    rows = tuple(
        (
            row.name,
            row.place,
            *(_figure(row, of, Scale.BUILDING) for of in ("商务面积", "空置面积", "未采集面积")),
            cell(row.now.get(OCCUPANCY), RATE),
            _figure(row, "入驻主体"),
        )
        for row in snapshot.buildings
    )
    words = "按街道、园区和楼宇名称排列。没有人报送的为未采集，不算空置；不在用的楼宇没有入驻率。"
    return [Table("", columns, rows), _note(snapshot, words)] if rows else []


def _note(snapshot: Snapshot, words: str) -> Notes:
    day = as_of(snapshot.month)
    return Notes(
        (
            f"注：范围：{scope_of(snapshot)}；截止：{day}；口径版本：{snapshot.basis_version}。{words}",
        )
    )
